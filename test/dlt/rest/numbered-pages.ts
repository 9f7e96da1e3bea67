/** Paginators that count: page_number and offset. */
import { always, answersInTurn, inTurn, items, type Json, type RestCase } from './rest-case.ts';

const pageOne = { type: 'page_number', base_page: 1 };
const paged = (paginator: Json | string, endpoint: Json = {}): Json => items({ paginator, ...endpoint });
const row = [{ id: 1 }];
/** A row a page, and a total of pages. */
const ofTotal =
  (total: unknown): RestCase['answer'] =>
  (_, index) => ({ body: { data: [{ index }], total } });
/** Rows by offset and limit, of so many. */
const rowsOf =
  (count: number, cap = Number.POSITIVE_INFINITY, more: Json = { total: count }): RestCase['answer'] =>
  ({ query }) => {
    const offset = Number(query.get('offset'));
    const limit = Math.min(Number(query.get('limit')), cap);
    const ids = Array.from({ length: count }, (_, id) => ({ id })).slice(offset, offset + limit);
    return { body: { data: ids, ...more } };
  };
const ids = (...all: readonly number[]): readonly { readonly id: number }[] => all.map((id) => ({ id }));

export const numberedPages: readonly RestCase[] = [
  { name: 'case 70: counts from 0', config: paged('page_number'), answer: ofTotal(3) },
  { name: 'case 71: a total that is a text', config: paged(pageOne), answer: ofTotal('3') },
  { name: 'case 72: begins later', config: paged({ ...pageOne, page: 2 }), answer: ofTotal(3) },
  {
    name: 'case 73: no total',
    config: paged(pageOne),
    answer: inTurn({ data: row }, { data: row }, { data: [] }),
    differs: {
      id: 'total-missing',
      dlt: { requests: ['GET /items?page=1'], fails: 'run' },
      sluice: {
        requests: ['GET /items?page=1', 'GET /items?page=2', 'GET /items?page=3'],
        rows: { items: [...row, ...row] },
      },
    },
  },
  {
    name: 'case 73: a total that was asked for and is missing',
    config: paged({ ...pageOne, total_path: 'count' }),
    answer: always({ data: row }),
    fails: 'run',
  },
  { name: 'case 74: an empty first page', config: paged(pageOne), answer: always({ data: [] }) },
  {
    name: 'case 75: until an empty page',
    config: paged({ ...pageOne, total_path: null }),
    answer: inTurn({ data: row }, { data: ids(2) }, { data: ids(3) }, { data: [] }),
  },
  {
    name: 'case 76: a page that is not asked for',
    config: paged({ ...pageOne, total_path: null, maximum_page: 3 }),
    answer: (_, index) => ({ body: { data: [{ index }] } }),
  },
  {
    name: 'case 77: an empty page below the total',
    config: paged(pageOne),
    answer: inTurn({ data: row, total: 4 }, { data: [], total: 4 }),
  },
  {
    name: 'case 78: empty pages do not stop',
    config: paged({ ...pageOne, stop_after_empty_page: false }),
    answer: inTurn(
      { data: row, total: 4 },
      { data: [], total: 4 },
      { data: row, total: 4 },
      { data: ids(4), total: 4 },
    ),
  },
  {
    name: 'case 79: a flag goes before the total',
    config: paged({ ...pageOne, has_more_path: 'more' }),
    answer: (_, index) => ({ body: { data: [{ index }], total: 2, more: index < 4 } }),
  },
  {
    name: 'case 79: a flag and a maximum',
    config: paged({ ...pageOne, total_path: null, has_more_path: 'more', maximum_page: 3 }),
    answer: (_, index) => ({ body: { data: [{ index }], more: index < 3 } }),
    differs: {
      id: 'maximum-overridden',
      dlt: {
        requests: ['GET /items?page=1', 'GET /items?page=2', 'GET /items?page=3', 'GET /items?page=4'],
        rows: { items: [{ index: 0 }, { index: 1 }, { index: 2 }, { index: 3 }] },
      },
      sluice: { requests: ['GET /items?page=1', 'GET /items?page=2'], rows: { items: [{ index: 0 }, { index: 1 }] } },
    },
  },
  {
    name: 'case 80: a flag of texts',
    config: paged({ ...pageOne, total_path: null, has_more_path: 'more' }),
    answer: inTurn({ data: row, more: 'TRUE' }, { data: ids(2), more: 'y' }, { data: ids(3), more: 'no' }),
  },
  {
    name: 'case 80: a flag of numbers',
    config: paged({ ...pageOne, total_path: null, has_more_path: 'more' }),
    answer: inTurn({ data: row, more: 1 }, { data: ids(2), more: 0 }),
    differs: {
      id: 'flag-of-numbers',
      dlt: { requests: ['GET /items?page=1'], fails: 'run' },
      sluice: { requests: ['GET /items?page=1', 'GET /items?page=2'], rows: { items: ids(1, 2) } },
    },
  },
  {
    name: 'case 80: a flag of another text',
    config: paged({ ...pageOne, total_path: null, has_more_path: 'more' }),
    answer: always({ data: row, more: 'perhaps' }),
    fails: 'run',
  },
  {
    name: 'case 81: the page in the body',
    config: paged({ ...pageOne, page_body_path: 'pg.no' }, { method: 'POST', json: { pg: { size: 2 }, q: 'x' } }),
    answer: ofTotal(2),
  },
  {
    name: 'case 81: the page in a body that was not there',
    config: paged({ ...pageOne, page_body_path: 'page' }),
    answer: ofTotal(2),
  },
  {
    name: 'case 82: params of the same name give way',
    config: paged(pageOne, { params: { page: 100, z: 1 } }),
    answer: ofTotal(2),
  },
  {
    name: 'case 83: in the query and in the body',
    config: paged({ ...pageOne, page_param: 'p', page_body_path: 'p' }),
    answer: always({ data: row }),
    fails: 'build',
  },
  { name: 'case 83: an empty name', config: paged({ ...pageOne, page_param: '' }), answer: always([]), fails: 'build' },
  {
    name: 'case 83: nothing that ends it',
    config: paged({ ...pageOne, total_path: null, stop_after_empty_page: false }),
    answer: always([]),
    fails: 'build',
  },
  { name: 'case 84: steps of the limit', config: paged({ type: 'offset', limit: 2 }), answer: rowsOf(5) },
  { name: 'case 85: begins later', config: paged({ type: 'offset', limit: 2, offset: 3 }), answer: rowsOf(7) },
  {
    name: 'case 86: until an empty page',
    config: paged({ type: 'offset', limit: 2, total_path: null }),
    answer: rowsOf(4, 9, {}),
  },
  {
    name: 'case 87: an offset that is not asked for',
    config: paged({ type: 'offset', limit: 2, total_path: null, maximum_offset: 4 }),
    answer: rowsOf(99, 9, {}),
  },
  {
    name: 'case 88: an API that gives fewer rows than asked for',
    config: paged({ type: 'offset', limit: 5 }),
    answer: rowsOf(6, 2),
    differs: {
      id: 'offset-capped',
      dlt: {
        requests: ['GET /items?offset=0&limit=5', 'GET /items?offset=5&limit=5'],
        rows: { items: ids(0, 1, 5) },
      },
      sluice: {
        requests: ['GET /items?offset=0&limit=5', 'GET /items?offset=2&limit=5', 'GET /items?offset=4&limit=5'],
        rows: { items: ids(0, 1, 2, 3, 4, 5) },
      },
    },
  },
  {
    name: 'case 88: a last page that is short',
    config: paged(
      { type: 'offset', limit: 2, total_path: null, has_more_path: 'more' },
      { params: { z: 1, limit: 9 } },
    ),
    answer: inTurn({ data: ids(1, 2), more: true }, { data: ids(3), more: false }),
  },
  {
    name: 'case 89: limit in the query, offset in the body',
    config: paged({ type: 'offset', limit: 2, offset_body_path: 'o' }, { method: 'POST' }),
    answer: answersInTurn({ body: { data: ids(1, 2), total: 3 } }, { body: { data: ids(3), total: 3 } }),
  },
  {
    name: 'case 89: other names',
    config: paged({ type: 'offset', limit: 2, offset_param: 'skip', limit_param: 'top', total_path: 'meta.n' }),
    answer: inTurn({ data: ids(1, 2), meta: { n: 3 } }, { data: ids(3), meta: { n: 3 } }),
  },
  { name: 'case 90: offset without a limit', config: paged('offset'), answer: always([]), fails: 'build' },
  {
    name: 'F2.6: fewer rows than the API counts',
    config: paged({ type: 'offset', limit: 2 }),
    answer: rowsOf(3, 9, { total: 9 }),
    differs: {
      id: 'result-short',
      dlt: {
        requests: ['GET /items?offset=0&limit=2', 'GET /items?offset=2&limit=2', 'GET /items?offset=4&limit=2'],
        rows: { items: ids(0, 1, 2) },
      },
      sluice: {
        requests: ['GET /items?offset=0&limit=2', 'GET /items?offset=2&limit=2', 'GET /items?offset=3&limit=2'],
        fails: 'run',
      },
    },
  },
];
