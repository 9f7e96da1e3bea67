import { compareDecimals, decimalOf, type ExactDecimal } from '../core/json-path/exact-decimal.ts';
import { IsoReader } from '../core/iso-time.ts';
import { ExactNumber } from '../core/value.ts';
import { decimalShape } from '../columnar/decimal-shape.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';
import type { Cell } from './cell.ts';
import { toBigint, toBinary, toDecimal, toDouble, toJson, toTime, toTimestamp } from './coerce.ts';
import { unscaledDecimal } from './decimal.ts';
import { textOf } from './python-text.ts';

/**
 * True when a column of this type can give the value back: a number to the last digit, a text letter by letter, a moment
 * to the microsecond. Stricter than what fits a column of dlt, which takes `05` for 5 and 1 for true.
 */
export function holdsExactly(type: DataType, column: ColumnSchema | undefined, cell: Cell): boolean {
  return checks[type](cell, column);
}

const iso = new IsoReader();

const checks: { readonly [Type in DataType]: (cell: Cell, column: ColumnSchema | undefined) => boolean } = {
  text: () => true,
  json: (cell) => toJson(cell) !== undefined,
  binary: (cell) => toBinary(cell) !== undefined,
  bigint: (cell) => isSame(cell, toBigint(cell), String),
  double: (cell) => typeof cell === 'number' || isSame(cell, toDouble(cell), doubleText),
  bool: (cell) => typeof cell === 'boolean' || cell === 'true' || cell === 'false',
  timestamp: (cell) => isMoment(cell) && toTimestamp(cell) !== undefined,
  date: (cell) => isMoment(cell) && iso.read(cell) === 'date',
  time: (cell) => isMoment(cell) && toTime(cell) !== undefined,
  decimal: (cell, column) => isDecimal(cell, { ...column, dataType: 'decimal' }),
  wei: (cell, column) => isDecimal(cell, { ...column, dataType: 'wei' }),
};

/** The kept number is the one that was sent; a text is the very text that the number has. */
function isSame(cell: Cell, kept: number | bigint | undefined, print: (kept: number | bigint) => string): boolean {
  if (kept === undefined) return false;
  if (typeof cell === 'string') return print(kept) === cell;
  return isNumber(cell) && compareDecimals(decimalOf(cell), decimalOf(kept)) === 0;
}

function isDecimal(cell: Cell, column: Pick<ColumnSchema, 'dataType' | 'precision' | 'scale'>): boolean {
  const shape = decimalShape(column);
  const text = toDecimal(cell);
  const unscaled = text === undefined ? undefined : unscaledDecimal(text, shape);
  if (unscaled === undefined) return false;
  const kept = { digits: unscaled, exponent: -shape.scale };
  if (typeof cell === 'string') return decimalText(kept) === cell;
  return isNumber(cell) && compareDecimals(decimalOf(cell), kept) === 0;
}

/** A text in ISO 8601 that says no more than microseconds do. */
function isMoment(cell: Cell): cell is string {
  return typeof cell === 'string' && iso.read(cell) !== undefined && !/[.,]\d{7}/.test(cell);
}

function isNumber(cell: Cell): cell is number | bigint | ExactNumber {
  return typeof cell === 'number' || typeof cell === 'bigint' || cell instanceof ExactNumber;
}

/** As databases print a double. */
function doubleText(value: number | bigint): string {
  return textOf(new ExactNumber(String(value)));
}

/** Without zeros at the end of the fraction. */
function decimalText({ digits, exponent }: ExactDecimal): string {
  const size = String(digits < 0n ? -digits : digits).padStart(1 - exponent, '0');
  const [whole, fraction] = [size.slice(0, size.length + exponent), size.slice(size.length + exponent)];
  const rest = exponent === 0 ? '' : fraction.replace(/0+$/, '');
  return `${digits < 0n ? '-' : ''}${exponent === 0 ? size : whole}${rest === '' ? '' : `.${rest}`}`;
}
