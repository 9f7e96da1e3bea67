/** What a second run asks for, and which rows it takes. */
import type { Recorded } from '../../recording-api.ts';
import { items, type Json, type RestCase } from './rest-case.ts';

const day = (number: number): string => `2024-01-0${number}T00:00:00Z`;
const since = { cursor_path: 'u', initial_value: day(1), start_param: 'since' };
const counting = { cursor_path: 'u', initial_value: 0 };
const config = (incremental: Json, endpoint: Json = {}, resource: Json = {}): Json =>
  items({ paginator: 'single_page', incremental, ...endpoint }, resource);
/** The rows of each run. */
const runsOf =
  (...runs: readonly (readonly object[])[]): RestCase['answer'] =>
  (_request: Recorded, _index, run) => ({ body: runs[run] ?? [] });
const us = (...all: readonly unknown[]): readonly object[] => all.map((u, id) => ({ id, u }));
const twice = { runs: 2 } as const;
const dayRuns = runsOf(
  [
    { id: 1, u: day(2) },
    { id: 2, u: day(3) },
  ],
  [
    { id: 2, u: day(3) },
    { id: 3, u: day(3) },
    { id: 4, u: day(4) },
  ],
);
const changedRuns = runsOf(
  [
    { id: 1, u: day(2) },
    { id: 2, u: day(3), v: 'old' },
  ],
  [{ id: 2, u: day(3), v: 'new' }],
);

