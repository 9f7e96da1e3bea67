import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crowd, type Limiter, slidingWindow } from '../../../test/limited-api.ts';
import { GivenRate } from './pace.ts';

describe('V12: rateLimit is never exceeded, as a sliding window counts', () => {
  test.each([
    [{ requests: 60, perSeconds: 60 }, 100],
    [{ requests: 90, perSeconds: 60 }, 1500],
    [{ requests: 15, perSeconds: 1 }, 100],
    [{ requests: 1, perSeconds: 2 }, 100],
    [{ requests: 5000, perSeconds: 60 }, 50],
  ])('%j, and nine tenths of it are used', async (rateLimit, latencyMs) => {
    const perSecond = rateLimit.requests / rateLimit.perSeconds;
    const limiter = slidingWindow(rateLimit.requests, rateLimit.perSeconds * 1000);
    const seconds = Math.min(300, 4000 / perSecond);
    const { judged } = await crowd({ limiter, perSecond, seconds, latencyMs, options: { rateLimit } });
    expect(judged(0, 1)).toEqual({ used: expect.closeTo(0.95, 1) as number, refused: 0 });
    expect(judged(0, 1).used).toBeGreaterThanOrEqual(0.9);
  });

  test('whatever the limit, and however late the timers are', () => {
    const rate = fc.record({
      requests: fc.integer({ min: 1, max: 2000 }),
      perSeconds: fc.integer({ min: 1, max: 3600 }),
    });
    const lateMs = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(rate, lateMs, (limit, late) => {
        const given = new GivenRate(limit);
        const judge = slidingWindow(limit.requests, limit.perSeconds * 1000);
        let nowMs = 0;
        for (let sent = 0; sent < 2 * limit.requests + 50; sent += 1) {
          nowMs += given.waitMs(nowMs) + (late[sent % late.length] ?? 0) * (sent % 7 === 0 ? 1 : 0);
          given.departed(nowMs);
          if (!judge.take(nowMs).isAllowed) return false;
        }
        return true;
      }),
      { numRuns: 300 },
    );
  });

  test('a server that allows more does not make it faster', async () => {
    const limiter: Limiter = { take: () => ({ isAllowed: true, remaining: 999, resetMs: 60_000, nextMs: 0 }) };
    const headers = (): Record<string, string> => ({ 'ratelimit-remaining': '999', 'ratelimit-reset': '60' });
    const options = { rateLimit: { requests: 10, perSeconds: 1 } };
    const { judged } = await crowd({ limiter, headers, perSecond: 10, seconds: 60, options });
    expect(judged(0, 1).used).toBeLessThanOrEqual(1);
  });
});
