import { afterEach, describe, expect, test } from 'vitest';
import { authDesk, plainGet, readingPlace, type AuthDesk } from '../../../../../test/auth-desk.ts';
import {
  recordingApi,
  walkAll,
  type Answer,
  type Recorded,
  type RecordingApi,
} from '../../../../../test/recording-api.ts';
import { restApi } from '../../index.ts';
import type { PaginatorConfig } from '../../paginators/vocabulary.ts';
import { readAuth } from '../index.ts';
import type { ClientCredentialsConfig } from '../vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});
const { signal } = new AbortController();

interface TokenServer {
  /** What the token endpoint says, beside a token `token-<n>`. */
  readonly says?: object;
  readonly answer?: (count: number) => Answer;
  readonly refuses?: (request: Recorded) => boolean;
}

async function serve({ says = {}, answer, refuses = () => false }: TokenServer): Promise<RecordingApi> {
  let count = 0;
  const api = await recordingApi((request) => {
    if (request.path === '/token') {
      count += 1;
      return answer?.(count) ?? { body: { access_token: `token-${count}`, ...says } };
    }
    const page = Number(request.query.get('page') ?? 1);
    return refuses(request) ? { status: 401 } : { body: { data: [{ id: page }], total: 3 } };
  });
  open.push(api);
  return api;
}

const configFor = (api: RecordingApi, more: Partial<ClientCredentialsConfig> = {}): ClientCredentialsConfig => ({
  type: 'oauth2_client_credentials',
  access_token_url: `${api.url}/token`,
  client_id: 'client-1',
  client_secret: 'canary+secret/1',
  ...more,
});

const deskFor = (api: RecordingApi, more: Partial<ClientCredentialsConfig> = {}): AuthDesk =>
  authDesk(configFor(api, more), api.url);
const logOf = (api: RecordingApi): readonly string[] =>
  api.requests.map(({ method, target, headers }) =>
    method === 'POST' ? `POST ${target}` : `GET ${target} ${headers['authorization'] ?? '-'}`,
  );

