/** The contract, on a file of DuckDB. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
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

for (const { name, run } of destinationCases(duckdb('any.duckdb').capabilities)) {
  test(name, async () => run(await newWorld()), 120_000);
}
