import { describe, expect, test } from 'vitest';
import { isSluiceError } from '../../../core/error.ts';
import { restApi, type RestApiOptions } from '../index.ts';
import type { RestApiConfig } from '../vocabulary.ts';

/** Every line of the one error that a configuration brings. */
function problemsOf(config: unknown, options: RestApiOptions = {}): readonly string[] {
  try {
    // Anything can come out of a file.
    restApi(config as RestApiConfig, options);
    return [];
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    expect(error.code).toBe('config_invalid');
    return error.details['problems'] as readonly string[];
  }
}

const client = { base_url: 'http://h' };
const endpoint = (value: unknown): unknown => ({ client, resources: [{ name: 'items', endpoint: value }] });
const resource = (value: object): unknown => ({ client, resources: [{ name: 'items', ...value }] });
const resources = (...values: readonly unknown[]): unknown => ({ client, resources: values });

test('restApi() tells mistakes between resources together with those inside of one', () => {
  const config = {
    client: { base_ulr: 'http://h' },
    resources: [
      { name: 'items', endpoint: { method: 'get' } },
      { name: 'items', endpoint: 'items' },
      { name: 'parts', colums: {}, endpoint: { path: '{resources.itmes.id}', params: { n: '{resources.itmes.n}' } } },
    ],
  };
  expect(problemsOf(config)).toEqual([
    'client.base_ulr: is not a known key. Did you mean "base_url"?',
    'resources[0].endpoint.method: must be one of GET, POST, PUT, PATCH, found "get". Did you mean "GET"?',
    'resources[2].colums: is not a known key. Did you mean "columns"?',
    'resources[1].name: is the name of another resource too, found "items"',
    'resources[2].endpoint: takes a field of "itmes", which is no resource. Did you mean "items"?',
  ]);
});

