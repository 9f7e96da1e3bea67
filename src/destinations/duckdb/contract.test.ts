/** The contract, on a file of DuckDB and in memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LoadId, TableName } from '../../core/names.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import type { TableSchema } from '../../schema/table.ts';
import { loadRows, targetOf } from '../../testing/rows-in.ts';
import { rowsOf, withReader } from '../../testing/rows-out.ts';
import { destinationCases, type Alteration, type ContractWorld } from '../../testing/index.ts';
import { duckdbDialect } from './dialect.ts';
import { duckdb } from './index.ts';
import { closeDatabase, openDatabase } from './session.ts';

const runtime = nodeRuntime();

async function newWorld(): Promise<ContractWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-contract-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'data.duckdb');
  return { destination: duckdb(path), dataset: 'ds', folder, runtime, byHand: (alteration) => alter(path, alteration) };
}

async function alter(path: string, alteration: Alteration): Promise<void> {
  const table = `${duckdbDialect.quote(alteration.dataset)}.${duckdbDialect.quote(alteration.table)}`;
  const open = await openDatabase(path, {});
  try {
    await open.connection.run(statementFor(table, alteration));
  } finally {
    closeDatabase(open);
  }
}

function statementFor(table: string, alteration: Alteration): string {
  if (alteration.kind === 'drop_table') return `drop table ${table}`;
  const column = duckdbDialect.quote(alteration.column);
  if (alteration.kind === 'drop_column') return `alter table ${table} drop column ${column}`;
  return `alter table ${table} alter column ${column} type varchar`;
}

function altered(table: TableSchema, alteration: Exclude<Alteration, { kind: 'drop_table' }>): TableSchema {
  const columns = [...table.columns].flatMap(([name, column]) => {
    if (name !== alteration.column) return [[name, column] as const];
    return alteration.kind === 'drop_column' ? [] : [[name, { ...column, dataType: 'text' as const }] as const];
  });
  return { ...table, columns: new Map(columns) };
}

describe('in memory', () => {
  async function newMemory(): Promise<ContractWorld> {
    const world = await newWorld();
    const destination = duckdb(':memory:');
    const byHand = async (alteration: Alteration): Promise<void> => {
      const client = await destination.connect(targetOf(world));
      const { newestLoad: base, schema } = await client.restore();
      const table = schema?.tables.get(alteration.table as TableName);
      if (table === undefined) throw new Error('no such table');
      // Nobody else reaches what is in memory; what is not recorded is as if somebody else had done it.
      await client.commit({ id: 'x' as LoadId, pipeline: 'demo', dataset: 'ds', base }, [
        { kind: 'drop', tables: [table.name], into: 'final' },
        ...(alteration.kind === 'drop_table'
          ? []
          : [{ kind: 'migrate', tables: [altered(table, alteration)], into: 'final' } as const]),
      ]);
      await client.close();
    };
    return { ...world, destination, byHand };
  }

  for (const { name, run } of destinationCases(duckdb(':memory:').capabilities)) {
    test(name, async () => run(await newMemory()), 120_000);
  }
});

test('S15: who queries what is in memory reaches nothing else, and changes nothing', async () => {
  const world = { ...(await newWorld()), destination: duckdb(':memory:') };
  await loadRows(world, { rows: [{ id: 1 }] });
  await withReader(world, async (reader) => {
    for (const sql of [
      "select * from read_text('/etc/passwd')",
      `select * from read_text('${world.folder}/packages/x')`,
      "copy (select 1) to '/tmp/out'",
      'explain analyze delete from t',
      'set enable_external_access = true',
      "attach '/tmp/x.duckdb'",
    ])
      await expect(reader.query(sql, { maxRows: 1, timeoutMs: 1000 }), sql).rejects.toMatchObject({
        code: 'query_refused',
      });
  });
  expect(await rowsOf(world, 't', ['id'])).toEqual(['1']);
});

test('two destinations in memory are two databases', async () => {
  const [one, other] = [await newWorld(), await newWorld()].map((world) => ({
    ...world,
    destination: duckdb(':memory:'),
  }));
  if (one === undefined || other === undefined) throw new Error('two were made');
  await loadRows(one, { rows: [{ id: 1 }] });
  expect(await other.destination.read(targetOf(other))).toBeUndefined();
});

describe('in a file', () => {
  for (const { name, run } of destinationCases(duckdb('any.duckdb').capabilities)) {
    test(name, async () => run(await newWorld()), 120_000);
  }
});
