/** More of incremental: pages, families, placeholders, failures. */
import { items, type Json, type RestCase } from './rest-case.ts';

const counting = { cursor_path: 'u', initial_value: 0 };
const linked =
  (pages: readonly (readonly number[])[]): RestCase['answer'] =>
  (request) => {
    const page = Number(request.query.get('page') ?? 0);
    const next = page + 1 < pages.length ? `/items?page=${page + 1}` : null;
    return { body: { data: (pages[page] ?? []).map((u) => ({ id: u, u })), next } };
  };
const paged = (incremental: Json): Json => items({ paginator: 'json_link', incremental });
const falling = [
  [11, 10],
  [9, 8],
  [7, 6],
  [5, 4],
  [3, 2],
];

const family = (posts: Json, child: Json): Json => ({
  client: { base_url: 'http://api' },
  resources: [
    { name: 'posts', endpoint: { paginator: 'single_page', data_selector: 'data', ...posts } },
    { name: 'c', endpoint: { path: 'posts/{resources.posts.id}/c', paginator: 'single_page', ...child } },
  ],
});

/** Four pages of two parents; the first parents have the newest children. */
const manyParents: RestCase['answer'] = (request) => {
  if (request.path === '/posts') {
    const page = Number(request.query.get('page') ?? 0);
    const next = page < 3 ? `/posts?page=${page + 1}` : null;
    return { body: { data: [{ id: page * 2 + 1 }, { id: page * 2 + 2 }], next } };
  }
  const parent = Number(request.path.split('/')[2]);
  return { body: childrenOf(parent) };
};
const eight = [1, 2, 3, 4, 5, 6, 7, 8];
const parentPages = ['GET /posts', 'GET /posts?page=1', 'GET /posts?page=2', 'GET /posts?page=3'];
const childrenOf = (parent: number): readonly { readonly id: number; readonly u: number }[] =>
  [1, 2, 3].map((n) => ({ id: parent * 10 + n, u: (9 - parent) * 10 + n }));

