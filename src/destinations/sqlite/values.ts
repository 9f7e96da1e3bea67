import type { ColumnValue } from '../../formats/parquet-reader.ts';
import type { Cell } from '../../schema/cell.ts';
import type { ColumnSchema, DataType } from '../../schema/table.ts';
import { decimalText } from '../batch-cells.ts';
import type { StoredValue } from './driver.ts';
import { momentNotKept } from './errors.ts';

/** Makes of a value of a package file, which is not null, what the column keeps. */
export type ValueWriter = (value: ColumnValue) => StoredValue;

/** @param file what the file says of the column @param table what the schema of the table says */
export function valueWriter(file: ColumnSchema, table: ColumnSchema | undefined): ValueWriter {
  const write = writers[table?.dataType ?? file.dataType ?? 'text'] ?? plain;
  return (value) => (value === null ? null : write(value, file));
}

type Writer = (value: Exclude<ColumnValue, null>, file: ColumnSchema) => StoredValue;

function plain(value: Exclude<ColumnValue, null>): StoredValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

const writers: { readonly [Type in DataType]?: Writer } = {
  decimal: (value, { scale = 0 }) => decimalText(BigInt(integerOf(value)), scale),
  wei: (value, { scale = 0 }) => decimalText(BigInt(integerOf(value)), scale),
  timestamp: (value, { name }) => momentOf(BigInt(integerOf(value)), name),
  date: (value, { name }) => momentOf(BigInt(integerOf(value)) * 86_400_000_000n, name).slice(0, 'YYYY-MM-DD'.length),
  time: (value, { name }) => momentOf(BigInt(integerOf(value)), name).slice('YYYY-MM-DD '.length),
  // A column that is declared as JSON would make a number of what looks like one, but bytes stay what they are.
  json: (value) => (typeof value === 'string' && /^\s*[-\d]/.test(value) ? Buffer.from(value) : plain(value)),
};

function integerOf(value: Exclude<ColumnValue, null>): string | number | bigint | boolean {
  return value instanceof Uint8Array ? 0 : value;
}

/** As SQLAlchemy writes it: `2024-01-02 03:04:05.678901`, which sorts as the moments do. */
function momentOf(micros: bigint, column: string): string {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const date = new Date(Number((micros - rest) / 1000n));
  if (Number.isNaN(date.getTime())) throw momentNotKept(column);
  const text = date.toISOString();
  if (text.length !== '2024-01-02T03:04:05.678Z'.length) throw momentNotKept(column);
  return `${text.slice(0, -1).replace('T', ' ')}${String(rest).padStart(3, '0')}`;
}

/** The same of a moment in ISO 8601, UTC. */
export function momentText(text: string): string {
  const [, day = '', time = '', fraction = ''] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?/.exec(text) ?? [];
  return `${day} ${time}.${fraction.padEnd(6, '0').slice(0, 6)}`;
}

/** Reads the values of a column that was declared like this. @param declared null for what is no column of a table */
export function cellReader(declared: string | null): (value: StoredValue) => Cell {
  const [type = ''] = (declared ?? '').split('(', 1);
  return readers.get(type.toUpperCase()) ?? same;
}

function same(value: StoredValue): Cell {
  return value;
}

/** Text that has a NUL comes as bytes, see `DatasetReader`. */
function text(value: StoredValue): Cell {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return value === null ? null : String(value);
}

/** The fraction of a second is the least that says it all. */
function moment(zone: string): (value: StoredValue) => Cell {
  return (value) =>
    typeof value === 'string' ? `${value.replace(' ', 'T').replace(/\.?(?:000)+$/, '')}${zone}` : value;
}

const readers: ReadonlyMap<string, (value: StoredValue) => Cell> = new Map([
  ...['TEXT', 'VARCHAR', 'JSON', 'DECIMAL_TEXT', 'NUMERIC'].map((type) => [type, text] as const),
  ['BOOLEAN', (value: StoredValue): Cell => (typeof value === 'bigint' ? value !== 0n : value)] as const,
  ['DATETIME', moment('Z')] as const,
  ['TIMESTAMP', moment('')] as const,
  ['TIME', moment('')] as const,
]);
