import type { Builders } from '../columnar/column-builder.ts';
import { decimalShape } from '../columnar/decimal-shape.ts';
import type { Fixed16Column } from '../columnar/fixed16-column.ts';
import type { Int64Column } from '../columnar/int64-column.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';
import type { Cell } from './cell.ts';
import { toBigint, toBinary, toBool, toDate, toDecimal, toDouble, toJson, toTime, toTimestamp } from './coerce.ts';
import { unscaledDecimal } from './decimal.ts';
import { textOf } from './python-text.ts';

/** Puts a value into its column; false, and nothing done, when it does not fit. */
export type WriteCell = (row: number, cell: Cell) => boolean;

/**
 * How values get into a column, by its type. Chosen once a column: a value then takes the shortest way there is, and
 * only one of another type than its column takes the way through `coerce.ts`.
 */
export const cellWriters: {
  readonly [Type in DataType]: (builder: Builders[Type], column: ColumnSchema) => WriteCell;
} = {
  text: (builder) => (row, cell) => {
    if (typeof cell === 'string') builder.appendText(row, cell);
    else if (cell instanceof Uint8Array) builder.appendBytes(row, cell);
    else builder.appendText(row, textOf(cell));
    return true;
  },
  json: (builder) => (row, cell) => {
    const text = toJson(cell);
    if (text !== undefined) builder.appendText(row, text);
    return text !== undefined;
  },
  binary: (builder) => (row, cell) => {
    const bytes = toBinary(cell);
    if (bytes !== undefined) builder.appendBytes(row, bytes);
    return bytes !== undefined;
  },
  bigint: (builder) => (row, cell) => writeInteger(builder, row, toBigint(cell)),
  timestamp: (builder) => (row, cell) => writeInteger(builder, row, toTimestamp(cell)),
  time: (builder) => (row, cell) => writeInteger(builder, row, toTime(cell)),
  double: (builder) => (row, cell) => {
    const value = typeof cell === 'number' ? cell : toDouble(cell);
    if (value !== undefined) builder.append(row, value);
    return value !== undefined;
  },
  bool: (builder) => (row, cell) => {
    const value = toBool(cell);
    if (value !== undefined) builder.append(row, value);
    return value !== undefined;
  },
  date: (builder) => (row, cell) => {
    const value = toDate(cell);
    if (value !== undefined) builder.append(row, value);
    return value !== undefined;
  },
  decimal: decimalWriter,
  wei: decimalWriter,
};

function writeInteger(builder: Int64Column, row: number, value: number | bigint | undefined): boolean {
  if (value === undefined) return false;
  if (typeof value === 'number') builder.appendNumber(row, value);
  else builder.appendBigint(row, value);
  return true;
}

function decimalWriter(builder: Fixed16Column, column: ColumnSchema): WriteCell {
  const shape = decimalShape(column);
  return (row, cell) => {
    const digits = toDecimal(cell);
    const unscaled = digits === undefined ? undefined : unscaledDecimal(digits, shape);
    if (unscaled !== undefined) builder.append(row, unscaled);
    return unscaled !== undefined;
  };
}
