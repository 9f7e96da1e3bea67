import type { MockResponse } from '../mock-api.ts';
import { invalid, ok } from './answers.ts';
import type { LightdashRow } from './world.ts';

const mostRows = 100;

/**
 * A list that is paged only where both `page` and `pageSize` are given; otherwise all of it comes, without a word on
 * pages.
 * @param capMode what happens to a size over 100
 * @see vendors reference, section 1.2
 */
export function listPage(
  rows: readonly LightdashRow[],
  query: URLSearchParams,
  capMode: 'reject' | 'clamp',
): MockResponse {
  const [page, asked] = [query.get('page'), query.get('pageSize')].map((text) => (text === null ? 0 : Number(text)));
  if (!page || !asked) return ok({ data: rows });
  if (page < 1 || asked < 1) return invalid('page and pageSize must be positive');
  if (asked > mostRows && capMode === 'reject') return invalid(`pageSize must not be over ${mostRows}`);
  const pageSize = Math.min(asked, mostRows);
  const pagination = {
    page,
    pageSize,
    totalResults: rows.length,
    totalPageCount: Math.ceil(rows.length / pageSize),
  };
  return ok({ data: rows.slice((page - 1) * pageSize, page * pageSize), pagination });
}
