import { SluiceError } from './error.ts';
import { ExactNumber, isRow, type Row, type Value } from './value.ts';

/**
 * Compact JSON with the keys of every object sorted by their UTF-8 bytes: the form that hashes of rows, schemas and
 * states are made of (dataset-format sections 3.3, 4.3, 4.4). A double is in its shortest form with Python's exponent,
 * however it was spelled. Members that are `undefined` are left out.
 * @throws `json_too_deep` beyond 256 levels (case S8)
 */
export function sortedJson(value: Value): string {
  return sorted(value, 0);
}

const deepest = 256;

function sorted(value: Value, depth: number): string {
  if (depth > deepest) throw tooDeep();
  if (value instanceof ExactNumber) return exactNumber(value.text);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : double(value);
  if (Array.isArray(value)) return `[${value.map((item: Value) => sorted(item, depth + 1)).join(',')}]`;
  if (!isRow(value)) return JSON.stringify(value);
  return `{${sortedMembers(value, depth + 1).join(',')}}`;
}

function sortedMembers(row: Row, depth: number): string[] {
  const keys = Object.keys(row).toSorted(byCodePoint);
  return keys.flatMap((key) => {
    const member = row[key];
    return member === undefined ? [] : [`${JSON.stringify(key)}:${sorted(member, depth)}`];
  });
}

/** Code point order is the order of the UTF-8 bytes; JavaScript's own order differs beyond the first plane. */
export function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8'));
}

/** With a fraction or an exponent it is a double (section 2.2). */
function exactNumber(text: string): string {
  if (!/[.eE]/.test(text)) return BigInt(text).toString();
  const number = Number(text);
  return Number.isFinite(number) ? double(number) : text;
}

/** Digits are written out for 1e-5 to below 1e16, and a whole number keeps its `.0`. */
function double(number: number): string {
  if (number === 0) return Object.is(number, -0) ? '-0.0' : '0.0';
  const [digits = '', exponent = ''] = number.toExponential().split('e');
  const power = Number(exponent);
  if (power < -5 || power >= 16) return `${digits}e${power}`;
  const written = String(number);
  return written.includes('.') ? written : `${written}.0`;
}

function tooDeep(): SluiceError {
  return new SluiceError(`Cannot compare a value: it is nested deeper than ${deepest} levels`, {
    code: 'json_too_deep',
    phase: 'extract',
    hint: 'Set primary_key, exclude the resource, or choose a data_selector that reaches further inside',
    details: { limit: deepest },
  });
}
