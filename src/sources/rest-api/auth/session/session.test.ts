import { afterEach, describe, expect, test } from 'vitest';
import { authDesk, plainGet, readingPlace, type AuthDesk } from '../../../../../test/auth-desk.ts';
import { serve, type Loopback } from '../../../../../test/loopback.ts';
import { masked, Secret } from '../../../../config/secret.ts';
import { readAuth } from '../index.ts';
import type { LoginConfig, SessionConfig } from '../vocabulary.ts';

const open: Loopback[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});
const { signal } = new AbortController();

interface Site {
  /** What a request without a session gets. @default 401 */
  readonly ended?: { readonly status: number; readonly location?: string };
  /** Requests for which a session is good. @default all */
  readonly good?: number;
  /** What a login answers, beside its cookie. */
  readonly login?: {
    readonly status?: number;
    readonly cookies?: readonly string[];
    readonly body?: unknown;
    readonly location?: string;
  };
}

/** Gives the cookie `sid=canary-session-<n>` for the n-th login, and rows for the newest one. */
async function site({ ended = { status: 401 }, good = Infinity, login = {} }: Site = {}): Promise<Loopback> {
  let [logins, used] = [0, 0];
  const api = await serve((request, response) => {
    const path = request.url ?? '';
    const cookie = request.headers.cookie ?? '';
    if (path.startsWith('/api/login') && request.method === 'POST') {
      [logins, used] = [logins + 1, 0];
      const cookies = login.cookies ?? [`sid=canary-session-${logins}; Path=/; HttpOnly`, 'lang=en'];
      const location = login.location === undefined ? {} : { Location: login.location };
      response.writeHead(login.status ?? 200, { 'Set-Cookie': [...cookies], ...location });
      response.end(JSON.stringify(login.body ?? { status: 'ok' }));
    } else if (/^\/(?:signin|api\/login)/.test(path)) response.writeHead(200).end('<html>Log in</html>');
    else if (!cookie.includes(`sid=canary-session-${logins}`) || logins === 0 || (used += 1) > good) {
      response.writeHead(ended.status, ended.location === undefined ? {} : { Location: ended.location }).end();
    } else response.writeHead(200).end('[]');
  });
  open.push(api);
  return api;
}

const login: LoginConfig = { path: 'login', json: { email: 'me@example.com', password: 'canary-password' } };
const deskFor = (api: Loopback, more: Partial<SessionConfig> = {}): AuthDesk =>
  authDesk({ type: 'session', login, ...more }, `${api.origin}/api/`);
const ask = (desk: AuthDesk, api: Loopback, path = '/api/items'): Promise<unknown> =>
  desk.open()(plainGet(api.origin + path), signal);
const log = (api: Loopback): readonly string[] =>
  api.asked.map(({ method, url, headers }) => `${method} ${url} ${headers.cookie ?? '-'}`);

