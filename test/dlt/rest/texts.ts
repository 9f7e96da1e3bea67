/** How values are spelled: in the query, in paths, in headers; braces. */
import { always, items, type RestCase } from './rest-case.ts';

const list = always([{ id: 1 }]);
const single = { paginator: 'single_page' };

export const texts: readonly RestCase[] = [
  {
    name: 'case 9: values in the query',
    config: items({ params: { a: null, b: true, c: [1, 2], d: [], e: 1.5, f: '', g: 'a b&c' } }),
    answer: list,
  },
  {
    name: 'case 9: false, negative, large and small numbers',
    config: items({
      params: { a: false, b: -1, c: 9007199254740991, d: 0.1, e: 0, f: 1.25e-7, g: 0.00012, h: 0.00001 },
    }),
    answer: list,
  },
  {
    name: 'case 9: every sign of ASCII',
    config: items({ params: { q: ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`|~', '§': 'ü€😀', 'a[b]': 'x', '': 'empty' } }),
    answer: list,
  },
  {
    name: 'case 9: lists of everything',
    config: items({ params: { a: [true, null, 'x y', 1.5], b: [[]].flat(), c: ['', 'ü'] } }),
    answer: list,
  },
  {
    name: 'case 9: an order that is not the alphabet’s',
    config: items({ params: { z: 1, a: 2, m: 3, b: 4 } }),
    answer: list,
  },
  {
    name: 'case 9: line breaks and tabs',
    config: items({ params: { q: 'a\nb\tc\r', r: 'a%20b', s: 'a+b' } }),
    answer: list,
  },
  {
    name: 'case 25: doubled braces in params',
    config: items({ params: { p: '{{x}}', q: '{{a {{b}} {{c}}}}', '{{k}}': 'v' } }),
    answer: list,
  },
  {
    name: 'case 26: doubled braces in headers',
    config: items({ headers: { 'X-E': '{{v}}', 'X-N': 'plain' } }),
    answer: list,
  },
  {
    name: 'case 27: headers of the client are sent as they are',
    config: items({}, {}, { headers: { 'X-R': '{resources.a.b}', 'X-S': '{{x}}' } }),
    answer: list,
  },
  {
    name: 'case 28: a lone brace in json',
    config: items({ json: { q: 'query { a }' }, method: 'POST' }),
    answer: list,
    fails: 'build',
  },
  { name: 'case 28: an open brace in params', config: items({ params: { q: 'a{b' } }), answer: list, fails: 'build' },
  { name: 'case 46: an unknown root', config: items({ params: { a: '{unknown.x}' } }), answer: list, fails: 'build' },
  {
    name: 'case 46: blanks inside of braces',
    config: items({ params: { a: '{ resources.p.id }' } }),
    answer: list,
    fails: 'build',
  },
  { name: 'section 2.1: signs of a path', config: items({ path: 'a b/%zz/%2F[x]|"ü' }), answer: list },
  { name: 'section 2.1: signs that a path may hold', config: items({ path: "a:b@c&d=e+f',;g(h)!$~*" }), answer: list },
  { name: 'section 2.1: dots in a path', config: items({ path: './x/../y/a//b/.' }), answer: list },
  {
    name: 'section 2.1: a fragment is not sent',
    config: items({ path: 'items#part', params: { a: 1 } }),
    answer: list,
  },
  {
    name: 'section 2.1: signs in the query of a path',
    config: items({ path: 'items?q=a b&r=ü&s=%41+x' }),
    answer: list,
  },
  { name: 'section 2.1: backslashes and carets', config: items({ path: 'a\\b/c^d/e`f/<g>' }), answer: list },
  {
    name: 'section 2.1: escapes of letters, and in lower case',
    config: items({ path: 'a%41%7e%2f%c3%bc/x?y=%41%2f%c3%bc' }),
    answer: list,
  },
  { name: 'section 2.1: a lone percent sign', config: items({ path: 'a%/%2F%41?y=%2F' }), answer: list },
  { name: 'section 2.1: a lone percent sign in a query', config: items({ path: 'a%2F?y=100%&z=%41' }), answer: list },
  {
    name: 'section 2.1: every sign in the query of a path',
    config: items({ path: 'x?q=!"$%27&\'()*+,-./:;<=>?@[\\]^_`|~' }),
    answer: list,
    differs: {
      id: 'apostrophe',
      dlt: {
        requests: [`GET /x?q=!%22$%27&'()*+,-./:;%3C=%3E?@%5B%5C%5D%5E_%60%7C~`],
        rows: { items: [{ id: 1 }] },
      },
      sluice: {
        requests: ['GET /x?q=!%22$%27&%27()*+,-./:;%3C=%3E?@%5B%5C%5D%5E_%60%7C~'],
        rows: { items: [{ id: 1 }] },
      },
    },
  },
  {
    name: 'section 2.1: params behind an odd query',
    config: items({ path: 'x?a', params: { b: "it's" } }),
    answer: list,
  },
  { name: 'section 2.1: params behind an empty query', config: items({ path: 'x?', params: { b: 1 } }), answer: list },
  { name: 'section 2.1: an empty query', config: items({ path: 'x?' }), answer: list },
  {
    name: 'section 2.1: a literal of several segments',
    config: items({ path: 'x/{p}/y', params: { p: 'a b' }, ...single }),
    answer: list,
  },
  {
    name: 'section 2.1: a literal with a slash',
    config: items({ path: 'x/{p}/y', params: { p: 'a/b' }, ...single }),
    answer: list,
  },
];
