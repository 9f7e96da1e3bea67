import { describe, expect, test } from 'vitest';
import { readLimitHeaders } from './limit-headers.ts';

const nowMs = Date.UTC(2026, 0, 1);
const date = (addedMs: number): string => new Date(nowMs + addedMs).toUTCString();

describe('readLimitHeaders()', () => {
  test.each([
    ['RateLimit-', { 'ratelimit-limit': '100', 'ratelimit-remaining': '7', 'ratelimit-reset': '30' }],
    ['X-RateLimit-', { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '30' }],
    ['X-Rate-Limit-', { 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '7', 'x-rate-limit-reset': '30' }],
    ['RateLimit, all in one', { ratelimit: 'limit=100, remaining=7, reset=30' }],
    ['RateLimit, of two the nearest', { ratelimit: '"day";q=9999;r=900;t=3600, "burst";q=100;r=7;t=30' }],
    ['two ways, the nearest', { 'ratelimit-remaining': '900', ratelimit: 'limit=100, remaining=7, reset=30' }],
    ['a policy beside the limit', { ratelimit: '"a";r=7;t=30;q=100', 'ratelimit-policy': '"a";q=100;w=60' }],
    [
      'the limit with its policy',
      { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '7', 'ratelimit-reset': '30' },
    ],
  ])('%s', (_, headers) => {
    expect(readLimitHeaders(headers, nowMs)).toEqual({ limit: 100, remaining: 7, resetInMs: 30_000 });
  });

  test.each([
    ['seconds', '30', 30_000],
    ['seconds with a fraction', '0.25', 250],
    ['seconds since 1970', String(nowMs / 1000 + 30), 30_000],
    ['milliseconds since 1970', String(nowMs + 30_000), 30_000],
    ['a date', date(30_000), 30_000],
    ['now', '0', undefined],
    ['the past', String(nowMs / 1000 - 30), undefined],
    ['next year', String(nowMs / 1000 + 31_536_000), undefined],
    ['a thousand years', '31536000000', undefined],
    ['less than nothing', '-30', undefined],
    ['a word', 'soon', undefined],
    ['nothing', '', undefined],
    ['more digits than a number has', '9'.repeat(400), undefined],
  ])('a reset as %s', (_, reset, resetInMs) => {
    const headers = { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': reset };
    expect(readLimitHeaders(headers, nowMs)).toMatchObject({ remaining: 1, resetInMs });
  });

  test('F2.17: a moment is compared with the clock of the server', () => {
    const headers = { date: date(86_400_000), 'x-ratelimit-reset': String(nowMs / 1000 + 86_400 + 30) };
    expect(readLimitHeaders(headers, nowMs)?.resetInMs).toBe(30_000);
  });

  test.each<Readonly<Record<string, string>>>([
    {},
    { 'ratelimit-remaining': 'NaN' },
    { 'ratelimit-remaining': '-1' },
    { 'ratelimit-remaining': '1e3' },
    { ratelimit: ';;=,=;r;' },
    { ratelimit: '__proto__=1, constructor=2' },
  ])('what is not readable is not there: %j', (headers) => {
    expect(readLimitHeaders(headers, nowMs)).toBeUndefined();
  });
});
