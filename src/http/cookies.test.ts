import { describe, expect, test } from 'vitest';
import { carryCookies, CookieJar, withCookies } from './cookies.ts';
import type { ApiRequest } from './http.ts';

const origin = 'https://api.example.com';
const at = (path: string): string => `${origin}${path}`;
const nowMs = Date.UTC(2026, 0, 1);

/** What a request carries after one answer, as the header spells it. */
function carried(cookies: readonly string[], options: { from?: string; to?: string; later?: number } = {}): string {
  const jar = new CookieJar(origin);
  jar.take({ url: options.from ?? at('/'), cookies }, nowMs);
  const sent = jar.toSend(options.to ?? at('/'), nowMs + (options.later ?? 0));
  return sent.map(({ name, value }) => `${name}=${value}`).join('; ');
}

describe('CookieJar', () => {
  test.each<[name: string, cookies: readonly string[], expected: string]>([
    ['name and value', ['s=1'], 's=1'],
    ['the first = parts them, quotes stay', ['s="a=b"; Path=/'], 's="a=b"'],
    ['a later one of the same name replaces', ['s=1', 't=2', 's=3'], 's=3; t=2'],
    ['no name, no sign, odd names', ['=1', 'alone', 'a b=1', 's\u0000=1', ''], ''],
    ['a value with a line break', ['s=a\nb'], ''],
    ['letters beyond ASCII that a header may have', ['s=\u00FC'], 's=\u00FC'],
    ['longer than 4096', [`s=${'x'.repeat(4097)}`], ''],
    ['of its own domain or a wider one', ['a=1; Domain=api.example.com', 'b=2; Domain=.Example.com'], 'a=1; b=2'],
    ['of another domain', ['a=1; Domain=evil.com', 'b=2; Domain=pi.example.com', 'c=3; Domain=x.api.example.com'], ''],
    ['ended at once', ['s=1', 's=; Max-Age=0', 't=1', 't=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], ''],
    ['Max-Age before Expires', ['s=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], 's=1'],
    ['what cannot be read does not end it', ['s=1; Max-Age=soon; Expires=never'], 's=1'],
    ['names of prototypes', ['__proto__=1', 'constructor=2'], '__proto__=1; constructor=2'],
  ])('%s', (_name, cookies, expected) => {
    expect(carried(cookies)).toBe(expected);
  });

  test('a cookie ends in time', () => {
    expect(carried(['s=1; Max-Age=60'], { later: 59_999 })).toBe('s=1');
    expect(carried(['s=1; Max-Age=60'], { later: 60_000 })).toBe('');
    expect(carried(['s=1; Expires=Thu, 01 Jan 2026 00:01:00 GMT'], { later: 60_000 })).toBe('');
  });

  test.each<[path: string, to: string, isSent: boolean]>([
    ['/a', '/a', true],
    ['/a', '/a/b', true],
    ['/a/', '/a/b', true],
    ['/a', '/ab', false],
    ['/a/', '/a', false],
    ['/', '/x', true],
  ])('a cookie of path %s to %s', (path, to, isSent) => {
    expect(carried([`s=1; Path=${path}`], { to: at(to) })).toBe(isSent ? 's=1' : '');
  });

  test('without a path it is of the folder that was asked, the longest path goes first', () => {
    expect(carried(['s=1'], { from: at('/v1/login'), to: at('/v1/items') })).toBe('s=1');
    expect(carried(['s=1'], { from: at('/v1/login'), to: at('/v2/items') })).toBe('');
    expect(carried(['s=1; Path=/', 's=2; Path=/v1'], { to: at('/v1') })).toBe('s=2; s=1');
  });

  test.each(['https://evil.com/', 'http://api.example.com/', 'https://api.example.com:8443/', 'https://example.com/'])(
    'S2: no cookie goes to %s, and none is taken from there',
    (other) => {
      expect(carried(['s=1; Domain=example.com'], { to: other })).toBe('');
      expect(carried(['s=1'], { from: other })).toBe('');
    },
  );

  test('a secure cookie is not sent in the clear', () => {
    const jar = new CookieJar('http://api.example.com');
    jar.take({ url: 'http://api.example.com/', cookies: ['s=1; Secure', 't=2'] }, nowMs);
    expect(jar.toSend('http://api.example.com/', nowMs).map(({ name }) => name)).toEqual(['t']);
    expect(carried(['s=1; secure'])).toBe('s=1');
  });

  test('a hostile server cannot fill it: the oldest make way', () => {
    const cookies = Array.from({ length: 1000 }, (_, index) => `c${index}=1`);
    expect(carried(cookies).split('; ')).toHaveLength(50);
    expect(carried(cookies)).toContain('c999=1');
  });
});

const request: ApiRequest = { method: 'GET', url: at('/x'), params: [], headers: { cookie: 'own=1; s=old', A: 'b' } };

test('withCookies() keeps the cookies of the request, save for those of the same name', () => {
  const sent = withCookies(request, [{ name: 's', value: 'new' }]);
  expect(sent.headers).toEqual({ A: 'b', Cookie: 'own=1; s=new' });
  expect(withCookies(request, [])).toBe(request);
});

test('carryCookies() brings along what a redirect set, and not to another origin', () => {
  const from = { url: at('/login'), cookies: ['s=1; Path=/', 'gone=1; Max-Age=0'], headers: {} };
  expect(carryCookies(request, from).headers['Cookie']).toBe('own=1; s=1');
  expect(carryCookies({ ...request, url: 'https://evil.com/' }, from).headers['cookie']).toBe('own=1; s=old');
});
