import { afterEach, describe, expect, test } from 'vitest';
import {
  recordingApi,
  walkAll,
  type Answer,
  type Recorded,
  type RecordingApi,
  type Walked,
} from '../../../../test/recording-api.ts';
import { restApi } from '../index.ts';
import type { ClientConfig, EndpointConfig, ResourceConfig, ResourceDefaults } from '../vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

async function api(
  answer: (request: Recorded, index: number) => Answer = () => ({ body: [{ id: 1 }] }),
): Promise<RecordingApi> {
  const started = await recordingApi(answer);
  open.push(started);
  return started;
}

interface Setup {
  readonly base?: string;
  readonly client?: Partial<ClientConfig>;
  readonly defaults?: ResourceDefaults;
  readonly resources?: readonly (string | ResourceConfig)[];
  readonly endpoint?: EndpointConfig;
  readonly answer?: (request: Recorded, index: number) => Answer;
}

async function ask(setup: Setup): Promise<Walked & { readonly api: RecordingApi }> {
  const server = await api(setup.answer);
  const source = restApi({
    client: { base_url: server.url + (setup.base ?? ''), ...setup.client },
    resource_defaults: setup.defaults,
    resources: setup.resources ?? [{ name: 'items', endpoint: setup.endpoint ?? {} }],
  });
  return { ...(await walkAll(source)), api: server };
}

async function targetsOf(setup: Setup): Promise<readonly string[]> {
  return (await ask(setup)).api.targets();
}

