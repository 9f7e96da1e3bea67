import { sortedJson } from '../core/sorted-json.ts';
import { isRow, type Row } from '../core/value.ts';

/**
 * What a stored document says beyond what was read of it, at the same places; undefined when that is nothing.
 * `merged()` with it gives the document again.
 * @param read what would be written for the values that were read
 */
export function unread(document: Row, read: Row): Row | undefined {
  const rest = Object.entries(document).flatMap(([name, value]) => {
    const known = Object.hasOwn(read, name) ? read[name] : undefined;
    if (known === undefined) return [[name, value] as const];
    const left = isRow(value) && isRow(known) ? unread(value, known) : value;
    return left === undefined || sortedJson(value) === sortedJson(known) ? [] : [[name, left] as const];
  });
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

/** Both, one inside the other; where they contradict each other the second wins. */
export function merged(first: Row, second: Row): Row {
  const all = new Map(Object.entries(first));
  for (const [name, value] of Object.entries(second)) {
    const known = all.get(name);
    all.set(name, isRow(value) && isRow(known) ? merged(known, value) : value);
  }
  return Object.fromEntries(all);
}
