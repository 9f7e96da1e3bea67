import { jsonResponse } from '../json-response.ts';
import type { MockRequest, MockResponse } from '../mock-api.ts';
import { badParams } from './answers.ts';
import type { PlacedRow } from './placed-row.ts';
import type { PersistIqList } from './rows.ts';

/** How a list answers. */
export interface ListRules {
  readonly list: PersistIqList;
  /** Rows of a page; absent where the list comes whole, and without a word about pages. */
  readonly pageSize?: number | undefined;
  /** A page that is empty although more follow. */
  readonly gapAt?: number | undefined;
}

/**
 * One page of a list. `next_page` is an address; whether it repeats the filters is not known, so it does not.
 * @see vendors reference, section 3.2
 */
export function listPage(rows: readonly PlacedRow[], rules: ListRules, request: MockRequest): MockResponse {
  const found = filtered(rows, rules.list, request.query);
  if ('status' in found) return found;
  const shown = found.map(({ row }) => row);
  if (rules.pageSize === undefined) {
    return jsonResponse(200, { status: 'success', errors: [], [rules.list]: shown });
  }
  const page = pageIn(request.query);
  const { gapAt, pageSize, list } = rules;
  const isGap = page === gapAt;
  const from = (page - 1 - (gapAt !== undefined && page > gapAt ? 1 : 0)) * pageSize;
  const hasMore = isGap || from + pageSize < shown.length;
  return jsonResponse(200, {
    status: 'success',
    errors: [],
    has_more: hasMore,
    next_page: hasMore ? `${request.origin}${request.path}?page=${page + 1}` : null,
    [list]: isGap ? [] : shown.slice(from, from + pageSize),
  });
}

/** Whatever is no number from 1 is the first page. */
function pageIn(query: URLSearchParams): number {
  const text = query.get('page') ?? '';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 1;
}

/** Only leads can be filtered here. */
function filtered(
  rows: readonly PlacedRow[],
  list: PersistIqList,
  query: URLSearchParams,
): readonly PlacedRow[] | MockResponse {
  if (list !== 'leads') return rows;
  const updated = momentIn(query.get('updated_after'));
  const created = momentIn(query.get('created_after'));
  if (Number.isNaN(updated) || Number.isNaN(created))
    return badParams('updated_after and created_after must be ISO 8601');
  const status = query.get('status');
  return rows.filter(
    ({ row, changedMs, madeMs }) =>
      changedMs > updated && madeMs > created && (status === null || row['status'] === status),
  );
}

function momentIn(text: string | null): number {
  if (text === null) return Number.NEGATIVE_INFINITY;
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
}
