import { afterEach, describe, expect, test } from 'vitest';
import { authDesk, plainGet, type AuthDesk } from '../../../../../test/auth-desk.ts';
import { recordingApi, tokenStore, type Answer, type RecordingApi } from '../../../../../test/recording-api.ts';
import type { TokenStore } from '../../../../config/token-store.ts';
import type { RefreshTokenConfig } from '../vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});
const { signal } = new AbortController();

type Says = (count: number) => Answer;
const rotating: Says = (count) => ({ body: { access_token: `access-${count}`, refresh_token: `refresh-${count}` } });

/** Takes the access token that it gave last. */
async function serve(says: Says = rotating): Promise<RecordingApi> {
  let count = 0;
  const api = await recordingApi(({ path, headers }) => {
    if (path === '/token') {
      count += 1;
      return says(count);
    }
    return headers['authorization'] === `Bearer access-${count}` ? { body: [] } : { status: 401 };
  });
  open.push(api);
  return api;
}

function deskFor(
  api: RecordingApi,
  more: Partial<RefreshTokenConfig> = {},
  tokens: TokenStore = tokenStore(),
): AuthDesk {
  const auth = {
    type: 'oauth2_refresh_token',
    token_url: `${api.url}/token`,
    client_id: 'client-1',
    refresh_token: 'refresh-0',
    ...more,
  } as const;
  return authDesk(auth, api.url, { tokens });
}

const ask = (desk: AuthDesk, api: RecordingApi): Promise<unknown> => desk.open()(plainGet(`${api.url}/items`), signal);
/** Of each refresh, what it was shown. */
const shown = (api: RecordingApi): readonly (string | null)[] =>
  api.requests
    .filter(({ path }) => path === '/token')
    .map(({ body }) => new URLSearchParams(body).get('refresh_token'));

describe('the request', () => {
  test.each<[name: string, more: Partial<RefreshTokenConfig>, body: string, authorization?: string]>([
    ['a form', {}, 'grant_type=refresh_token&refresh_token=refresh-0&client_id=client-1'],
    [
      'with a secret and a scope',
      { client_secret: 's/1', scope: 'a b' },
      'grant_type=refresh_token&refresh_token=refresh-0&client_id=client-1&client_secret=s%2F1&scope=a+b',
    ],
    [
      'JSON',
      { request_format: 'json', client_secret: 's"1' },
      String.raw`{"grant_type":"refresh_token","refresh_token":"refresh-0","client_id":"client-1","client_secret":"s\"1"}`,
    ],
    [
      'RFC 6749, 2.3.1: the client in a header, form-encoded',
      { client_auth: 'basic', client_secret: 'a:b' },
      'grant_type=refresh_token&refresh_token=refresh-0',
      `Basic ${Buffer.from('client-1:a%3Ab').toString('base64')}`,
    ],
  ])('%s', async (_name, more, body, authorization) => {
    const api = await serve();
    await ask(deskFor(api, more), api);
    const [asked] = api.requests;
    // Python's JSON has a blank after each sign; what is said is the same.
    expect(asked?.body.replaceAll(/(?<=[:,]) /g, '')).toBe(body);
    expect(asked?.headers['authorization']).toBe(authorization);
  });
});

