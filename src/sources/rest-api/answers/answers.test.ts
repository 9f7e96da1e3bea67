import { afterEach, describe, expect, test } from 'vitest';
import {
  answerLog,
  recordingApi,
  walkAll,
  type Answer,
  type Recorded,
  type RecordingApi,
  type Walked,
} from '../../../../test/recording-api.ts';
import type { Value } from '../../../core/value.ts';
import type { Source } from '../../source.ts';
import { restApi } from '../index.ts';
import type { AuthConfig } from '../auth/vocabulary.ts';
import type { EndpointConfig, ResponseActionConfig } from '../vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

type Says = (request: Recorded, index: number) => Answer;
const row = { id: 1 };
const fine: Says = () => ({ body: [row] });

interface Setup {
  readonly auth?: AuthConfig | undefined;
  readonly endpoint?: EndpointConfig;
  readonly says?: Says;
}

async function prepare({ auth, endpoint, says = fine }: Setup): Promise<{ api: RecordingApi; source: Source }> {
  const api = await recordingApi(says);
  open.push(api);
  const source = restApi({ client: { base_url: api.url, auth }, resources: [{ name: 'items', endpoint }] });
  return { api, source };
}

async function ask(setup: Setup): Promise<Walked & { readonly api: RecordingApi }> {
  const { api, source } = await prepare(setup);
  return { ...(await walkAll(source)), api };
}

describe('auth', () => {
  test.each<[string, AuthConfig, string, string]>([
    ['case 119: bearer without a type', { token: 'T' }, 'authorization', 'Bearer T'],
    ['case 120: a key in a header', { type: 'api_key', api_key: 'K', name: 'X-Key' }, 'x-key', 'K'],
    ['case 120: without a name', { type: 'api_key', api_key: 'K' }, 'authorization', 'K'],
    ['case 122: an empty password', { type: 'http_basic', username: 'u', password: '' }, 'authorization', 'Basic dTo='],
    ['W31: a key in a cookie', { type: 'api_key', api_key: 'K', name: 'k', location: 'cookie' }, 'cookie', 'k=K'],
    [
      'L2: a key with a format',
      { type: 'api_key', api_key: 'K', format: 'Token {api_key}' },
      'authorization',
      'Token K',
    ],
  ])('%s', async (_name, auth, header, value) => {
    expect((await ask({ auth })).api.requests[0]?.headers[header]).toBe(value);
  });

  test('case 121, W30: a key in the query, once on links too', async () => {
    const auth = { type: 'api_key', api_key: 'K', location: 'query', name: 'key' } as const;
    const says: Says = (_, i) => ({ body: { data: [row], next: i === 0 ? '/items?page=2&key=K' : null } });
    const { api } = await ask({ auth, endpoint: { params: { a: 1 }, paginator: 'json_link' }, says });
    expect(api.targets()).toEqual(['/items?a=1&key=K', '/items?page=2&key=K']);
  });

  test('case 123: an endpoint has its own', async () => {
    const own = { type: 'http_basic', username: 'U', password: 'P' } as const;
    const { api } = await ask({ auth: { token: 'T' }, endpoint: { auth: own } });
    expect(api.requests[0]?.headers['authorization']).toBe('Basic VTpQ');
  });

  test('case 124: null switches it off', async () => {
    const { api } = await ask({ auth: { token: 'T' }, endpoint: { auth: null } });
    expect(api.requests[0]?.headers['authorization']).toBeUndefined();
  });
});

const page1 = { type: 'page_number', base_page: 1 } as const;
const actions = (...response_actions: readonly ResponseActionConfig[]): EndpointConfig => ({ response_actions });
const ignore404 = { status_code: 404, action: 'ignore' } as const;

describe('statuses and response actions', () => {
  test('case 128: a 404 is an error at once', async () => {
    await expect(ask({ says: () => ({ status: 404 }) })).rejects.toMatchObject({ code: 'http_status' });
    expect(open[0]?.requests).toHaveLength(1);
  });

  test('case 129: Retry-After is obeyed', async () => {
    const says: Says = (_, i) => (i === 0 ? { status: 429, headers: { 'Retry-After': '7' } } : { body: [row] });
    const asked = await ask({ says });
    expect(asked.waits).toEqual([7000]);
    expect(asked.events.map(({ kind }) => kind)).toEqual(['request-retried', 'page-received']);
  });

  test('case 130: four failures and an answer', async () => {
    const asked = await ask({ says: (_, i) => (i < 4 ? { status: 503 } : { body: [row] }) });
    expect(asked.api.requests).toHaveLength(5);
    expect(asked.waits.every((wait, n) => wait <= 1000 * 2 ** n)).toBe(true);
  });

  test('case 131: five failures are an error', async () => {
    await expect(ask({ says: () => ({ status: 500 }) })).rejects.toMatchObject({ code: 'http_status' });
    expect(open[0]?.requests).toHaveLength(5);
  });

  test('case 132: an ignored answer ends the walk', async () => {
    const says: Says = (_, i) => (i === 1 ? { status: 404 } : { body: { data: [row], total: 3 } });
    const asked = await ask({ endpoint: { ...actions(ignore404), paginator: page1 }, says });
    expect(asked.api.targets()).toEqual(['/items?page=1', '/items?page=2']);
    expect(asked.rows['items']).toEqual([row]);
    expect(asked.ends[0]?.verdict).toBe('unknown');
  });

  test.each([[400], [200]])('case 133: a text in an answer with status %i', async (status) => {
    const says: Says = () => ({ status, body: '<p>Not found</p>' });
    const asked = await ask({ endpoint: actions({ content: 'Not found', action: 'ignore' }), says });
    expect(asked.rows['items']).toEqual([]);
  });

  test.each<[string, ResponseActionConfig, number]>([
    ['case 134: both must hold', { ...ignore404, content: 'x' }, 404],
    ['case 135: another status', ignore404, 422],
  ])('%s', async (_name, action, status) => {
    const walked = ask({ endpoint: actions(action), says: () => ({ status, body: 'y' }) });
    await expect(walked).rejects.toMatchObject({ code: 'http_status' });
  });

  test('case 136: an ignored 500 is not asked again', async () => {
    const endpoint = actions({ status_code: 500, action: 'ignore' });
    const asked = await ask({ endpoint, says: () => ({ status: 500 }) });
    expect(asked.api.requests).toHaveLength(1);
    expect(asked.rows['items']).toEqual([]);
  });

  test('case 53: a child that is gone ends its own walk only', async () => {
    const api = await recordingApi(({ path }) => {
      if (path === '/posts') return { body: [{ id: 1 }, { id: 2 }, { id: 3 }] };
      return path === '/posts/2/c' ? { status: 404 } : { body: [{ path }] };
    });
    open.push(api);
    const child = { path: 'posts/{resources.posts.id}/c', ...actions(ignore404) };
    const source = restApi({ client: { base_url: api.url }, resources: ['posts', { name: 'c', endpoint: child }] });
    expect((await walkAll(source)).rows['c']).toEqual([{ path: '/posts/1/c' }, { path: '/posts/3/c' }]);
  });

  test('case 139, W13: no error shows a secret', async () => {
    const says: Says = ({ headers }) => ({ status: 404, body: `who is ${headers['authorization']}` });
    const walked = ask({ auth: { token: 'sesame' }, endpoint: { params: { api_key: 'S3CR' }, ...actions() }, says });
    const error = await walked.catch((reason: unknown) => reason);
    expect(String(error)).toContain('api_key=***');
    expect(JSON.stringify([error, String(error)])).not.toMatch(/sesame|S3CR/);
  });
});

