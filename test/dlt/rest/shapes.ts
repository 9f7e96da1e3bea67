/** Shapes of resources, merging of defaults, addresses. */
import { always, answersInTurn, inTurn, items, type RestCase } from './rest-case.ts';

const list = always([{ id: 1 }, { id: 2 }]);
const client = { base_url: 'http://api' };
const single = 'single_page';
const shapesOfFive = [
  { name: 'a' },
  { name: 'b', endpoint: {} },
  { name: 'c', endpoint: 'p/q' },
  'd',
  { name: 'e', endpoint: { path: 'x/y/' } },
];

export const shapes: readonly RestCase[] = [
  { name: 'case 1: a name alone', config: { client, resources: ['items'] }, answer: list },
  { name: 'case 1: a name with a slash is a path', config: { client, resources: ['v1/items'] }, answer: list },
  { name: 'case 2, 3: every shape of a resource', config: { client, resources: shapesOfFive }, answer: list },
  {
    name: 'case 4: one slash between base and path',
    config: { client: { base_url: 'http://api/v1/' }, resources: [{ name: 'items', endpoint: '/items' }] },
    answer: list,
  },
  {
    name: 'case 4: many slashes are one',
    config: { client: { base_url: 'http://api/v1///' }, resources: [{ name: 'items', endpoint: '//items' }] },
    answer: list,
  },
  {
    name: 'case 5: an empty path is the base',
    config: { client: { base_url: 'http://api/v1/' }, resources: [{ name: 'items', endpoint: { path: '' } }] },
    answer: list,
  },
  {
    name: 'case 5: a path of one slash',
    config: { client: { base_url: 'http://api' }, resources: [{ name: 'items', endpoint: { path: '/' } }] },
    answer: list,
  },
  {
    name: 'case 6: an absolute path ignores the base',
    config: items({ path: 'HTTP://api/x' }, {}, { base_url: 'http://api/v1' }),
    answer: list,
  },
  {
    name: 'case 6: another host gets no credentials',
    config: items({ path: 'http://other/x' }, {}, { auth: { token: 'T' } }),
    answer: list,
    differs: {
      id: 'credentials-elsewhere',
      dlt: { requests: ['GET /x [authorization: Bearer T]'], rows: { items: [{ id: 1 }, { id: 2 }] } },
      sluice: { requests: ['GET /x'], rows: { items: [{ id: 1 }, { id: 2 }] } },
    },
  },
  { name: 'case 7: another scheme is a path', config: items({ path: 'my://x' }), answer: list },
  { name: 'case 8: a query in the path', config: items({ path: 'items?x=1', params: { z: 2 } }), answer: list },
  {
    name: 'case 8: the same name in path and params',
    config: items({ path: 'items?x=1', params: { x: 2 } }),
    answer: list,
  },
  {
    name: 'case 10: params go key by key, and null takes one back',
    config: {
      client,
      resource_defaults: { endpoint: { params: { a: 1, b: 2, n: 3 } } },
      resources: [{ name: 'items', endpoint: { params: { b: 3, c: null, n: null } } }],
    },
    answer: list,
  },
  {
    name: 'case 11: headers of the endpoint replace those of the defaults',
    config: {
      client: { ...client, headers: { 'X-C': 'c' } },
      resource_defaults: { endpoint: { headers: { 'X-D': '1', 'X-B': '1' } } },
      resources: [{ name: 'items', endpoint: { headers: { 'X-B': '2' } } }],
    },
    answer: list,
  },
  {
    name: 'case 12: headers of the client give way',
    config: items({ headers: { 'X-C': 'e' } }, {}, { headers: { 'X-C': 'c', 'X-D': 'd' } }),
    answer: list,
  },
  {
    name: 'case 12: a user agent, and a type of answers',
    config: items({}, {}, { headers: { 'User-Agent': 'judge', Accept: 'application/json' } }),
    answer: list,
  },
  {
    name: 'case 13: json goes key by key, one level deep',
    config: {
      client,
      resource_defaults: { endpoint: { method: 'POST', json: { n: { x: 1 }, k: 1 } } },
      resources: [{ name: 'items', endpoint: { json: { n: { y: 2 } } } }],
    },
    answer: list,
  },
  {
    name: 'case 14: null takes back the default paginator, and that of the client is used',
    config: {
      client: { ...client, paginator: { type: 'page_number', page_param: 'p', total_path: null, maximum_page: 2 } },
      resource_defaults: { endpoint: { paginator: 'cursor' } },
      resources: [{ name: 'items', endpoint: { paginator: null } }],
    },
    answer: list,
  },
  {
    name: 'case 15: auto leaves the choice to the client',
    config: items({ paginator: 'auto' }, {}, { paginator: single }),
    answer: always({ data: [{ id: 1 }], next: '/items?page=2' }),
  },
  {
    name: 'case 16: auto cancels the paginator of the defaults',
    config: {
      client,
      resource_defaults: { endpoint: { paginator: single } },
      resources: [{ name: 'items', endpoint: { paginator: 'auto' } }],
    },
    answer: inTurn({ data: [{ id: 1 }], next: '/items?page=2' }, { data: [{ id: 2 }], next: null }),
  },
  {
    name: 'case 14: a selector of the defaults is taken back by null',
    config: {
      client,
      resource_defaults: { endpoint: { data_selector: 'a', paginator: single } },
      resources: [{ name: 'items', endpoint: { data_selector: null } }, 'others'],
    },
    answer: always({ a: [{ id: 1 }], data: [{ id: 2 }] }),
  },
  {
    name: 'case 17: two resources of one name',
    config: { client, resources: ['a', { name: 'a', endpoint: 'b' }] },
    answer: list,
    fails: 'build',
  },
  {
    name: 'case 18: a key at the wrong place',
    config: { client, resources: [{ name: 'a', params: { b: 1 } }] },
    answer: list,
    fails: 'build',
  },
  { name: 'case 19: a method in lower case', config: items({ method: 'get' }), answer: list, fails: 'build' },
  {
    name: 'case 18: an unknown key of an endpoint',
    config: items({ paginate: single }),
    answer: list,
    fails: 'build',
  },
  {
    name: 'L1: a paginator as guides call it',
    config: items({ pagination: single }),
    answer: list,
    differs: {
      id: 'guide-spellings',
      dlt: { requests: [], fails: 'build' },
      sluice: { requests: ['GET /items'], rows: { items: [{ id: 1 }, { id: 2 }] } },
    },
  },
  { name: 'case 18: no client', config: { resources: ['items'] }, answer: list, fails: 'build' },
  { name: 'case 3: no resources', config: { client, resources: [] }, answer: list },
  {
    name: 'case 29: params in the path',
    config: items({ path: '{org}/x', params: { org: 'o', k: 'v' } }),
    answer: list,
  },
  {
    name: 'case 29: booleans and numbers in the path',
    config: items({ path: '{a}/{b}/{c}/x', params: { a: true, b: 5, c: 1.5 } }),
    answer: list,
  },
  { name: 'case 29: a placeholder without a value', config: items({ path: '{org}/x' }), answer: list, fails: 'build' },
  {
    name: 'case 30: a path that ends with a placeholder is one entity',
    config: items({ path: 'users/{id}', params: { id: 5 } }),
    answer: always({ data: [1] }),
  },
  {
    name: 'case 30: an extension behind the placeholder, and a list',
    config: items({ path: 'users/{id}.json', params: { id: 5 } }),
    answer: answersInTurn({ body: [{ id: 1 }, { id: 2 }], headers: { Link: '</x>; rel="next"' } }),
  },
  {
    name: 'case 54: the same placeholder twice',
    config: items({ path: 'x/{a}/{a}/y', params: { a: 'b' } }),
    answer: list,
    differs: {
      id: 'placeholder-twice',
      dlt: { requests: [], fails: 'build' },
      sluice: { requests: ['GET /x/b/b/y'], rows: { items: [{ id: 1 }, { id: 2 }] } },
    },
  },
];