describe('restApi() refuses', () => {
  test.each<[string, unknown, string]>([
    ['nothing at all', undefined, 'must be an object, found undefined'],
    ['no client', { resources: [] }, 'client: is missing'],
    ['no resources', { client }, 'resources: is missing'],
    ['no base_url', { client: {}, resources: [] }, 'client.base_url: is missing'],
    [
      'a base_url of null',
      { client: { base_url: null }, resources: [] },
      'client.base_url: must be a text, found null',
    ],
    [
      'a base_url that is none',
      { client: { base_url: 'example.com' }, resources: [] },
      'client.base_url: must be an absolute http or https address. Write it as https://api.example.com/v1/',
    ],
    [
      'a top-level key',
      { client, resources: [], resource: [] },
      'resource: is not a known key. Did you mean "resources"?',
    ],
    [
      'a header that is no text',
      { client: { ...client, headers: { 'X-A': 1 } }, resources: [] },
      'client.headers.X-A: must be a text, found 1',
    ],
    ['case 17: a name twice', resources('a', 'a'), 'resources[1].name: is the name of another resource too, found "a"'],
    ['case 18: a key of the endpoint', resource({ params: {} }), 'resources[0].params: is not known here'],
    [
      'case 19: a method in small letters',
      endpoint({ method: 'get' }),
      'resources[0].endpoint.method: must be one of GET, POST, PUT, PATCH, found "get". Did you mean "GET"?',
    ],
    [
      'case 28: a brace',
      endpoint({ json: { q: 'query { a }' } }),
      'resources[0].endpoint.json.q: has the placeholder { a }, which does not begin with "resources."',
    ],
    [
      'one brace',
      endpoint({ params: { q: 'a}' } }),
      'resources[0].endpoint.params.q: has a brace without its partner, found "a}"',
    ],
    [
      'case 43: two parents',
      resources('a', 'b', { name: 'c', endpoint: '{resources.a.id}/{resources.b.id}/x' }),
      'resources[2].endpoint: takes fields of several parents of which none hangs on the others: a, b. Use one parent, and',
    ],
    [
      'case 44: an unknown parent',
      resources('posts', '{resources.post.id}/x'),
      'resources[1].endpoint: takes a field of "post", which is no resource. Did you mean "posts"?',
    ],
    [
      'case 44: a cycle',
      resources({ name: 'a', endpoint: '{resources.b.id}/x' }, { name: 'b', endpoint: '{resources.a.id}/x' }),
      'resources[0].endpoint: is its own ancestor: a → b → a',
    ],
    [
      'case 44: itself',
      resources({ name: 'a', endpoint: '{resources.a.id}/x' }),
      'resources[0].endpoint: is its own ancestor: a → a',
    ],
    [
      'case 45: a resolve param',
      resources('a', {
        name: 'b',
        endpoint: { path: 'x', params: { p: { type: 'resolve', resource: 'a', field: 'id' } } },
      }),
      'resources[1].endpoint.params.p: of type resolve must occur in the path',
    ],
    [
      'case 46: another root',
      endpoint({ params: { a: '{unknown.x}' } }),
      'resources[0].endpoint.params.a: has the placeholder {unknown.x}, which does not begin with "resources."',
    ],
    [
      'a placeholder without a value',
      endpoint('{org}/x'),
      'resources[0].endpoint.path: has the placeholder {org}, which is not in params',
    ],
    [
      'an object in params',
      endpoint({ params: { a: { b: 1 } } }),
      'resources[0].endpoint.params.a.type: is missing: it must be resolve or incremental where a parameter is an object',
    ],
    [
      'include without a parent',
      resource({ include_from_parent: ['id'] }),
      'resources[0].include_from_parent: needs a parent',
    ],
    [
      'case 83: both places',
      endpoint({ paginator: { type: 'page_number', page_param: 'p', page_body_path: 'p' } }),
      'resources[0].endpoint.paginator: must have either page_param or page_body_path, not both',
    ],
    [
      'case 83: an empty name',
      endpoint({ paginator: { type: 'page_number', page_param: '' } }),
      'resources[0].endpoint.paginator.page_param: must not be empty, found ""',
    ],
    [
      'no end',
      endpoint({ paginator: { type: 'page_number', total_path: null, stop_after_empty_page: false } }),
      'resources[0].endpoint.paginator: must have total_path, maximum_page, has_more_path or stop_after_empty_page to end',
    ],
    [
      'case 90: offset without a limit',
      endpoint({ paginator: 'offset' }),
      'resources[0].endpoint.paginator.limit: is missing',
    ],
    [
      'case 105: both places',
      endpoint({ paginator: { type: 'cursor', cursor_param: 'c', cursor_body_path: 'c' } }),
      'resources[0].endpoint.paginator: must have either cursor_param or cursor_body_path, not both',
    ],
    [
      'an unknown paginator',
      endpoint({ paginator: { type: 'header_links' } }),
      'resources[0].endpoint.paginator.type: must be one of auto, single_page, page_number, offset, cursor, header_cursor, json_link, header_link, json_response, found "header_links". Did you mean "header_link"?',
    ],
    [
      'W38: a key of another paginator',
      endpoint({ paginator: { type: 'json_link', cursor_path: 'x' } }),
      'resources[0].endpoint.paginator.cursor_path: is not a known key',
    ],
    [
      'a path of every prototype',
      endpoint({ paginator: 'constructor' }),
      'resources[0].endpoint.paginator: must be one of auto',
    ],
    [
      'an unknown auth',
      { client: { ...client, auth: { type: 'berer', token: 'T' } }, resources: [] },
      'client.auth.type: must be one of bearer, api_key, http_basic, oauth2_client_credentials, oauth2_refresh_token, session, found "berer". Did you mean "bearer"?',
    ],
    [
      'a format without a hole',
      { client: { ...client, auth: { type: 'api_key', api_key: 'K', format: 'Token' } }, resources: [] },
      'client.auth.format: must have one placeholder for the key, found "Token"',
    ],
    [
      'a secret that is not set',
      { client: { ...client, auth: { token: null } }, resources: [] },
      'client.auth.token: is not set. Set SOURCES__REST_API__TOKEN, or write token into the configuration',
    ],
    [
      'a JSONPath',
      endpoint({ data_selector: 'a[' }),
      'resources[0].endpoint.data_selector: is not a JSONPath that can be read: something is missing',
    ],
    [
      'W39, case 138: an action without action',
      endpoint({ response_actions: [{ status_code: 404 }] }),
      'resources[0].endpoint.response_actions[0].action: is missing',
    ],
    [
      'an action that never fires',
      endpoint({ response_actions: [{ action: 'ignore' }] }),
      'resources[0].endpoint.response_actions[0]: must have status_code, content or both',
    ],
    [
      'a disposition',
      resource({ write_disposition: 'upsert' }),
      'resources[0].write_disposition: must be one of append, replace, merge, skip, found "upsert"',
    ],
    [
      'a column',
      resource({ columns: { a: { data_type: 'int' } } }),
      'resources[0].columns.a.data_type: must be one of text',
    ],
    [
      'a session of Python',
      { client: { ...client, session: {} }, resources: [] },
      'client.session: is not known here. Use headers, auth, retry and allowed_hosts',
    ],
    [
      'a default with a name',
      { client, resource_defaults: { name: 'x' }, resources: [] },
      'resource_defaults.name: is not known here',
    ],
  ])('%s', (_name, config, problem) => {
    const [line, ...others] = problemsOf(config);
    expect(line?.startsWith(problem), line).toBe(true);
    expect(others).toEqual([]);
  });

  test('all mistakes at once', () => {
    const lines = problemsOf({
      client: { base_ur: 'http://h', auth: { type: 'api_key', api_key: 7 } },
      resources: [{ endpoint: { path: 1, paginator: 'offset' } }, 5],
    });
    expect(lines.map((line) => line.split(': ')[0])).toEqual([
      'client.base_ur',
      'client.auth.api_key',
      'resources[0].name',
      'resources[0].endpoint.path',
      'resources[0].endpoint.paginator.limit',
      'resources[1]',
    ]);
  });

  test('S1: no problem shows a secret', () => {
    const auth = { type: 'api_key', api_key: ['hunter22'], location: 'body' };
    expect(problemsOf({ client: { ...client, auth }, resources: [] }).join()).not.toContain('hunter22');
    expect(problemsOf({ client: { ...client, auth: 'hunter22' }, resources: [] }).join()).not.toContain('hunter22');
  });
});