export const incrementalMore: readonly RestCase[] = [
  {
    name: 'case 153: falling, and no page is asked for behind the first old row',
    config: paged({ cursor_path: 'u', initial_value: 6, row_order: 'desc' }),
    answer: linked(falling),
  },
  {
    name: 'case 154: rising, and no page is asked for behind the end',
    config: paged({ cursor_path: 'u', initial_value: 0, end_value: 5, row_order: 'asc' }),
    answer: linked([
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
    ]),
  },
  {
    name: 'W9: falling, and new rows behind the last one of the run before',
    config: paged({ cursor_path: 'u', initial_value: 0, row_order: 'desc', primary_key: 'id' }),
    answer: ({ query }, _, run) => {
      if (run === 0) return { body: { data: [{ id: 1, u: 5 }], next: null } };
      if (query.has('page'))
        return {
          body: {
            data: [
              { id: 3, u: 5 },
              { id: 4, u: 2 },
            ],
            next: '/items?page=2',
          },
        };
      return {
        body: {
          data: [
            { id: 2, u: 6 },
            { id: 1, u: 5 },
          ],
          next: '/items?page=1',
        },
      };
    },
    runs: 2,
    differs: {
      id: 'falling-boundary',
      dlt: [
        { requests: ['GET /items'], rows: { items: [{ id: 1, u: 5 }] } },
        { requests: ['GET /items'], rows: { items: [{ id: 2, u: 6 }] } },
      ],
      sluice: [
        { requests: ['GET /items'], rows: { items: [{ id: 1, u: 5 }] } },
        {
          requests: ['GET /items', 'GET /items?page=1'],
          rows: {
            items: [
              { id: 2, u: 6 },
              { id: 3, u: 5 },
            ],
          },
        },
      ],
    },
  },
  {
    name: 'case 155: without an order all pages are asked for',
    config: paged({ cursor_path: 'u', initial_value: 6 }),
    answer: linked(falling),
  },
  {
    name: 'case 165: an incremental parent',
    config: family({ incremental: { ...counting, cursor_path: 'id', start_param: 'from' } }, {}),
    answer: (request, _, run) => {
      if (request.path !== '/posts') return { body: [{ of: request.path }] };
      return { body: { data: run === 0 ? [{ id: 1 }, { id: 2 }] : [{ id: 2 }, { id: 3 }] } };
    },
    runs: 2,
  },
  {
    name: 'case 166, W3: incremental children of several pages of parents',
    config: family({ paginator: 'json_link' }, { incremental: { ...counting, start_param: 's' } }),
    answer: manyParents,
    differs: {
      id: 'children-of-one-run',
      dlt: {
        requests: [
          ...parentPages,
          'GET /posts/1/c?s=0',
          ...[2, 3, 4, 5, 6, 7, 8].map((id) => `GET /posts/${id}/c?s=83`),
        ],
        rows: { posts: eight.map((id) => ({ id })), c: childrenOf(1) },
      },
      sluice: {
        requests: [...parentPages, ...eight.map((id) => `GET /posts/${id}/c?s=0`)],
        rows: { posts: eight.map((id) => ({ id })), c: eight.flatMap(childrenOf) },
      },
    },
  },
  {
    name: 'case 167: the second page fails',
    config: items({ paginator: 'json_link', incremental: { ...counting, start_param: 's' } }),
    answer: (request, _, run) => {
      if (run === 0 && request.query.has('page')) return { status: 404 };
      const page = Number(request.query.get('page') ?? 0);
      return { body: { data: [{ id: page, u: page + 1 }], next: page === 0 ? '/items?page=1' : null } };
    },
    runs: 2,
    differs: {
      id: 'failed-run-goes-on',
      dlt: [
        { requests: ['GET /items?s=0', 'GET /items?page=1'], fails: 'run' },
        {
          requests: ['GET /items?s=0', 'GET /items?page=1'],
          rows: {
            items: [
              { id: 0, u: 1 },
              { id: 1, u: 2 },
            ],
          },
        },
      ],
      sluice: [
        { requests: ['GET /items?s=0', 'GET /items?page=1'], fails: 'run' },
        {
          requests: ['GET /items?page=1'],
          rows: {
            items: [
              { id: 0, u: 1 },
              { id: 1, u: 2 },
            ],
          },
        },
      ],
    },
  },
  {
    name: 'case 169: placeholders everywhere',
    config: items({
      path: 'since/{incremental.start_value}/l',
      method: 'POST',
      paginator: 'single_page',
      params: { a: '{incremental.start_value}', b: 'x{incremental.initial_value}' },
      headers: { 'X-Since': '{incremental.start_value}' },
      json: { s: '{incremental.start_value}', l: ['{incremental.last_value}'], t: 'at {incremental.start_value}' },
      incremental: counting,
    }),
    answer: (_request, _index, run) => ({ body: [{ id: run, u: run + 4 }] }),
    runs: 2,
  },
  {
    name: 'case 169: placeholders in a form',
    config: items({
      method: 'POST',
      paginator: 'single_page',
      data: { since: '{incremental.start_value}' },
      incremental: counting,
    }),
    answer: (_request, _index, run) => ({ body: [{ id: run, u: run + 4 }] }),
    runs: 2,
  },
  {
    name: 'section 7: two incremental params',
    config: items({
      params: { a: { type: 'incremental', cursor_path: 'u' }, b: { type: 'incremental', cursor_path: 'v' } },
    }),
    answer: () => ({ body: [] }),
    fails: 'build',
  },
  {
    name: 'section 2.3: an incremental placeholder without an incremental',
    config: items({ params: { a: '{incremental.start_value}' } }),
    answer: () => ({ body: [] }),
    fails: 'build',
  },
  {
    name: 'section 7.3: an unknown key',
    config: items({ incremental: { ...counting, parameter: 'since' } }),
    answer: () => ({ body: [] }),
    fails: 'build',
  },
];
