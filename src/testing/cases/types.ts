import assert from 'node:assert/strict';
import { ExactNumber, type Value } from '../../core/value.ts';
import type { Capabilities } from '../../destinations/destination.ts';
import { dataTypes } from '../../schema/data-type.ts';
import type { ColumnHint, DataType } from '../../schema/table.ts';
import { cellText } from '../cell-text.ts';
import type { ContractCase } from '../contract.ts';
import { loadRows } from '../rows-in.ts';
import { rowsOf } from '../rows-out.ts';
import { edgesOf, type Edge } from './edges.ts';

/** Every type comes back exactly, at its edges, null included (section 2 of the dataset format). */
export function typeCases(capabilities: Capabilities): readonly ContractCase[] {
  return [
    ...dataTypes.map((dataType) => typeCase(dataType, edgesOf(dataType, capabilities), capabilities)),
    hinted('timestamp', { timezone: false }, [['2024-01-02T03:04:05.123456', '2024-01-02T03:04:05.123456']]),
    hinted('decimal', { precision: 10, scale: 2 }, [
      ['1.10', '1.10'],
      ['-99999999.99', '-99999999.99'],
    ]),
    hinted('bigint', { precision: 32 }, [
      [2_147_483_647, 2_147_483_647n],
      [-2_147_483_648, -2_147_483_648n],
    ]),
    hinted('text', { precision: 20 }, [['twenty characters ..', 'twenty characters ..']]),
    alternatingNulls,
    ...(capabilities.dateYears === undefined ? [] : [datesBeyond(capabilities.dateYears.last)]),
  ];
}

function typeCase(dataType: DataType, edges: readonly Edge[], { dispositions }: Capabilities): ContractCase {
  return {
    name: `type ${dataType}: every edge value comes back, and null`,
    async run(world) {
      const columns: readonly ColumnHint[] = [{ name: 'v', dataType }];
      const rows = rowsOfEdges(edges);
      await loadRows(world, { rows, hints: { columns } });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), expected(edges, dataType));
      if (!dispositions.includes('merge')) return;
      // What goes through staging is the same.
      await loadRows(world, { table: 'm', rows, hints: { columns, writeDisposition: 'merge', primaryKey: ['id'] } });
      assert.deepEqual(await rowsOf(world, 'm', ['id', 'v']), expected(edges, dataType));
    },
  };
}

function hinted(dataType: DataType, hint: Omit<ColumnHint, 'name'>, edges: readonly Edge[]): ContractCase {
  return {
    name: `type ${dataType} with ${JSON.stringify(hint)}`,
    async run(world) {
      await loadRows(world, { rows: rowsOfEdges(edges), hints: { columns: [{ name: 'v', dataType, ...hint }] } });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), expected(edges, dataType));
    },
  };
}

function datesBeyond(last: number): ContractCase {
  return {
    name: 'a date in a year that is not kept is refused, and nothing of its load is there',
    async run(world) {
      const hints = { columns: [{ name: 'v', dataType: 'date' }] } as const;
      await loadRows(world, { rows: [{ id: 100, v: '2024-01-01' }], hints });
      const rows = [
        { id: 101, v: '2024-01-02' },
        { id: 102, v: `${last + 1}-01-01` },
      ];
      await assert.rejects(loadRows(world, { rows, hints }), { code: 'destination_refused' });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), ['100|2024-01-01']);
    },
  };
}

/** Ids begin at 100, so that they sort as text, too; the last row has no value. */
function rowsOfEdges(edges: readonly Edge[]): { id: number; v: Value }[] {
  return [...edges.map(([value]) => value), null].map((v, index) => ({ id: 100 + index, v }));
}

function expected(edges: readonly Edge[], dataType: DataType): readonly string[] {
  const shown = edges.map(([, text]) => cellText(text, dataType));
  return [...shown, '-'].map((text, index) => `${100 + index}|${text}`).toSorted();
}

const alternatingNulls: ContractCase = {
  name: 'nulls of every type stay where they are, between values',
  async run(world) {
    const values: readonly (readonly [DataType, Value])[] = [
      ['text', 'a'],
      ['double', 0.5],
      ['bool', true],
      ['timestamp', '2024-01-01T00:00:00Z'],
      ['bigint', 7],
      ['binary', '0xff00'],
      ['json', { a: 1 }],
      ['decimal', new ExactNumber('1.5')],
      ['wei', 3],
      ['date', '2024-01-01'],
      ['time', '12:00:00'],
    ];
    const columns = values.map(([dataType]) => ({ name: `c_${dataType}`, dataType }));
    const rows = Array.from({ length: 40 }, (_, index) => ({
      id: index + 100,
      ...Object.fromEntries(
        values.map(([type, value], place) => [`c_${type}`, (index >> (place % 5)) % 2 === 0 ? value : null]),
      ),
    }));
    await loadRows(world, { rows, hints: { columns } });
    const found = await rowsOf(world, 't', ['id', ...columns.map(({ name }) => name)]);
    const isNull = found.map((row) =>
      row
        .split('|')
        .slice(1)
        .map((text) => text === '-'),
    );
    assert.deepEqual(
      isNull,
      rows.map((_, index) => values.map((__, place) => (index >> (place % 5)) % 2 !== 0)),
    );
  },
};
