/** Bodies: JSON, forms, text, none. */
import { always, items, type Json, type RestCase } from './rest-case.ts';

const list = always([{ id: 1 }]);
const post = (endpoint: Json): Json => items({ method: 'POST', ...endpoint });

export const bodies: readonly RestCase[] = [
  { name: 'section 2.7: a POST without a body', config: post({}), answer: list },
  { name: 'case 20: an empty JSON body with a GET', config: items({ json: {} }), answer: list },
  { name: 'case 20: a JSON body with a GET', config: items({ json: { a: 1 }, params: { b: 2 } }), answer: list },
  {
    name: 'section 2.7: JSON as Python spells it',
    config: post({
      json: { a: 1, b: [1.5, true, null, 'ü€😀"\\\n\u0001/'], c: {}, d: [], e: -0.5, f: { g: { h: false } } },
    }),
    answer: list,
  },
  {
    name: 'section 2.7: numbers of JSON',
    config: post({ json: { a: 0.00001234, b: 1e-7, c: 123456789012, d: 0.1 } }),
    answer: list,
  },
  {
    name: 'case 28: doubled braces in JSON',
    config: post({ json: { q: 'query {{ a }}', '{{k}}': ['{{{{x}}}}'] } }),
    answer: list,
  },
  {
    name: 'section 2.7: a type of content that is given',
    config: post({ json: { a: 1 }, headers: { 'Content-Type': 'application/vnd.api+json' } }),
    answer: list,
  },
  { name: 'case 21: a form', config: post({ data: { a: 'x y', b: [1, 2], c: null } }), answer: list },
  {
    name: 'case 21: booleans, numbers and signs in a form',
    config: post({ data: { a: true, b: 1.5, c: 'ü&=+', d: '' } }),
    answer: list,
  },
  {
    name: 'case 37: a list of pairs',
    config: post({
      data: [
        ['a', '1'],
        ['b', 'x'],
        ['a', '2'],
      ],
    }),
    answer: list,
  },
  { name: 'case 22: a text', config: post({ data: 'raw' }), answer: list },
  { name: 'case 22: a text beyond ASCII', config: post({ data: 'ü€ {{x}}' }), answer: list },
  {
    name: 'case 22: a text with a type of content',
    config: post({ data: '<a/>', headers: { 'Content-Type': 'application/xml' } }),
    answer: list,
  },
  { name: 'case 23: an empty form', config: post({ data: {} }), answer: list },
  { name: 'section 1.4: data of null', config: post({ data: null }), answer: list },
  {
    name: 'section 2.7: an empty JSON body gives way to a form',
    config: post({ json: {}, data: { a: 1 } }),
    answer: list,
  },
  { name: 'section 2.7: a form with a GET', config: items({ data: { a: 1 } }), answer: list },
  {
    name: 'case 24: both kinds of bodies',
    config: post({ json: { x: 1 }, data: { a: 1 } }),
    answer: list,
    differs: {
      id: 'two-bodies',
      dlt: { requests: [], fails: 'run' },
      sluice: { requests: [], fails: 'build' },
    },
  },
  { name: 'section 2.3: braces in a form', config: post({ data: { 'a{{b}}': '{{c}}' } }), answer: list },
  {
    name: 'case 37: pairs that are no texts',
    config: post({
      data: [
        ['a', 1],
        ['b', true],
        ['c', [1, 2]],
      ],
    }),
    answer: list,
  },
  {
    name: 'section 2.7: a form on each page',
    config: post({ data: { a: 1 }, paginator: { type: 'page_number', base_page: 1 } }),
    answer: (_, index) => ({ body: { data: [{ index }], total: 2 } }),
  },
  { name: 'section 2.7: an empty text', config: post({ data: '' }), answer: list },
  { name: 'section 2.7: an empty list', config: post({ data: [] }), answer: list },
];
