import type { ColumnValue } from '../../formats/parquet-reader.ts';
import type { Cell } from '../../schema/cell.ts';
import type { ColumnSchema } from '../../schema/table.ts';
import { decimalText, packageCell } from '../batch-cells.ts';
import type { TypedColumn } from '../sql/dialect.ts';
import { clickhouseDialect } from './dialect.ts';
import { dateNotKept } from './errors.ts';

/** How the values of a column are sent, and what the server makes of them. Nothing goes through a text that rounds. */
export interface Field {
  /** Type in which they are sent. */
  readonly sent: string;
  readonly expression: (name: string) => string;
  readonly write: (value: ColumnValue) => string | boolean | null;
}

/** @param file what the file says of the column @param table what its table says */
export function fieldOf(file: ColumnSchema, table: TypedColumn | undefined): Field {
  const dataType = table?.dataType ?? file.dataType ?? 'text';
  const same = (name: string): string => name;
  const text = (value: ColumnValue): string | null => (value === null ? null : String(value));
  switch (dataType) {
    case 'bool':
      return { sent: 'Bool', expression: same, write: (value) => (typeof value === 'boolean' ? value : null) };
    case 'bigint':
      return { sent: 'Int64', expression: same, write: text };
    case 'double':
      return { sent: 'Int64', expression: (name) => `reinterpretAsFloat64(${name})`, write: bitsOf };
    case 'binary':
      return { sent: 'String', expression: (name) => `unhex(${name})`, write: hexOf };
    case 'timestamp':
      return {
        sent: 'Int64',
        expression: (name) => `fromUnixTimestamp64Micro(${name}${file.timezone === false ? '' : ", 'UTC'"})`,
        write: text,
      };
    case 'date':
      return {
        sent: 'Int32',
        expression: (name) => `addDays(toDate32('1970-01-01'), ${name})`,
        write: (value) => dayOf(value, file.name),
      };
    case 'time': {
      const cell = packageCell(file, 'time');
      return { sent: 'String', expression: same, write: (value) => text(cell(value)) };
    }
    case 'decimal':
    case 'wei': {
      const column = table ?? { ...file, dataType };
      const sent = clickhouseDialect.columnType({ ...column, nullable: false });
      const { scale = 0 } = file;
      return {
        sent,
        expression: same,
        write: (value) => (typeof value === 'bigint' ? decimalText(value, scale) : text(value)),
      };
    }
    case 'text':
    case 'json':
      return { sent: 'String', expression: same, write: text };
  }
}

/** The days of `Date32`; beyond them the server would give the nearest one. */
const [firstDay, lastDay] = [-25_567, 120_529];

function dayOf(value: ColumnValue, column: string): string | null {
  if (value === null) return null;
  if (Number(value) < firstDay || Number(value) > lastDay) throw dateNotKept(column);
  return String(value);
}

function bitsOf(value: ColumnValue): string | null {
  if (value === null) return null;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Number(value));
  return String(view.getBigInt64(0));
}

function hexOf(value: ColumnValue): string | null {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : null;
}

/** How the values of a column are asked for, always as text, and what is made of that. */
export interface Asked {
  readonly expression: (name: string) => string;
  readonly read: (text: string) => Cell;
}

/** @param type as the server names it @param isBinary whether a String holds bytes */
export function askedAs(type: string, isBinary = false): Asked {
  const [, plain = type] = /^(?:LowCardinality\()?Nullable\((.*?)\)+$/s.exec(type) ?? [];
  const bare = type.includes('Nullable(') ? type.replace(/^.*?Nullable\(/, '').replace(/\)$/, '') : plain;
  const shown = (name: string): string => `toString(${name})`;
  if (/^U?Int\d+$/.test(bare)) return { expression: shown, read: BigInt };
  if (bare.startsWith('Float'))
    return { expression: (name) => shown(`reinterpretAsInt64(toFloat64(${name}))`), read: numberOf };
  if (bare === 'Bool') return { expression: (name) => shown(`toUInt8(${name})`), read: (text) => text === '1' };
  const [, scale] = /^Decimal\(\d+, (\d+)\)$/.exec(bare) ?? [];
  if (scale !== undefined) return { expression: shown, read: (text) => padded(text, Number(scale)) };
  if (bare.startsWith('DateTime64')) {
    const column = { name: 'column', dataType: 'timestamp', nullable: true, timezone: bare.includes("'") } as const;
    // A name of its own that is in no statement.
    const cell = packageCell(column as unknown as ColumnSchema, 'timestamp');
    return {
      expression: (name) => shown(`toUnixTimestamp64Micro(${name})`),
      read: (text) => cell(BigInt(text)),
    };
  }
  if (bare === 'String' && isBinary)
    return { expression: (name) => `hex(${name})`, read: (text) => new Uint8Array(Buffer.from(text, 'hex')) };
  return { expression: shown, read: (text) => text };
}

function numberOf(bits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, BigInt(bits));
  return view.getFloat64(0);
}

function padded(text: string, scale: number): string {
  if (scale === 0) return text;
  const [whole = '', fraction = ''] = text.split('.', 2);
  return `${whole}.${fraction.padEnd(scale, '0')}`;
}
