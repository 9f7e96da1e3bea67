/** Further forms of incremental: where it stands, what it compares, what goes with it. */
import { items, type Json, type RestCase } from './rest-case.ts';

const twice = { runs: 2 } as const;
const runsOf =
  (...runs: readonly (readonly object[])[]): RestCase['answer'] =>
  (_request, _index, run) => ({ body: runs[run] ?? [] });
const us = (...all: readonly unknown[]): readonly object[] => all.map((u, id) => ({ id, u }));
const counting = { cursor_path: 'u', initial_value: 0, start_param: 's' };
const config = (incremental: Json, endpoint: Json = {}, resource: Json = {}): Json =>
  items({ paginator: 'single_page', incremental, ...endpoint }, resource);
const later = (
  change: Json,
  ...runs: readonly (readonly object[])[]
): Pick<RestCase, 'config' | 'answer' | 'runs'> => ({
  config: config({ ...counting, ...change }),
  answer: runsOf(...runs),
  ...twice,
});

export const incrementalForms: readonly RestCase[] = [
  { name: 'section 7.5: a cursor with a dollar', ...later({ cursor_path: '$.u' }, us(4), us(4, 5)) },
  {
    name: 'section 7.5: a cursor in a list',
    ...later(
      { cursor_path: 'l[0].u' },
      [{ id: 1, l: [{ u: 4 }] }],
      [
        { id: 1, l: [{ u: 4 }] },
        { id: 2, l: [{ u: 5 }] },
      ],
    ),
  },
  {
    name: 'section 7.5: a cursor with a dash',
    ...later({ cursor_path: 'my-u' }, [{ 'my-u': 4 }], [{ 'my-u': 3 }, { 'my-u': 5 }]),
  },
  { name: 'section 7.7: an empty key lets rows come again', ...later({ primary_key: [] }, us(4), us(4, 5)) },
  {
    name: 'section 7.7: a key of two fields',
    ...later(
      { primary_key: ['a', 'b'] },
      [{ a: 1, b: 1, u: 4 }],
      [
        { a: 1, b: 1, u: 4, c: 9 },
        { a: 1, b: 2, u: 4 },
      ],
    ),
  },
  { name: 'section 7.6: late rows are left out', ...later({}, us(4), us(4, 3, 2, 9)) },
  {
    name: 'section 7.6: two rows that are the same, in one run',
    ...later({}, [{ u: 4 }, { u: 4 }], [{ u: 4 }, { u: 4 }, { u: 5 }]),
  },
  { name: 'section 7.6: numbers with a fraction', ...later({}, us(4.5, 4.25), us(4.5, 4.75, 4)) },
  {
    name: 'section 7.6: texts are compared as texts',
    ...later({ initial_value: '' }, us('9', '10', 'a'), us('B', 'a', 'b')),
  },
  { name: 'section 7.12: a window of a fraction', ...later({ lag: 2.5 }, us(10), us(10, 8, 7, 6)) },
  {
    name: 'section 7.12: a window upwards',
    ...later({ lag: 2, last_value_func: 'min', initial_value: 100 }, us(10), us(12, 13, 10)),
  },
  {
    name: 'section 7.12: a window of instants with an offset',
    ...later(
      { lag: 60, initial_value: '2024-01-01T00:00:00+02:00' },
      us('2024-01-02T00:00:00+02:00'),
      us('2024-01-02T00:00:00+02:00'),
    ),
  },
  {
    name: 'section 7.12: a window of instants with a fraction',
    ...later(
      { lag: 60, initial_value: '2024-01-01T00:00:00.123Z' },
      us('2024-01-02T00:00:00.456Z'),
      us('2024-01-02T00:00:00.456Z'),
    ),
  },
  {
    name: 'section 7.12: a window of instants without a zone',
    ...later({ lag: 60, initial_value: '2024-01-01T00:00:00' }, us('2024-01-02T00:00:00'), us('2024-01-02T00:00:00')),
  },
  {
    name: 'section 7.12: a window of days without dashes',
    ...later({ lag: 1, initial_value: '20240101' }, us('20240105'), us('20240105', '20240104')),
  },
  { name: 'section 7.4: all rows of the second run are old', ...later({}, us(4), us(4)) },
  {
    name: 'section 7.2: every value in the query',
    config: items({
      paginator: 'single_page',
      params: {
        a: '{incremental.start_value}',
        b: '{incremental.last_value}',
        c: '{incremental.initial_value}',
        d: '{incremental.end_value}',
      },
      incremental: { cursor_path: 'u', initial_value: 1, end_value: 9 },
    }),
    answer: runsOf(us(1, 8, 9)),
  },
  {
    name: 'section 7.3: an end in the body, alone',
    config: items({
      paginator: 'single_page',
      method: 'POST',
      json: { range: ['{incremental.start_value}', '{incremental.end_value}'] },
      incremental: { cursor_path: 'u', initial_value: 1, end_value: 9 },
    }),
    answer: runsOf(us(1, 8, 9)),
  },
  {
    name: 'section 7.3: a start in the query of a POST',
    config: config(counting, { method: 'POST', json: { q: 1 } }),
    answer: runsOf(us(4), us(5)),
    ...twice,
  },
  {
    name: 'section 7.3: on each page',
    config: items({ paginator: { type: 'page_number', base_page: 1 }, params: { z: 1 }, incremental: counting }),
    answer: (_request, index, run) => ({ body: { data: us(run * 10 + index), total: 2 } }),
    ...twice,
  },
  {
    name: 'section 1.6: an incremental of the defaults',
    config: {
      client: { base_url: 'http://api' },
      resource_defaults: { endpoint: { paginator: 'single_page', incremental: counting } },
      resources: ['a', { name: 'b', endpoint: { path: 'b', incremental: null } }],
    },
    answer: (request, _, run) => ({ body: us(request.path === '/a' ? run + 4 : 1) }),
    ...twice,
  },
  {
    name: 'section 7.9: each resource has a state of its own',
    config: {
      client: { base_url: 'http://api' },
      resource_defaults: { endpoint: { paginator: 'single_page' } },
      resources: [
        { name: 'a', endpoint: { path: 'a', incremental: counting } },
        { name: 'b', endpoint: { path: 'b', incremental: counting } },
      ],
    },
    answer: (request, _, run) => ({ body: us(request.path === '/a' ? run + 4 : run + 40) }),
    ...twice,
  },
  {
    name: 'section 7.8: an end without a beginning',
    config: config({ cursor_path: 'u', end_value: 9 }),
    answer: runsOf(us(1)),
    fails: 'run',
  },
  {
    name: 'section 7.8: an end before the beginning',
    config: config({ cursor_path: 'u', initial_value: 9, end_value: 1 }),
    answer: runsOf(us(1)),
    fails: 'run',
  },
  {
    name: 'section 7.3: a param that has an end',
    config: items({ params: { s: { type: 'incremental', cursor_path: 'u', initial_value: 1, end_value: 9 } } }),
    answer: runsOf(us(1)),
    fails: 'build',
  },
  {
    name: 'section 1.7: a path placeholder that is an incremental',
    config: items({ path: 'x/{s}/y', params: { s: { type: 'incremental', cursor_path: 'u' } } }),
    answer: runsOf(us(1)),
    fails: 'build',
  },
  {
    name: 'section 7.1: another function',
    config: config({ ...counting, last_value_func: 'sum' }),
    answer: runsOf(us(1)),
    fails: 'build',
  },
];
