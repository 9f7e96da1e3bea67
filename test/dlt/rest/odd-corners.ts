/** What nobody writes on purpose, and somebody will paste. */
import {
  always,
  answersInTurn,
  inTurn,
  items,
  parentAndChild,
  postsAndChild,
  type Json,
  type RestCase,
} from './rest-case.ts';

const list = always([{ id: 1 }]);
const row = [{ id: 1 }];
const pageOne = { type: 'page_number', base_page: 1 };
const letters = always({ a: [{ id: 1 }], b: [{ id: 2 }], data: [{ id: 3 }] });
const commentsOf = 'posts/{resources.posts.id}/c';
const envelope = always({ data: row, next: '/items?page=2' });
const one = (path: string): Json => items({ path, params: { id: 5 } });

export const oddCorners: readonly RestCase[] = [
  { name: 'section 3.4: slashes behind the placeholder', config: one('p/{id}//'), answer: envelope },
  { name: 'section 3.4: a query behind the placeholder', config: one('p/{id}_data?x=true'), answer: envelope },
  { name: 'section 3.4: a placeholder in the query', config: one('posts?id={id}'), answer: envelope },
  {
    name: 'section 3.4: a segment behind the placeholder',
    config: items({ path: 'p/{id}/details', params: { id: 5 }, paginator: 'single_page' }),
    answer: envelope,
  },
  {
    name: 'section 3.4: a selector and a paginator of its own',
    config: items({ path: 'p/{id}', params: { id: 5 }, data_selector: 'data', paginator: 'json_link' }),
    answer: inTurn({ data: row, next: '?page=2' }, { data: row }),
  },
  {
    name: 'section 3.4: the client’s paginator does not count for one entity',
    config: items({ path: 'p/{id}', params: { id: 5 } }, {}, { paginator: 'json_link' }),
    answer: envelope,
  },
  {
    name: 'section 3.4: the paginator of the defaults does',
    config: {
      client: { base_url: 'http://api' },
      resource_defaults: { endpoint: { paginator: 'json_link' } },
      resources: [{ name: 'items', endpoint: { path: 'p/{id}', params: { id: 5 } } }],
    },
    answer: inTurn({ data: row, next: '?page=2' }, { data: row }),
  },
  {
    name: 'section 2.1: a query in the base',
    config: items({}, {}, { base_url: 'http://api/v1?k=1' }),
    answer: list,
  },
  {
    name: 'section 2.1: no base, and an absolute path',
    config: items({ path: 'http://api/x' }, {}, { base_url: '' }),
    answer: list,
  },
  {
    name: 'section 2.9: a row that has the field already',
    config: postsAndChild({ endpoint: commentsOf, include_from_parent: ['id'] }),
    answer: parentAndChild([{ id: 1 }], () => [{ _posts_id: 'own', z: 1 }]),
  },
  {
    name: 'section 2.3: a format in a placeholder',
    config: postsAndChild({
      endpoint: { path: 'c', params: { a: '{resources.posts.id:>3}', b: '{resources.posts.t!r}' } },
    }),
    answer: parentAndChild([{ id: 7, t: 'x' }]),
  },
  {
    name: 'W25: doubled braces in a path',
    config: items({ path: 'x/{{y}}/z' }),
    answer: list,
    differs: {
      id: 'braces-in-paths',
      dlt: { requests: [], fails: 'run' },
      sluice: { requests: ['GET /x/%7By%7D/z'], rows: { items: row } },
    },
  },
  {
    name: 'section 2.6: headers that are no texts',
    config: items({ headers: { 'X-N': 1, 'X-B': true } }),
    answer: list,
    differs: {
      id: 'header-numbers',
      dlt: { requests: [], fails: 'run' },
      sluice: { requests: ['GET /items [x-b: True] [x-n: 1]'], rows: { items: row } },
    },
  },
  {
    name: 'W14: literals of the defaults in the paths of two resources',
    config: {
      client: { base_url: 'http://api' },
      resource_defaults: { endpoint: { params: { org: 'o', k: 1 } } },
      resources: [
        { name: 'a', endpoint: '{org}/a' },
        { name: 'b', endpoint: '{org}/b' },
      ],
    },
    answer: list,
    differs: {
      id: 'defaults-shared',
      dlt: { requests: [], fails: 'build' },
      sluice: { requests: ['GET /o/a?k=1', 'GET /o/b?k=1'], rows: { a: row, b: row } },
    },
  },
  {
    name: 'W39: a status that is a text',
    config: items({ response_actions: [{ status_code: '404', action: 'ignore' }] }),
    answer: answersInTurn({ status: 404, body: {} }),
    differs: {
      id: 'status-as-text',
      dlt: { requests: ['GET /items'], fails: 'run' },
      sluice: { requests: ['GET /items'] },
    },
  },
  {
    name: 'section 4.3: a total that is no whole number',
    config: items({ paginator: pageOne }),
    answer: always({ data: row, total: 2.9 }),
  },
  {
    name: 'section 4.3: a total that is a text',
    config: items({ paginator: { ...pageOne, total_path: 'total' } }),
    answer: always({ data: row, total: 'many' }),
    fails: 'run',
  },
  {
    name: 'section 4.3: a total that grows',
    config: items({ paginator: pageOne }),
    answer: (_, index) => ({ body: { data: [{ index }], total: index === 0 ? 2 : 3 } }),
  },
  {
    name: 'section 4.3: a flag that is missing',
    config: items({ paginator: { ...pageOne, total_path: null, has_more_path: 'more' } }),
    answer: inTurn({ data: row, more: true }, { data: row }),
    differs: {
      id: 'flag-missing',
      dlt: { requests: ['GET /items?page=1', 'GET /items?page=2'], fails: 'run' },
      sluice: { requests: ['GET /items?page=1', 'GET /items?page=2'], rows: { items: [...row, ...row] } },
    },
  },
  {
    name: 'section 4.6: a link that is a number',
    config: items({ paginator: 'json_link' }),
    answer: always({ data: row, next: 5 }),
    fails: 'run',
  },
  {
    name: 'section 9: another host by a redirect',
    config: items({}, {}, { auth: { token: 'T' } }),
    answer: (request) =>
      request.path === '/items' ? { status: 302, headers: { Location: 'http://other/x' } } : { body: row },
    differs: {
      id: 'link-elsewhere',
      dlt: { requests: ['GET /items [authorization: Bearer T]', 'GET /x'], rows: { items: row } },
      sluice: { requests: ['GET /items [authorization: Bearer T]'], fails: 'run' },
    },
  },
  {
    name: 'W29: a parent’s link to another host',
    config: {
      client: { base_url: 'http://api', auth: { token: 'T' } },
      resources: [
        { name: 'posts', endpoint: { paginator: 'single_page' } },
        { name: 'c', endpoint: '{resources.posts.link}' },
      ],
    },
    answer: parentAndChild([{ link: 'http://other/x' }]),
    differs: {
      id: 'link-elsewhere',
      dlt: {
        requests: ['GET /posts [authorization: Bearer T]', 'GET /x [authorization: Bearer T]'],
        rows: { posts: [{ link: 'http://other/x' }], c: [{ id: 30 }] },
      },
      sluice: { requests: ['GET /posts [authorization: Bearer T]'], fails: 'run' },
    },
  },
  { name: 'section 5.2: an empty token', config: items({}, {}, { auth: { token: '' } }), answer: list },
  {
    name: 'section 5.4: a password is missing',
    config: items({}, {}, { auth: { type: 'http_basic', username: 'u' } }),
    answer: list,
    fails: 'build',
  },
  {
    name: 'W43: numbers of a parent',
    config: postsAndChild(
      { endpoint: { path: commentsOf, method: 'POST', json: { n: '{resources.posts.id}' } } },
      { selected: false },
    ),
    answer: (request) => (request.path === '/posts' ? { body: '[{"id": 1e3}]' } : { body: row }),
    differs: {
      id: 'number-spelling',
      dlt: {
        requests: ['GET /posts', 'POST /posts/1000.0/c [content-type: application/json] {"n": 1000.0}'],
        rows: { c: row },
      },
      sluice: {
        requests: ['GET /posts', 'POST /posts/1e3/c [content-type: application/json] {"n": 1e3}'],
        rows: { c: row },
      },
    },
  },
  {
    name: 'W43: floats of a parent',
    config: postsAndChild(
      { endpoint: { path: commentsOf, method: 'POST', json: { n: '{resources.posts.id}' } } },
      { selected: false },
    ),
    answer: (request) =>
      request.path === '/posts' ? { body: '[{"id": 1.0}, {"id": 1.50}, {"id": 0.00001}]' } : { body: row },
  },
  {
    name: 'W35: a run that failed goes on',
    config: items({ paginator: 'json_link' }),
    answer: (request, _, run) => {
      if (run === 0 && request.query.has('page')) return { status: 404 };
      return { body: request.query.has('page') ? { data: [{ id: 2 }] } : { data: [{ id: 1 }], next: '/items?page=1' } };
    },
    runs: 2,
    differs: {
      id: 'failed-run-goes-on',
      dlt: [
        { requests: ['GET /items', 'GET /items?page=1'], fails: 'run' },
        { requests: ['GET /items', 'GET /items?page=1'], rows: { items: [{ id: 1 }, { id: 2 }] } },
      ],
      sluice: [
        { requests: ['GET /items', 'GET /items?page=1'], fails: 'run' },
        { requests: ['GET /items?page=1'], rows: { items: [{ id: 1 }, { id: 2 }] } },
      ],
    },
  },
  {
    name: 'section 1.8: two runs without anything incremental',
    config: items({ paginator: 'json_link' }),
    answer: (request) => ({
      body: request.query.has('page') ? { data: [{ id: 2 }] } : { data: [{ id: 1 }], next: '?page=1' },
    }),
    runs: 2,
  },
  ...(['a,b', 'a|b', "['a','b']"] as const).map((data_selector) => ({
    name: `section 3.3: the selector ${data_selector}`,
    config: items({ data_selector, paginator: 'single_page' }),
    answer: letters,
  })),
  {
    name: 'section 3.3: the selector `this`',
    config: items({ data_selector: '`this`', paginator: 'single_page' }),
    answer: letters,
  },
  ...(['data[0,1]', 'data[?id>1', 'a b'] as const).map((data_selector) => ({
    name: `section 3.3: the selector ${data_selector}`,
    config: items({ data_selector, paginator: 'single_page' }),
    answer: letters,
    differs: {
      id: 'selector-unreadable',
      dlt: { requests: ['GET /items'], fails: 'run' },
      sluice: { requests: [], fails: 'build' },
    } as const,
  })),
  {
    name: 'section 3.2: an empty selector',
    config: items({ data_selector: '', paginator: 'single_page' }),
    answer: always({ data: row }),
  },
  {
    name: 'section 3.1: a text, a number and lists as rows',
    config: items({ data_selector: 'l', paginator: 'single_page' }),
    answer: always({ l: [{ id: 1 }, 'x', 5] }),
  },
  {
    name: 'section 3.1: null as a row',
    config: items({ data_selector: 'on', paginator: 'single_page' }),
    answer: always({ on: [null] }),
  },
  {
    name: 'W20: an error with status 200',
    config: items({ paginator: 'single_page' }),
    answer: always({ error: 'none' }),
  },
];
