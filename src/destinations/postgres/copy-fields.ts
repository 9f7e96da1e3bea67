import type { Column, PhysicalType } from '../../formats/parquet-reader.ts';
import { putInt32, reserve, type CopyBuffer } from './copy-buffer.ts';
import { putNumeric } from './numeric.ts';

/** Writes the next value that is not null as a field, its length first. */
export type FieldWriter = (buffer: CopyBuffer) => void;

export interface FieldOptions {
  /** U+0000 becomes U+FFFD. @default it is refused */
  readonly replacesNul: boolean;
}

/** The type of a column of Postgres as `format_type()` has it, without what stands in parentheses. */
export type PostgresType = string;

/** A value that the type of its column cannot keep; whoever knows table and row makes the error of it. */
export class UnfitValue extends Error {
  readonly hint: string;
  constructor(why: string, hint: string) {
    super(why);
    this.hint = hint;
  }
}

/** What writes the values of a column in the order of its rows; undefined where the type cannot take them. */
export function fieldWriter(column: Column, type: PostgresType, options: FieldOptions): FieldWriter | undefined {
  return writers[column.physical][type]?.(column, options);
}

type MakeWriter = (column: Column, options: FieldOptions) => FieldWriter;

const text: MakeWriter = ({ values }, options) => textWriter(values, 0, options);

const writers: { readonly [Type in PhysicalType]: { readonly [type: PostgresType]: MakeWriter } } = {
  boolean: {
    boolean({ values }) {
      let index = -1;
      return (buffer) => {
        index += 1;
        reserve(buffer, 5);
        putInt32(buffer, buffer.at, 1);
        buffer.bytes[buffer.at + 4] = ((values[index >> 3] ?? 0) >> (index & 7)) & 1;
        buffer.at += 5;
      };
    },
  },
  int32: { date: dates },
  int64: {
    bigint: ({ values }) => eightBytes(values),
    integer: (column) => narrowIntegers(column, 4),
    smallint: (column) => narrowIntegers(column, 2),
    'timestamp with time zone': timestamps,
    'timestamp without time zone': timestamps,
    'time without time zone': ({ values }) => eightBytes(values),
  },
  double: { 'double precision': ({ values }) => eightBytes(values) },
  fixed_16: { numeric: decimals },
  byte_array: {
    'character varying': text,
    text,
    json: ({ values }, options) => jsonWriter(values, false, options),
    jsonb: ({ values }, options) => jsonWriter(values, true, options),
    bytea: ({ values }) => bytesWriter(values),
  },
};

/** The same eight bytes, the last one first. */
function eightBytes(values: Uint8Array): FieldWriter {
  let from = 0;
  return (buffer) => {
    reserve(buffer, 12);
    const { bytes, at } = buffer;
    putInt32(buffer, at, 8);
    for (let index = 0; index < 8; index += 1) bytes[at + 11 - index] = values[from + index] ?? 0;
    from += 8;
    buffer.at = at + 12;
  };
}

function narrowIntegers({ values }: Column, byteCount: 2 | 4): FieldWriter {
  const view = viewOf(values);
  let from = -8;
  return (buffer) => {
    from += 8;
    const value = view.getInt32(from, true);
    const isFit = view.getInt32(from + 4, true) === value >> 31 && (byteCount === 4 || value === (value << 16) >> 16);
    if (!isFit)
      throw new UnfitValue(`an integer of more than ${byteCount * 8} bits`, 'Give the column a larger precision');
    reserve(buffer, 8);
    putInt32(buffer, buffer.at, byteCount);
    if (byteCount === 4) putInt32(buffer, buffer.at + 4, value);
    else buffer.bytes.writeInt16BE(value, buffer.at + 4);
    buffer.at += 4 + byteCount;
  };
}

/** Microseconds from 1970 to 2000, where Postgres begins to count, as two halves. */
const epochMicros = 946_684_800_000_000n;
const epochLow = Number(epochMicros & 0xffff_ffffn);
const epochHigh = Number(epochMicros >> 32n);
/** 4714-11-24 BC, the first day of Postgres, from 1970. */
const firstMicros = -210_866_803_200_000_000n;
const firstHigh = Number(firstMicros >> 32n);

function timestamps({ values }: Column): FieldWriter {
  const view = viewOf(values);
  let from = -8;
  return (buffer) => {
    from += 8;
    const [low, high] = [view.getUint32(from, true), view.getInt32(from + 4, true)];
    if (high <= firstHigh && view.getBigInt64(from, true) < firstMicros) throw tooEarly();
    const difference = low - epochLow;
    reserve(buffer, 12);
    putInt32(buffer, buffer.at, 8);
    putInt32(buffer, buffer.at + 4, high - epochHigh - (difference < 0 ? 1 : 0));
    putInt32(buffer, buffer.at + 8, difference);
    buffer.at += 12;
  };
}

/** Days from 1970 to 2000, and to the first day of Postgres. */
const epochDays = 10_957;
const firstDay = -2_440_588;

