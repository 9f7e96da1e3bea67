import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeClock, fakeRuntime, type Loopback, serve } from '../../../test/loopback.ts';
import { SluiceError } from '../../core/error.ts';
import type { ApiRequest, ApiResponse } from '../http.ts';
import { wireSend } from '../wire-send.ts';
import { type Retry, type RetryOptions, retrying } from './retry.ts';

let answers: RequestListener[];
let api: Loopback;
let clock: FakeClock;
let told: Retry[];
beforeEach(async () => {
  answers = [];
  told = [];
  clock = new FakeClock();
  // The last answer stays.
  api = await serve((request, response) => (answers.length > 1 ? answers.shift() : answers[0])?.(request, response));
});
afterEach(() => api.close());

const signal = new AbortController().signal;

function send(options: Partial<RetryOptions> = {}, request: Partial<ApiRequest> = {}): Promise<ApiResponse> {
  const runtime = fakeRuntime(clock);
  const retry = retrying({ runtime, onRetry: (retry) => told.push(retry), ...options });
  const whole: ApiRequest = { method: 'GET', url: `${api.origin}/items`, params: [], headers: {}, ...request };
  return retry(wireSend(runtime, { timeLimits: { headMs: 200 } }))(whole, signal);
}

const status =
  (code: number, headers: Record<string, string> = {}, body = '{}'): RequestListener =>
  (_, response) =>
    response.writeHead(code, headers).end(body);
const good = status(200, {}, '[1]');