describe('restApi() shapes, merging and addresses', () => {
  test('case 1: a name is a resource and its path', async () => {
    const { api, rows } = await ask({ resources: ['items'] });
    expect(api.targets()).toEqual(['/items']);
    expect(rows['items']).toEqual([{ id: 1 }]);
  });

  test.each<[string, Setup, string]>([
    ['case 2: an endpoint that is a text', { resources: [{ name: 'r', endpoint: 'p/q' }] }, '/p/q'],
    ['case 3: no endpoint', { resources: [{ name: 'r' }] }, '/r'],
    ['case 3: an empty endpoint', { resources: [{ name: 'r', endpoint: {} }] }, '/r'],
    ['case 4: one slash between base and path', { base: '/v1/', endpoint: { path: '/items' } }, '/v1/items'],
    ['case 5: an empty path is the base', { base: '/v1/', endpoint: { path: '' } }, '/v1/'],
    ['case 7: another scheme is a path', { endpoint: { path: 'my://x' } }, '/my://x'],
    ['case 8: a query in the path', { endpoint: { path: 'items?x=1', params: { z: 2 } } }, '/items?x=1&z=2'],
    [
      'case 9: values in the query',
      { endpoint: { params: { a: null, b: true, c: [1, 2], d: [], e: 1.5, f: '', g: 'a b&c' } } },
      '/items?b=True&c=1&c=2&e=1.5&f=&g=a+b%26c',
    ],
    [
      'case 10: params go key by key',
      { defaults: { endpoint: { params: { a: 1, b: 2 } } }, endpoint: { params: { b: 3, c: null } } },
      '/items?a=1&b=3',
    ],
    [
      'case 25: doubled braces',
      { endpoint: { params: { p: '{{x}}', q: '{{a {{b}} {{c}}}}' } } },
      '/items?p=%7Bx%7D&q=%7Ba+%7Bb%7D+%7Bc%7D%7D',
    ],
    ['case 29: params in the path', { endpoint: { path: '{org}/x', params: { org: 'o', k: 'v' } } }, '/o/x?k=v'],
    ['case 54: the same one twice', { endpoint: { path: 'x/{a}/{a}/y', params: { a: 'b' } } }, '/x/b/b/y'],
    ['odd signs of a path', { endpoint: { path: 'a b/%zz/%2F[x]|ü#gone' } }, '/a%20b/%25zz/%252F%5Bx%5D%7C%C3%BC'],
  ])('%s', async (_name, setup, target) => {
    expect(await targetsOf(setup)).toEqual([target]);
  });

  test('case 6: an absolute path ignores the base, and credentials stay with the base', async () => {
    const other = await api();
    const asked = await ask({
      client: { auth: { token: 'sesame' } },
      endpoint: { path: other.url.replace('http', 'HTTP') + '/x' },
    });
    expect(asked.api.targets()).toEqual([]);
    expect(other.targets()).toEqual(['/x']);
    expect(other.requests[0]?.headers['authorization']).toBeUndefined();
  });

  test('case 11: headers of the endpoint replace those of the defaults', async () => {
    const headers = { 'X-D': 1, 'X-B': 1 };
    const { api } = await ask({ defaults: { endpoint: { headers } }, endpoint: { headers: { 'X-B': 2 } } });
    expect(api.requests[0]?.headers).toMatchObject({ 'x-b': '2' });
    expect(api.requests[0]?.headers['x-d']).toBeUndefined();
  });

  test('case 12, 27: headers of the client give way, and their braces are braces', async () => {
    const { api } = await ask({
      client: { headers: { 'X-C': 'c', X: '{resources.a.b}' } },
      endpoint: { headers: { 'x-c': 'e' } },
    });
    expect(api.requests[0]?.headers).toMatchObject({ 'x-c': 'e', x: '{resources.a.b}' });
  });

  test.each<[string, Setup, string, string]>([
    [
      'case 13: json goes key by key',
      {
        defaults: { endpoint: { json: { n: { x: 1 }, k: 1 } } },
        endpoint: { json: { n: { y: 2 } }, method: 'POST' },
      },
      'POST',
      '{"n": {"y": 2}, "k": 1}',
    ],
    ['case 20: an empty body is a body', { endpoint: { json: {} } }, 'GET', '{}'],
    [
      'case 28: doubled braces in json',
      { endpoint: { json: { q: 'query {{ a }}' }, method: 'POST' } },
      'POST',
      '{"q": "query { a }"}',
    ],
  ])('%s', async (_name, setup, method, body) => {
    const { api } = await ask(setup);
    expect(api.requests[0]).toMatchObject({ method, body });
    expect(api.requests[0]?.headers['content-type']).toMatch(/^application\/json/);
  });

  test('W14: no resource shares params with another', async () => {
    const defaults = { endpoint: { path: 'gone', params: { org: 'o', k: 1 } } };
    const resources = [
      { name: 'a', endpoint: '{org}/a' },
      { name: 'b', endpoint: '{org}/b' },
    ];
    expect(await targetsOf({ defaults, resources })).toEqual(['/o/a?k=1', '/o/b?k=1']);
    expect(defaults.endpoint.params).toEqual({ org: 'o', k: 1 });
  });

  test('case 14: null takes back the default paginator, and that of the client is used', async () => {
    const { api, ends } = await ask({
      client: { paginator: { type: 'page_number', page_param: 'client', maximum_page: 1 } },
      defaults: { endpoint: { paginator: 'cursor' } },
      endpoint: { paginator: null },
    });
    expect(api.targets()).toEqual(['/items?client=0']);
    expect(ends).toEqual([{ verdict: 'unknown', reason: 'maximum_page 1 was reached' }]);
  });

  test('case 15: auto leaves the choice to the client', async () => {
    const answer = (): Answer => ({ body: { data: [{ id: 1 }], next: '/items?page=2' } });
    const { api, ends } = await ask({ client: { paginator: 'single_page' }, endpoint: { paginator: 'auto' }, answer });
    expect(api.targets()).toEqual(['/items']);
    expect(ends[0]?.verdict).toBe('unknown');
  });

  test('case 30: a path that ends with a placeholder is one entity', async () => {
    const endpoint = { path: 'users/{id}', params: { id: 5 } };
    const { api, rows } = await ask({ endpoint, answer: () => ({ body: { data: [1] } }) });
    expect(api.targets()).toEqual(['/users/5']);
    expect(rows['items']).toEqual([{ data: [1] }]);
  });
});

const posts = { name: 'posts', endpoint: { path: 'posts', paginator: 'single_page' } } as const;

async function askChild(
  parents: readonly unknown[],
  child: Omit<ResourceConfig, 'name'>,
  more: readonly ResourceConfig[] = [],
): Promise<Walked & { readonly api: RecordingApi }> {
  const answer = (request: Recorded): Answer => ({ body: request.path === '/posts' ? parents : [{ id: 30 }] });
  return ask({ resources: [{ name: 'c', ...child }, ...more, posts], answer });
}

