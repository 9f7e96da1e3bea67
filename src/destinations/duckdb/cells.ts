import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Cell } from '../../schema/cell.ts';

/** Reads the values of one column that are not null. */
export type CellReader = (value: DuckDBValue) => Cell;

/** As `cellTypes` says of the type; what no column of a dataset has, such as lists, is DuckDB's own text. */
export function cellReader(type: DuckDBType): CellReader {
  return readers.get(String(type)) ?? ownText;
}

const readers: ReadonlyMap<string, CellReader> = new Map<string, CellReader>([
  ...['TINYINT', 'SMALLINT', 'INTEGER', 'UTINYINT', 'USMALLINT', 'UINTEGER'].map((name) => [name, integer] as const),
  ...['BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'BIGNUM'].map((name) => [name, integer] as const),
  ...['FLOAT', 'DOUBLE', 'BOOLEAN', 'VARCHAR', 'JSON'].map((name) => [name, plain] as const),
  ['BLOB', bytes],
  ['TIMESTAMP WITH TIME ZONE', pointInTime],
  ['TIMESTAMP', pointInTime],
  ['TIMESTAMP_S', pointInTime],
  ['TIMESTAMP_MS', pointInTime],
  ['TIMESTAMP_NS', pointInTime],
  ['TIME', timeOfDay],
]);

function ownText(value: DuckDBValue): Cell {
  return String(value);
}

function plain(value: DuckDBValue): Cell {
  return typeof value === 'object' ? String(value) : value;
}

function integer(value: DuckDBValue): Cell {
  return typeof value === 'number' ? BigInt(value) : plain(value);
}

/** A copy: DuckDB's own memory is used again. */
function bytes(value: DuckDBValue): Cell {
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return String(value);
  return new Uint8Array(value.bytes);
}

/**
 * In ISO 8601, with `Z` where there is a zone. The second has no fraction, or three, six or nine digits: the least that
 * say it all. Beyond the years of `Date`, and for the infinities, it is DuckDB's own text.
 */
export function pointInTime(value: DuckDBValue): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { nanos, zone } = sinceEpoch(value) ?? {};
  if (nanos === undefined) return String(value);
  const rest = ((nanos % second) + second) % second;
  const date = new Date(Number((nanos - rest) / 1_000_000n));
  if (Number.isNaN(date.getTime())) return String(value);
  return `${date.toISOString().slice(0, -'.000Z'.length)}${fraction(rest)}${zone ?? ''}`;
}

const second = 1_000_000_000n;

function sinceEpoch(value: object): { readonly nanos: bigint; readonly zone: string } | undefined {
  const zone = value.constructor.name === 'DuckDBTimestampTZValue' ? 'Z' : '';
  for (const [unit, length] of units) {
    const count: unknown = Reflect.get(value, unit);
    if (typeof count === 'bigint') return { nanos: count * length, zone };
  }
  return undefined;
}

const units = [
  ['micros', 1000n],
  ['millis', 1_000_000n],
  ['seconds', second],
  ['nanos', 1n],
] as const;

function timeOfDay(value: DuckDBValue): string {
  const [time = '', rest = ''] = String(value).split('.', 2);
  return `${time}${fraction(BigInt(rest.padEnd(9, '0')))}`;
}

function fraction(nanos: bigint): string {
  const digits = String(nanos)
    .padStart(9, '0')
    .replace(/(?:000)+$/, '');
  return digits === '' ? '' : `.${digits}`;
}
