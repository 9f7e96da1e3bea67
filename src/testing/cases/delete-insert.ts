import assert from 'node:assert/strict';
import type { Capabilities } from '../../destinations/destination.ts';
import type { TableHints } from '../../schema/table.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadPackage, loadRows, packageOf, withClient } from '../rows-in.ts';
import { joined, refused, rowsOf } from '../rows-out.ts';

const byId = { writeDisposition: 'merge', primaryKey: ['id'] } as const;

/** Section 5.3 of the dataset format: rows that come take the place of those with the same keys. */
export function deleteInsertCases({ mergeStrategies }: Capabilities): readonly ContractCase[] {
  return mergeStrategies.includes('delete-insert') ? [...keyCases, ...nestedCases, ...changedCases] : [];
}

const keyCases: readonly ContractCase[] = [
  {
    name: 'case 105: merge without a key is refused',
    async run(world) {
      const sealed = await packageOf(world, { hints: { writeDisposition: 'merge' }, rows: [{ id: 1 }] });
      await withClient(world, (client) => refused(world, loadPackage(world, client, sealed), 'key_missing'));
    },
  },
  {
    name: 'case 105: with on_missing_key rows without a key are added',
    async run(world) {
      const hints: TableHints = { writeDisposition: 'merge', merge: { onMissingKey: 'append' } };
      await loadRows(world, { hints, rows: [{ id: 1, l: [1] }] }, { hints, rows: [{ id: 1, l: [2] }] });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '1']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['1', '2']);
    },
  },
  {
    name: 'case 107: columns called rowid, arrival and place do not disturb the order',
    async run(world) {
      const hints: TableHints = { writeDisposition: 'merge', primaryKey: ['arrival', 'place'] };
      const row = { arrival: 1, place: 1 };
      await loadRows(world, {
        hints,
        rows: [
          { ...row, rowid: 9, id: 'first' },
          { ...row, rowid: 1, id: 'last' },
        ],
      });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['last']);
    },
  },
  {
    name: 'case 108: merge with a merge key',
    async run(world) {
      const hints: TableHints = { writeDisposition: 'merge', mergeKey: ['day'] };
      const days = (...pairs: readonly (readonly [number, string])[]) => pairs.map(([id, day]) => ({ id, day }));
      await loadRows(world, { hints, rows: days([1, 'd1'], [2, 'd1'], [3, 'd2']) });
      await loadRows(world, { hints, rows: days([9, 'd1'], [9, 'd1']) });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'day']), ['3|d2', '9|d1', '9|d1']);
    },
  },
  ...[false, true].map((nested) => ({
    name: `case 109: primary key or merge key, ${nested ? 'with' : 'without'} nested rows`,
    async run(world: ContractWorld) {
      const hints: TableHints = { writeDisposition: 'merge', primaryKey: ['id'], mergeKey: ['day'] };
      const row = (id: number, day: string) => ({ id, day, ...(nested ? { l: [id * 10] } : {}) });
      await loadRows(world, { hints, rows: [row(1, 'd1'), row(2, 'd1'), row(3, 'd2')] });
      await loadRows(world, { hints, rows: [row(3, 'd1')] });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'day']), ['3|d1']);
      if (nested) assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['30']);
    },
  })),
  {
    name: 'case 110: a compound primary key',
    async run(world) {
      const hints: TableHints = { writeDisposition: 'merge', primaryKey: ['a', 'b'] };
      const rows = (...all: readonly (readonly [number, number, number])[]) => all.map(([a, b, v]) => ({ a, b, v }));
      await loadRows(world, { hints, rows: rows([1, 1, 1], [1, 2, 1]) }, { hints, rows: rows([1, 2, 22], [2, 2, 3]) });
      assert.deepEqual(await rowsOf(world, 't', ['a', 'b', 'v']), ['1|1|1', '1|2|22', '2|2|3']);
    },
  },
  {
    name: 'case 111: a primary key that a later run does not bring is not loaded, and nothing changes',
    async run(world) {
      await loadRows(world, { hints: byId, rows: [{ id: 1, v: 1 }] });
      await assert.rejects(loadRows(world, { hints: byId, rows: [{ v: 2 }] }));
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), ['1|1']);
    },
  },
  {
    name: 'case 112: a primary key on a flattened path',
    async run(world) {
      const hints: TableHints = { writeDisposition: 'merge', primaryKey: ['a__b'] };
      await loadRows(world, { hints, rows: [1, 2].map((v) => ({ a: { b: 1 }, v })) });
      assert.deepEqual(await rowsOf(world, 't', ['a__b', 'v']), ['1|2']);
    },
  },
];

