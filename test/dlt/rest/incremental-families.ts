/** Incremental together with parents, steps, selectors and ends of every kind. */
import { items, type Json, type RestCase } from './rest-case.ts';

const twice = { runs: 2 } as const;
const counting = { cursor_path: 'u', initial_value: 0 };
const us = (...all: readonly unknown[]): readonly object[] => all.map((u, id) => ({ id, u }));
const runsOf =
  (...runs: readonly (readonly object[])[]): RestCase['answer'] =>
  (_request, _index, run) => ({ body: runs[run] ?? [] });
const config = (incremental: Json, endpoint: Json = {}, resource: Json = {}): Json =>
  items({ paginator: 'single_page', incremental, ...endpoint }, resource);
const family = (child: Json, posts: Json = {}): Json => ({
  client: { base_url: 'http://api' },
  resources: [
    { name: 'posts', endpoint: { paginator: 'single_page', ...posts } },
    { name: 'c', endpoint: { path: 'posts/{resources.posts.id}/c', paginator: 'single_page', ...child } },
  ],
});

export const incrementalFamilies: readonly RestCase[] = [
  {
    name: 'section 7.10: children of one page of parents, and rows that are filtered only',
    config: family({ incremental: counting }),
    answer: (request, _, run) => ({
      body: request.path === '/posts' ? [{ id: 1 }, { id: 2 }] : us(5 + run, request.path === '/posts/1/c' ? 6 : 7),
    }),
    ...twice,
  },
  {
    name: 'section 7.10: children within an end',
    config: family({ incremental: { ...counting, end_value: 9, start_param: 's', end_param: 'e' } }),
    answer: (request) => ({ body: request.path === '/posts' ? [{ id: 1 }, { id: 2 }] : us(1, 5, 9) }),
    ...twice,
  },
  {
    name: 'case 165: an incremental parent that is not selected',
    config: {
      client: { base_url: 'http://api' },
      resources: [
        {
          name: 'posts',
          selected: false,
          endpoint: {
            paginator: 'single_page',
            incremental: { cursor_path: 'id', initial_value: 0, start_param: 'from' },
          },
        },
        { name: 'c', endpoint: { path: 'posts/{resources.posts.id}/c', paginator: 'single_page' } },
      ],
    },
    answer: (request, _, run) => ({
      body: request.path === '/posts' ? [{ id: run + 1 }, { id: run + 2 }] : [{ of: request.path }],
    }),
    ...twice,
  },
  {
    name: 'section 8.1: steps come before the cursor is looked at',
    config: config(counting, {}, { processing_steps: [{ filter: { $function: 'id is below 3' } }] }),
    answer: runsOf(
      [
        { id: 1, u: 4 },
        { id: 9, u: 99 },
      ],
      [
        { id: 2, u: 5 },
        { id: 9, u: 99 },
      ],
    ),
    ...twice,
  },
  {
    name: 'section 7.4: a step makes several rows of one, each with a cursor',
    config: config(
      { cursor_path: 'tag', initial_value: '' },
      {},
      { processing_steps: [{ yield_map: { $function: 'one row a tag' } }] },
    ),
    answer: runsOf([{ id: 1, tags: ['b', 'a'] }], [{ id: 2, tags: ['a', 'b', 'c'] }]),
    ...twice,
  },
  {
    name: 'case 152: left out in the second run, too',
    config: config({ ...counting, on_cursor_value_missing: 'exclude' }),
    answer: runsOf(us(4, null), us(null, 3, 5)),
    ...twice,
  },
  {
    name: 'case 150: missing in the second run',
    config: config(counting),
    answer: runsOf(us(4), us(5, null)),
    fails: ['no', 'run'],
    ...twice,
  },
  {
    name: 'case 148: an open start with an end',
    config: config({ ...counting, end_value: 9, range_start: 'open', range_end: 'closed' }),
    answer: runsOf(us(0, 1, 9, 10)),
  },
  {
    name: 'case 149: downwards, without a beginning',
    config: config({ cursor_path: 'u', last_value_func: 'min', start_param: 's' }),
    answer: runsOf(us(5, 7), us(6, 5, 4)),
    ...twice,
  },
  {
    name: 'case 146: an end downwards',
    config: config({ cursor_path: 'u', initial_value: 9, end_value: 3, last_value_func: 'min' }),
    answer: runsOf(us(10, 9, 5, 3, 2)),
  },
  {
    name: 'section 7.6: an empty first run',
    config: config({ ...counting, start_param: 's' }),
    answer: runsOf([], us(3)),
    ...twice,
  },
  {
    name: 'section 7.6: an empty run in between',
    config: config({ ...counting, start_param: 's' }),
    answer: runsOf(us(3), [], us(3, 4)),
    runs: 3,
  },
  {
    name: 'section 7.6: booleans are numbers',
    config: config({ ...counting, start_param: 's' }),
    answer: runsOf(us(true, false), us(true, 2)),
    ...twice,
    differs: {
      id: 'cursor-kinds',
      dlt: [
        {
          requests: ['GET /items?s=0'],
          rows: {
            items: [
              { id: 0, u: true },
              { id: 1, u: false },
            ],
          },
        },
        { requests: ['GET /items?s=True'], rows: { items: [{ id: 1, u: 2 }] } },
      ],
      sluice: [
        { requests: ['GET /items?s=0'], fails: 'run' },
        { requests: ['GET /items?s=0'], fails: 'run' },
      ],
    },
  },
  {
    name: 'section 7.6: 1 and 1.0',
    config: config({ ...counting, start_param: 's' }),
    answer: (_request, _index, run) => ({ body: run === 0 ? '[{"u": 1.0}]' : '[{"u": 1}, {"u": 2.0}]' }),
    ...twice,
  },
  {
    name: 'section 7.6: numbers beyond 2^53',
    config: config({ ...counting, start_param: 's' }),
    answer: (_request, _index, run) => ({ body: `[{"u": 1234567890123456789${run}}, {"u": 12345678901234567890}]` }),
    ...twice,
  },
  {
    name: 'section 7.1: a merge key, and a key of the resource',
    config: config(counting, {}, { primary_key: ['id'], write_disposition: 'merge' }),
    answer: runsOf(
      [{ id: 1, u: 4 }],
      [
        { id: 1, u: 4, v: 1 },
        { id: 2, u: 4 },
      ],
    ),
    ...twice,
  },
  {
    name: 'section 7.7: a key that a row does not have',
    config: config({ ...counting, primary_key: 'key' }),
    answer: runsOf(us(4)),
    fails: 'run',
  },
  {
    name: 'case 156: a window longer than all',
    config: config({ ...counting, lag: 1000, start_param: 's' }),
    answer: runsOf(us(10, 20), us(1, 20)),
    ...twice,
  },
  {
    name: 'case 157: a window, and a key',
    config: config({ ...counting, lag: 2, start_param: 's' }, {}, { primary_key: 'id' }),
    answer: runsOf(us(10), us(10)),
    ...twice,
  },
];
