import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../test/loopback.ts';
import type { ApiRequest, ApiResponse } from '../http.ts';
import type { Traffic } from '../traffic.ts';
import { type RetryPolicy, retryPolicy } from './retry-policy.ts';
import { type Retry, retrying } from './retry.ts';

const request: ApiRequest = { method: 'GET', url: 'https://api.example/items', params: [], headers: {} };
const { signal } = new AbortController();

interface Says {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Outcome {
  readonly waits: readonly number[];
  readonly told: readonly Retry[];
  readonly asked: number;
  /** 200, or the error. */
  readonly end: unknown;
}

/** With chance that always comes out highest; the last answer stays. */
async function ask(
  says: readonly Says[],
  policy: Partial<RetryPolicy> = {},
  traffic?: Pick<Traffic, 'takeRetry' | 'pauseMs'>,
): Promise<Outcome> {
  const clock = new FakeClock();
  const runtime = { clock, randomBytes: (count: number) => new Uint8Array(count).fill(0xff) };
  const told: Retry[] = [];
  let asked = 0;
  const send = retrying({ runtime, policy, traffic, onRetry: (retry) => told.push(retry) })(
    (): Promise<ApiResponse> => {
      const answer = says[Math.min(asked, says.length - 1)] ?? { status: 200 };
      asked += 1;
      return Promise.resolve({ headers: {}, ...answer, cookies: [], body: new Uint8Array(0), url: request.url });
    },
  );
  const end = await send(request, signal).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
  return { waits: clock.sleptMs, told, asked, end };
}

const fine: Says = { status: 200 };
const limited = (headers: Readonly<Record<string, string>> = {}): Says => ({ status: 429, headers });
const nowSeconds = Date.UTC(2026, 0, 1) / 1000;

describe('W33, row 15: how long a 429 is waited for', () => {
  test.each<[string, Readonly<Record<string, string>>, number]>([
    ['Retry-After goes before all', { 'retry-after': '7', 'x-ratelimit-reset': '30' }, 7000],
    ['a date', { 'retry-after': new Date((nowSeconds + 9) * 1000).toUTCString() }, 9000],
    ['dbt: its own name for it', { 'x-rate-limit-retry-after-seconds': '8', 'x-ratelimit-reset': '30' }, 8000],
    ['PersistIQ: a reset in epoch seconds', { 'x-ratelimit-reset': String(nowSeconds + 30) }, 30_000],
    ['a reset in seconds', { 'ratelimit-reset': '30', 'ratelimit-remaining': '0' }, 30_000],
    ['a reset that is further away than is waited', { 'ratelimit-reset': '3600' }, 300_000],
    ['a reset of a limit that is not used up', { 'ratelimit-reset': '30', 'ratelimit-remaining': '9' }, 60_000],
    ['a reset in the past', { 'x-ratelimit-reset': String(nowSeconds - 30) }, 60_000],
    ['an unreadable Retry-After', { 'retry-after': 'soon' }, 60_000],
    ['nothing: what the connector knows', {}, 60_000],
  ])('%s', async (_, headers, waitMs) => {
    const { waits, end } = await ask([limited(headers), fine], { rateLimitedWaitMs: 60_000 });
    expect(waits).toEqual([waitMs]);
    expect(end).toBe(200);
  });

  test('without any of these it grows', async () => {
    expect((await ask([limited(), limited(), limited(), fine])).waits).toEqual([1000, 2000, 4000]);
  });

  test('a reset is nothing for a 503, and neither is what the connector knows', async () => {
    const answer = { status: 503, headers: { 'ratelimit-reset': '30' } };
    expect((await ask([answer, fine], { rateLimitedWaitMs: 60_000 })).waits).toEqual([1000]);
  });

  test('with a shared budget it is as long as the budget pauses', async () => {
    const traffic = { takeRetry: () => true, pauseMs: () => 1234 };
    expect((await ask([limited(), fine], {}, traffic)).waits).toEqual([1234]);
    expect((await ask([limited({ 'retry-after': '7' }), fine], {}, traffic)).waits).toEqual([7000]);
  });
});

describe('patience', () => {
  test('is above five minutes, and apart from the attempts of other failures', async () => {
    const twelve = Array.from({ length: 12 }, () => limited({ 'retry-after': '60' }));
    const failing = Array.from({ length: 4 }, () => ({ status: 500 }));
    expect(await ask([...twelve, ...failing, fine])).toMatchObject({ end: 200, asked: 17 });
    expect(await ask([...twelve, ...failing, { status: 500 }, fine])).toMatchObject({
      end: { code: 'http_status', details: { status: 500, attempts: 17 } },
    });
  });

  test('ends before it would be overdrawn', async () => {
    const { waits, end } = await ask([limited({ 'retry-after': '100' })]);
    expect(end).toMatchObject({ code: 'http_status', retryable: true, details: { status: 429 } });
    expect(waits.reduce((sum, wait) => sum + wait)).toBe(900_000);
  });

  test('never gives up before five attempts', async () => {
    expect(await ask([limited({ 'retry-after': '250' })], { patienceMs: 1 })).toMatchObject({ asked: 5 });
  });

  test('a server that always says 0 is not asked without end', async () => {
    const { asked, waits } = await ask([limited({ 'retry-after': '0' })]);
    expect(waits.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(asked).toBeLessThan(40);
  });

  test('the budget of time ends it too', async () => {
    const { waits } = await ask([limited({ 'retry-after': '60' })], { budgetMs: 150_000 });
    expect(waits).toEqual([60_000, 60_000]);
  });
});

describe('the policy', () => {
  test('section 12: max 3 retries, backoff factor 2, on these codes', async () => {
    const policy = { attempts: 4, firstWaitMs: 2000, statuses: [429, 500, 502, 503, 504] };
    expect(await ask([{ status: 502 }], policy)).toMatchObject({ waits: [2000, 4000, 8000], asked: 4 });
    expect(await ask([{ status: 501 }, fine], policy)).toMatchObject({ asked: 1, end: { retryable: false } });
    expect(await ask([{ status: 408 }, fine], policy)).toMatchObject({ asked: 1 });
  });

  test('a status of its own is tried again, and 429 is not where it is left out', async () => {
    expect(await ask([{ status: 409 }, fine], { statuses: [409] })).toMatchObject({ asked: 2, end: 200 });
    expect(await ask([limited(), fine], { statuses: [409] })).toMatchObject({ asked: 1 });
  });

  test('growth says how much longer each wait is', async () => {
    expect((await ask([{ status: 500 }], { growth: 3 })).waits).toEqual([1000, 3000, 9000, 27_000]);
    expect((await ask([{ status: 500 }], { growth: 1 })).waits).toEqual([1000, 1000, 1000, 1000]);
  });

  test('Ruddr: 423, access disabled, is not in it', () => {
    expect(retryPolicy.statuses).not.toContain(423);
  });

  test('F2.8: a budget that is used up ends it at once, and the error says so; a 429 does not use it', async () => {
    const traffic = { takeRetry: () => false, pauseMs: () => 0 };
    expect(await ask([{ status: 503 }], {}, traffic)).toMatchObject({
      asked: 1,
      end: {
        code: 'http_status',
        message: expect.stringMatching(/^Cannot GET .* status 503; it is not tried again, because too many/) as string,
      },
    });
    expect(await ask([limited(), fine], {}, traffic)).toMatchObject({ asked: 2, end: 200 });
  });
});