describe('restApi() parents and children', () => {
  test('case 31: one request for each row of the parent', async () => {
    const { api } = await askChild([{ id: 1 }, { id: 2 }], { endpoint: 'posts/{resources.posts.id}/c' });
    expect(api.targets()).toEqual(['/posts', '/posts/1/c', '/posts/2/c']);
  });

  test('case 32: a resolve param', async () => {
    const pid = { type: 'resolve', resource: 'posts', field: 'author.id' } as const;
    const { api } = await askChild([{ author: { id: 7 } }], { endpoint: { path: 'posts/{pid}/c', params: { pid } } });
    expect(api.targets()).toEqual(['/posts', '/posts/7/c']);
  });

  test('case 33: fields in params', async () => {
    const params = { post_id: '{resources.posts.id}', sort: 'desc' };
    const parents = [0, 1, 2, 3, 4].map((id) => ({ id }));
    const { api } = await askChild(parents, { endpoint: { path: 'c', params } });
    expect(api.targets().slice(1)).toEqual(parents.map(({ id }) => `/c?post_id=${id}&sort=desc`));
  });

  test('case 34: fields in json keep their type', async () => {
    const json = { a: [{ b: '{resources.posts.id}' }], s: 'p-{resources.posts.id}' };
    const { api } = await askChild([{ id: 1 }], { endpoint: { path: 'c', method: 'POST', json } });
    expect(api.requests[1]?.body).toBe('{"a": [{"b": 1}], "s": "p-1"}');
  });

  test('case 35: fields in headers', async () => {
    const { api } = await askChild([{ id: 1 }], {
      endpoint: { path: 'c', headers: { 'X-Id': '{resources.posts.id}' } },
    });
    expect(api.requests[1]?.headers['x-id']).toBe('1');
  });

  test('case 38: one entity for each row', async () => {
    const { api, rows } = await askChild([{ id: 1 }, { id: 2 }], { endpoint: 'posts/{resources.posts.id}' });
    expect(api.targets()).toEqual(['/posts', '/posts/1', '/posts/2']);
    expect(rows['c']).toHaveLength(2);
  });

  test('case 39: fields of the parent in each row', async () => {
    const { rows } = await askChild([{ id: 3, title: 'T' }], {
      endpoint: 'posts/{resources.posts.id}/c',
      include_from_parent: ['id', 'title'],
    });
    expect(rows['c']).toEqual([{ id: 30, _posts_id: 3, _posts_title: 'T' }]);
  });

  test('case 40: a field to include that is missing', async () => {
    const child = { endpoint: 'posts/{resources.posts.id}/c', include_from_parent: ['ti'] };
    await expect(askChild([{ id: 3 }], child)).rejects.toMatchObject({ code: 'parent_field_missing' });
  });

  test.each([
    ['case 41: a field that is missing', { ix: 1, name: 'n' }, 'is missing'],
    ['case 42: a field that is null', { id: null }, 'is null'],
    ['W21: a field that is an object', { id: { a: 1 } }, 'is an object'],
    ['W22: a field that would climb the path', { id: '..' }, 'is "..", which is no name in a path'],
    ['W22: a field that is empty', { id: '' }, 'is empty, but a part of the path'],
  ])('%s', async (_name, row, why) => {
    await expect(askChild([row], { endpoint: 'posts/{resources.posts.id}/c' })).rejects.toMatchObject({
      code: 'parent_field_missing',
      message: `Cannot ask for "c": field "id" of a row of "posts" ${why}`,
      details: { available: Object.keys(row) },
    });
  });

  test('case 47: a parent that is not selected is asked all the same', async () => {
    const answer = (request: Recorded): Answer => ({ body: request.path === '/posts' ? [{ id: 1 }] : [{ x: 1 }] });
    const child = { name: 'c', endpoint: 'posts/{resources.posts.id}/c' };
    const { rows } = await ask({ resources: [child, { ...posts, selected: false }], answer });
    expect(rows).toEqual({ c: [{ x: 1 }] });
  });

  test('case 50: a grandchild takes what the child was given', async () => {
    const { api } = await askChild(
      [{ id: 10 }],
      { endpoint: 'posts/{resources.posts.id}/c', include_from_parent: ['id'] },
      [{ name: 'g', endpoint: 'posts/{resources.c._posts_id}/c/{resources.c.id}/g' }],
    );
    expect(api.targets()).toEqual(['/posts', '/posts/10/c', '/posts/10/c/30/g']);
  });

  test.each([
    ['case 55: a blank', 'a b', '/posts/a%20b/c'],
    ['W22: signs that would change the path', 'a/b?c#d', '/posts/a%2Fb%3Fc%23d/c'],
    ['W43: a number beyond 2^53', '12345678901234567890', '/posts/12345678901234567890/c'],
  ])('%s', async (_name, id, target) => {
    const { api } = await askChild([{ id }], { endpoint: 'posts/{resources.posts.id}/c' });
    expect(api.targets()[1]).toBe(target);
  });

  test('case 56: the same row twice is asked twice', async () => {
    const { api } = await askChild([{ id: 1 }, { id: 1 }], { endpoint: 'posts/{resources.posts.id}/c' });
    expect(api.targets()).toEqual(['/posts', '/posts/1/c', '/posts/1/c']);
  });

  test('S2: a link from a parent goes nowhere else', async () => {
    const other = await api();
    const child = { endpoint: '{resources.posts.link}' };
    await expect(askChild([{ link: `${other.url}/x` }], child)).rejects.toMatchObject({ code: 'http_foreign_origin' });
    expect(other.targets()).toEqual([]);
  });
});
