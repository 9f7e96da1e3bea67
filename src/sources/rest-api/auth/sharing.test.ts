import { afterEach, describe, expect, test } from 'vitest';
import {
  recordingApi,
  walkAll,
  type Answer,
  type Recorded,
  type RecordingApi,
} from '../../../../test/recording-api.ts';
import { restApi } from '../index.ts';
import type { AuthConfig } from './vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

async function serve(answer: (request: Recorded) => Answer): Promise<RecordingApi> {
  const api = await recordingApi(answer);
  open.push(api);
  return api;
}

/** Every auth there is, with `secret` wherever a secret can be. */
const authsFor = (url: string): Readonly<Record<string, AuthConfig>> => ({
  bearer: { token: 'secret-token' },
  'a key in a header': { type: 'api_key', api_key: 'secret-key', name: 'X-Key' },
  'a key in the query': { type: 'api_key', api_key: 'secret-key', location: 'query', name: 'k' },
  'a key in a cookie': { type: 'api_key', api_key: 'secret-key', location: 'cookie', name: 'k' },
  http_basic: { type: 'http_basic', username: 'secret-user', password: 'secret' },
  oauth2_client_credentials: {
    type: 'oauth2_client_credentials',
    access_token_url: `${url}/login`,
    client_id: 'secret-id',
    client_secret: 'secret',
  },
  oauth2_refresh_token: {
    type: 'oauth2_refresh_token',
    token_url: `${url}/login`,
    client_id: 'secret-id',
    refresh_token: 'secret-refresh',
  },
  session: { type: 'session', login: { path: 'login', data: { user: 'secret' } }, token_path: 'access_token' },
  code: {
    interceptor: (next) => (request, signal) =>
      next({ ...request, headers: { ...request.headers, 'X-Sign': 'secret-sign' } }, signal),
  },
});
const names = Object.keys(authsFor(''));

const login: Answer = {
  headers: { 'Set-Cookie': 'sid=secret-session; Path=/' },
  body: { access_token: 'secret-access', refresh_token: 'secret-next' },
};

describe('S2, W29: credentials stay with their origin', () => {
  test.each(names)(
    '%s: a link to another host is not followed, and to an allowed one without anything',
    async (name) => {
      const other = await serve(() => ({ body: { data: [{ id: 2 }], next: null } }));
      const api = await serve(({ path }) =>
        path === '/login' ? login : { body: { data: [{ id: 1 }], next: `${other.url}/items?page=2` } },
      );
      const auth = authsFor(api.url)[name];
      const client = { base_url: api.url, auth, paginator: 'json_link' } as const;
      const walk = (allowed_hosts: readonly string[]): Promise<unknown> =>
        walkAll(restApi({ client: { ...client, allowed_hosts }, resources: ['items'] }));
      await expect(walk([])).rejects.toMatchObject({ code: 'http_foreign_origin' });
      expect(other.requests).toHaveLength(0);
      await walk([new URL(other.url).host]);
      expect(other.requests).toHaveLength(1);
      expect(JSON.stringify(other.requests)).not.toMatch(/secret|c2VjcmV0/);
    },
  );

  test.each(names)('%s: a redirect to another host neither', async (name) => {
    const other = await serve(() => ({ body: [{ id: 2 }] }));
    const api = await serve(({ path }) =>
      path === '/login' ? login : { status: 302, headers: { Location: `${other.url}/items` } },
    );
    const auth = authsFor(api.url)[name];
    const client = { base_url: api.url, auth };
    const walk = (allowed_hosts: readonly string[]): Promise<unknown> =>
      walkAll(restApi({ client: { ...client, allowed_hosts }, resources: ['items'] }));
    await expect(walk([])).rejects.toMatchObject({ code: 'http_foreign_origin' });
    expect(other.requests).toHaveLength(0);
    await walk([new URL(other.url).host]);
    expect(JSON.stringify(other.requests)).not.toMatch(/secret|c2VjcmV0/);
  });
});

describe('W32: one login for all resources of a run', () => {
  const logins = (api: RecordingApi): number => api.requests.filter(({ path }) => path === '/login').length;
  const serveRows = (): Promise<RecordingApi> =>
    serve(({ path }) => (path === '/login' ? login : { body: [{ id: 1 }, { id: 2 }] }));

  test.each(['oauth2_client_credentials', 'oauth2_refresh_token', 'session'])('%s', async (name) => {
    const api = await serveRows();
    const auth = authsFor(api.url)[name];
    const own = authsFor(api.url)[name] ?? null;
    const resources = [
      'posts',
      { name: 'comments', endpoint: { path: 'posts/{resources.posts.id}/comments' } },
      { name: 'users', endpoint: { auth: own } },
    ] as const;
    const source = restApi({ client: { base_url: api.url, auth }, resources });
    await walkAll(source);
    expect(api.requests).toHaveLength(5);
    expect(logins(api)).toBe(1);
    await walkAll(source);
    expect(logins(api), 'each attempt of a run has its own').toBe(2);
  });
});

test('8.6: cookies of an answer come along on later requests of the same resource only', async () => {
  let count = 0;
  const api = await serve(({ path }) => {
    count += 1;
    const next = path === '/a' && count === 1 ? '/a?page=2' : null;
    return { headers: { 'Set-Cookie': `n=${count}` }, body: { data: [{ id: 1 }], next } };
  });
  const client = { base_url: api.url, paginator: 'json_link' } as const;
  const b = { name: 'b', endpoint: { path: 'b/{resources.a.id}' } } as const;
  await walkAll(restApi({ client, resources: ['a', b] }));
  const seen = api.requests.map(({ target, headers }) => `${target} ${headers['cookie'] ?? '-'}`);
  expect(seen).toEqual(['/a -', '/b/1 -', '/a?page=2 n=1', '/b/1 n=2']);
});

describe('S1: plans show where a credential will be', () => {
  test.each([
    ['oauth2_client_credentials', { Authorization: '***' }],
    ['oauth2_refresh_token', { Authorization: '***' }],
    ['session', { Authorization: '***' }],
    ['a key in a cookie', { Cookie: '***' }],
    ['code', {}],
  ])('%s', (name, headers) => {
    const source = restApi({
      client: { base_url: 'http://h', auth: authsFor('http://h')[name] },
      resources: ['items'],
    });
    expect(source.requests?.[0]?.headers).toEqual(headers);
  });
});
