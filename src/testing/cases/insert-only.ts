import assert from 'node:assert/strict';
import type { Capabilities } from '../../destinations/destination.ts';
import type { TableHints } from '../../schema/table.ts';
import type { ContractCase } from '../contract.ts';
import { loadPackage, loadRows, packageOf, withClient } from '../rows-in.ts';
import { refused, rowsOf } from '../rows-out.ts';

const hints: TableHints = { writeDisposition: 'merge', merge: { strategy: 'insert-only' }, primaryKey: ['id'] };

/** Section 5.7 of the dataset format: what is there stays as it is. */
export function insertOnlyCases({ mergeStrategies }: Capabilities): readonly ContractCase[] {
  return mergeStrategies.includes('insert-only') ? cases : [];
}

const cases: readonly ContractCase[] = [
  {
    name: 'case 121: insert-only leaves rows alone, but a list that got longer grows',
    async run(world) {
      await loadRows(world, { hints, rows: [{ id: 1, v: 'a', l: [1] }] });
      await loadRows(world, {
        hints,
        rows: [
          { id: 1, v: 'a2', l: [9, 10] },
          { id: 3, v: 'c' },
        ],
      });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), ['1|a', '3|c']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value', '_dlt_list_idx']), ['10|1', '1|0']);
    },
  },
  {
    name: 'insert-only takes the first of rows with the same key, and nothing of rows that are deleted',
    async run(world) {
      const deleting: TableHints = { ...hints, columns: [{ name: 'gone', hardDelete: true, dataType: 'bool' }] };
      const rows = [
        { id: 1, v: 'deleted', gone: true, l: [1, 2, 3, 4] },
        { id: 1, v: 'first', gone: false, l: [5] },
        { id: 1, v: 'second', gone: null, l: [6, 7] },
        { id: 2, v: 'deleted', gone: true, l: [8] },
      ];
      await loadRows(world, { hints: deleting, rows });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), ['1|first']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value', '_dlt_list_idx']), ['5|0', '7|1']);
    },
  },
  {
    name: 'insert-only without a primary key is refused',
    async run(world) {
      const sealed = await packageOf(world, { hints: { ...hints, primaryKey: [] }, rows: [{ id: 1 }] });
      await withClient(world, (client) => refused(world, loadPackage(world, client, sealed), 'key_missing'));
    },
  },
];
