/** The contract, on files of SQLite. Node 20 has no SQLite: `test/newer-node.test.ts` runs this folder there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished, test } from 'vitest';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { destinationCases, type Alteration, type ContractWorld } from '../../testing/index.ts';
import { sqliteDialect } from './dialect.ts';
import { openDatabase } from './driver.ts';
import { datasetFile, sqlite } from './index.ts';
import { hasSqlite } from '../../../test/has-sqlite.ts';

const runtime = nodeRuntime();

async function newWorld(): Promise<ContractWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-contract-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'data.db');
  return { destination: sqlite(path), dataset: 'ds', folder, runtime, byHand: (alteration) => alter(path, alteration) };
}

async function alter(path: string, alteration: Alteration): Promise<void> {
  const database = await openDatabase(datasetFile(path, alteration.dataset), false);
  try {
    for (const statement of statementsFor(alteration)) database.exec(statement);
  } finally {
    database.close();
  }
}

function statementsFor(alteration: Alteration): readonly string[] {
  const table = sqliteDialect.quote(alteration.table);
  if (alteration.kind === 'drop_table') return [`drop table ${table}`];
  const column = sqliteDialect.quote(alteration.column);
  const drop = `alter table ${table} drop column ${column}`;
  return alteration.kind === 'drop_column' ? [drop] : [drop, `alter table ${table} add column ${column} text`];
}

describe.skipIf(!hasSqlite)('the contract', () => {
  for (const { name, run } of destinationCases(sqlite('any.db').capabilities)) {
    test(name, async () => run(await newWorld()), 120_000);
  }
});
