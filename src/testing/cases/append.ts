import assert from 'node:assert/strict';
import type { ContractCase } from '../contract.ts';
import { loadPackage, loadRows, packageOf, withClient } from '../rows-in.ts';
import { countOf, joined, refused, rowsOf } from '../rows-out.ts';

/** Section 5.1 of the dataset format, and what no destination loads. */
export const appendCases: readonly ContractCase[] = [
  {
    name: 'case 101: append adds, nested rows too, and they find their parents',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1, l: [1] }] }, { rows: [{ id: 1, l: [2] }] });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '1']);
      assert.deepEqual(await joined(world, ['t', 'id'], ['t__l', 'value']), ['1|1', '1|2']);
    },
  },
  {
    name: 'append over three levels of nested tables',
    async run(world) {
      const rows = [1, 2].map((id) => ({ id, l: [{ m: [{ n: [id * 10, id * 10 + 1] }] }] }));
      await loadRows(world, { rows });
      assert.deepEqual(await rowsOf(world, 't__l__m__n', ['value', '_dlt_list_idx']), ['10|0', '11|1', '20|0', '21|1']);
    },
  },
  {
    name: 'a primary key changes nothing about append',
    async run(world) {
      const hints = { primaryKey: ['id'] };
      await loadRows(world, { hints, rows: [{ id: 1 }, { id: 1 }] }, { hints, rows: [{ id: 1 }] });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '1', '1']);
    },
  },
  {
    name: 'append over several packages shows each with its commit',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }], place: { first: true, last: false } });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1']);
      await loadRows(world, { rows: [{ id: 2 }], place: { first: false, last: true } });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '2']);
    },
  },
  {
    name: 'case 131: a table that is to be skipped is not loaded',
    async run(world) {
      const sealed = await packageOf(world, { hints: { writeDisposition: 'skip' }, rows: [{ id: 1 }] });
      await withClient(world, (client) => refused(world, loadPackage(world, client, sealed), 'config_invalid'));
    },
  },
  {
    name: 'several tables come with one load',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }], also: [{ table: 'u', rows: [{ id: 2, l: [3] }] }] });
      assert.deepEqual([await countOf(world, 't'), await countOf(world, 'u'), await countOf(world, 'u__l')], [1, 1, 1]);
      assert.equal(await countOf(world, '_dlt_loads'), 1);
    },
  },
];
