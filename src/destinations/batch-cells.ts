import type { ColumnValue } from '../formats/parquet-reader.ts';
import type { Cell } from '../schema/cell.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';

/**
 * Makes of the values of a column of a package file what `cellTypes` says of its type.
 * @param file what the file says of the column @param dataType of the column in its table
 */
export function packageCell(file: ColumnSchema, dataType: DataType | undefined): (value: ColumnValue) => Cell {
  const read = readers[dataType ?? file.dataType ?? 'text'];
  return read === undefined ? (value) => value : (value) => (value === null ? null : read(value, file));
}

type Reader = (value: Exclude<ColumnValue, null>, file: ColumnSchema) => Cell;

const readers: { readonly [Type in DataType]?: Reader } = {
  bigint: integerOf,
  // A copy: the memory of the batch belongs to its reader.
  binary: (value) => (value instanceof Uint8Array ? new Uint8Array(value) : value),
  decimal: (value, { scale = 0 }) => decimalText(integerOf(value), scale),
  wei: (value, { scale = 0 }) => decimalText(integerOf(value), scale),
  timestamp: (value, { timezone = true }) => momentText(integerOf(value)) + (timezone ? 'Z' : ''),
  date: (value) => momentText(integerOf(value) * 86_400_000_000n).split('T', 1)[0] ?? '',
  time: (value) => momentText(integerOf(value)).split('T', 2)[1] ?? '',
};

function integerOf(value: Exclude<ColumnValue, null>): bigint {
  return value instanceof Uint8Array ? 0n : BigInt(value);
}

/** With all digits of the scale. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The fraction of a second is the least that says it all; beyond the years of `Date` it is a count of microseconds. */
function momentText(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((micros - rest) / 1000n));
  if (Number.isNaN(date.getTime())) return String(micros);
  const fraction = String(rest)
    .padStart(6, '0')
    .replace(/(?:000)+$/, '');
  return `${date.toISOString().slice(0, -'.000Z'.length)}${fraction === '' ? '' : `.${fraction}`}`;
}