describe('F2.7, F2.8: what is tried again, and when', () => {
  test('case 130: 503 four times, then 200: five requests, each wait up to twice the one before', async () => {
    answers = [status(503), status(503), status(503), status(503), good];
    await expect(send()).resolves.toMatchObject({ status: 200 });
    expect(api.asked).toHaveLength(5);
    expect(clock.sleptMs).toEqual([1000, 2000, 4000, 8000]);
  });

  test('full jitter: the wait is anything from nothing to its ceiling', async () => {
    answers = [status(503), status(503), good];
    const runtime = { ...fakeRuntime(clock), randomBytes: () => Uint8Array.of(0x40, 0, 0, 0) };
    await send({ runtime });
    expect(clock.sleptMs).toEqual([250, 500]);
  });

  test('case 131: 500 always: five requests, then the error', async () => {
    answers = [status(500, {}, 'out of <b>cheese</b>\n\u001B[31m')];
    await expect(send()).rejects.toMatchObject({
      code: 'http_status',
      retryable: true,
      message: `Cannot GET ${api.origin}/items: the answer has status 500, 5 times; the server said: "out of <b>cheese</b>\\n\\u001b[31m"`,
      details: { status: 500, attempts: 5 },
    });
    expect(api.asked).toHaveLength(5);
  });

  test.each([408, 425, 429, 500, 502, 503, 504, 599])('%s is tried again', async (code) => {
    answers = [status(code), good];
    await send();
    expect(told).toMatchObject([{ attempt: 1, reason: `status ${code}`, rateLimited: code === 429 }]);
  });

  test.each([400, 404, 410, 422])('case 128, F2.11: %s is an error at once', async (code) => {
    answers = [status(code)];
    await expect(send()).rejects.toMatchObject({ code: 'http_status', retryable: false });
    expect(api.asked).toHaveLength(1);
  });

  test.each([401, 403])('%s is http_unauthorized, and names the place of the credential', async (code) => {
    answers = [status(code)];
    await expect(send({ credentialPlace: 'SOURCES__SVIX__TOKEN' })).rejects.toMatchObject({
      code: 'http_unauthorized',
      hint: expect.stringContaining('SOURCES__SVIX__TOKEN') as string,
    });
    expect(api.asked).toHaveLength(1);
  });

  test('case 136: a status that is wanted is an answer', async () => {
    answers = [status(500)];
    await expect(send({ accepts: (response) => response.status === 500 })).resolves.toMatchObject({ status: 500 });
    expect(api.asked).toHaveLength(1);
  });

  test('the time budget ends it', async () => {
    answers = [status(503)];
    await expect(send({ policy: { attempts: 100, budgetMs: 10_000 } })).rejects.toMatchObject({ code: 'http_status' });
    expect(clock.sleptMs).toEqual([1000, 2000, 4000]);
  });

  test('W34: a POST is repeated as dlt does it, or not', async () => {
    answers = [status(503), good];
    await send({}, { method: 'POST', json: { a: 1 } });
    expect(api.asked.map(({ body }) => body)).toEqual(['{"a": 1}', '{"a": 1}']);
    answers = [status(503), good];
    await expect(send({ policy: { repeatWrites: false } }, { method: 'POST' })).rejects.toMatchObject({
      retryable: true,
    });
    answers = [status(429), good];
    await expect(send({ policy: { repeatWrites: false } }, { method: 'POST' })).resolves.toMatchObject({ status: 200 });
  });

  test('an abort while it waits ends it, with the reason of the caller', async () => {
    answers = [status(503)];
    const abort = new AbortController();
    const runtime = fakeRuntime(clock);
    const retry = retrying({ runtime, onRetry: () => abort.abort(new Error('stop now')) });
    const request: ApiRequest = { method: 'GET', url: api.origin, params: [], headers: {} };
    await expect(retry(wireSend(runtime))(request, abort.signal)).rejects.toThrow('stop now');
    expect(api.asked).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  const date = (addedMs: number): string => new Date(Date.UTC(2026, 0, 1) + addedMs).toUTCString();
  test.each([
    ['7', [7000]],
    ['0', [0]],
    [date(9000), [9000]],
    [date(-9000), [0]],
    ['Thursday, 01-Jan-26 00:00:05 GMT', [5000]],
    ['Thu Jan  1 00:00:05 2026', [5000]],
    ['315360000', [300_000]],
    [date(1e12), [300_000]],
    ['9'.repeat(400), [300_000]],
    ['soon', [1000]],
    ['1.5', [1000]],
    ['-1', [1000]],
    ['', [1000]],
  ])('case 129: "%s"', async (text, waits) => {
    answers = [status(429, { 'Retry-After': text, Date: '' }), good];
    await send();
    expect(clock.sleptMs).toEqual(waits);
  });

  test('F2.17: a date is compared with the clock of the server', async () => {
    answers = [status(503, { 'Retry-After': date(86_400_000 + 3000), Date: date(86_400_000) }), good];
    await send();
    expect(clock.sleptMs).toEqual([3000]);
  });

  test('F2.7: an absurd wait is capped and told', async () => {
    answers = [status(429, { 'Retry-After': '315360000' }), good];
    await send();
    expect(told).toMatchObject([{ waitMs: 300_000, reason: 'status 429; the server asked to wait 315360000 s' }]);
  });
});

describe('F2.1-F2.3, F2.19: what broke on the way is asked again', () => {
  const parse = (response: ApiResponse): void => {
    try {
      JSON.parse(Buffer.from(response.body).toString('utf8'));
    } catch {
      const facts = { code: 'body_not_json', phase: 'extract', hint: 'Run again', retryable: true } as const;
      throw new SluiceError('Cannot read the answer: it is not JSON', facts);
    }
  };

  test('F2.3: JSON that was cut without a length, at every byte, through check()', async () => {
    const body = '{"a":[1,2]}';
    for (let count = 0; count < body.length; count += 1) {
      const cut: RequestListener = (_, response) => {
        response.shouldKeepAlive = false;
        response.useChunkedEncodingByDefault = false;
        response.writeHead(200).end(body.slice(0, count));
      };
      answers = [cut, status(200, {}, body)];
      const response = await send({ check: parse });
      expect(Buffer.from(response.body).toString()).toBe(body);
    }
    expect(api.asked).toHaveLength(2 * body.length);
  });

  test('F2.2: a cut body, and a head that does not come', async () => {
    const cut: RequestListener = (_, response) => {
      response.writeHead(200, { 'Content-Length': 9 });
      response.write('half', () => response.destroy());
    };
    answers = [cut, () => undefined, good];
    await expect(send()).resolves.toMatchObject({ status: 200 });
    expect(told.map(({ reason }) => reason)).toEqual([
      `Cannot GET ${api.origin}/items: the connection broke in the middle of the answer`,
      `Cannot GET ${api.origin}/items: no answer came within 0.2 s`,
    ]);
  });

  test('F2.19: a connection that is closed before the answer is opened again at once', async () => {
    const reset: RequestListener = (request) => request.socket.destroy();
    answers = [reset, reset, good];
    await send();
    expect(clock.sleptMs).toEqual([0, 2000]);
  });

  test('F2.20: a refused connection is tried again, and says what to check', async () => {
    await api.close();
    await expect(send()).rejects.toMatchObject({
      code: 'http_unreachable',
      message: `Cannot reach ${api.origin}: connection refused`,
      hint: 'Check client.base_url and that the server is running',
    });
    expect(clock.sleptMs).toHaveLength(4);
  });

  test.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    'F2.20: a certificate that is not trusted (%s) is not tried again',
    async (code) => {
      const failing = { ...fakeRuntime(clock), fetch: () => Promise.reject(Object.assign(new Error('no'), { code })) };
      const request: ApiRequest = { method: 'GET', url: 'https://api.example/', params: [], headers: {} };
      const outcome = retrying({ runtime: failing })(wireSend(failing))(request, signal);
      await expect(outcome).rejects.toMatchObject({ code: 'http_unreachable', retryable: false });
      expect(clock.sleptMs).toEqual([]);
    },
  );
});