describe('oauth2_client_credentials', () => {
  const paged = { type: 'page_number', base_page: 1 } as const;
  /** Without a count no page is asked for before its turn. */
  const oneByOne = { ...paged, total_path: null, maximum_page: 4 } as const;
  const walk = async (
    api: RecordingApi,
    more: Partial<ClientCredentialsConfig> = {},
    paginator: PaginatorConfig = paged,
  ): Promise<unknown> => {
    const client = { base_url: api.url, auth: configFor(api, more), paginator };
    return (await walkAll(restApi({ client, resources: ['items'] }))).rows;
  };

  test('case 125: one token for three pages, asked for with a form', async () => {
    const api = await serve({ says: { expires_in: 3600 } });
    expect(await walk(api)).toEqual({ items: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    expect(logOf(api)).toEqual(['POST /token', ...[1, 2, 3].map((n) => `GET /items?page=${n} Bearer token-1`)]);
    const [asked] = api.requests;
    expect(asked?.body).toBe('client_id=client-1&client_secret=canary%2Bsecret%2F1&grant_type=client_credentials');
    expect(asked?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(asked?.headers['authorization']).toBeUndefined();
  });

  test('case 126: a life of 0 seconds is a token before each request', async () => {
    const api = await serve({ says: { expires_in: 0 } });
    await walk(api, {}, oneByOne);
    expect(logOf(api)).toEqual([1, 2, 3].flatMap((n) => ['POST /token', `GET /items?page=${n} Bearer token-${n}`]));
  });

  test('case 127: request data beside and instead of the fields, in their place', async () => {
    const api = await serve({});
    await walk(api, {
      access_token_request_data: { scope: 'a b', grant_type: 'custom', client_secret: null, n: true },
    });
    expect(api.requests[0]?.body).toBe('client_id=client-1&grant_type=custom&scope=a+b&n=True');
  });
});

describe('W32: the life of a token', () => {
  test.each<[name: string, expiresIn: unknown, freshForMs: number]>([
    ['30 s are left before its end', 3600, 3_570_000],
    ['a quarter at most', 20, 15_000],
    ['a number in a text', '3600', 3_570_000],
    ['a number with a point', 3600.5, 3_570_500],
    ['null is what default_token_expiration says', null, 570_000],
    ['nothing, too', undefined, 570_000],
    ['a word, too', 'soon', 570_000],
  ])('%s', async (_name, expires_in, freshForMs) => {
    const api = await serve({ says: { expires_in } });
    const desk = deskFor(api, { default_token_expiration: 600 });
    const send = desk.open();
    await send(plainGet(`${api.url}/items`), signal);
    await desk.clock.sleep(freshForMs - 1, signal);
    await send(plainGet(`${api.url}/items`), signal);
    expect(logOf(api).at(-1)).toContain('Bearer token-1');
    await desk.clock.sleep(1, signal);
    await send(plainGet(`${api.url}/items`), signal);
    expect(logOf(api).at(-1)).toContain('Bearer token-2');
  });

  test('a token of the configuration is used until it is refused', async () => {
    const api = await serve({
      refuses: ({ headers }) => headers['authorization'] === 'Bearer canary-old' && api.requests.length > 2,
    });
    const send = deskFor(api, { access_token: 'canary-old' }).open();
    for (let count = 0; count < 3; count += 1) await send(plainGet(`${api.url}/items`), signal);
    expect(logOf(api)).toEqual([
      'GET /items Bearer canary-old',
      'GET /items Bearer canary-old',
      'GET /items Bearer canary-old',
      'POST /token',
      'GET /items Bearer token-1',
    ]);
  });

  test('F2.9: a second 401 is http_unauthorized', async () => {
    const api = await serve({ refuses: () => true });
    const asked = deskFor(api).open()(plainGet(`${api.url}/items`), signal);
    await expect(asked).rejects.toMatchObject({ code: 'http_unauthorized' });
    expect(logOf(api)).toEqual([
      'POST /token',
      'GET /items Bearer token-1',
      'POST /token',
      'GET /items Bearer token-2',
    ]);
  });

  test('one token for all who ask at once', async () => {
    const api = await serve({});
    const send = deskFor(api).open();
    await Promise.all(Array.from({ length: 20 }, () => send(plainGet(`${api.url}/items`), signal)));
    expect(logOf(api).filter((line) => line === 'POST /token')).toHaveLength(1);
  });
});

describe('a token endpoint that does not give one', () => {
  const failureOf = async (answer: (count: number) => Answer): Promise<{ error: unknown; api: RecordingApi }> => {
    const api = await serve({ answer });
    const send = deskFor(api).open();
    const ask = (): Promise<unknown> => send(plainGet(`${api.url}/items`), signal).catch((thrown: unknown) => thrown);
    const error = await ask();
    expect(await ask(), 'it is not asked again').toBe(error);
    return { error, api };
  };

  test.each<[name: string, body: unknown, message: string]>([
    ['no field', { token: 'x', error: 'nope' }, 'no access_token, it has token, error and says "nope"'],
    ['null', { access_token: null }, 'no access_token'],
    ['an empty text', { access_token: '' }, 'no access_token'],
    ['no object', '["canary-token"]', 'it is no JSON object'],
    ['no JSON', '<html>canary-token', 'it is no JSON object'],
  ])('W32: an answer with %s is token_missing', async (_name, body, message) => {
    const { error, api } = await failureOf(() => ({ body }));
    expect(error).toMatchObject({ code: 'token_missing', message: expect.stringContaining(message) as string });
    expect(String(error)).toContain(`Cannot get a token from ${api.url}/token`);
    expect(String(error)).not.toContain('canary');
    expect(api.requests).toHaveLength(1);
  });

  test.each([400, 401, 403])(
    '5.5: status %s is an error at once, with what the server said but for secrets',
    async (status) => {
      const { error, api } = await failureOf(() => ({
        status,
        body: { error: 'invalid_client', echo: 'canary+secret/1' },
      }));
      expect(error).toMatchObject({ code: 'http_unauthorized' });
      expect(String(error)).toMatch(
        /^SluiceError: Cannot get a token: POST .*\/token: the answer has status 40\d; .*invalid_client/,
      );
      expect(String(error)).not.toContain('canary');
      expect(api.requests).toHaveLength(1);
    },
  );

  test('5.5: a 503 is asked again', async () => {
    const api = await serve({ answer: (count) => (count < 3 ? { status: 503 } : { body: { access_token: 'late' } }) });
    await deskFor(api).open()(plainGet(`${api.url}/items`), signal);
    expect(logOf(api)).toEqual(['POST /token', 'POST /token', 'POST /token', 'GET /items Bearer late']);
  });

  test('5.5: one that is down is asked five times in all, not five times for each time', async () => {
    const { error, api } = await failureOf(() => ({ status: 503 }));
    expect(error).toMatchObject({
      code: 'http_status',
      message: expect.stringContaining('status 503, 5 times') as string,
    });
    expect(api.requests).toHaveLength(5);
  });

  test('S2: a redirect of the endpoint to another host gets no credentials', async () => {
    const other = await serve({});
    const { error } = await failureOf(() => ({ status: 307, headers: { Location: `${other.url}/token` } }));
    expect(error).toMatchObject({ code: 'http_foreign_origin' });
    expect(other.requests).toHaveLength(0);
  });
});

test('5.1: the alias looks everything up', async () => {
  const api = await serve({});
  const secrets = { access_token_url: `${api.url}/token`, client_id: 'client-2', client_secret: 'canary-2' };
  const desk = authDesk('oauth2_client_credentials', api.url, { secrets });
  await desk.open()(plainGet(`${api.url}/items`), signal);
  expect(api.requests[0]?.body).toContain('client_id=client-2&client_secret=canary-2');
  const place = readingPlace();
  readAuth('oauth2_client_credentials', place);
  expect(place.problems.map(({ path, hint }) => [path, hint])).toEqual([
    ['client.auth.access_token_url', 'Set ACCESS_TOKEN_URL'],
    ['client.auth.client_id', 'Set CLIENT_ID'],
    ['client.auth.client_secret', 'Set CLIENT_SECRET'],
  ]);
});
