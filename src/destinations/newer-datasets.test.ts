/** Datasets that a newer version of the engine wrote, on each kind of store: told, left alone, and taken up when mended. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { engineVersion } from '../schema/document.ts';
import { stateEngineVersion } from '../schema/state-document.ts';
import {
  loadPackage,
  newWorld as newDuckdb,
  packageOf,
  loadRows,
  rowsOf,
  targetOf,
  withClient,
  type World,
} from './duckdb/loaded-rows.test.ts';
import { filesystem } from './filesystem/index.ts';
import { newWorld as newPostgres, server } from './postgres/world.test.ts';

type Row = Readonly<Record<string, unknown>>;

/** What a newer version would have written into a table of the engine, and what stood there before. */
interface Edit {
  readonly name: string;
  readonly table: '_dlt_version' | '_dlt_pipeline_state';
  readonly newer: readonly [assignments: string, change: (row: Row) => Row];
  readonly older: readonly [assignments: string, change: (row: Row) => Row];
  readonly told: string;
}

const written = (engine: number): string => `"engine_version":${engine}`;

function inDocument(from: number, to: number): Edit['newer'] {
  const change = (row: Row): Row => ({ ...row, schema: String(row['schema']).replace(written(from), written(to)) });
  return [`schema = replace(schema, '${written(from)}', '${written(to)}')`, change];
}

const ofSchema = `schema: a newer version wrote it, whose engine version is 99, and ${engineVersion} can be read`;
const ofState = `state: a newer version wrote it, whose engine version is 99, and ${stateEngineVersion} can be read`;

const edits: readonly Edit[] = [
  {
    name: 'a schema whose document says so',
    table: '_dlt_version',
    newer: inDocument(engineVersion, 99),
    older: inDocument(99, engineVersion),
    told: ofSchema,
  },
  {
    name: 'a schema in a form of its own, whose row says so',
    table: '_dlt_version',
    newer: [
      "engine_version = 99, schema = '*' || schema",
      (row) => ({ ...row, engine_version: 99, schema: `*${String(row['schema'])}` }),
    ],
    older: [
      `engine_version = ${engineVersion}, schema = substr(schema, 2)`,
      (row) => ({ ...row, engine_version: engineVersion, schema: String(row['schema']).slice(1) }),
    ],
    told: ofSchema,
  },
  {
    name: 'a state in a form of its own, whose row says so',
    table: '_dlt_pipeline_state',
    newer: [
      "engine_version = 99, state = '*' || state",
      (row) => ({ ...row, engine_version: 99, state: `*${String(row['state'])}` }),
    ],
    older: [
      `engine_version = ${stateEngineVersion}, state = substr(state, 2)`,
      (row) => ({ ...row, engine_version: stateEngineVersion, state: String(row['state']).slice(1) }),
    ],
    told: ofState,
  },
];

interface Store {
  readonly world: World;
  change(table: string, [assignments, change]: Edit['newer']): Promise<void>;
}

async function inDuckdb(): Promise<Store> {
  const world = await newDuckdb();
  return {
    world,
    async change(table, [assignments]) {
      const instance = await DuckDBInstance.create(world.path);
      const connection = await instance.connect();
      await connection.run(`update ds.${table} set ${assignments}`);
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function inPostgres(): Promise<Store> {
  const world = await newPostgres(server());
  const change: Store['change'] = async (table, [assignments]) =>
    void (await server().query(`update ${world.path}.${table} set ${assignments}`));
  return { world, change };
}

async function inFiles(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-newer-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'lake');
  const world = { folder, path, destination: filesystem(path), target: targetOf(folder) };
  return {
    world,
    async change(table, [, change]) {
      const documents = join(path, 'ds', table);
      for (const name of await readdir(documents)) {
        if (!name.endsWith('.jsonl')) continue;
        const file = join(documents, name);
        // A document is one object.
        const row = JSON.parse(await readFile(file, 'utf8')) as Row;
        await writeFile(file, JSON.stringify(change(row)));
      }
    },
  };
}

describe.each([
  ['duckdb', inDuckdb],
  ['postgres', inPostgres],
  ['files', inFiles],
] as const)('%s', (_kind, newStore) => {
  test.each(edits)('$name is told, left as it is, and loaded into when it is mended', async (edit) => {
    const store = await newStore();
    const { world } = store;
    await loadRows(world, { rows: [{ id: 1 }] });
    const sealed = await packageOf(world, { rows: [{ id: 2 }] });
    await store.change(edit.table, edit.newer);
    const told = {
      code: 'state_unreadable',
      retryable: false,
      message: expect.stringContaining(edit.told),
      hint: 'Update sluice, or load into another dataset',
    };
    const reading = async () => {
      const reader = await world.destination.read(world.target);
      try {
        await reader?.restore();
      } finally {
        await reader?.close();
      }
    };
    await expect(reading()).rejects.toMatchObject(told);
    await withClient(world, async (client) => {
      await expect(client.restore()).rejects.toMatchObject(told);
      await expect(loadPackage(world, client, sealed)).rejects.toMatchObject(told);
    });
    await store.change(edit.table, edit.older);
    expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
    expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('committed');
    expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
  });
});
