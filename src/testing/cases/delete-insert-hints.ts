import assert from 'node:assert/strict';
import type { Capabilities } from '../../destinations/destination.ts';
import type { TableHints } from '../../schema/table.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadPackage, loadRows, packageOf, withClient } from '../rows-in.ts';
import { refused, rowsOf } from '../rows-out.ts';

const byId = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
const gone = { name: 'gone', hardDelete: true, dataType: 'bool', nullable: true } as const;

/** Sections 5.4 and 5.5 of the dataset format: rows that delete, and which of several rows of a key stays. */
export function deleteInsertHintCases({ mergeStrategies }: Capabilities): readonly ContractCase[] {
  return mergeStrategies.includes('delete-insert') ? [...deletionCases, ...doubleCases] : [];
}

const deletionCases: readonly ContractCase[] = [
  {
    name: 'case 113: rows marked as deleted delete and stay away',
    async run(world) {
      const hints = { ...byId, columns: [gone] };
      const rows = [
        { id: 1, v: 'a', gone: false, l: [1] },
        { id: 2, v: 'b' },
        { id: 3, v: 'c', gone: false },
      ];
      const next = [
        { id: 1, gone: true },
        { id: 2, v: 'b2', gone: false },
        { id: 4, v: 'new', gone: true },
      ];
      await loadRows(world, { hints, rows }, { hints, rows: next });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), ['2|b2', '3|c']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), []);
    },
  },
  {
    name: 'case 114: a moment marks a row as deleted, too',
    async run(world) {
      const hints: TableHints = { ...byId, columns: [{ name: 'deleted_at', hardDelete: true, dataType: 'timestamp' }] };
      await loadRows(world, { hints, rows: [{ id: 1 }, { id: 2 }] });
      await loadRows(world, { hints, rows: [{ id: 1, deleted_at: '2024-01-01T00:00:00Z' }] });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['2']);
    },
  },
  {
    name: 'case 116: rows marked as deleted, with a merge key and nested rows, and without any key',
    async run(world) {
      const rows = [
        { id: 1, gone: false, l: [1] },
        { id: 2, gone: true, l: [2] },
      ];
      await loadRows(world, { hints: { writeDisposition: 'merge', mergeKey: ['id'], columns: [gone] }, rows });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['1']);
      const keyless: TableHints = { writeDisposition: 'merge', merge: { onMissingKey: 'append' }, columns: [gone] };
      await loadRows(world, { table: 'u', hints: keyless, rows });
      assert.deepEqual(await rowsOf(world, 'u', ['id']), ['1']);
      assert.deepEqual(await rowsOf(world, 'u__l', ['value']), ['1']);
    },
  },
  {
    name: 'case 116: two columns that mark rows as deleted are refused',
    async run(world) {
      const columns = [gone, { ...gone, name: 'gone_too' }];
      const sealed = await packageOf(world, { hints: { ...byId, columns }, rows: [{ id: 1 }] });
      await withClient(world, (client) => refused(world, loadPackage(world, client, sealed), 'config_invalid'));
    },
  },
  ...['order', 'user', 'select'].map((name) => ({
    name: `case 150: a column called ${name} marks rows as deleted`,
    async run(world: ContractWorld) {
      const hints: TableHints = { ...byId, columns: [{ ...gone, name }] };
      await loadRows(world, {
        hints,
        rows: [
          { id: 1, [name]: false, l: [1] },
          { id: 2, [name]: false, l: [2] },
        ],
      });
      await loadRows(world, { hints, rows: [{ id: 1, [name]: true }] });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['2']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['2']);
    },
  })),
];

const seq = (sort: 'asc' | 'desc') => ({ name: 'ts', dedupSort: sort }) as const;

const doubleCases: readonly ContractCase[] = [
  {
    name: 'case 115: dedup_sort chooses the row of a key that stays, with its nested rows',
    async run(world) {
      const rows = [1, 3, 2].map((ts) => ({ id: 1, ts, l: [ts] }));
      await loadRows(world, { hints: { ...byId, columns: [seq('desc')] }, rows });
      await loadRows(world, { table: 'u', hints: { ...byId, columns: [seq('asc')] }, rows });
      assert.deepEqual([await rowsOf(world, 't', ['ts']), await rowsOf(world, 't__l', ['value'])], [['3'], ['3']]);
      assert.deepEqual([await rowsOf(world, 'u', ['ts']), await rowsOf(world, 'u__l', ['value'])], [['1'], ['1']]);
    },
  },
  {
    name: 'case 115: where the row that stays is marked as deleted, the key is gone',
    async run(world) {
      const rows = [1, 3, 2].map((ts) => ({ id: 1, ts, gone: ts === 3 }));
      await loadRows(world, { hints: { ...byId, columns: [seq('desc'), gone] }, rows });
      assert.deepEqual(await rowsOf(world, 't', ['id']), []);
    },
  },
  {
    name: 'case 117: rows that are declared free of doubles all stay',
    async run(world) {
      const hints: TableHints = { ...byId, merge: { deduplicated: true } };
      await loadRows(world, {
        hints,
        rows: [
          { id: 1, v: 'a' },
          { id: 1, v: 'b' },
        ],
      });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), ['1|a', '1|b']);
    },
  },
  {
    name: 'dedup_sort over several packages chooses as in one load',
    async run(world) {
      const hints: TableHints = { ...byId, columns: [seq('desc')] };
      for (const [index, ts] of [1, 3, 2].entries()) {
        const place = { first: index === 0, last: index === 2 };
        await loadRows(world, { hints, rows: [{ id: 1, ts, l: [ts] }], place });
      }
      assert.deepEqual(await rowsOf(world, 't', ['ts']), ['3']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['3']);
    },
  },
];
