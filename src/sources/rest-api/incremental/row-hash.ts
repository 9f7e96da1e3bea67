import { createHash } from 'node:crypto';
import { sortedJson } from '../../../core/sorted-json.ts';
import type { Row } from '../../../core/value.ts';
import { cursorKeyMissing } from './errors.ts';

/** Tells rows with the same cursor apart; undefined: the whole row does. */
export type RowKey = readonly string[] | undefined;

/**
 * Twenty characters that are the same as dlt's for the same row (7.7): SHAKE-128 of its key, or of all of it.
 * @throws `cursor_key_missing`
 */
export function rowHash(row: Row, key: RowKey, resource: string): string {
  return createHash('shake128', { outputLength: 15 })
    .update(hashed(row, key, resource), 'utf8')
    .digest('base64');
}

function hashed(row: Row, key: RowKey, resource: string): string {
  if (key === undefined) return sortedJson(row);
  const values = key.map((name) => {
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    if (value === undefined) throw cursorKeyMissing(resource, name, Object.keys(row));
    return value;
  });
  const [only] = values;
  return sortedJson(values.length === 1 && only !== undefined ? only : values);
}
