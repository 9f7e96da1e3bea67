import { describe, expect, test } from 'vitest';
import { byteCount, duration, nameList, portNumber, positiveCount, rateLimit, setting } from './option-values.ts';

describe('values of options', () => {
  test.each([
    ['500', 500],
    ['64kB', 64_000],
    ['32MB', 32_000_000],
    ['1.5GiB', 1_610_612_736],
    ['1 mib', 1_048_576],
  ])('byteCount(%s)', (text, bytes) => expect(byteCount(text)).toBe(bytes));

  test.each([
    ['30', 30_000],
    ['500ms', 500],
    ['2min', 120_000],
    ['0.5s', 500],
  ])('duration(%s)', (text, ms) => expect(duration(text)).toBe(ms));

  test('lists and settings add up', () => {
    expect(nameList('c', nameList('a, b', undefined))).toEqual(['a', 'b', 'c']);
    expect(setting('b=', setting('a=1=2', undefined))).toEqual(['a=1=2', 'b=']);
    expect(rateLimit('100/1s')).toEqual({ requests: 100, perMs: 1000 });
  });

  test.each([
    [byteCount, ['', '0', '-1', '1q', '1e9', 'MB', '9'.repeat(400)]],
    [duration, ['', '0', 's', '1h', '-1s']],
    [positiveCount, ['', '0', '-1', '1.5', '1e3', ' 1', '9'.repeat(16)]],
    [portNumber, ['', '-1', '65536', 'x']],
    [(text: string) => nameList(text, undefined), ['', 'a,,b', ',']],
    [(text: string) => setting(text, undefined), ['', 'a', '=1']],
    [rateLimit, ['', '5', '5/', '0/1s', '/1s']],
  ])('%o refuses what it cannot mean', (read, texts) => {
    for (const text of texts) expect(() => read(text), text).toThrow(/^Write /);
  });
});
