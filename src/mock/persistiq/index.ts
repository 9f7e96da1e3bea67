import type { MockApi, MockRequest, MockResponse } from '../mock-api.ts';
import { notFound, tooManyRequests, unauthorized } from './answers.ts';
import type { PersistIqRow } from './ids.ts';
import { listPage, type ListRules } from './list-page.ts';
import type { PersistIqCounts, PlacedRow } from './placed-row.ts';
import { persistIqCounts, persistIqRows, type PersistIqList } from './rows.ts';

export interface PersistIqMockOptions extends Partial<PersistIqCounts> {
  /** @default 1 */
  readonly seed?: number | undefined;
  /** The only key that is let in. @default `mockApiKey` */
  readonly apiKey?: string | undefined;
  /** True: users come in pages, as one of the vendor's two descriptions says. @default false */
  readonly usersPaged?: boolean | undefined;
  /** Lists, and the page of each that is empty although more follow. */
  readonly gaps?: Partial<Readonly<Record<PersistIqList, number>>> | undefined;
  /** Places of campaigns that are listed, but gone when they are asked for. */
  readonly goneCampaigns?: readonly number[] | undefined;
  /** Without it nothing is refused, and the headers do not say when the minute ends. */
  readonly limit?: PersistIqLimit | undefined;
}

/** So many requests a minute, by a clock in milliseconds since 1970. */
export interface PersistIqLimit {
  readonly requests: number;
  now(): number;
}

/** A PersistIQ on this machine, and a hand on its clock. */
export interface PersistIqMock extends MockApi {
  /** All rows of a list as they are now, those of all campaigns together. */
  rows(list: PersistIqList): readonly PersistIqRow[];
  /** Lets time pass: leads change, and more rows are there. */
  advance(): void;
}

/** The key that the local PersistIQ lets in unless told otherwise. It opens nothing else. */
export const mockApiKey = 'local0mock0key0opens0nothing';

/**
 * Behaves as PersistIQ does: pages with numbers from 1, `next_page` as an address, lists without pages, limits in the
 * headers of every answer, leads that can be asked for by a change that they do not show.
 * @see vendors reference, sections 3.1 to 3.4
 */
export function persistIqMock(options: PersistIqMockOptions = {}): PersistIqMock {
  const counts: PersistIqCounts = { ...persistIqCounts, ...options };
  const seed = options.seed ?? 1;
  let moment = 0;
  let lists = persistIqRows(counts, seed, moment);
  const limits = limitsOf(options.limit);
  const advance = (): void => {
    moment += 1;
    lists = persistIqRows(counts, seed, moment);
  };
  return {
    name: 'persistiq',
    description: `PersistIQ with ${lists.leads.length} leads and ${lists.campaigns.length} campaigns`,
    keys: { api_key: options.apiKey ?? mockApiKey },
    paths: ['/v1/users?page=1', '/v1/leads?page=1', '/v1/campaigns?page=1'],
    rows: (list) => lists[list].map(({ row }) => row),
    advance,
    handle(request) {
      const { headers, isOver } = limits();
      const response = isOver ? tooManyRequests() : answer(lists, options, request);
      return { ...response, headers: { ...response.headers, ...headers } };
    },
  };
}

type Lists = Readonly<Record<PersistIqList, readonly PlacedRow[]>>;

function answer(lists: Lists, options: PersistIqMockOptions, request: MockRequest): MockResponse {
  if (request.headers['x-api-key'] !== (options.apiKey ?? mockApiKey)) return unauthorized();
  const ofCampaign = /^\/v1\/campaigns\/([^/]+)\/(leads|replies)$/.exec(request.path);
  if (ofCampaign !== null) return childList(lists, options, request, ofCampaign);
  const rules = rootLists.find(({ list }) => request.path === `/v1/${list}`);
  if (rules === undefined || request.method !== 'GET') return notFound('The route');
  const isWhole = rules.list === 'users' && options.usersPaged !== true;
  const { list, pageSize } = rules;
  return listPage(
    lists[list],
    { list, pageSize: isWhole ? undefined : pageSize, gapAt: options.gaps?.[list] },
    request,
  );
}

const rootLists: readonly ListRules[] = [
  { list: 'users', pageSize: 100 },
  { list: 'leads', pageSize: 100 },
  { list: 'campaigns', pageSize: 100 },
  { list: 'events', pageSize: 500 },
  { list: 'tags', pageSize: 100 },
  { list: 'dnc_domains', pageSize: 100 },
  { list: 'lead_fields' },
  { list: 'lead_statuses' },
];

function childList(
  lists: Lists,
  { goneCampaigns, gaps }: PersistIqMockOptions,
  request: MockRequest,
  [, campaign = '', kind = '']: RegExpExecArray,
): MockResponse {
  const place = lists.campaigns.findIndex(({ row }) => row['id'] === campaign);
  if (place < 0 || goneCampaigns?.includes(place) === true) return notFound('The campaign');
  const list = kind === 'leads' ? 'campaign_leads' : 'replies';
  const rows = lists[list].filter(({ parent }) => parent === campaign);
  return listPage(rows, { list, pageSize: 100, gapAt: gaps?.[list] }, request);
}

/** A window of one minute that begins on the minute; all answers say what is left of it. */
function limitsOf(limit: PersistIqLimit | undefined): () => { headers: Record<string, string>; isOver: boolean } {
  let count = 0;
  let window = 0;
  let requestCount = 0;
  return () => {
    requestCount += 1;
    const headers = { 'x-request-id': `request-${requestCount}`, 'x-ratelimit-limit': String(limit?.requests ?? 100) };
    if (limit === undefined) return { headers: { ...headers, 'x-ratelimit-remaining': '99' }, isOver: false };
    const minute = Math.floor(limit.now() / 60_000);
    count = minute === window ? count + 1 : 1;
    window = minute;
    const left = {
      'x-ratelimit-remaining': String(Math.max(0, limit.requests - count)),
      'x-ratelimit-reset': String((minute + 1) * 60),
    };
    return { headers: { ...headers, ...left }, isOver: count > limit.requests };
  };
}
