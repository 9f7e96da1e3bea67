/** What is found out of an answer when nobody says how pages go on. */
import { always, answersInTurn, inTurn, items, parentAndChild, postsAndChild, type RestCase } from './rest-case.ts';

const row = (id: number): readonly object[] => [{ id }];
const config = items({ params: { a: 1 } });
const detects = (name: string, ...bodies: readonly unknown[]): RestCase => ({
  name,
  config,
  answer: inTurn(...bodies),
});

export const detectedPages: readonly RestCase[] = [
  detects('case 109: a link', { data: row(1), next: '/items?page=2' }, { data: row(2), next: null }),
  detects('case 109: a whole address', { data: row(1), next: 'http://api/items?page=2' }, { data: row(2) }),
  detects(
    'case 110: a link of HAL',
    { _embedded: { items: row(1) }, _links: { self: { href: '/s' }, next: { href: '/items?page=2' } } },
    { _embedded: { items: row(2) }, _links: {} },
  ),
  {
    name: 'case 111: a header before the body',
    config,
    answer: answersInTurn(
      { headers: { Link: '</items?from=header>; rel="next"' }, body: { data: row(1), next: '/items?from=body' } },
      { body: { data: row(2), next: null } },
    ),
  },
  detects(
    'case 112: a link before a count',
    { data: row(1), links: { nextPage: '/items?page=2' }, meta: { totalPages: 9 } },
    { data: row(2), links: {}, meta: { totalPages: 9 } },
  ),
  detects('case 113: a cursor', { data: row(1), next_cursor: 'abc' }, { data: row(2), next_cursor: null }),
  detects('case 114: a cursor below a name', { data: row(1), cursors: { next: 'x y' } }, { data: row(2), cursors: {} }),
  detects('case 117: offsets are not detected', { data: row(1), offset: 0, limit: 1, total_count: 1 }),
  { name: 'case 118: a list', config, answer: always([{ id: 1 }]) },
  detects('case 118: null is no next page', { data: row(1), next: null }, { data: row(2) }),
  {
    name: 'case 116: pages that are counted from 1',
    config: items({}),
    answer: ({ query }) => ({
      body: { data: row(Number(query.get('page') ?? 1)), page: Number(query.get('page') ?? 1), total_pages: 3 },
    }),
    differs: {
      id: 'detected-page-number',
      dlt: {
        requests: ['GET /items', 'GET /items?page=1', 'GET /items?page=2'],
        rows: { items: [{ id: 1 }, { id: 1 }, { id: 2 }] },
      },
      sluice: {
        requests: ['GET /items', 'GET /items?page=2', 'GET /items?page=3'],
        rows: { items: [{ id: 1 }, { id: 2 }, { id: 3 }] },
      },
    },
  },
  detects(
    'section 4.10: an address in another spelling',
    { data: row(1), paging: { NextPageUrl: '/items?page=2' } },
    { data: row(2) },
  ),
  detects(
    'section 4.10: an object with an address',
    { data: row(1), next: { method: 'GET', url: '/items?page=2' } },
    { data: row(2) },
  ),
  {
    ...detects('section 4.10: a link without a slash', { data: row(1), next: 'items?page=2' }, { data: row(2) }),
    differs: {
      id: 'detected-next',
      dlt: {
        requests: ['GET /items?a=1', 'GET /items?a=1&cursor=items%3Fpage%3D2'],
        rows: { items: [{ id: 1 }, { id: 2 }] },
      },
      sluice: { requests: ['GET /items?a=1', 'GET /items?page=2'], rows: { items: [{ id: 1 }, { id: 2 }] } },
    },
  },
  {
    ...detects(
      'section 4.10: the number of the next page',
      { data: row(1), next_page: 2 },
      { data: row(2), next_page: null },
    ),
    differs: {
      id: 'detected-next',
      dlt: { requests: ['GET /items?a=1', 'GET /items?a=1&cursor=2'], rows: { items: [{ id: 1 }, { id: 2 }] } },
      sluice: { requests: ['GET /items?a=1', 'GET /items?a=1&page=2'], rows: { items: [{ id: 1 }, { id: 2 }] } },
    },
  },
  detects('section 4.10: false is no next page', { data: row(1), next: false }, { data: row(2) }),
  detects(
    'section 4.10: null is passed over',
    { data: row(1), next: null, meta: { next_cursor: 'c' } },
    { data: row(2), meta: { next_cursor: null } },
  ),
  detects(
    'section 4.10: a cursor with an empty page',
    { data: row(1), next_cursor: 'a' },
    { data: [], next_cursor: 'b' },
    { data: row(3) },
  ),
  {
    name: 'section 4.10: a POST',
    config: items({ method: 'POST', json: { q: 1 } }),
    answer: inTurn({ data: row(1), next_cursor: 'c' }, { data: row(2) }),
  },
  {
    name: 'section 4.10: a list with a header',
    config,
    answer: answersInTurn({ headers: { Link: '</items?page=2>; rel="next"' }, body: row(1) }, { body: row(2) }),
  },
  {
    name: 'section 4.10: for each row of a parent',
    config: postsAndChild({ endpoint: 'posts/{resources.posts.id}/c' }),
    answer: parentAndChild([{ id: 1 }, { id: 2 }], ({ path, query }) =>
      path === '/posts/1/c' && !query.has('cursor') ? { data: row(1), next_cursor: 'a' } : { data: row(2) },
    ),
  },
];