const nestedCases: readonly ContractCase[] = [
  {
    name: 'case 106: merge with a primary key, and nested rows go with their root',
    async run(world) {
      const rows = [
        { id: 1, v: 'a', l: [1, 2] },
        { id: 2, v: 'b' },
      ];
      const next = [
        { id: 2, v: 'b2', l: [7] },
        { id: 3, v: 'c' },
      ];
      await loadRows(world, { hints: byId, rows }, { hints: byId, rows: next });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), ['1|a', '2|b2', '3|c']);
      assert.deepEqual(await joined(world, ['t', 'id'], ['t__l', 'value'], '_dlt_root_id'), ['1|1', '1|2', '2|7']);
      const loads = (await rowsOf(world, 't', ['id', '_dlt_load_id'])).map((row) => row.slice(2));
      assert.ok(loads[0] !== loads[1] && loads[1] === loads[2]);
    },
  },
  {
    name: 'case 107: of rows with the same primary key the last one stays, with its nested rows',
    async run(world) {
      const rows = Array.from({ length: 5000 }, (_, index) => ({ id: index % 7, v: `v${index}`, l: [index] }));
      await loadRows(world, { hints: byId, rows });
      const newest = [0, 1, 2, 3, 4, 5, 6].map((id) => id + 7 * Math.floor((4999 - id) / 7));
      assert.deepEqual(
        await rowsOf(world, 't', ['id', 'v']),
        newest.map((index, id) => `${id}|v${index}`),
      );
      assert.deepEqual(
        await joined(world, ['t', 'v'], ['t__l', 'value'], '_dlt_root_id'),
        newest.map((index) => `v${index}|${index}`).toSorted(),
      );
    },
  },
  {
    name: 'case 126: merge over three levels',
    async run(world) {
      const rows = (m: readonly number[]) => [{ id: 1, l: [{ m }] }];
      await loadRows(world, { hints: byId, rows: rows([1, 2]) }, { hints: byId, rows: rows([3]) });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1']);
      assert.deepEqual(await joined(world, ['t', 'id'], ['t__l', '_dlt_list_idx']), ['1|0']);
      assert.deepEqual(await rowsOf(world, 't__l__m', ['value']), ['3']);
    },
  },
  {
    name: 'case 127: nested rows of a key that comes without them are gone, others stay',
    async run(world) {
      await loadRows(world, {
        hints: byId,
        rows: [
          { id: 1, l: [1] },
          { id: 2, l: [2] },
        ],
      });
      await loadRows(world, { hints: byId, rows: [{ id: 1 }] });
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['2']);
    },
  },
  {
    name: 'merge of rows with null: no value is lost, and no key is found by null',
    async run(world) {
      const hints: TableHints = {
        writeDisposition: 'merge',
        mergeKey: ['day'],
        columns: [{ name: 'day', nullable: true }],
      };
      await loadRows(world, {
        hints,
        rows: [
          { id: 1, day: 'd1', v: 'a' },
          { id: 2, day: null, v: null },
        ],
      });
      await loadRows(world, {
        hints,
        rows: [
          { id: 3, day: null, v: 'c' },
          { id: 4, day: 'd1', v: null },
        ],
      });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'day', 'v']), ['2|-|-', '3|-|c', '4|d1|-']);
    },
  },
];

const changedCases: readonly ContractCase[] = [
  {
    name: 'case 128: from append to merge with nested rows is refused or right, never half',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1, l: [1] }] });
      const sealed = await packageOf(world, { hints: byId, rows: [{ id: 1, l: [2] }] });
      await withClient(world, (client) => refused(world, loadPackage(world, client, sealed), 'schema_conflict'));
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['1']);
      assert.equal((await rowsOf(world, '_dlt_loads', ['load_id'])).length, 1);
    },
  },
  {
    name: 'case 129: another primary key matches from the next run on',
    async run(world) {
      const by = (key: string): TableHints => ({ writeDisposition: 'merge', primaryKey: [key] });
      await loadRows(
        world,
        { hints: by('a'), rows: [{ a: 1, b: 1, v: 1 }] },
        { hints: by('b'), rows: [{ a: 2, b: 1, v: 2 }] },
      );
      assert.deepEqual(await rowsOf(world, 't', ['a', 'b', 'v']), ['2|1|2']);
    },
  },
];
