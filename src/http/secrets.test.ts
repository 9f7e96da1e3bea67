import type { RequestListener } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock, fakeRuntime, type Loopback, serve } from '../../test/loopback.ts';
import { Redactor } from '../config/redactor.ts';
import { Secret } from '../config/secret.ts';
import type { ApiRequest, Interceptor } from './http.ts';
import { retrying } from './interceptors/retry.ts';
import { boundCredentials } from './origin.ts';
import { wireSend } from './wire-send.ts';

/** One for each place that a secret can be in, with the signs that encodings change. */
const canaries = Array.from({ length: 20 }, (_, index) => `cnr+${index}/ü"&?${(index * 7919).toString(36)}=zz`);
const canary = (index: number): string => canaries[index] ?? '';

const auth: Interceptor = (next) => (request, signal) =>
  next(
    {
      ...request,
      headers: {
        ...request.headers,
        Authorization: `Basic ${Buffer.from(`user:${canary(0)}`).toString('base64')}`,
        Cookie: `s=${encodeURIComponent(canary(1))}`,
        'X-Api-Key': encodeURIComponent(canary(2)),
        'X-Own': Buffer.from(canary(3)).toString('hex'),
      },
      params: [...request.params, ['api_key', canary(4)], ['sig', canary(5)], ['tenant', canary(6)]],
    },
    signal,
  );

/** Everything that was sent, and all secrets once more, in every form that a careless server may repeat them in. */
const echo =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    const [first = '', second = '', ...rest] = canaries.slice(8);
    const forms = [
      inspect(request.headers),
      request.url,
      encodeURIComponent(first),
      Buffer.from(second).toString('base64'),
      JSON.stringify(rest),
    ];
    // Every form is brought to the start of the excerpt once.
    response.writeHead(status, headers).end(forms.slice(turn).join(' '));
  };

let turn = 0;
let answer: RequestListener;
let api: Loopback;
beforeEach(async () => {
  api = await serve((request, response) => answer(request, response));
});
afterEach(() => api.close());

async function everythingSaid(path = `/tenants/${encodeURIComponent(canary(7))}`): Promise<string> {
  const redactor = new Redactor();
  for (const value of canaries) redactor.remember(new Secret(value));
  const { mask } = redactor;
  const said: unknown[] = [];
  const runtime = fakeRuntime(new FakeClock());
  const request: ApiRequest = {
    method: 'POST',
    url: api.origin + path,
    params: [],
    headers: {},
    json: { k: canary(8) },
  };
  const retry = retrying({ runtime, mask, onRetry: (retried) => said.push(retried) });
  const send = retry(boundCredentials(api.origin, auth, [], mask)(wireSend(runtime, { mask })));
  await send(request, new AbortController().signal).catch((error: unknown) => said.push(error));
  const shown = said.map((what) => [
    inspect(what, { depth: 20, showHidden: true }),
    JSON.stringify(what),
    String(what),
  ]);
  return shown.flat().join('\n');
}

const faults: readonly (readonly [what: string, answer: RequestListener])[] = [
  ...[400, 401, 404, 429, 500].map((status) => [`status ${status}`, echo(status)] as const),
  ['a reset', (request) => request.socket.destroy()],
  [
    'a cut body',
    (_, response) => void response.writeHead(200, { 'Content-Length': 9 }).write('x', () => response.destroy()),
  ],
  ['a wrong encoding', echo(200, { 'Content-Encoding': 'gzip' })],
  [
    'a foreign redirect',
    (request, response) => response.writeHead(302, { Location: `http://evil.example${request.url ?? ''}` }).end(),
  ],
  ['a redirect loop', (request, response) => response.writeHead(307, { Location: request.url ?? '' }).end()],
];

test.each(faults)('S1, V15: %s puts none of 20 secrets into an error or event', async (_, fault) => {
  answer = fault;
  for (turn = 0; turn < 5; turn += 1) {
    const said = await everythingSaid();
    expect(said).not.toBe('');
    expect(canaries.filter((value) => formsOf(value).some((form) => said.includes(form)))).toEqual([]);
  }
  expect(api.asked.length).toBeGreaterThan(0);
});

test('S1: an origin that is not there, and a URL of another one', async () => {
  await api.close();
  const shown = [await everythingSaid(), await everythingSaid(`@evil.example/${encodeURIComponent(canary(7))}`)];
  expect(canaries.filter((value) => formsOf(value).some((form) => shown.join().includes(form)))).toEqual([]);
});

function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    value.slice(0, 6),
    encodeURIComponent(value),
    new URLSearchParams({ value }).toString().slice(6),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('base64'),
    bytes.toString('hex'),
    bytes.toString('base64').slice(4, 16),
  ];
}
