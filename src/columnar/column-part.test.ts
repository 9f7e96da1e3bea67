/** Parts against single values: the same values give the same bytes, however they are cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnName } from '../core/names.ts';
import type { ColumnSchema } from '../schema/table.ts';
import { BooleanColumn } from './boolean-column.ts';
import type { Column, ColumnPart } from './batch.ts';
import { Int64Column } from './int64-column.ts';

const schema: ColumnSchema = { name: 'c' as ColumnName, dataType: 'bigint', nullable: true };

type Rows = readonly (number | undefined)[];

/** Rows in pieces, some of which are parts and some single values. */
const cut = fc.array(
  fc.record({
    isPart: fc.boolean(),
    rows: fc.array(fc.option(fc.nat(1), { nil: undefined, freq: 3 }), { minLength: 1, maxLength: 40 }),
  }),
  { maxLength: 12 },
);

const integers = {
  column: () => new Int64Column(),
  append: (column: Int64Column, row: number, value: number) => column.appendNumber(row, value),
};
const booleans = {
  column: () => new BooleanColumn(),
  append: (column: BooleanColumn, row: number, value: number) => column.append(row, value === 1),
};

function partOf(column: Column, rowCount: number): ColumnPart {
  return { rowCount, values: column.values.slice(), valueCount: column.valueCount, validity: column.validity?.slice() };
}

function filled<Builder extends Int64Column | BooleanColumn>(
  { column, append }: { column: () => Builder; append: (column: Builder, row: number, value: number) => void },
  rows: Rows,
): Column {
  const builder = column();
  for (const [row, value] of rows.entries()) if (value !== undefined) append(builder, row, value);
  return builder.finish(schema, rows.length);
}

test.each([
  ['integers', integers],
  ['booleans', booleans],
])('%s in parts are the same as one by one', (_, kind) => {
  // Either kind goes with its own column.
  const { column, append } = kind as typeof integers;
  fc.assert(
    fc.property(cut, (pieces) => {
      const whole = column();
      let row = 0;
      for (const { isPart, rows } of pieces) {
        if (isPart) whole.appendPart(row, partOf(filled({ column, append }, rows), rows.length));
        else for (const [index, value] of rows.entries()) if (value !== undefined) append(whole, row + index, value);
        row += rows.length;
      }
      const all = pieces.flatMap(({ rows }) => rows);
      expect(whole.finish(schema, row)).toEqual(filled({ column, append }, all));
    }),
    { numRuns: 500 },
  );
});

test('the bits of many rows at once', () => {
  for (const [before, count] of [
    [0, 7],
    [3, 4],
    [3, 5],
    [3, 70],
    [8, 8],
    [600, 600],
    [1, 4096],
  ] as const) {
    const [whole, single] = [new Int64Column(), new Int64Column()];
    const values = new Uint8Array(count * 8);
    whole.appendPart(before, { rowCount: count, values, valueCount: count, validity: undefined });
    for (let row = before; row < before + count; row += 1) single.appendNumber(row, 0);
    expect(whole.finish(schema, before + count + 3), `${count} from ${before}`).toEqual(
      single.finish(schema, before + count + 3),
    );
  }
});
