import { decimalShape } from '../columnar/decimal-shape.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';
import type { Cell } from './cell.ts';
import { toBigint, toBinary, toBool, toDate, toDecimal, toDouble, toJson, toTime, toTimestamp } from './coerce.ts';
import { unscaledDecimal } from './decimal.ts';

/** True when a column of this type takes the value: what its writer would say, without writing. */
export function fits(type: DataType, column: ColumnSchema | undefined, cell: Cell): boolean {
  return checks[type](cell, column);
}

const checks: { readonly [Type in DataType]: (cell: Cell, column: ColumnSchema | undefined) => boolean } = {
  text: () => true,
  json: (cell) => toJson(cell) !== undefined,
  binary: (cell) => toBinary(cell) !== undefined,
  bigint: (cell) => toBigint(cell) !== undefined,
  timestamp: (cell) => toTimestamp(cell) !== undefined,
  time: (cell) => toTime(cell) !== undefined,
  double: (cell) => toDouble(cell) !== undefined,
  bool: (cell) => toBool(cell) !== undefined,
  date: (cell) => toDate(cell) !== undefined,
  decimal: (cell, column) => isDecimal(cell, { ...column, dataType: 'decimal' }),
  wei: (cell, column) => isDecimal(cell, { ...column, dataType: 'wei' }),
};

function isDecimal(cell: Cell, column: Pick<ColumnSchema, 'dataType' | 'precision' | 'scale'>): boolean {
  const digits = toDecimal(cell);
  return digits !== undefined && unscaledDecimal(digits, decimalShape(column)) !== undefined;
}