function dates({ values }: Column): FieldWriter {
  const view = viewOf(values);
  let from = -4;
  return (buffer) => {
    from += 4;
    const days = view.getInt32(from, true);
    if (days < firstDay) throw tooEarly();
    if (days > 2_145_042_905) throw new UnfitValue('a date after the year 5874897', keepAsText);
    reserve(buffer, 8);
    putInt32(buffer, buffer.at, 4);
    putInt32(buffer, buffer.at + 4, days - epochDays);
    buffer.at += 8;
  };
}

const keepAsText = 'Give the column the data type text';

function tooEarly(): UnfitValue {
  return new UnfitValue('a time before the year 4713 BC', keepAsText);
}

function decimals({ values, schema }: Column): FieldWriter {
  const view = viewOf(values);
  const { scale = 0 } = schema;
  let from = -16;
  return (buffer) => {
    from += 16;
    putNumeric(buffer, (view.getBigInt64(from) << 64n) | view.getBigUint64(from + 8), scale);
  };
}

function bytesWriter(values: Uint8Array): FieldWriter {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  let from = 0;
  return (buffer) => {
    const length = bytes.readUInt32LE(from);
    reserve(buffer, 4 + length);
    putInt32(buffer, buffer.at, length);
    bytes.copy(buffer.bytes, buffer.at + 4, from + 4, from + 4 + length);
    buffer.at += 4 + length;
    from += 4 + length;
  };
}

/** Below this many bytes a loop is faster than a call. */
const shortBytes = 24;

function textWriter(values: Uint8Array, headBytes: 0 | 1, options: FieldOptions): FieldWriter {
  const source = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  let from = 0;
  return (buffer) => {
    const length =
      (source[from] ?? 0) |
      ((source[from + 1] ?? 0) << 8) |
      ((source[from + 2] ?? 0) << 16) |
      ((source[from + 3] ?? 0) << 24);
    const [start, end] = [from + 4, from + 4 + length];
    reserve(buffer, 5 + length);
    const at = buffer.at + 4 + headBytes;
    if (headBytes === 1) buffer.bytes[at - 1] = 1;
    from = end;
    if (!copyText(source.subarray(start, end), buffer.bytes, at)) {
      putReplaced(buffer, source.toString('utf8', start, end), headBytes, options);
      return;
    }
    putInt32(buffer, buffer.at, length + headBytes);
    buffer.at = at + length;
  };
}

/** False when there is a NUL in it. */
function copyText(value: Buffer, bytes: Buffer, at: number): boolean {
  const { length } = value;
  if (length > shortBytes) {
    value.copy(bytes, at);
    return !value.includes(0);
  }
  for (let index = 0; index < length; index += 1) {
    const byte = value[index] ?? 0;
    if (byte === 0) return false;
    bytes[at + index] = byte;
  }
  return true;
}

function putReplaced(buffer: CopyBuffer, value: string, headBytes: 0 | 1, { replacesNul }: FieldOptions): void {
  if (!replacesNul) throw nulInText();
  putText(buffer, value.replaceAll('\0', '\uFFFD'), headBytes);
}

function putText(buffer: CopyBuffer, value: string, headBytes: 0 | 1): void {
  const length = Buffer.byteLength(value);
  reserve(buffer, 5 + length);
  putInt32(buffer, buffer.at, length + headBytes);
  if (headBytes === 1) buffer.bytes[buffer.at + 4] = 1;
  buffer.bytes.write(value, buffer.at + 4 + headBytes);
  buffer.at += 4 + headBytes + length;
}

function nulInText(): UnfitValue {
  return new UnfitValue(
    'a text with the character U+0000',
    "Set nulCharacters: 'replace' of the destination, or nul_characters=replace in the connection string",
  );
}

/** What `jsonb` has no place for: NUL, and halves of surrogate pairs that miss the other half. */
const unfitEscape = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** The document as text; `jsonb` has the version of its form before it. */
function jsonWriter(values: Uint8Array, isBinary: boolean, options: FieldOptions): FieldWriter {
  const headBytes = isBinary ? 1 : 0;
  const write = textWriter(values, headBytes, options);
  if (!isBinary) return write;
  const source = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  // A search over the column is quick, and finds nothing in nearly every column.
  if (!source.includes('\\u')) return write;
  let from = 0;
  return (buffer) => {
    const start = from + 4;
    from = start + source.readUInt32LE(from);
    const isSuspect = source.subarray(start, from).includes('\\u');
    const value = isSuspect ? source.toString('utf8', start, from) : '';
    if (isSuspect && unfitEscape.test(value)) putText(buffer, withoutUnfit(value, options), headBytes);
    else putText(buffer, source.toString('utf8', start, from), headBytes);
  };
}

/** An escape counts only behind an even number of backslashes; surrogates in pairs stay. */
function withoutUnfit(json: string, { replacesNul }: FieldOptions): string {
  return json.replaceAll(
    /\\(?:u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|u([0-9a-f]{4})|.)/gi,
    (escape: string, high: string | undefined, _low: string | undefined, code: string | undefined) => {
      if (high !== undefined || code === undefined || !unfitEscape.test(escape)) return escape;
      if (code === '0000' && !replacesNul) throw nulInText();
      return '\\ufffd';
    },
  );
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
