import { jsonOf } from '../../../core/json-rows.ts';
import type { JsonPath } from '../../../core/json-path.ts';
import { isRow, type Row, type Value } from '../../../core/value.ts';
import { rowsInvalid, selectorMissed } from '../errors.ts';

/**
 * What the selector finds, as a list: one match that is a list is the page, one that is not is its only row, null is an
 * empty page (3.1).
 * @param page from 1; the first answer must have what the selector names (F2.6)
 * @throws `selector_missed`
 */
export function selectValues(
  selector: JsonPath,
  body: Value,
  walk: { readonly resource: string; readonly page: number },
): readonly Value[] {
  const matches = selector.find(body);
  if (matches.length === 0 && walk.page === 1 && isMissed(selector, body)) {
    throw selectorMissed(walk.resource, selector.text, isRow(body) ? Object.keys(body) : []);
  }
  const [only] = matches;
  return matches.length === 1 ? asPage(only ?? null) : matches;
}

/** One value as a page. */
export function asPage(value: Value): readonly Value[] {
  if (value === null) return [];
  // A list of values and nothing else: rows and exact numbers are no lists.
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}

/**
 * Values as rows: lists are taken apart, null is no row, and a scalar becomes the row `{value: …}` (dataset format 3.1).
 * @throws `rows_invalid` for lists in lists in lists
 */
export function rowsOf(values: readonly Value[], resource: string): readonly Row[] {
  // A list that is still JSON has objects in it and nothing else.
  if (jsonOf(values) !== undefined) return values as readonly Row[];
  const rows: Row[] = [];
  for (const [position, value] of values.entries()) {
    for (const element of asPage(value)) {
      if (Array.isArray(element)) throw rowsInvalid(resource, position, 'a list of lists');
      if (element !== null) rows.push(isRow(element) ? element : { value: element });
    }
  }
  return rows;
}

/** An answer without anything in it misses nothing. */
function isMissed(selector: JsonPath, body: Value): boolean {
  if (body === null || (typeof body === 'object' && Object.keys(body).length === 0)) return false;
  return selector.misses(body);
}
