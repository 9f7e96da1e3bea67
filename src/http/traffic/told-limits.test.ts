import { describe, expect, test } from 'vitest';
import {
  crowd,
  fixedWindow,
  type Headers,
  type Limiter,
  saysNothing,
  slidingWindow,
  tokenBucket,
  type Verdict,
} from '../../../test/limited-api.ts';

const seconds = (ms: number): string => String(Math.ceil(ms / 1000));
const told =
  (prefix: string, reset: (verdict: Verdict, nowMs: number) => string): Headers =>
  (verdict, nowMs) => ({
    [`${prefix}remaining`]: String(verdict.remaining),
    [`${prefix}reset`]: reset(verdict, nowMs),
  });

const variants: readonly [string, Headers][] = [
  ['RateLimit-Reset in seconds', told('ratelimit-', ({ resetMs }) => seconds(resetMs))],
  ['X-RateLimit-Reset as epoch seconds', told('x-ratelimit-', ({ resetMs }, now) => seconds(now + resetMs))],
  ['the same, rounded down', told('x-ratelimit-', ({ resetMs }, now) => String(Math.floor((now + resetMs) / 1000)))],
  [
    'X-Rate-Limit-Reset as epoch milliseconds',
    told('x-rate-limit-', ({ resetMs }, now) => String(Math.round(now + resetMs))),
  ],
  ['until the next request', told('x-ratelimit-', ({ nextMs }) => seconds(nextMs))],
  [
    'RateLimit in one',
    ({ remaining, resetMs }) => ({ ratelimit: `limit=100, remaining=${remaining}, reset=${seconds(resetMs)}` }),
  ],
  [
    'RateLimit by policy',
    ({ remaining, resetMs }) => ({ ratelimit: `"default";r=${remaining};t=${seconds(resetMs)}` }),
  ],
];
const servers: readonly [string, () => Limiter][] = [
  ['a fixed window', () => fixedWindow(100, 60_000, 20_000)],
  ['a sliding window', () => slidingWindow(100, 60_000)],
  ['a token bucket', () => tokenBucket(100 / 60, 100)],
];
const cases = servers.flatMap(([server, limiter]) =>
  variants.map(([name, headers]) => ({ server, limiter, name, headers })),
);

describe('a server that tells its limit: nine tenths used, under two in a hundred refused, over the whole run', () => {
  test.each(cases)('$server, $name', async ({ limiter, headers }) => {
    const { judged, failures } = await crowd({
      limiter: limiter(),
      headers,
      perSecond: 100 / 60,
      seconds: 900,
      latencyMs: 200,
    });
    const { used, refused } = judged(0, 1);
    expect(used).toBeGreaterThanOrEqual(0.9);
    expect(refused).toBeLessThan(0.02);
    expect(failures).toEqual([]);
  });

  test.each(servers)('over sockets: %s', async (_, limiter) => {
    const headers = told('ratelimit-', ({ resetMs }) => seconds(resetMs));
    const { judged } = await crowd({
      limiter: limiter(),
      headers,
      perSecond: 100 / 60,
      seconds: 300,
      overSockets: true,
    });
    const { used, refused } = judged(0, 1);
    expect(used).toBeGreaterThanOrEqual(0.9);
    expect(refused).toBeLessThan(0.02);
  });

  test.each(servers)('nothing at all is refused, however many ask: %s', async (_, limiter) => {
    const headers = told('ratelimit-', ({ resetMs }) => seconds(resetMs));
    const { judged } = await crowd({ limiter: limiter(), headers, perSecond: 100 / 60, seconds: 900, walks: 30 });
    expect(judged(0, 1).refused).toBe(0);
  });

  test('one walk alone uses it too', async () => {
    const headers = told('ratelimit-', ({ resetMs }) => seconds(resetMs));
    const { judged } = await crowd({ limiter: fixedWindow(60, 10_000), headers, perSecond: 6, seconds: 300, walks: 1 });
    expect(judged(0, 1).used).toBeGreaterThanOrEqual(0.9);
    expect(judged(0, 1).refused).toBeLessThan(0.02);
  });

  test('what others with the same credential use is not asked for', async () => {
    const window = fixedWindow(100, 60_000);
    // Each of ours comes with one of theirs.
    const limiter: Limiter = {
      take(nowMs) {
        window.take(nowMs);
        return window.take(nowMs);
      },
    };
    const headers = told('ratelimit-', ({ resetMs }) => seconds(resetMs));
    const { judged } = await crowd({ limiter, headers, perSecond: 50 / 60, seconds: 600 });
    expect(judged(0, 1).used).toBeGreaterThanOrEqual(0.9);
    expect(judged(0, 1).refused).toBeLessThan(0.02);
  });
});

