import { isRow, type Value } from '../src/core/value.ts';
import type { WalkEnd } from '../src/core/verdict.ts';
import type { ApiRequest } from '../src/http/http.ts';
import { requestUrl } from '../src/http/request-url.ts';
import { asPage } from '../src/sources/rest-api/answers/select-rows.ts';
import { detectRows, valueAt } from '../src/sources/rest-api/answers/detect-rows.ts';
import { buildPaginator, readStored } from '../src/sources/rest-api/paginators/index.ts';
import type { ApiPage } from '../src/sources/rest-api/paginators/paginator.ts';
import type { PaginatorObject, SettledPaginator } from '../src/sources/rest-api/paginators/vocabulary.ts';
import { guardWalk } from '../src/sources/rest-api/walks/walk-guard.ts';

/** An answer of an API that does not exist. */
export interface SimulatedAnswer {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Value;
}

export interface SimulatedWalk {
  /** Path and query of each request. */
  readonly targets: readonly string[];
  readonly requests: readonly ApiRequest[];
  readonly rows: readonly Value[];
  readonly end: WalkEnd;
  readonly notices: readonly string[];
  readonly settled: SettledPaginator | undefined;
  /** What each page promised to be asked for next, ten at most. */
  readonly ahead: readonly (readonly ApiRequest[])[];
}

export const simulatedRequest: ApiRequest = { method: 'GET', url: 'http://api/v1/items', params: [], headers: {} };

/** Walks as the source does, without a connection, and with all that goes from page to page written down as JSON. */
export function simulateWalk(
  config: PaginatorObject | undefined,
  says: (request: ApiRequest, index: number) => SimulatedAnswer,
  first: ApiRequest = simulatedRequest,
): SimulatedWalk {
  const requests: ApiRequest[] = [];
  const rows: Value[] = [];
  const notices: string[] = [];
  const ahead: (readonly ApiRequest[])[] = [];
  const guard = guardWalk('items', (text) => text);
  let paginator = buildPaginator(config, 'items');
  let settled: SettledPaginator | undefined;
  let request = paginator.first(first);
  for (;;) {
    guard.beforeRequest(request, requests.length + 1);
    requests.push(request);
    const answer = says(request, requests.length - 1);
    const page = pageOf(answer);
    guard.afterAnswer(
      Buffer.from(JSON.stringify(answer.body)),
      page.rows.map((value) => ({ value })),
    );
    rows.push(...page.rows);
    ahead.push(firstTen(paginator.ahead?.(request, page) ?? []));
    const next = paginator.next(request, page);
    if (next.kind === 'end') {
      return { targets: requests.map(targetOf), requests, rows, end: next.end, notices, settled, ahead };
    }
    if (next.notice !== undefined) notices.push(next.notice);
    if (next.settled !== undefined) {
      settled = reread(next.settled);
      paginator = buildPaginator(settled, 'items');
    }
    request = next.request;
  }
}

/** `verdict: reason`. */
export function endOf({ end }: SimulatedWalk): string {
  return `${end.verdict}: ${end.reason}`;
}

function pageOf({ headers = {}, body }: SimulatedAnswer): ApiPage {
  const rows = isRow(body) || Array.isArray(body) ? asPage(valueAt(body, detectRows(body).keys)) : asPage(body);
  return { headers, body, rows, rowCount: rows.length };
}

function targetOf(request: ApiRequest): string {
  const url = requestUrl(request);
  return url.pathname + url.search;
}

function reread(settled: SettledPaginator): SettledPaginator | undefined {
  return readStored(JSON.parse(JSON.stringify(settled)));
}

function firstTen(requests: Iterable<ApiRequest>): readonly ApiRequest[] {
  const taken: ApiRequest[] = [];
  for (const request of requests) {
    taken.push(request);
    if (taken.length === 10) break;
  }
  return taken;
}
