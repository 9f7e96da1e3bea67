import assert from 'node:assert/strict';
import type { Capabilities } from '../../destinations/destination.ts';
import type { TableHints } from '../../schema/table.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadPackage, loadRows, packageOf, withClient } from '../rows-in.ts';
import { joined, refused, rowsOf } from '../rows-out.ts';

const upsert: TableHints = { writeDisposition: 'merge', merge: { strategy: 'upsert' }, primaryKey: ['id'] };
const deleting: TableHints = { ...upsert, columns: [{ name: 'gone', hardDelete: true, dataType: 'bool' }] };

/** Section 5.6 of the dataset format: rows are changed in place, under ids that are made of their key. */
export function upsertCases({ mergeStrategies }: Capabilities): readonly ContractCase[] {
  if (!mergeStrategies.includes('upsert')) return [];
  return mergeStrategies.includes('delete-insert') ? [...cases, afterDeleteInsert] : cases;
}

const cases: readonly ContractCase[] = [
  {
    name: 'case 118: upsert changes what is there, and nested rows that did not come again are gone',
    async run(world) {
      const rows = [
        { id: 1, v: 'a', l: [1, 2] },
        { id: 2, v: 'b', l: [5] },
      ];
      const next = [
        { id: 1, v: 'a2', l: [9] },
        { id: 3, v: 'c' },
      ];
      await loadRows(world, { hints: upsert, rows }, { hints: upsert, rows: next });
      const ids = ['1|a2|z5jIxXIbUnmbKw', '2|b|M6/KlLzJ2FeV/w', '3|c|hKdQ/VhGat+Pgw'];
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v', '_dlt_id']), ids);
      assert.deepEqual(await rowsOf(world, 't__l', ['value', '_dlt_id']), ['5|1MJ7EXK/BWDNxw', '9|6rVOW0pbUSjaAg']);
      assert.deepEqual(await joined(world, ['t', 'id'], ['t__l', 'value'], '_dlt_root_id'), ['1|9', '2|5']);
    },
  },
  {
    name: 'case 119: of rows with the same key upsert takes the last one, with its nested rows and no others',
    async run(world) {
      const rows = [
        { id: 1, v: 'first', l: [1, 2, 3] },
        { id: 2, v: 'first', l: [1] },
        { id: 1, v: 'last', l: [4] },
        { id: 2, v: 'last' },
      ];
      await loadRows(world, { hints: upsert, rows });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), ['1|last', '2|last']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['4']);
    },
  },
  {
    name: 'case 119: upsert without a primary key is refused',
    async run(world) {
      const sealed = await packageOf(world, { hints: { ...upsert, primaryKey: [] }, rows: [{ id: 1 }] });
      await withClient(world, (client) => refused(world, loadPackage(world, client, sealed), 'key_missing'));
    },
  },
  {
    name: 'case 120: upsert with rows that are marked as deleted',
    async run(world) {
      const rows = [
        { id: 1, gone: true, l: [1] },
        { id: 2, gone: false, l: [2] },
      ];
      await loadRows(world, { hints: deleting, rows }, { hints: deleting, rows: [{ id: 2, gone: true, l: [2] }] });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'gone']), ['1|true']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), []);
    },
  },
  ...[false, true].map((isCut) => ({
    name: `case 120: rows of a key that come and are deleted in ${isCut ? 'several packages' : 'one load'}`,
    async run(world: ContractWorld) {
      const rows = [
        { id: 1, gone: false, l: [1] },
        { id: 1, gone: true },
        { id: 2, gone: true, l: [2] },
        { id: 2, gone: true },
      ];
      if (!isCut) await loadRows(world, { hints: deleting, rows });
      else
        for (const [index, row] of rows.entries())
          await loadRows(world, { hints: deleting, rows: [row], place: { first: index === 0, last: index === 3 } });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'gone']), ['1|true', '2|true']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), []);
    },
  })),
];

const afterDeleteInsert: ContractCase = {
  name: 'section 5.10: the first upsert after delete-insert gives the rows their ids, and no nested row is left behind',
  async run(world) {
    const rows = [
      { id: 1, v: 'a', l: [1, 2] },
      { id: 2, l: [3] },
    ];
    await loadRows(world, { hints: { writeDisposition: 'merge', primaryKey: ['id'] }, rows });
    await loadRows(world, { hints: upsert, rows: [{ id: 1, v: 'b', l: [7] }] });
    assert.ok((await rowsOf(world, 't', ['v', '_dlt_id'])).includes('b|z5jIxXIbUnmbKw'));
    assert.deepEqual(await joined(world, ['t', 'id'], ['t__l', 'value']), ['1|7', '2|3']);
  },
};
