import assert from 'node:assert/strict';
import type { Capabilities } from '../../destinations/destination.ts';
import type { ContractCase } from '../contract.ts';
import { loadRows } from '../rows-in.ts';
import { countOf, rowsOf } from '../rows-out.ts';

const replace = { writeDisposition: 'replace' } as const;
const [first, middle, last] = [
  { first: true, last: false },
  { first: false, last: false },
  { first: false, last: true },
] as const;

/** Section 5.2 of the dataset format, and replace over several packages (invariant I11). */
export function replaceCases({ dispositions }: Capabilities): readonly ContractCase[] {
  return dispositions.includes('replace') ? cases : [];
}

const cases: readonly ContractCase[] = [
  {
    name: 'case 102: replace leaves only the rows of the newest run, nested rows too',
    async run(world) {
      const before = { hints: replace, rows: [{ id: 1, l: [1, 2] }, { id: 2 }] };
      await loadRows(world, before, { hints: replace, rows: [{ id: 3, l: [9] }] });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['3']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['9']);
      await loadRows(world, { hints: replace, rows: [{ id: 3 }] });
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), []);
      await loadRows(world, before, { hints: replace, rows: [] });
      assert.equal(await countOf(world, 't'), 0);
      assert.equal(await countOf(world, 't__l'), 0);
    },
  },
  {
    name: 'case 103: a run that replaces and brings nothing empties a table that rows were added to before',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1, l: [1] }] }, { rows: [], replaced: ['t'] });
      assert.equal(await countOf(world, 't'), 0);
      assert.equal(await countOf(world, 't__l'), 0);
    },
  },
  {
    name: 'case 104: replace with other columns keeps those that were there, empty',
    async run(world) {
      await loadRows(world, { hints: replace, rows: [{ id: 1, v: 'a' }] }, { hints: replace, rows: [{ id: 2, n: 5 }] });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v', 'n']), ['2|-|5']);
    },
  },
  {
    name: 'replace touches no other table',
    async run(world) {
      await loadRows(world, { table: 'u', rows: [{ id: 1, l: [1] }] });
      await loadRows(world, { hints: replace, rows: [{ id: 1 }] }, { hints: replace, rows: [{ id: 2 }] });
      assert.deepEqual(await rowsOf(world, 'u__l', ['value']), ['1']);
    },
  },
  {
    name: 'invariant I11: replace over several packages becomes visible with the last one',
    async run(world) {
      const values = async (): Promise<readonly string[]> => [
        ...(await rowsOf(world, 't', ['id'])),
        ...(await rowsOf(world, 't__l', ['value'])),
      ];
      await loadRows(world, { hints: replace, rows: [{ id: 1, l: [10] }] });
      await loadRows(world, { hints: replace, rows: [{ id: 2, l: [20], n: 1 }], place: first });
      assert.deepEqual(await values(), ['1', '10']);
      await loadRows(world, { hints: replace, rows: [{ id: 3, l: [30] }], place: middle });
      assert.deepEqual(await values(), ['1', '10']);
      await loadRows(world, { hints: replace, rows: [], place: last });
      assert.deepEqual(await values(), ['2', '3', '20', '30']);
    },
  },
  {
    name: 'invariant I11: what a run that was given up left in staging is gone',
    async run(world) {
      await loadRows(world, { hints: replace, rows: [{ id: 1 }], place: first });
      await loadRows(world, { hints: replace, rows: [{ id: 2 }], place: first });
      await loadRows(world, { hints: replace, rows: [{ id: 3 }], place: last });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['2', '3']);
    },
  },
];
