/** Statuses, retries, redirects, and what answers lead to. */
import { always, answersInTurn, items, parentAndChild, postsAndChild, type Json, type RestCase } from './rest-case.ts';

const fine = { body: [{ id: 1 }] };
const acting = (response_actions: unknown, endpoint: Json = {}): Json => items({ response_actions, ...endpoint });
const ignoring = (status_code: number): Json => ({ status_code, action: 'ignore' });
const status = (code: number, body: unknown = {}): RestCase['answer'] => answersInTurn({ status: code, body });
const pageOne = { paginator: { type: 'page_number', base_page: 1 } };

export const http: readonly RestCase[] = [
  { name: 'case 128: not found', config: items({}), answer: status(404), fails: 'run' },
  { name: 'case 128: not allowed', config: items({}), answer: status(401), fails: 'run' },
  {
    name: 'case 129: too many requests',
    config: items({}),
    answer: answersInTurn({ status: 429, headers: { 'Retry-After': '7' } }, fine),
  },
  {
    name: 'case 130: unavailable four times',
    config: items({}),
    answer: answersInTurn({ status: 503 }, { status: 503 }, { status: 503 }, { status: 503 }, fine),
  },
  {
    name: 'case 130: a POST is asked again, too',
    config: items({ method: 'POST', json: { a: 1 } }),
    answer: answersInTurn({ status: 500 }, { status: 599 }, fine),
  },
  {
    name: 'case 130: in the midst of pages',
    config: items(pageOne),
    answer: (_, index) => (index === 1 ? { status: 502 } : { body: { data: [{ index }], total: 3 } }),
  },
  { name: 'case 131: never available', config: items({}), answer: status(500), fails: 'run' },
  {
    name: 'W33: a request that took too long for the API',
    config: items({}),
    answer: answersInTurn({ status: 408 }, fine),
    differs: {
      id: 'retried-too',
      dlt: { requests: ['GET /items'], fails: 'run' },
      sluice: { requests: ['GET /items', 'GET /items'], rows: { items: [{ id: 1 }] } },
    },
  },
  {
    name: 'case 132: a page that is not there, ignored',
    config: acting([ignoring(404)], pageOne),
    answer: (_, index) => (index === 0 ? { body: { data: [{ id: 1 }], total: 3 } } : { status: 404, body: {} }),
  },
  {
    name: 'case 133: a text with status 400',
    config: acting([{ content: 'Not found', action: 'ignore' }]),
    answer: status(400, { error: 'Not found' }),
  },
  {
    name: 'case 133: a text with status 200',
    config: acting([{ content: 'Not found', action: 'ignore' }]),
    answer: status(200, { error: 'Not found' }),
  },
  {
    name: 'case 134: a status without the text',
    config: acting([{ status_code: 404, content: 'x', action: 'ignore' }]),
    answer: status(404),
    fails: 'run',
  },
  {
    name: 'case 134: a status with the text',
    config: acting([{ status_code: 404, content: 'x', action: 'ignore' }]),
    answer: status(404, 'x'),
  },
  { name: 'case 135: another status', config: acting([ignoring(404)]), answer: status(422), fails: 'run' },
  { name: 'case 136: an error of the API, ignored', config: acting([ignoring(500)]), answer: status(500) },
  { name: 'case 136: too many requests, ignored', config: acting([ignoring(429)]), answer: status(429) },
  {
    name: 'case 137: functions see the answer one after the other',
    config: acting([{ $function: 'wraps in data' }, { status_code: 200, action: { $function: 'wraps in items' } }], {
      data_selector: 'items.data',
    }),
    answer: answersInTurn(fine),
  },
  {
    name: 'case 138: an action is missing',
    config: acting([{ status_code: 404 }]),
    answer: answersInTurn(fine),
    differs: {
      id: 'action-missing',
      dlt: { requests: ['GET /items'], fails: 'run' },
      sluice: { requests: [], fails: 'build' },
    },
  },
  {
    name: 'case 140: a POST that is sent elsewhere',
    config: items({ method: 'POST', json: { a: 1 }, params: { q: 1 } }),
    answer: (request) => (request.path === '/items' ? { status: 302, headers: { Location: '/other' } } : fine),
  },
  {
    name: 'case 140: a POST that is sent elsewhere with its body',
    config: items({ method: 'POST', json: { a: 1 } }),
    answer: (request) => (request.path === '/items' ? { status: 307, headers: { Location: '/other?x=1' } } : fine),
  },
  {
    name: 'case 140: links start from where the answer was',
    config: items({ paginator: 'json_link' }, {}, { auth: { token: 'T' } }),
    answer: (request, index) => {
      if (index === 0) return { status: 301, headers: { Location: '/v2/items' } };
      return { body: { data: [{ index }], ...(request.query.has('page') ? {} : { next: '?page=2' }) } };
    },
  },
  {
    name: 'section 6: a child that fails for one row',
    config: postsAndChild({ endpoint: { path: 'posts/{resources.posts.id}/c', response_actions: [ignoring(403)] } }),
    answer: (request, index, run) =>
      request.path === '/posts/2/c'
        ? { status: 403, body: {} }
        : parentAndChild([{ id: 1 }, { id: 2 }, { id: 3 }])(request, index, run),
  },
  { name: 'section 6: an empty list of actions', config: acting([]), answer: always([{ id: 1 }]) },
];
