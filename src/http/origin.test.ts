import { describe, expect, test } from 'vitest';
import type { ApiRequest, Interceptor, Send } from './http.ts';
import { boundCredentials, sameOrigin } from './origin.ts';

const origin = 'https://api.example.com';

const auth: Interceptor = (next) => (request, signal) =>
  next({ ...request, headers: { ...request.headers, Authorization: 'Bearer canary' } }, signal);

interface Outcome {
  readonly sent: readonly ApiRequest[];
  readonly error: unknown;
}

async function ask(url: string, allowedHosts: readonly string[] = []): Promise<Outcome> {
  const sent: ApiRequest[] = [];
  const next: Send = (request) => {
    sent.push(request);
    return Promise.resolve({ status: 200, headers: {}, cookies: [], body: new Uint8Array(), url: request.url });
  };
  const headers = { Accept: 'text/csv', 'X-Api-Key': 'canary' };
  const params = [
    ['api_key', 'canary'],
    ['page', '2'],
  ] as const;
  const send = boundCredentials(origin, auth, allowedHosts)(next);
  const error: unknown = await send({ method: 'GET', url, headers, params }, new AbortController().signal).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { sent, error };
}

/** As every link is made absolute. */
const resolved = (part: string): string => new URL(part, `${origin}/v1/items`).href;

describe('S2: credentials go to the configured origin only', () => {
  test.each([
    'items?page=2',
    '/v2',
    '//api.example.com/x',
    'https://api.example.com:443/x',
    'https://API.EXAMPLE.COM/x',
  ])('%s is the same origin and gets them', async (part) => {
    const { sent, error } = await ask(resolved(part));
    expect(error).toBeUndefined();
    expect(sent[0]?.headers['Authorization']).toBe('Bearer canary');
  });

  test.each([
    '//evil.example/x',
    String.raw`\\evil.example\x`,
    String.raw`/\evil.example/x`,
    'https://api.example.com@evil.example/x',
    'https://evil.example/x?u=https://api.example.com',
    'https://api.example.com.evil.example/x',
    'https://api.example.com./x',
    'https://api.example.com:8443/x',
    'http://api.example.com/x',
    'https://127.0.0.1/x',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://[::1]/x',
  ])('%s is refused before anything is sent', async (part) => {
    const { sent, error } = await ask(resolved(part));
    expect(sent).toEqual([]);
    expect(error).toMatchObject({ retryable: false });
    expect(['http_foreign_origin', 'config_invalid']).toContain((error as { code: string }).code);
  });

  test('what glued strings lead to is refused: a base without a slash, and a path that starts with @ or a dot', async () => {
    for (const part of ['.evil.example/x', '@evil.example/x', ':8443/x']) {
      const { sent } = await ask(origin + part);
      expect(sent).toEqual([]);
    }
  });

  test('an allowed host is asked, but gets no credential of any kind', async () => {
    const { sent } = await ask('https://files.example:8443/x', ['FILES.example:8443']);
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent)).not.toContain('canary');
    expect(sent[0]).toMatchObject({ headers: { Accept: 'text/csv' }, params: [['page', '2']] });
  });

  test('an allowed host is not asked over http, nor on another port', async () => {
    expect((await ask('http://files.example/x', ['files.example'])).sent).toEqual([]);
    expect((await ask('https://files.example:1/x', ['files.example'])).sent).toEqual([]);
  });

  test('the error names both origins and what to write, and masks the query', async () => {
    const { error } = await ask('https://evil.example/x?token=canary');
    expect(error).toMatchObject({
      code: 'http_foreign_origin',
      message:
        'Cannot ask https://evil.example/x?token=***: it is not on https://api.example.com, and credentials go nowhere else',
      hint: expect.stringContaining('"evil.example" in client.allowed_hosts') as string,
    });
  });
});

test.each([
  ['https://a.example', 'https://a.example:443/x', true],
  ['https://a.example', 'https://a.example.', false],
  ['file:///a', 'file:///a', false],
  ['nothing', 'nothing', false],
])('sameOrigin(%s, %s) is %s', (one, other, expected) => {
  expect(sameOrigin(one, other)).toBe(expected);
});
