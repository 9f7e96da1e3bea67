import { jsonResponse } from '../json-response.ts';
import type { MockResponse } from '../mock-api.ts';
import { invalid, notFound } from './answers.ts';
import type { RuddrRow } from './rows.ts';

export interface ListRules {
  /** What happens to a limit over 100. */
  readonly capMode: 'reject' | 'clamp';
  /** False: the answer does not say whether there is more. */
  readonly saysMore: boolean;
}

const mostRows = 100;
const usualRows = 10;

/**
 * One page of a list that is newest first: behind the row `startingAfter`, or the page in front of `endingBefore`.
 * @param rows in the order of the list
 * @see vendors reference, section 5.2
 */
export function listPage(rows: readonly RuddrRow[], rules: ListRules, query: URLSearchParams): MockResponse {
  const limit = readLimit(query.get('limit'), rules);
  if (typeof limit !== 'number') return limit;
  const [after, before] = [query.get('startingAfter'), query.get('endingBefore')];
  if (after !== null && before !== null) return invalid('endingBefore', 'cannot be used with startingAfter');
  const name = after === null ? 'endingBefore' : 'startingAfter';
  const cursor = after ?? before;
  if (cursor !== null && !uuid.test(cursor)) return invalid(name, 'is not a valid UUID');
  const position = rows.findIndex(({ id }) => id === cursor);
  // A row that is gone leads nowhere.
  if (cursor !== null && position < 0) return notFound();
  if (before !== null) return page(rows.slice(Math.max(0, position - limit), position), position > limit, rules);
  const rest = rows.slice(position + 1);
  return page(rest.slice(0, limit), rest.length > limit, rules);
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function readLimit(text: string | null, { capMode }: ListRules): number | MockResponse {
  if (text === null) return usualRows;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1) return invalid('limit', 'is not a number from 1 to 100');
  if (limit <= mostRows) return limit;
  return capMode === 'clamp' ? mostRows : invalid('limit', 'is not a number from 1 to 100');
}

function page(results: readonly RuddrRow[], hasMore: boolean, { saysMore }: ListRules): MockResponse {
  return jsonResponse(200, saysMore ? { results, hasMore } : { results });
}