describe('session: a login with a cookie', () => {
  test('one login, and its cookies on every request', async () => {
    const api = await site();
    const send = deskFor(api).open();
    await Promise.all([1, 2, 3].map((n) => send(plainGet(`${api.origin}/api/items?page=${n}`), signal)));
    expect(log(api)[0]).toBe('POST /api/login -');
    expect(JSON.parse(api.asked[0]?.body ?? '')).toEqual(login.json);
    expect(log(api).slice(1).toSorted()).toEqual(
      // The cookie without a path is of the folder of the login.
      [1, 2, 3].map((n) => `GET /api/items?page=${n} lang=en; sid=canary-session-1`),
    );
    await send(plainGet(`${api.origin}/other`), signal);
    expect(log(api).at(-1)).toBe('GET /other sid=canary-session-1');
  });

  test('a form, parameters and headers', async () => {
    const api = await site();
    const form = {
      url: `${api.origin}/api/login`,
      params: { tenant: 7 },
      headers: { 'X-A': 'b' },
      data: { user: 'a b', pin: new Secret('1&2') },
    };
    await ask(deskFor(api, { login: form }), api);
    const [asked] = api.asked;
    expect([asked?.url, asked?.body, asked?.headers['x-a']]).toEqual([
      '/api/login?tenant=7',
      'user=a+b&pin=1%262',
      'b',
    ]);
  });

  test('F2.9: an ended session logs in once for all requests in flight, and they go again', async () => {
    const api = await site({ good: 1 });
    const send = deskFor(api).open();
    const get = (n: number): Promise<unknown> => send(plainGet(`${api.origin}/api/items?n=${n}`), signal);
    await get(0);
    await Promise.allSettled([get(1), get(2), get(3)]);
    expect(log(api).filter((line) => line.startsWith('POST'))).toHaveLength(2);
    expect(log(api).at(-1)).toContain('sid=canary-session-2');
  });

  test('a second 401 is http_unauthorized', async () => {
    const api = await site({ good: 0 });
    await expect(ask(deskFor(api), api)).rejects.toMatchObject({ code: 'http_unauthorized' });
    expect(api.asked).toHaveLength(4);
  });

  test.each(['/signin?next=%2Fapi', '/api/login'])(
    'an ended session that redirects to %s logs in again',
    async (page) => {
      const api = await site({ good: 1, ended: { status: 302, location: page } });
      const send = deskFor(api).open();
      await send(plainGet(`${api.origin}/api/items`), signal);
      const { body } = await send(plainGet(`${api.origin}/api/items`), signal);
      expect(Buffer.from(body).toString()).toBe('[]');
      expect(log(api).filter((line) => line.startsWith('POST'))).toHaveLength(2);
    },
  );

  test('a redirect to the login after a new login is http_unauthorized, not a page of HTML', async () => {
    const api = await site({ good: 0, ended: { status: 302, location: '/signin' } });
    await expect(ask(deskFor(api), api)).rejects.toMatchObject({
      code: 'http_unauthorized',
      message: expect.stringContaining('leads to the login page') as string,
    });
  });

  test('an ended session that redirects to the login of another host logs in again', async () => {
    const other = await site();
    const api = await site({ good: 1, ended: { status: 302, location: `${other.origin}/sso/start` } });
    const send = deskFor(api).open();
    for (let count = 0; count < 2; count += 1) await send(plainGet(`${api.origin}/api/items`), signal);
    expect(log(api).filter((line) => line.startsWith('POST'))).toHaveLength(2);
    expect(other.asked).toHaveLength(0);
  });

  test('a cookie that a redirect of the login sets is the session', async () => {
    const api = await site({ login: { status: 303, location: '/api/items' } });
    await ask(deskFor(api), api);
    expect(log(api)).toEqual([
      'POST /api/login -',
      'GET /api/items lang=en; sid=canary-session-1',
      'GET /api/items lang=en; sid=canary-session-1',
    ]);
  });

  test('a session cookie that ends in time logs in before it is refused', async () => {
    const api = await site({ login: { cookies: ['sid=canary-session-1; Path=/; Max-Age=60'] } });
    const desk = deskFor(api, { cookie: 'sid' });
    const send = desk.open();
    await send(plainGet(`${api.origin}/api/items`), signal);
    await desk.clock.sleep(60_000, signal);
    await send(plainGet(`${api.origin}/api/items`), signal).catch(() => undefined);
    expect(
      log(api)
        .slice(0, 3)
        .map((line) => line.split(' ')[0]),
    ).toEqual(['POST', 'GET', 'POST']);
  });
});

describe('session: a login with a token', () => {
  test.each<[more: Partial<SessionConfig>, header: string, value: string]>([
    [{}, 'authorization', 'Bearer canary-token'],
    [{ header: 'X-Session', format: 'key={token}' }, 'x-session', 'key=canary-token'],
  ])('%j', async (more, header, value) => {
    const body = { data: { token: 'canary-token' } };
    const api = await site({ login: { cookies: ['sid=canary-session-1; Path=/'], body } });
    await ask(deskFor(api, { token_path: 'data.token', ...more }), api);
    expect(api.asked.at(-1)?.headers[header]).toBe(value);
  });
});