describe('bodies that are not JSON', () => {
  test('case 69: an empty one', async () => {
    await expect(ask({ says: () => ({ status: 204 }) })).rejects.toMatchObject({ code: 'body_not_json' });
    const asked = await ask({
      endpoint: actions({ status_code: 204, action: 'ignore' }),
      says: () => ({ status: 204 }),
    });
    expect(asked.rows['items']).toEqual([]);
  });

  test('F2.4: a page for people is not asked for again', async () => {
    const says: Says = () => ({ body: '<html>\n', headers: { 'Content-Type': 'text/html' } });
    await expect(ask({ says })).rejects.toMatchObject({
      message: String.raw`Cannot read the answer for "items": status 200, text/html, not JSON: "<html>\n"`,
    });
    expect(open[0]?.requests).toHaveLength(1);
  });

  test.each([
    '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
    '\uFEFF<!DOCTYPE html>\n<html><body><h1>Service Unavailable</h1> Please try again later.</body></html>',
    '<HTML><TITLE>504 Gateway Time-out</TITLE></HTML>',
  ])('F2.4: the page of a gateway, with status 200, is asked for again: %s', async (page) => {
    const html: Answer = { body: page, headers: { 'Content-Type': 'text/html' } };
    const { api, rows } = await ask({ says: (_request, index) => (index === 0 ? html : { body: [row] }) });
    expect(api.requests).toHaveLength(2);
    expect(rows['items']).toEqual([row]);
  });

  test('F2.3: half a document is asked for again', async () => {
    const asked = await ask({ says: (_, i) => ({ body: i === 0 ? '[{"id":1},{"i' : [row] }) });
    expect(asked.api.requests).toHaveLength(2);
    expect(asked.rows['items']).toEqual([row]);
  });
});

describe('walks that go on', () => {
  const numbered: Setup = {
    endpoint: { paginator: { ...page1, page_param: 'p' }, params: { api_key: 'S', z: 1 } },
    says: ({ query }) => ({ body: { data: [{ p: query.get('p') }], total: 3 } }),
  };

  test('each page says where to go on, without secrets', async () => {
    const { api, source } = await prepare(numbered);
    const { positions } = await walkAll(source);
    expect(positions).toHaveLength(2);
    expect(JSON.stringify(positions)).not.toContain('"S"');
    const rest = await walkAll(source, { resumeFrom: positions[0] ?? null });
    expect(rest.rows['items']).toEqual([{ p: '2' }, { p: '3' }]);
    expect(api.targets().slice(3)).toEqual(['/items?api_key=S&z=1&p=2', '/items?api_key=S&z=1&p=3']);
  });

  test.each<[string, Value]>([
    ['a text', 'x'],
    ['no address', { params: [], page: 1 }],
    ['another host', { url: 'http://127.0.0.2:1/items', params: [], page: 2 }],
    ['params of another shape', { url: 'ORIGIN/items', params: [1], page: 2 }],
    ['a page that is none', { url: 'ORIGIN/items', params: [], page: -1 }],
  ])('a position that is %s is refused', async (_name, saved) => {
    const { api, source } = await prepare(numbered);
    const position = JSON.parse(JSON.stringify(saved).replace('ORIGIN', api.url)) as Value;
    await expect(walkAll(source, { resumeFrom: position })).rejects.toMatchObject({ code: 'state_unreadable' });
    expect(api.requests).toEqual([]);
  });

  test('an answer that was kept is not asked for again', async () => {
    const { api, source } = await prepare(numbered);
    const first = answerLog();
    const before = await walkAll(source, { answers: first });
    const again = await walkAll(source, { answers: answerLog(first.kept.slice(0, 2)) });
    expect(api.requests).toHaveLength(4);
    expect(again.rows).toEqual(before.rows);
    expect(again.events.map((event) => event.kind === 'page-received' && event.replayed)).toEqual([true, true, false]);
  });
});
