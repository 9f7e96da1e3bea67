/** The contract, on a real server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished, test } from 'vitest';
import { useServer } from '../../../test/servers/postgres.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { destinationCases, type Alteration, type ContractWorld } from '../../testing/index.ts';
import { postgresDialect } from './dialect.ts';
import { postgres } from './index.ts';

const runtime = nodeRuntime();
const server = useServer();
let count = 0;

async function newWorld(): Promise<ContractWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-contract-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  count += 1;
  return { destination: postgres(server().url), dataset: `ds${count}`, folder, runtime, byHand: alter };
}

async function alter(alteration: Alteration): Promise<void> {
  const table = `${postgresDialect.quote(alteration.dataset)}.${postgresDialect.quote(alteration.table)}`;
  await server().query(statementFor(table, alteration));
}

function statementFor(table: string, alteration: Alteration): string {
  if (alteration.kind === 'drop_table') return `drop table ${table}`;
  const column = postgresDialect.quote(alteration.column);
  if (alteration.kind === 'drop_column') return `alter table ${table} drop column ${column}`;
  return `alter table ${table} alter column ${column} type varchar`;
}

describe('the contract', () => {
  for (const { name, run } of destinationCases(postgres('postgresql://me@localhost/any').capabilities)) {
    test(name, async () => run(await newWorld()), 120_000);
  }
});
