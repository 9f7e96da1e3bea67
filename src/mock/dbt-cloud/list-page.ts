import type { MockResponse } from '../mock-api.ts';
import { badRequest, envelope } from './answers.ts';
import type { DbtRow } from './place.ts';

/** What happens to a `limit` over 100: it is refused, or made smaller without a word, or given. */
export type Cap = 'reject' | 'clamp' | 'none';

export interface PageRules {
  readonly cap: Cap;
  /** True: no counts, as old servers answer. */
  readonly countless: boolean;
  readonly account: number;
}

const usualRows = 100;
const mostRows = 100;

/** One page of a list, by offset. @see vendors reference, section 2.2 */
export function listPage(rows: readonly DbtRow[], query: URLSearchParams, rules: PageRules): MockResponse {
  const [limitText, offsetText] = [query.get('limit') ?? String(usualRows), query.get('offset') ?? '0'];
  if (!/^\d{1,9}$/.test(limitText) || !/^\d{1,9}$/.test(offsetText)) return badRequest('A valid integer is required.');
  const offset = Number(offsetText);
  const asked = Number(limitText);
  if (rules.cap === 'reject' && asked > mostRows) return badRequest(`limit: must be at most ${mostRows}`);
  const limit = rules.cap === 'clamp' ? Math.min(asked, mostRows) : asked;
  const data = rows.slice(offset, offset + limit);
  if (rules.countless) return envelope(data);
  return envelope(data, {
    filters: { limit, offset, account_id: rules.account },
    order_by: query.get('order_by') ?? 'id',
    pagination: { count: data.length, total_count: rows.length },
  });
}
