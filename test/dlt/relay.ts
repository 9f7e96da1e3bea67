import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { duckdb } from '../../src/destinations/duckdb/index.ts';
import { pipeline } from '../../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import type { RestApiConfig } from '../../src/sources/rest-api/vocabulary.ts';
import { askDuckdb } from '../read-duckdb.ts';
import { readDataset, type Dataset } from './dataset.ts';

export type Engine = 'dlt' | 'sluice';

/** What the turns left in the database. */
export interface Relay {
  readonly dataset: Dataset;
  /** The same with ids that are made of the rows. */
  readonly hashed: Dataset['tables'];
  /** Nested rows that hang on nothing. */
  readonly orphans: readonly unknown[];
  readonly states: readonly unknown[];
  /** Schema, status and hash of each load, in order. */
  readonly loads: readonly unknown[];
}

/** What is loaded in a relay, turn by turn. */
export interface Leg {
  /** Of the source, and so of its schema. @default relay */
  readonly source?: string;
  /** In dlt's words, which are the vocabulary. */
  readonly config: object;
  /** Called before the turn. */
  readonly begin?: (database: string) => unknown;
}

const script = fileURLToPath(new URL('continue.py', import.meta.url));
const python = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));

interface Turn {
  /** Where this turn works; nobody else was there before. */
  readonly folder: string;
  readonly database: string;
  readonly source: string;
  readonly config: object;
}

const turns: { readonly [Name in Engine]: (turn: Turn) => Promise<unknown> } = {
  dlt: (turn) =>
    new Promise<void>((resolve, reject) => {
      const child = execFile(python, [script], { cwd: turn.folder }, (error, _out, text) =>
        error === null ? resolve() : reject(new Error(text)),
      );
      child.stdin?.end(JSON.stringify(turn));
    }),
  sluice: ({ folder, database, source: name, config }) => {
    const runtime = { ...nodeRuntime(), workingFolder: folder };
    // The configuration is written in dlt's words, which are the vocabulary.
    const source = restApi(config as RestApiConfig, { name });
    return pipeline({ name: 'relay', destination: duckdb(database), dataset: 'ds', runtime }).run(source);
  },
};

/** Each leg is run by its engine in a folder of its own: all that it knows is in the database. */
export async function relay(
  engines: readonly Engine[],
  legs: readonly Leg[],
  nested: readonly (readonly [table: string, parent: string])[] = [],
): Promise<Relay> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-relay-'));
  const database = join(folder, 'relay.duckdb');
  try {
    for (const [turn, { source = 'relay', config, begin }] of legs.entries()) {
      await begin?.(database);
      const workplace = mkdtempSync(join(folder, `turn-${turn}-`));
      await turns[engines[turn] ?? 'sluice']({ folder: workplace, database, source, config });
    }
    return await relayFrom(database, nested);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function relayFrom(database: string, nested: readonly (readonly [string, string])[]): Promise<Relay> {
  const [states = [], loads = [], ...orphans] = await askDuckdb(database, [
    'select version, engine_version, pipeline_name, state from ds._dlt_pipeline_state order by version',
    'select schema_name, status, schema_version_hash from ds._dlt_loads order by load_id',
    ...nested.map(([table, parent]) => {
      const children = `from ds.${table} c anti join ds.${parent} p on c._dlt_parent_id = p._dlt_id`;
      return `select '${table}', count(*) ${children} having count(*) > 0`;
    }),
  ]);
  return {
    dataset: await readDataset(database, 'ds'),
    hashed: (await readDataset(database, 'ds', /^_dlt_load_id$/)).tables,
    orphans: orphans.flat(),
    states: states.map(([version, engine, name, text]) => [version, engine, name, stateOf(String(text))]),
    loads,
  };
}

/** The state in the clear. Its hash hangs on the order of hashes, which is not stable in dlt (section 4.3). */
function stateOf(text: string): unknown {
  const json = inflateSync(Buffer.from(text, 'base64')).toString('utf8');
  const sorted = (key: string, value: unknown): unknown =>
    key === 'unique_hashes' && Array.isArray(value) ? value.map(String).toSorted() : value;
  // A stored state is an object.
  const { _version_hash: _hash, ...state } = JSON.parse(json, sorted) as Readonly<Record<string, unknown>>;
  return state;
}
