import { afterEach, describe, expect, test } from 'vitest';
import {
  recordingApi,
  walkAll,
  type Answer,
  type Recorded,
  type RecordingApi,
} from '../../../../test/recording-api.ts';
import type { Row } from '../../../core/value.ts';
import { restApi } from '../index.ts';
import type { EndpointConfig, RestApiConfig } from '../vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

interface Asked {
  readonly requests: readonly Recorded[];
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

async function ask(resources: RestApiConfig['resources'], answer?: (request: Recorded) => Answer): Promise<Asked> {
  const api = await recordingApi(answer ?? (() => ({ body: [{ id: 1 }] })));
  open.push(api);
  const { rows } = await walkAll(restApi({ client: { base_url: api.url }, resources }));
  return { rows, requests: api.requests };
}

const post = async (endpoint: EndpointConfig): Promise<Recorded> => {
  const { requests } = await ask([{ name: 'items', endpoint: { method: 'POST', ...endpoint } }]);
  const [request] = requests;
  if (request === undefined) throw new Error('nothing was asked');
  return request;
};

const form = 'application/x-www-form-urlencoded';

describe('bodies', () => {
  test.each<readonly [string, EndpointConfig, string, string | undefined]>([
    ['case 21: a form', { data: { a: 'x y', b: [1, 2], c: null } }, 'a=x+y&b=1&b=2', form],
    ['case 22: a text', { data: 'raw' }, 'raw', undefined],
    ['case 23: an empty form', { data: {} }, '', undefined],
    ['2.7: a form goes before empty JSON', { data: { a: 1 }, json: {} }, 'a=1', form],
    ['2.7: null is nothing', { data: null, json: { a: 1 } }, '{"a": 1}', 'application/json'],
    ['2.2: true and false', { data: { a: true, b: false } }, 'a=True&b=False', form],
    ['2.3: doubled braces', { data: { '{{a}}': '{{b}}' } }, '%7Ba%7D=%7Bb%7D', form],
    [
      '2.7: a content type that is given stays',
      { data: 'x', headers: { 'Content-Type': 'text/csv' } },
      'x',
      'text/csv',
    ],
  ])('%s', async (_name, endpoint, body, contentType) => {
    const request = await post(endpoint);
    expect([request.body, request.headers['content-type']]).toEqual([body, contentType]);
  });

  test('case 24: a form and JSON together are a mistake', async () => {
    await expect(post({ data: { a: 1 }, json: { x: 1 } })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('resources[0].endpoint: has both json and data') as string,
    });
  });

  test('case 26: doubled braces in headers; a name with braces in it is none (RFC 9110, section 5.1)', async () => {
    expect((await post({ headers: { 'X-E': '{{v}}' } })).headers).toMatchObject({ 'x-e': '{v}' });
    await expect(post({ headers: { 'X-{{e}}': 'v' } })).rejects.toThrow('Cannot send the header "X-{e}"');
  });

  const posts = { name: 'posts', endpoint: { data_selector: '$', paginator: 'single_page' } } as const;
  const child = (endpoint: EndpointConfig) =>
    ({ name: 'c', endpoint: { path: 'c', method: 'POST', ...endpoint } }) as const;
  const ofChild = async (endpoint: EndpointConfig, row: Row): Promise<readonly string[]> => {
    const { requests } = await ask([posts, child(endpoint)], ({ path }) => ({ body: path === '/posts' ? [row] : [] }));
    return requests.filter(({ path }) => path === '/c').map(({ body }) => body);
  };

  test('case 36: a text that is a field of the parent', async () => {
    expect(await ofChild({ data: '{resources.posts.id}' }, { id: 3 })).toEqual(['3']);
  });

  test('case 37: a list of pairs keeps its order and its repeated names', async () => {
    const data = [
      ['a', '{resources.posts.id}'],
      ['b', 'x'],
      ['a', 'y'],
    ] as const;
    expect(await ofChild({ data }, { id: 1 })).toEqual(['a=1&b=x&a=y']);
  });

  test.each(['PUT', 'PATCH'] as const)('%s is sent where it is said that it only reads', async (method) => {
    expect((await post({ method, reads_only: true, json: {} })).method).toBe(method);
    await expect(post({ method, json: {} })).rejects.toMatchObject({ code: 'config_invalid' });
  });
});

