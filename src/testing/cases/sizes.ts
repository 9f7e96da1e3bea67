import assert from 'node:assert/strict';
import type { Row } from '../../core/value.ts';
import type { Capabilities } from '../../destinations/destination.ts';
import type { ContractCase } from '../contract.ts';
import { loadRows, packageOf } from '../rows-in.ts';
import { countOf, restoredOf, rowsOf } from '../rows-out.ts';

const manyRows = 100_000;

/** Loads of nothing, and of very much. */
export function sizeCases({ dispositions }: Capabilities): readonly ContractCase[] {
  return [...cases, ...(dispositions.includes('merge') ? [mergedRows] : [])];
}

const cases: readonly ContractCase[] = [
  {
    name: 'a load without rows is recorded, and its state counts',
    async run(world) {
      const state = { resources: { r: { values: { cursor: 1 } } } };
      await loadRows(world, { rows: [], state });
      assert.deepEqual((await restoredOf(world)).state?.resources, state.resources);
      assert.equal(await countOf(world, '_dlt_loads'), 1);
      await loadRows(world, { rows: [{ id: 1 }], state }, { rows: [], state });
      assert.equal(await countOf(world, '_dlt_loads'), 3);
      assert.equal(await countOf(world, 't'), 1);
    },
  },
  {
    name: 'rows that are all empty come in',
    async run(world) {
      await loadRows(world, { rows: [{}, {}, {}] });
      assert.equal(await countOf(world, 't'), 3);
    },
  },
  {
    name: `${manyRows} rows with nested rows, in many files`,
    async run(world) {
      await loadRows(world, { rows: many(1), pageRows: 10_000 });
      assert.equal(await countOf(world, 't'), manyRows);
      assert.equal(await countOf(world, 't__l'), manyRows / 10);
      const values = await rowsOf(world, 't__l', ['value']);
      assert.equal(new Set(values).size, manyRows / 10);
    },
  },
  {
    name: '500 columns, of which each row has another few',
    async run(world) {
      const rows = Array.from({ length: 500 }, (_, index) => ({ id: index, [`c${index}`]: `v${index}` }));
      await loadRows(world, { rows });
      const names = [0, 250, 499].map((index) => `c${index}`);
      const found = (await rowsOf(world, 't', names)).filter((row) => row !== '-|-|-');
      assert.deepEqual(found.toSorted(), ['v0|-|-', '-|v250|-', '-|-|v499'].toSorted());
      assert.equal(await countOf(world, 't'), 500);
    },
  },
  {
    name: 'a load of 60 tables',
    async run(world) {
      const also = Array.from({ length: 59 }, (_, index) => ({ table: `t${index}`, rows: [{ id: index }] }));
      const sealed = await packageOf(world, { rows: [{ id: 60 }], also });
      assert.equal(sealed.files.length, 60);
      await loadRows(world, { rows: [{ id: 60 }], also });
      assert.deepEqual(await rowsOf(world, 't58', ['id']), ['58']);
    },
  },
  {
    name: 'a text of 8 MB comes back',
    async run(world) {
      const text = '0123456789abcdef'.repeat(512 * 1024);
      await loadRows(world, { rows: [{ text }] });
      assert.ok((await rowsOf(world, 't', ['text']))[0] === text, 'the text is another one');
    },
  },
];

const mergedRows: ContractCase = {
  name: `a merge of ${manyRows} rows into as many`,
  async run(world) {
    const hints = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
    await loadRows(world, { hints, rows: many(1) }, { hints, rows: many(2) });
    assert.equal(await countOf(world, 't'), manyRows);
    assert.equal(await countOf(world, 't__l'), manyRows / 10);
    assert.deepEqual([...new Set(await rowsOf(world, 't', ['version']))], ['2']);
  },
};

function* many(version: number): Generator<Row> {
  for (let id = 0; id < manyRows; id += 1) {
    yield {
      id,
      version,
      text: `row ${id}`,
      half: id / 2,
      at: '2024-01-01T00:00:00Z',
      ...(id % 10 === 0 ? { l: [id] } : {}),
    };
  }
}
