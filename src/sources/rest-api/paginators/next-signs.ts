import { isRow, type Row, type Value } from '../../../core/value.ts';
import { linkOf } from './header-link.ts';
import type { ApiPage } from './paginator.ts';

/** What in an answer looks as if there were another page, in a few words; undefined where nothing does. */
export function nextSign(page: ApiPage): string | undefined {
  if (linkOf(page.headers['link'] ?? '', 'next') !== undefined) return 'a Link header with rel="next"';
  return isRow(page.body) ? signIn(page.body, page.rowCount, 0) : undefined;
}

const nestedKeys = /^(?:_?links?|meta|metadata|pagination|paging|page_?info|cursors?|extra)$/i;
const nextKeys = /^(?:next|next_?(?:page|url|link|cursor|token|page_?token|page_?url)|@odata\.nextLink)$/i;
const flagKeys = /^(?:has_?(?:more|next|next_?page)|more)$/i;
const totalKeys = /^(?:total|total_?(?:count|rows|items|results))$/i;

function signIn(row: Row, rowCount: number, depth: number): string | undefined {
  for (const [key, value] of Object.entries(row)) {
    if (nextKeys.test(key) && isTarget(value)) return `"${key}" with a value`;
    if (flagKeys.test(key) && value === true) return `"${key}" that is true`;
    if (totalKeys.test(key) && typeof value === 'number' && value > rowCount) return `"${key}" of ${value}`;
    const inner = depth < 3 && nestedKeys.test(key) && isRow(value) ? signIn(value, rowCount, depth + 1) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function isTarget(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  if (isRow(value)) return Object.hasOwn(value, 'href') && typeof value['href'] === 'string';
  return typeof value === 'number' || value === true;
}
