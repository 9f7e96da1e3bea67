/** Paginators that follow what the answer says: links and cursors. */
import { always, answersInTurn, inTurn, items, type Json, type RestCase } from './rest-case.ts';

const paged = (paginator: Json | string, endpoint: Json = {}): Json => items({ paginator, ...endpoint });
const row = (id: number): readonly object[] => [{ id }];
const inV1 = (paginator: string, endpoint: Json = {}): Json =>
  items({ paginator, ...endpoint }, {}, { base_url: 'http://api/v1' });
const linkOnce = (next: unknown): RestCase['answer'] => inTurn({ data: row(1), next }, { data: row(2) });
const header = (link: string): RestCase['answer'] =>
  answersInTurn({ headers: { Link: link }, body: row(1) }, { body: row(2) });

export const linkedPages: readonly RestCase[] = [
  { name: 'single_page: links are passed over', config: paged('single_page'), answer: linkOnce('/items?page=2') },
  {
    name: 'case 91: links, and params on the first request only',
    config: paged('json_link', { params: { a: 1 } }),
    answer: inTurn(
      { data: row(1), next: 'http://api/items?page=2' },
      { data: row(2), next: 'http://api/items?page=3&q=a%20b+c' },
      { data: row(3), next: null },
    ),
  },
  { name: 'case 91: the former name', config: paged('json_response'), answer: linkOnce('/items?page=2') },
  {
    name: 'case 92: a link from the root',
    config: inV1('json_link', { params: { z: 1 } }),
    answer: linkOnce('/items?page=2'),
  },
  {
    name: 'case 92: a link that is a query',
    config: inV1('json_link', { params: { z: 1 } }),
    answer: linkOnce('?page=2'),
  },
  { name: 'case 92: a link beside', config: inV1('json_link', { params: { z: 1 } }), answer: linkOnce('items?page=2') },
  {
    name: 'case 92: a link upwards',
    config: inV1('json_link', { path: 'a/b/items' }),
    answer: linkOnce('../x?page=2'),
  },
  {
    name: 'case 93, 94: the query is that of the link, and the body stays',
    config: paged('json_link', { method: 'POST', params: { p: 1 }, json: { q: 1 }, headers: { 'X-A': 'a' } }),
    answer: linkOnce('/r?page=2&p=1'),
  },
  {
    name: 'case 95: an odd key',
    config: paged({ type: 'json_link', next_url_path: "['@odata.nextLink']" }, { data_selector: 'value' }),
    answer: inTurn({ value: row(1), '@odata.nextLink': '?s=2' }, { value: row(2) }),
  },
  {
    name: 'case 95: a deeper link, and an empty page on the way',
    config: paged({ type: 'json_link', next_url_path: 'paging.links[0].href' }),
    answer: inTurn(
      { data: row(1), paging: { links: [{ href: '?s=2' }] } },
      { data: [], paging: { links: [{ href: '?s=3' }] } },
      { data: row(3), paging: { links: [] } },
    ),
  },
  {
    name: 'W19: an empty link',
    config: paged('json_link'),
    answer: linkOnce(''),
    differs: {
      id: 'link-empty',
      dlt: { requests: ['GET /items'], fails: 'run' },
      sluice: { requests: ['GET /items'], rows: { items: [{ id: 1 }] } },
    },
  },
  {
    name: 'S2, W29: a link to another host',
    config: items({ paginator: 'json_link' }, {}, { auth: { token: 'T' } }),
    answer: linkOnce('http://other/x'),
    differs: {
      id: 'link-elsewhere',
      dlt: {
        requests: ['GET /items [authorization: Bearer T]', 'GET /x [authorization: Bearer T]'],
        rows: { items: [{ id: 1 }, { id: 2 }] },
      },
      sluice: { requests: ['GET /items [authorization: Bearer T]'], fails: 'run' },
    },
  },
  {
    name: 'W4: a link to itself',
    config: paged('json_link'),
    answer: (_, index) => (index < 3 ? { body: { data: row(1), next: '/items' } } : { status: 404 }),
    differs: {
      id: 'loop',
      dlt: { requests: ['GET /items', 'GET /items', 'GET /items', 'GET /items'], fails: 'run' },
      sluice: { requests: ['GET /items'], fails: 'run' },
    },
  },
  {
    name: 'case 96: next',
    config: paged('header_link'),
    answer: header('</items?page=2>; rel="next", </items?page=9>; rel="last"'),
  },
  {
    name: 'case 96: unquoted, behind others',
    config: paged('header_link'),
    answer: header('</x,y>; rel="last", <?page=2>; results="true"; rel=next'),
  },
  {
    name: 'case 96: another relation is not followed',
    config: paged('header_link'),
    answer: header('</items?page=2>; rel="prev"'),
  },
  {
    name: 'case 97: a relation of another name',
    config: paged({ type: 'header_link', links_next_key: 'more' }, { params: { a: 1 } }),
    answer: header('<http://api/items?page=2>; rel="more"'),
  },
  {
    name: 'case 98: cursors',
    config: paged('cursor', { params: { z: 1 } }),
    answer: inTurn(
      { data: row(1), cursors: { next: 'a b' } },
      { data: row(2), cursors: { next: 'b' } },
      { data: row(3), cursors: { next: null } },
    ),
  },
  ...['', 0, false, [], {}].map((last) => ({
    name: `case 99: ${JSON.stringify(last)} is the end`,
    config: paged({ type: 'cursor', cursor_path: 'next' }),
    answer: inTurn({ data: row(1), next: 'a' }, { data: row(2), next: last }),
  })),
  {
    name: 'case 99: cursors that are numbers',
    config: paged({ type: 'cursor', cursor_path: 'next', cursor_param: 'after' }),
    answer: inTurn({ data: row(1), next: 5 }, { data: row(2), next: 1.5 }, { data: row(3) }),
  },
  {
    name: 'case 100: stops after an empty page',
    config: paged({ type: 'cursor', cursor_path: 'next', stop_after_empty_page: true }),
    answer: inTurn({ data: row(1), next: 'a' }, { data: [], next: 'b' }),
  },
  {
    name: 'case 101: goes on after an empty page',
    config: paged({ type: 'cursor', cursor_path: 'next' }),
    answer: inTurn({ data: row(1), next: 'a' }, { data: [], next: 'b' }, { data: row(3) }),
  },
  {
    name: 'case 102: a flag ends it',
    config: paged({ type: 'cursor', cursor_path: 'next', has_more_path: 'm' }),
    answer: inTurn({ data: row(1), next: 'a', m: true }, { data: row(2), next: 'b', m: false }),
  },
  {
    name: 'case 103: more without a cursor',
    config: paged({ type: 'cursor', cursor_path: 'next', has_more_path: 'm' }),
    answer: inTurn({ data: row(1), next: null, m: true }, { data: row(1), next: null, m: false }),
    differs: {
      id: 'more-without-cursor',
      dlt: { requests: ['GET /items', 'GET /items'], rows: { items: [{ id: 1 }, { id: 1 }] } },
      sluice: { requests: ['GET /items'], fails: 'run' },
    },
  },
  {
    name: 'case 104: the cursor in the body',
    config: paged({ type: 'cursor', cursor_path: 'next', cursor_body_path: 'p.c' }, { method: 'POST', json: { q: 1 } }),
    answer: inTurn({ data: row(1), next: 'a' }, { data: row(2), next: 7 }, { data: row(3) }),
  },
  {
    name: 'case 105: in the query and in the body',
    config: paged({ type: 'cursor', cursor_param: 'c', cursor_body_path: 'c' }),
    answer: always([]),
    fails: 'build',
  },
  {
    name: 'case 106: the last row is the cursor',
    config: paged(
      { type: 'cursor', cursor_path: 'results[-1].id', cursor_param: 'startingAfter', has_more_path: 'hasMore' },
      { params: { limit: 100 } },
    ),
    answer: inTurn(
      { results: row(1), hasMore: true },
      { results: row(2), hasMore: true },
      { results: row(3), hasMore: false },
    ),
  },
  {
    name: 'case 107: a last page of null',
    config: paged({ type: 'cursor', cursor_path: 'next_token' }, { data_selector: 'users' }),
    answer: inTurn(
      { users: row(1), next_token: 'a' },
      { users: row(2), next_token: 'b' },
      { users: null, next_token: null },
    ),
  },
  {
    name: 'case 108: the cursor in a header',
    config: paged({ type: 'header_cursor', cursor_key: 'X-Next', cursor_param: 'after' }, { params: { z: 1 } }),
    answer: answersInTurn({ headers: { 'x-next': 'a b' }, body: row(1) }, { body: row(2) }),
  },
  {
    name: 'case 108: the cursor in a header, by its usual name',
    config: paged('header_cursor'),
    answer: answersInTurn(
      { headers: { Next: 'a' }, body: row(1) },
      { headers: { next: 'b' }, body: [] },
      { body: row(3) },
    ),
  },
];