describe('F2.10: the chain of refresh tokens', () => {
  test('a new one is kept before the access token beside it is used', async () => {
    const steps: string[] = [];
    const kept = tokenStore();
    const tokens: TokenStore = {
      read: (name) => kept.read(name),
      write: async (name, token) => {
        steps.push(`keep ${token.reveal()} after ${api.requests.length}`);
        await kept.write(name, token);
      },
    };
    const api = await serve();
    await ask(deskFor(api, {}, tokens), api);
    expect(steps).toEqual(['keep refresh-1 after 1']);
    expect(api.requests.map(({ path }) => path)).toEqual(['/token', '/items']);
  });

  test('one that cannot be kept stops the run before its access token is used', async () => {
    const api = await serve();
    const tokens: TokenStore = { ...tokenStore(), write: () => Promise.reject(new Error('the disk is full')) };
    await expect(ask(deskFor(api, {}, tokens), api)).rejects.toThrow('the disk is full');
    expect(api.requests.map(({ path }) => path)).toEqual(['/token']);
  });

  test('the kept one goes before that of the configuration', async () => {
    const [api, tokens] = [await serve(), tokenStore()];
    for (let run = 0; run < 3; run += 1) await ask(deskFor(api, {}, tokens), api);
    expect(shown(api)).toEqual(['refresh-0', 'refresh-1', 'refresh-2']);
  });

  test('a configured one that is new goes before the kept one, and begins a chain of its own', async () => {
    const [api, tokens] = [await serve(), tokenStore()];
    await ask(deskFor(api, {}, tokens), api);
    for (let run = 0; run < 2; run += 1) await ask(deskFor(api, { refresh_token: 'login-2' }, tokens), api);
    expect(shown(api)).toEqual(['refresh-0', 'login-2', 'refresh-2']);
  });

  test('chains of other clients and servers are not mixed up', async () => {
    const [api, tokens] = [await serve(), tokenStore()];
    await ask(deskFor(api, {}, tokens), api);
    await ask(deskFor(api, { client_id: 'client-2' }, tokens), api);
    await ask(deskFor(api, { token_url: `${api.url}/token?tenant=2` }, tokens), api);
    expect(shown(api)).toEqual(['refresh-0', 'refresh-0', 'refresh-0']);
  });

  test('where no new one comes, the same is used for good and nothing is kept', async () => {
    const api = await serve((count) => ({ body: { access_token: `access-${count}` } }));
    const tokens: TokenStore = { ...tokenStore(), write: () => Promise.reject(new Error('never')) };
    const desk = deskFor(api, {}, tokens);
    for (let run = 0; run < 2; run += 1) await ask(desk, api);
    expect(shown(api)).toEqual(['refresh-0', 'refresh-0']);
  });

  test('within a run the chain goes on', async () => {
    const api = await serve((count) => ({ body: { ...(rotating(count).body as object), expires_in: 0 } }));
    const send = deskFor(api).open();
    for (let count = 0; count < 3; count += 1) await send(plainGet(`${api.url}/items`), signal);
    expect(shown(api)).toEqual(['refresh-0', 'refresh-1', 'refresh-2']);
  });

  test('a run that is stopped hears the answer to a refresh that is under way, and keeps it', async () => {
    const stop = new AbortController();
    const tokens = tokenStore();
    const kept: string[] = [];
    const api = await serve((count) => {
      stop.abort(new Error('stopped'));
      return rotating(count);
    });
    const noting: TokenStore = {
      read: (name) => tokens.read(name),
      write: (_name, token) => Promise.resolve(void kept.push(token.reveal())),
    };
    const desk = deskFor(api, {}, noting);
    // The time to hear the answer is not over at once.
    Object.assign(desk.clock, { sleep: () => new Promise<void>(() => undefined) });
    await expect(desk.open()(plainGet(`${api.url}/items`), stop.signal)).rejects.toThrow('stopped');
    expect(kept).toEqual(['refresh-1']);
    expect(api.requests.map(({ path }) => path)).toEqual(['/token']);
  });
});

describe('F2.10: a refresh token that is lost', () => {
  test.each<[name: string, answer: Answer]>([
    ['status 400', { status: 400, body: { error: 'invalid_grant', echo: 'refresh-0' } }],
    ['status 401', { status: 401 }],
    ['status 200 and an error', { body: { error: 'invalid_grant' } }],
  ])('%s: an error that says how to log in again, and no second try', async (_name, answer) => {
    const api = await serve(() => answer);
    const send = deskFor(api).open();
    const first: unknown = await send(plainGet(`${api.url}/items`), signal).catch((thrown: unknown) => thrown);
    expect(first).toMatchObject({
      code: 'http_unauthorized',
      message: expect.stringMatching(/^Cannot refresh the token: /) as string,
      hint: expect.stringMatching(/^Log in to the API again and set refresh_token/) as string,
    });
    expect(String(first)).not.toContain('refresh-0');
    await expect(send(plainGet(`${api.url}/items`), signal)).rejects.toBe(first);
    expect(api.requests).toHaveLength(1);
  });
});