describe('fields of several rows', () => {
  test('W23: every distinct value of a list, once in a run', async () => {
    const boards: readonly Row[] = [
      { id: 1, tiles: [{ p: { chart: 'x' } }, { p: { chart: null } }, { p: { chart: 'y' } }, { p: { chart: 'x' } }] },
      { id: 2, tiles: [{ p: { chart: 'y' } }, { p: {} }, { p: { chart: 'z' } }] },
      { id: 3, tiles: [] },
    ];
    const { requests, rows } = await ask(
      [
        { name: 'boards', endpoint: { data_selector: '$', paginator: 'single_page' } },
        { name: 'charts', endpoint: 'saved/{resources.boards.tiles[*].p.chart}' },
      ],
      ({ path }) => ({ body: path === '/boards' ? boards : { path } }),
    );
    expect(requests.map(({ path }) => path)).toEqual(['/boards', '/saved/x', '/saved/y', '/saved/z']);
    expect(rows['charts']).toHaveLength(3);
  });

  test('W21: a list of values in a query is one request for each; in JSON it stays a list', async () => {
    const resources: RestApiConfig['resources'] = [
      { name: 'posts', endpoint: { data_selector: '$', paginator: 'single_page' } },
      { name: 'tags', endpoint: { path: 'tags', params: { id: '{resources.posts.tags}' } } },
      { name: 'all', endpoint: { path: 'all', method: 'POST', json: { ids: '{resources.posts.tags}' } } },
    ];
    const { requests } = await ask(resources, ({ path }) => ({ body: path === '/posts' ? [{ tags: [1, 2, 1] }] : [] }));
    expect(requests.map(({ target, body }) => target + body)).toEqual([
      '/posts',
      '/tags?id=1',
      '/tags?id=2',
      '/all{"ids": [1, 2, 1]}',
    ]);
  });

  test('a field of the parent and one of the parent above it', async () => {
    const resources: RestApiConfig['resources'] = [
      { name: 'orgs', endpoint: { data_selector: '$', paginator: 'single_page' } },
      { name: 'repos', endpoint: 'orgs/{resources.orgs.id}/repos' },
      { name: 'issues', endpoint: 'orgs/{resources.orgs.id}/repos/{resources.repos.id}/issues' },
    ];
    const answers = new Map<string, readonly Row[]>([
      ['/orgs', [{ id: 'a' }, { id: 'b' }]],
      ['/orgs/a/repos', [{ id: 1 }]],
      ['/orgs/b/repos', [{ id: 2 }]],
    ]);
    const { requests } = await ask(resources, ({ path }) => ({ body: answers.get(path) ?? [] }));
    expect(requests.map(({ path }) => path)).toContain('/orgs/b/repos/2/issues');
    expect(requests).toHaveLength(5);
  });
});

describe('what goes into the rows of a child', () => {
  test('vendors 10: fields of the rows above, under chosen names; case 50: and under those of dlt', async () => {
    const resources: RestApiConfig['resources'] = [
      { name: 'orgs', endpoint: { data_selector: '$', paginator: 'single_page' } },
      { name: 'repos', endpoint: 'orgs/{resources.orgs.id}/repos', include_from_parent: ['id'] },
      {
        name: 'issues',
        endpoint: 'repos/{resources.repos.id}/issues',
        include_from_parent: [
          '_orgs_id',
          { field: 'owner.name', as: 'owner' },
          { resource: 'orgs', field: 'id', as: 'org' },
        ],
      },
    ];
    const answers = new Map<string, readonly Row[]>([
      ['/orgs', [{ id: 'a' }]],
      ['/orgs/a/repos', [{ id: 1, owner: { name: 'n' } }]],
      ['/repos/1/issues', [{ id: 7 }]],
    ]);
    const { rows } = await ask(resources, ({ path }) => ({ body: answers.get(path) ?? [] }));
    expect(rows['issues']).toEqual([{ id: 7, _repos__orgs_id: 'a', owner: 'n', org: 'a' }]);
  });

  test('vendors 12: a path that begins at the host', async () => {
    const api = await recordingApi(() => ({ body: [] }));
    open.push(api);
    const resources = [{ name: 'a', endpoint: { path: '/api/v3/a', from_root: true } }, 'b'];
    await walkAll(restApi({ client: { base_url: `${api.url}/api/v2/` }, resources }));
    expect(api.targets()).toEqual(['/api/v3/a', '/api/v2/b']);
  });
});
