import { SluiceError } from './error.ts';
import { ExactNumber, isRow, type Row, type Value } from './value.ts';

const deepest = 256;

/**
 * A value as compact JSON text, keys in their own order, numbers exactly as they came: what `parseJsonText()` reads
 * back is the same value. Members that are `undefined` are left out.
 * @throws `json_too_deep` beyond 256 levels (case S8)
 */
export function writeJson(value: Value): string {
  return written(value, 0);
}

function written(value: Value, depth: number): string {
  if (depth > deepest) throw tooDeep();
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === 'bigint') return value.toString();
  if (isRow(value)) {
    const members = membersOf(value).map(([key, member]) => `${JSON.stringify(key)}:${written(member, depth + 1)}`);
    return `{${members.join(',')}}`;
  }
  if (Array.isArray(value)) return `[${value.map((item: Value) => written(item, depth + 1)).join(',')}]`;
  return JSON.stringify(value);
}

/** A member without a value, as an optional field of a plain object may be, is not there in JSON. */
function membersOf(row: Row): [string, Value][] {
  const members: [string, Value | undefined][] = Object.entries(row);
  return members.filter((member): member is [string, Value] => member[1] !== undefined);
}

function tooDeep(): SluiceError {
  return new SluiceError(`Cannot write JSON: a value is nested deeper than ${deepest} levels`, {
    code: 'json_too_deep',
    phase: 'normalize',
    hint: 'Exclude the field or the resource, or choose a data_selector that reaches further inside.',
    details: { limit: deepest },
  });
}
