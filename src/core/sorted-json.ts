import { ExactNumber, isRow, type Value } from './value.ts';

/**
 * Compact JSON with the keys of every object sorted by their UTF-8 bytes: the form that hashes of schemas and states
 * are made of (dataset-format sections 3.3, 4.3, 4.4).
 */
export function sortedJson(value: Value): string {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map((item: Value) => sortedJson(item)).join(',')}]`;
  if (!isRow(value)) return JSON.stringify(value);
  const keys = Object.keys(value).toSorted(byCodePoint);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedJson(value[key] ?? null)}`).join(',')}}`;
}

/** Code point order is the order of the UTF-8 bytes; JavaScript's own order differs beyond the first plane. */
function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8'));
}