describe('session: a token against forged requests', () => {
  test('the cookie of a page goes into a header of the login and of requests that are no GET', async () => {
    const api = await serve((request, response) => {
      const cookies =
        request.url === '/form' ? ['csrf=a%3D1'] : request.url === '/login' ? ['sid=1', 'csrf=b%3D2'] : [];
      response.writeHead(200, { 'Set-Cookie': cookies }).end('[]');
    });
    open.push(api);
    const csrf = { path: 'form', cookie: 'csrf', header: 'X-CSRF' };
    const desk = authDesk({ type: 'session', login: { path: '/login', data: { u: 'user' } }, csrf }, api.origin);
    const send = desk.open();
    await send(plainGet(`${api.origin}/a`), signal);
    await send({ ...plainGet(`${api.origin}/b`), method: 'POST' }, signal);
    const seen = api.asked.map(({ url, headers }) => [url, headers.cookie, headers['x-csrf']]);
    expect(seen).toEqual([
      ['/form', undefined, undefined],
      ['/login', 'csrf=a%3D1', 'a=1'],
      ['/a', 'csrf=b%3D2; sid=1', undefined],
      ['/b', 'csrf=b%3D2; sid=1', 'b=2'],
    ]);
  });
});

describe('session: a login that fails', () => {
  test.each<[name: string, login: Site['login'], more: Partial<SessionConfig>, expected: readonly [string, RegExp]]>([
    [
      'status 401',
      { status: 401, body: { echo: 'canary-password' } },
      {},
      ['http_unauthorized', /^Cannot log in: POST /],
    ],
    ['no cookie', { cookies: [] }, {}, ['token_missing', /the answer sets no cookie for this API/]],
    ['another cookie', {}, { cookie: ['sid', 'key'] }, ['token_missing', /sets no cookie key for this API/]],
    [
      'no token',
      { body: { t: 1 } },
      { token_path: '$.token' },
      ['token_missing', /has no \$\.token, nothing is there/],
    ],
  ])('%s', async (_name, login, more, [code, message]) => {
    const api = await site({ login });
    const send = deskFor(api, more).open();
    const error: unknown = await send(plainGet(`${api.origin}/api/items`), signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(String(error)).not.toContain('canary');
    await expect(send(plainGet(`${api.origin}/api/items`), signal)).rejects.toBe(error);
    expect(api.asked).toHaveLength(1);
  });
});

describe('session: its configuration', () => {
  const problemsOf = (config: object, secrets: Readonly<Record<string, string>> = {}): readonly string[] => {
    const place = readingPlace(secrets);
    readAuth({ type: 'session', ...config }, place);
    return place.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  test.each<[config: object, problem: string]>([
    [{}, 'client.auth.login: is missing'],
    [{ login: {} }, 'client.auth.login: must have one of path and url'],
    [{ login: { path: 'x', url: 'http://h/x' } }, 'client.auth.login: must have one of path and url'],
    [
      { login: { url: 'ftp://h' } },
      'client.auth.login.url: must be an absolute http or https address without a user name',
    ],
    [{ login: { path: 'x', json: { user: null } } }, 'client.auth.login.json.user: is not set'],
    [
      { login: { path: 'x', data: { pin: [1] } } },
      'client.auth.login.data.pin: must be a text, a number, true, false or null',
    ],
    [{ login: 'x', csrf: { header: 'X' } }, 'client.auth.csrf: must have one of cookie and token_path'],
    [{ login: 'x', format: 'none' }, 'client.auth.format: must have one placeholder for the key'],
  ])('%j is refused', (config, problem) => {
    expect(problemsOf(config)).toContain(problem);
  });

  test('values of null are looked up by their names, and texts in the body are secrets', () => {
    const secrets = { email: 'canary@example.com', password: 'canary-1' };
    const place = readingPlace(secrets);
    const config = {
      type: 'session',
      login: { path: 'x', json: { email: null, password: null, pin: 'canary-2', grant_type: 'password' } },
    };
    const read = readAuth(config, place);
    expect(place.problems).toEqual([]);
    const json = { email: masked, password: masked, pin: masked, grant_type: 'password' };
    expect(JSON.parse(JSON.stringify(read))).toEqual({ type: 'session', login: { path: 'x', json } });
  });
});
