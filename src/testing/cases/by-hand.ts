import assert from 'node:assert/strict';
import type { Capabilities } from '../../destinations/destination.ts';
import type { Alteration, ContractCase, ContractWorld } from '../contract.ts';
import { loadRows } from '../rows-in.ts';
import { countOf, refused } from '../rows-out.ts';

type Change = (dataset: string) => Alteration;

const changes: readonly (readonly [name: string, change: Change, told: RegExp])[] = [
  [
    'a column was dropped',
    (dataset) => ({ kind: 'drop_column', dataset, table: 't', column: 'v' }),
    /\bt: its column v\b/,
  ],
  [
    'a column got another type',
    (dataset) => ({ kind: 'retype_column', dataset, table: 't', column: 'v' }),
    /\bt: its column v\b/,
  ],
  ['a table was dropped', (dataset) => ({ kind: 'drop_table', dataset, table: 't' }), /\bt: the table is not there\b/],
];

/** What somebody changed without asking is told before anything changes (case F3.6). */
export function byHandCases({ commit }: Capabilities): readonly ContractCase[] {
  if (commit !== 'transaction') return [];
  return changes.map(([name, change, told]) => ({
    name: `case F3.6: ${name}: told before anything changes`,
    run: (world) => isTold(world, change, told),
  }));
}

async function isTold(world: ContractWorld, change: Change, told: RegExp): Promise<void> {
  assert.ok(world.byHand !== undefined, 'a world whose commits are transactions needs byHand');
  await loadRows(world, { rows: [{ id: 1, v: 1 }] });
  await world.byHand(change(world.dataset));
  const message = await refused(world, loadRows(world, { table: 'u', rows: [{ id: 2, v: 2 }] }), 'schema_conflict');
  assert.match(message, told);
  assert.equal(await countOf(world, '_dlt_loads'), 1);
  assert.equal(await countOf(world, 'u'), undefined);
}
