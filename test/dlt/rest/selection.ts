/** Which part of an answer is the rows. */
import type { Value } from '../../../src/core/value.ts';
import { always, answersInTurn, items, type Json, type RestCase } from './rest-case.ts';

const selected = (data_selector: string): Json => items({ data_selector, paginator: 'single_page' });
const detected = items({ paginator: 'single_page' });
const asked = ['GET /items'];

const agreeing: readonly (readonly [name: string, selector: string, body: Value])[] = [
  ['case 57: all elements', 'data[*]', { data: [{ id: 1 }, { id: 2 }] }],
  ['case 57: a list', 'data', { data: [{ id: 1 }, { id: 2 }] }],
  ['case 57: an empty list', 'data', { data: [] }],
  ['case 57: all elements of an empty list', 'data[*]', { data: [] }],
  ['case 57: an object', 'o', { o: { id: 3 } }],
  ['case 57: all of an object is the object', 'o[*]', { o: { id: 3 } }],
  ['case 57: a root list', '$', [{ id: 1 }, { id: 2 }]],
  ['case 57: all of a root list', '$[*]', [{ id: 1 }, { id: 2 }]],
  ['case 57: all of the root, without a sign', '[*]', [{ id: 1 }, { id: 2 }]],
  ['case 57: the root object', '$', { id: 1, data: [{ x: 1 }] }],
  ['case 58: null', 'data', { data: null, total: 3 }],
  ['case 60: a dash', 'many-results', { 'many-results': [{ id: 1 }, { id: 2 }] }],
  ['case 61: an odd key', "['@odata.value']", { '@odata.value': [{ id: 1 }] }],
  ['case 61: a quoted key with a dot', "$.'a.b'", { 'a.b': [{ id: 1 }] }],
  [
    'case 62: lists in a list of one',
    'nested.items[*].subs[*]',
    { nested: { items: [{ subs: [{ id: 1 }, { id: 2 }] }] } },
  ],
  ['case 62: lists in lists', 'items[*].subs[*]', { items: [{ subs: [{ id: 1 }] }, { subs: [{ id: 2 }, { id: 3 }] }] }],
  ['section 3.3: all members', 'data.*', { data: { a: { id: 1 }, b: { id: 2 } } }],
  ['section 3.3: descendants', '$..rows[*]', { a: { rows: [{ id: 1 }] }, b: { rows: [{ id: 2 }, { id: 3 }] } }],
  ['section 3.3: a slice', 'data[1:3]', { data: [{ id: 0 }, { id: 1 }, { id: 2 }, { id: 3 }] }],
  ['section 3.3: the last element', 'data[-1]', { data: [{ id: 0 }, { id: 1 }] }],
  ['section 3.1: numbers as they came', 'data', { data: [{ big: 12345678901234567890n, one: 1, half: 0.5 }] }],
];

const filters: readonly (readonly [name: string, selector: string, body: Value])[] = [
  ['case 63: a filter', 'data[?(@.id>1)]', { data: [{ id: 1 }, { id: 2 }, { id: 3 }] }],
  [
    'case 63: a filter by text',
    "data[?(@.kind=='a')]",
    {
      data: [
        { kind: 'a', id: 1 },
        { kind: 'b', id: 2 },
        { kind: 'a', id: 3 },
      ],
    },
  ],
  ['case 63: two conditions', 'data[?(@.id>1 & @.id<4)]', { data: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }] }],
  ['case 63: a field that is there', 'data[?(@.x)]', { data: [{ x: 1 }, { id: 2 }, { x: 0 }] }],
];

const found: readonly (readonly [name: string, body: Value])[] = [
  ['section 3.2: an envelope', { _embedded: { items: [{ id: 1 }] }, page: 1 }],
  ['section 3.2: the only list', { products: [{ id: 1 }], next_cursor: null }],
  ['section 3.2: a root list', [{ id: 1 }]],
  ['case 64: a list with the name of rows', { errors: [{ e: 1 }], results: [{ id: 1 }] }],
  ['case 66: an object without lists', { id: 1, a: { b: 1 } }],
  ['section 3.2: an empty object is a row', {}],
  ['section 3.2: a known name below another', { x: { items: [{ id: 1 }] }, data: [{ id: 2 }] }],
];

export const selection: readonly RestCase[] = [
  ...agreeing.map(([name, selector, body]) => ({ name, config: selected(selector), answer: always(body) })),
  ...filters.map(([name, selector, body]) => ({
    name,
    config: selected(selector),
    answer: always(body),
  })),
  ...found.map(([name, body]) => ({ name, config: detected, answer: always(body) })),
  {
    name: 'section 3.1: floats keep their point',
    config: selected('data'),
    answer: answersInTurn({ body: '{"data": [{"a": 1.0, "b": 1.5, "c": -0.0, "d": "1.0"}]}' }),
  },
  {
    name: 'section 3.1: a byte order mark, and equal keys',
    config: selected('data'),
    answer: answersInTurn({ body: '\uFEFF{"data": [{"a": 1, "b": 2, "a": 3}]}' }),
  },
  {
    name: 'case 59: a selector that finds nothing',
    config: selected('missing'),
    answer: always({ data: [{ id: 1 }] }),
    differs: { id: 'selector-missed', dlt: { requests: asked }, sluice: { requests: asked, fails: 'run' } },
  },
  {
    name: 'case 67: a list of objects before a deeper one of a known name',
    config: detected,
    answer: always({ users: [{ id: 1 }], x: { data: [{ id: 2 }] } }),
  },
  {
    name: 'case 68: an empty list of errors before the rows',
    config: detected,
    answer: always({ errors: [], users: [{ id: 1 }] }),
    differs: {
      id: 'rows-detected',
      dlt: { requests: asked },
      sluice: { requests: asked, rows: { items: [{ id: 1 }] } },
    },
  },
  {
    name: 'W7: a known name in another letter case',
    config: detected,
    answer: always({ errors: [{ e: 1 }], Results: [{ id: 1 }] }),
    differs: {
      id: 'rows-detected',
      dlt: { requests: asked, rows: { items: [{ e: 1 }] } },
      sluice: { requests: asked, rows: { items: [{ id: 1 }] } },
    },
  },
  {
    name: 'W7: a list below a key with a blank',
    config: detected,
    answer: always({ 'my rows': [{ id: 1 }] }),
    differs: {
      id: 'rows-detected',
      dlt: { requests: asked, fails: 'run' },
      sluice: { requests: asked, rows: { items: [{ id: 1 }] } },
    },
  },
  { name: 'case 69: an empty body', config: selected('$'), answer: answersInTurn({ status: 204 }), fails: 'run' },
  { name: 'case 69: a body that is no JSON', config: detected, answer: answersInTurn({ body: '<p>' }), fails: 'run' },
  {
    name: 'case 69: an empty body, ignored',
    config: items({ data_selector: '$', response_actions: [{ status_code: 204, action: 'ignore' }] }),
    answer: answersInTurn({ status: 204 }),
  },
];
