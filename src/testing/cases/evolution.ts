import assert from 'node:assert/strict';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadRows, packageOf } from '../rows-in.ts';
import { countOf, restoredOf, rowsOf, withReader } from '../rows-out.ts';

/** Tables grow, and what is there stays (section 6 of the dataset format). */
export const evolutionCases: readonly ContractCase[] = [
  {
    name: 'new columns come at the end, in the order in which they came, and older rows have null there',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1, b: 'b' }] }, { rows: [{ z: 1.5, id: 2, a: true, b: 'c' }] });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'b', 'z', 'a']), ['1|b|-|-', '2|c|1.5|true']);
      assert.deepEqual(await columnsOf(world, 't'), ['id', 'b', '_dlt_load_id', '_dlt_id', 'z', 'a']);
    },
  },
  {
    name: 'new nested tables come with the rows that bring them',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }] });
      assert.equal(await countOf(world, 't__l'), undefined);
      await loadRows(
        world,
        { rows: [{ id: 2, l: [{ a: 1 }] }] },
        { rows: [{ id: 3, l: [{ a: 2, m: [{ x: 'y' }] }] }] },
      );
      assert.deepEqual(await rowsOf(world, 't__l', ['a']), ['1', '2']);
      assert.deepEqual(await rowsOf(world, 't__l__m', ['x']), ['y']);
    },
  },
  {
    name: 'a value of another type goes to a column of its own',
    async run(world) {
      await loadRows(
        world,
        { rows: [{ id: 1, v: 5 }] },
        {
          rows: [
            { id: 2, v: 'text' },
            { id: 3, v: 6 },
          ],
        },
      );
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v', 'v__v_text']), ['1|5|-', '2|-|text', '3|6|-']);
    },
  },
  {
    name: 'a table grows within a load, file by file',
    async run(world) {
      const rows = Array.from({ length: 20 }, (_, index) => ({ id: index + 10, [`c${index}`]: index }));
      const sealed = await packageOf(world, { rows, pageRows: 1 });
      assert.ok(sealed.files.length >= 20, 'the rows lie in one file each');
      await loadRows(world, { rows, pageRows: 1 });
      assert.deepEqual(
        await rowsOf(world, 't', ['id']),
        rows.map(({ id }) => String(id)),
      );
      assert.deepEqual(
        await rowsOf(world, 't', ['c19']),
        ['-', ...Array.from({ length: 18 }, () => '-'), '19'].toSorted(),
      );
    },
  },
  {
    name: 'a column of which only nulls are known is in no table',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1, n: null }] });
      assert.deepEqual(await columnsOf(world, 't'), ['id', '_dlt_load_id', '_dlt_id']);
    },
  },
  {
    name: 'what contracts hold back is not there: discard_value leaves the value out, discard_row the row',
    async run(world) {
      const next = [
        { id: 2, v: 2 },
        { id: 4, v: 4, extra: 'x' },
      ];
      for (const [table, columns] of [
        ['t', 'discard_value'],
        ['u', 'discard_row'],
      ] as const) {
        await loadRows(world, { table, rows: [{ id: 1, v: 1 }] });
        await loadRows(world, { table, hints: { contract: { columns } }, rows: next });
        assert.deepEqual(await columnsOf(world, table), ['id', 'v', '_dlt_load_id', '_dlt_id']);
      }
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '2', '4']);
      assert.deepEqual(await rowsOf(world, 'u', ['id']), ['1', '2']);
    },
  },
  {
    name: 'the stored schema is true of the tables after each load',
    async run(world) {
      const loads = [{ id: 1 }, { id: 2, a: 1 }, { id: 3, l: [1] }, { id: 4, a: 'x', l: [{ b: 1 }] }];
      for (const row of loads) {
        await loadRows(world, { rows: [row] });
        const { schema } = await restoredOf(world);
        for (const table of [...(schema?.tables.values() ?? [])].filter(({ seenData }) => seenData)) {
          const typed = [...table.columns.values()].filter(({ dataType }) => dataType !== undefined);
          assert.deepEqual(
            await columnsOf(world, table.name),
            typed.map(({ name }) => name),
          );
        }
      }
    },
  },
];

async function columnsOf(world: ContractWorld, table: string): Promise<readonly string[]> {
  const tables = await withReader(world, (reader) => reader.tables());
  const columns = tables.find(({ name }) => name === table)?.columns ?? [];
  return columns.map(({ name }) => name);
}