export const incremental: readonly RestCase[] = [
  { name: 'case 141: the second run goes on', config: config(since), answer: dayRuns, ...twice },
  {
    name: 'case 141: as a param',
    config: items({
      paginator: 'single_page',
      params: { a: 1, since: { type: 'incremental', cursor_path: 'u', initial_value: day(1) }, z: 2 },
    }),
    answer: dayRuns,
    ...twice,
  },
  {
    name: 'case 141: a param of the same name gives way',
    config: config(since, { params: { since: 'never', z: 1 } }),
    answer: dayRuns,
    ...twice,
  },
  {
    name: 'case 142: a key suppresses a row that came before',
    config: config(since, {}, { primary_key: 'id' }),
    answer: changedRuns,
    ...twice,
  },
  {
    name: 'case 142: a key of the incremental',
    config: config({ ...since, primary_key: 'id' }),
    answer: changedRuns,
    ...twice,
  },
  { name: 'case 143: a row that changed, without a key', config: config(since), answer: changedRuns, ...twice },
  {
    name: 'case 144: no value to begin with',
    config: config({ cursor_path: 'u', start_param: 's' }),
    answer: runsOf(us('b'), us('b', 'a', 'c')),
    ...twice,
  },
  {
    name: 'case 145: no value to begin with, alone in JSON',
    config: config({ cursor_path: 'u' }, { method: 'POST', json: { s: '{incremental.start_value}' } }),
    answer: runsOf(us(5), us(5, 6)),
    ...twice,
  },
  {
    name: 'case 146: an end',
    config: config({ cursor_path: 'u', initial_value: 1, end_value: 10, start_param: 's', end_param: 'e' }),
    answer: runsOf(us(1, 5, 9, 10, 12), us(1, 5, 9, 10, 12)),
    ...twice,
  },
  {
    name: 'case 147: an end that belongs to it',
    config: config({ cursor_path: 'u', initial_value: 1, end_value: 10, range_end: 'closed' }),
    answer: runsOf(us(1, 9, 10, 11)),
  },
  {
    name: 'case 148: a start that does not belong to it',
    config: config({ cursor_path: 'u', initial_value: 5, range_start: 'open' }),
    answer: runsOf(us(5, 6), us(6, 7)),
    ...twice,
  },
  {
    name: 'case 149: downwards',
    config: config({ cursor_path: 'u', initial_value: 10, last_value_func: 'min', start_param: 's' }),
    answer: runsOf(us(11, 10, 5), us(5, 6, 1)),
    ...twice,
  },
  {
    name: 'case 150: a cursor that is null',
    config: config(counting),
    answer: runsOf(us(1, null)),
    fails: 'run',
  },
  {
    name: 'case 150: a cursor that is missing',
    config: config(counting),
    answer: runsOf([{ id: 1 }]),
    fails: 'run',
  },
  {
    name: 'case 151: rows without a cursor are taken',
    config: config({ ...counting, on_cursor_value_missing: 'include' }),
    answer: runsOf([{ id: 1 }, { id: 2, u: null }, { id: 3, u: 3 }], [{ id: 1 }, { id: 2, u: null }, { id: 3, u: 3 }]),
    ...twice,
  },
  {
    name: 'case 152: rows without a cursor are left out',
    config: config({ ...counting, on_cursor_value_missing: 'exclude' }),
    answer: runsOf([{ id: 1 }, { id: 2, u: null }, { id: 3, u: 3 }]),
  },
  {
    name: 'case 156: a window that looks back',
    config: config({ ...counting, lag: 2, start_param: 's' }),
    answer: runsOf(us(10), us(10, 8), us(10, 9)),
    runs: 3,
  },
  {
    name: 'case 157: a window of an hour',
    config: config({ ...since, lag: 3600 }),
    answer: runsOf(us(day(2)), us(day(2))),
    ...twice,
  },
  {
    name: 'case 158: a window of a day',
    config: config({ cursor_path: 'u', initial_value: '2024-01-01', lag: 1, start_param: 's' }),
    answer: runsOf(us('2024-01-05'), us('2024-01-05', '2024-01-04', '2024-01-03')),
    ...twice,
  },
  {
    name: 'case 159: a window that ends at the beginning',
    config: config({ ...counting, lag: 100, start_param: 's' }),
    answer: runsOf(us(10), us(10, 1)),
    ...twice,
  },
  {
    name: 'case 160: a value that is converted for the request',
    config: config({ cursor_path: 'u', initial_value: 1, start_param: 's', convert: { $function: 'in angles' } }),
    answer: runsOf(us(1, 2), us(2, 3)),
    ...twice,
  },
  {
    name: 'case 161: only old rows',
    config: config(counting),
    answer: runsOf(us(5, 7), us(5, 6), us(7, 8)),
    runs: 3,
  },
  {
    name: 'case 162: replaced as a whole',
    config: config(counting, {}, { write_disposition: 'replace' }),
    answer: runsOf(us(5, 7), us(5, 7)),
    ...twice,
  },
  {
    name: 'case 163: a cursor inside',
    config: config({ cursor_path: 'm.u', initial_value: 0, start_param: 's' }),
    answer: runsOf(
      [{ id: 1, m: { u: 4 } }],
      [
        { id: 1, m: { u: 4 } },
        { id: 2, m: { u: 5 } },
      ],
    ),
    ...twice,
  },
  {
    name: 'case 145: no value to begin with, in a text',
    config: config({ cursor_path: 'u' }, { params: { s: '{incremental.start_value}' } }),
    answer: runsOf(us(5)),
    differs: {
      id: 'start-of-nothing',
      dlt: { requests: ['GET /items?s=None'], rows: { items: [{ id: 0, u: 5 }] } },
      sluice: { requests: ['GET /items'], rows: { items: [{ id: 0, u: 5 }] } },
    },
  },
  {
    name: 'case 168: a text to begin with, and numbers',
    config: config({ cursor_path: 'u', initial_value: 'a' }),
    answer: runsOf(us(1)),
    fails: 'run',
  },
  {
    name: 'section 7.9: three runs with the same last value',
    config: config(counting),
    answer: runsOf(
      us(7),
      [
        { id: 0, u: 7 },
        { id: 1, u: 7 },
      ],
      [
        { id: 0, u: 7 },
        { id: 1, u: 7 },
        { id: 2, u: 7 },
      ],
    ),
    runs: 3,
  },
];
