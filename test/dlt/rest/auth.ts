/** Who asks. */
import { always, answersInTurn, inTurn, items, type Json, type RestCase } from './rest-case.ts';

const list = always([{ id: 1 }]);
const as = (auth: unknown, endpoint: Json = {}): Json => items(endpoint, {}, { auth });
const pages = inTurn({ data: [{ id: 1 }], next: '/items?page=2' }, { data: [{ id: 2 }] });
const oauth = {
  type: 'oauth2_client_credentials',
  access_token_url: 'http://api/token',
  client_id: 'me',
  client_secret: 's&cret',
};
const tokens =
  (expires_in: unknown): RestCase['answer'] =>
  (request, index) =>
    request.path === '/token'
      ? { body: { access_token: `t${index}`, expires_in } }
      : { body: { data: [{ index }], total: 3 } };
const threePages = { paginator: { type: 'page_number', base_page: 1 } };
const tokenRequest =
  'POST /token [content-type: application/x-www-form-urlencoded] client_id=me&client_secret=s%26cret&grant_type=client_credentials';

export const auths: readonly RestCase[] = [
  { name: 'case 119: a token', config: as({ token: 'T' }), answer: list },
  { name: 'case 119: a bearer', config: as({ type: 'bearer', token: 'T' }), answer: list },
  { name: 'case 119: on each page', config: as({ token: 'T' }, { paginator: 'json_link' }), answer: pages },
  { name: 'case 120: a key in a header', config: as({ type: 'api_key', api_key: 'K', name: 'X-Key' }), answer: list },
  { name: 'case 120: a key without a name', config: as({ type: 'api_key', api_key: 'K' }), answer: list },
  {
    name: 'case 121: a key in the query',
    config: as({ type: 'api_key', api_key: 'K &', name: 'key', location: 'query' }, { params: { a: 1 } }),
    answer: list,
  },
  {
    name: 'case 121: a key in a param, behind those of the paginator',
    config: as({ type: 'api_key', api_key: 'K', name: 'key', location: 'param' }, { params: { a: 1 }, ...threePages }),
    answer: (_, index) => ({ body: { data: [{ index }], total: 2 } }),
  },
  {
    name: 'W30: a key in the query of a link that has it',
    config: as({ type: 'api_key', api_key: 'K', name: 'key', location: 'query' }, { paginator: 'json_link' }),
    answer: inTurn({ data: [{ id: 1 }], next: '/items?page=2&key=K' }, { data: [{ id: 2 }] }),
    differs: {
      id: 'key-doubled',
      dlt: { requests: ['GET /items?key=K', 'GET /items?page=2&key=K&key=K'], rows: { items: [{ id: 1 }, { id: 2 }] } },
      sluice: { requests: ['GET /items?key=K', 'GET /items?page=2&key=K'], rows: { items: [{ id: 1 }, { id: 2 }] } },
    },
  },
  {
    name: 'W31: a key in a cookie',
    config: as({ type: 'api_key', api_key: 'K', name: 'key', location: 'cookie' }),
    answer: list,
    differs: {
      id: 'key-in-cookie',
      dlt: { requests: [], fails: 'run' },
      sluice: { requests: ['GET /items [cookie: key=K]'], rows: { items: [{ id: 1 }] } },
    },
  },
  {
    name: 'case 122: a name and an empty password',
    config: as({ type: 'http_basic', username: 'u', password: '' }),
    answer: list,
  },
  {
    name: 'case 122: letters beyond ASCII',
    config: as({ type: 'http_basic', username: 'ü:', password: '€' }),
    answer: list,
  },
  {
    name: 'case 123: the endpoint before the client',
    config: as({ token: 'T' }, { auth: { type: 'http_basic', username: 'U', password: 'P' } }),
    answer: list,
  },
  { name: 'case 124: null switches it off', config: as({ token: 'T' }, { auth: null }), answer: list },
  {
    name: 'section 2.6: auth goes before a header that is written',
    config: items({ headers: { Authorization: 'mine' } }, {}, { auth: { token: 'T' } }),
    answer: list,
  },
  {
    name: 'section 8.6: cookies come back',
    config: items({ paginator: 'json_link' }),
    answer: answersInTurn(
      { headers: { 'Set-Cookie': 'session=abc; Path=/' }, body: { data: [{ id: 1 }], next: '?page=2' } },
      { body: { data: [{ id: 2 }] } },
    ),
  },
  { name: 'section 5: an unknown type', config: as({ type: 'digest', username: 'u' }), answer: list, fails: 'build' },
  { name: 'section 5: a secret that is nowhere', config: as('bearer'), answer: list, fails: 'build' },
  { name: 'case 125: one token for three pages', config: as(oauth, threePages), answer: tokens(3600) },
  {
    name: 'case 127: more for the token',
    config: as({ ...oauth, access_token_request_data: { scope: 'a b', grant_type: 'custom' } }),
    answer: tokens(3600),
  },
  { name: 'case 126: a token that is over at once', config: as(oauth, threePages), answer: tokens(0) },
  {
    name: 'W32: a token that is not there',
    config: as(oauth),
    answer: (request) => (request.path === '/token' ? { body: {} } : { body: [{ id: 1 }] }),
    differs: {
      id: 'token-missing',
      dlt: { requests: [tokenRequest, 'GET /items [authorization: Bearer None]'], rows: { items: [{ id: 1 }] } },
      sluice: { requests: [tokenRequest], fails: 'run' },
    },
  },
  {
    name: 'W32: a token that is no longer taken',
    config: as(oauth),
    answer: (request, index) => (index === 1 ? { status: 401 } : tokens(3600)(request, index, 0)),
    differs: {
      id: 'token-refused',
      dlt: { requests: [tokenRequest, 'GET /items [authorization: Bearer t0]'], fails: 'run' },
      sluice: {
        requests: [
          tokenRequest,
          'GET /items [authorization: Bearer t0]',
          tokenRequest,
          'GET /items [authorization: Bearer t2]',
        ],
        rows: { items: [{ index: 3 }] },
      },
    },
  },
  {
    name: 'W32: one token for two resources',
    config: { client: { base_url: 'http://api', auth: oauth, paginator: 'single_page' }, resources: ['a', 'b'] },
    answer: (request) => (request.path === '/token' ? { body: { access_token: 't' } } : { body: [{ id: 1 }] }),
    differs: {
      id: 'token-shared',
      dlt: {
        requests: ['GET /a [authorization: Bearer t]', 'GET /b [authorization: Bearer t]', tokenRequest, tokenRequest],
        rows: { a: [{ id: 1 }], b: [{ id: 1 }] },
      },
      sluice: {
        requests: ['GET /a [authorization: Bearer t]', 'GET /b [authorization: Bearer t]', tokenRequest],
        rows: { a: [{ id: 1 }], b: [{ id: 1 }] },
      },
    },
  },
];