describe('a server that tells it wrongly does not hold a run', () => {
  const endless: Limiter = { take: () => ({ isAllowed: true, remaining: 0, resetMs: 0, nextMs: 0 }) };
  test.each<[string, Readonly<Record<string, string>>, number]>([
    ['0 are left, always, until in a minute', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' }, 300],
    ['0 are left, with a reset in the past', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000000000' }, 30],
    ['0 are left, without a reset', { 'ratelimit-remaining': '0' }, 30],
    ['0 are left, until in a thousand years', { 'ratelimit-remaining': '0', 'ratelimit-reset': '31536000000' }, 30],
    ['less than nothing is left', { 'ratelimit-remaining': '-5', 'ratelimit-reset': '60' }, 5],
    ['no numbers at all', { 'ratelimit-remaining': 'NaN', 'ratelimit-reset': 'soon', ratelimit: ';;=,' }, 5],
    [
      'more digits than a number has',
      { 'ratelimit-remaining': '9'.repeat(400), 'ratelimit-reset': '9'.repeat(400) },
      5,
    ],
  ])('%s', async (_, headers, lostSeconds) => {
    const lasting = lostSeconds + 60;
    const { judged } = await crowd({ limiter: endless, headers: () => headers, perSecond: 80, seconds: lasting });
    expect(judged(lostSeconds / lasting, 1).used).toBeGreaterThanOrEqual(0.9);
  });

  test('a told limit that is too high: what is refused is learnt from', async () => {
    const headers: Headers = () => ({
      'ratelimit-limit': '1000',
      'ratelimit-remaining': '900',
      'ratelimit-reset': '30',
    });
    const { judged } = await crowd({ limiter: tokenBucket(5, 20), headers, perSecond: 5, seconds: 900 });
    expect(judged(0.5, 1).used).toBeGreaterThanOrEqual(0.9);
    expect(judged(0.5, 1).refused).toBeLessThan(0.02);
  });
});

describe('a server that does not tell its limit: the same, once it is learnt', () => {
  const retryAfter: Headers = (verdict) =>
    verdict.isAllowed ? saysNothing(verdict, 0) : { 'retry-after': seconds(verdict.nextMs) };
  const hidden: readonly [string, () => Limiter, number, Partial<{ walks: number; latencyMs: number }>][] = [
    ['a fixed window', () => fixedWindow(100, 60_000, 20_000), 100 / 60, {}],
    ['a fixed window of 500, far away', () => fixedWindow(500, 60_000, 20_000), 500 / 60, { latencyMs: 300 }],
    ['a sliding window', () => slidingWindow(100, 60_000), 100 / 60, {}],
    ['a sliding window of ten seconds', () => slidingWindow(60, 10_000), 6, {}],
    ['a token bucket with a large burst', () => tokenBucket(20, 60), 20, { latencyMs: 300 }],
    ['a token bucket with a small burst', () => tokenBucket(5, 5), 5, {}],
    ['a fixed window, one walk', () => fixedWindow(100, 60_000), 100 / 60, { walks: 1 }],
    ['a token bucket, twenty walks', () => tokenBucket(5, 20), 5, { walks: 20 }],
  ];
  const speaking = { 'says nothing': saysNothing, 'says Retry-After': retryAfter };
  const cases = Object.entries(speaking).flatMap(([says, headers]) =>
    hidden.map(([server, limiter, perSecond, more]) => ({ server, says, limiter, headers, perSecond, more })),
  );
  test.each(cases)('$server $says', async ({ limiter, headers, perSecond, more }) => {
    const lasting = Math.max(900, 4000 / perSecond);
    const { judged, failures } = await crowd({ limiter: limiter(), headers, perSecond, seconds: lasting, ...more });
    const { used, refused } = judged(0.4, 1);
    expect(used).toBeGreaterThanOrEqual(0.9);
    expect(refused).toBeLessThan(0.02);
    expect(failures).toEqual([]);
  });

  test('over sockets, until it is learnt', async () => {
    const limiter = tokenBucket(5, 5);
    const { judged, traffic } = await crowd({ limiter, perSecond: 5, seconds: 200, overSockets: true });
    expect(judged(0.3, 1).used).toBeGreaterThanOrEqual(0.9);
    expect(judged(0.3, 1).refused).toBeLessThan(0.02);
    expect(traffic.figures().learntPerSecond).toBeGreaterThan(4.5);
  });

  test('a limit that is raised is found', async () => {
    const [low, high] = [tokenBucket(2, 5), tokenBucket(8, 5)];
    const limiter: Limiter = { take: (nowMs) => (nowMs < 600_000 ? low : high).take(nowMs) };
    const { judged } = await crowd({ limiter, perSecond: 8, seconds: 2400 });
    expect(judged(0.6, 1).used).toBeGreaterThanOrEqual(0.9);
  });
});
