import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../core/value.ts';
import { curlLine } from './curl-line.ts';
import type { ApiRequest } from './http.ts';
import { maskNothing } from './redact.ts';

const get = { method: 'GET', url: 'https://h/items', params: [], headers: {} } satisfies ApiRequest;
const post = { ...get, method: 'POST' } satisfies ApiRequest;
const masking = (text: string): string => text.replaceAll('canary', '***');

/** The words as a shell hands them to curl. */
function wordsOf(line: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; ${line}`;
  const said = execFileSync('bash', ['--norc', '-c', script], { env: { LC_ALL: 'C.UTF-8' }, encoding: 'utf8' });
  return said.split('\0').slice(0, -1);
}

describe('curlLine()', () => {
  test.each<[string, ApiRequest, string]>([
    ['a GET', get, 'curl https://h/items'],
    [
      'params as they are sent',
      { ...get, url: 'https://h/items?a=1', params: [['q', 'x y&z']] },
      `curl 'https://h/items?a=1&q=x+y%26z'`,
    ],
    ['a POST without a body', post, 'curl -X POST https://h/items'],
    [
      'a POST with JSON',
      { ...post, json: { name: "it's", big: new ExactNumber('1.0') } },
      String.raw`curl -H 'Content-Type: application/json' --data-raw '{"name": "it'\''s", "big": 1.0}' https://h/items`,
    ],
    [
      'a GET with JSON',
      { ...get, json: {} },
      `curl -X GET -H 'Content-Type: application/json' --data-raw '{}' https://h/items`,
    ],
    [
      'a form',
      {
        ...post,
        data: [
          ['a', '1'],
          ['b', 'x y'],
        ],
      },
      `curl -H 'Content-Type: application/x-www-form-urlencoded' --data-raw 'a=1&b=x+y' https://h/items`,
    ],
    ['a text, which has no type', { ...post, data: 'hello' }, 'curl -H Content-Type: --data-raw hello https://h/items'],
    [
      'a type that was given',
      { ...post, data: '<a/>', headers: { 'content-type': 'text/xml' } },
      `curl -H 'content-type: text/xml' --data-raw '<a/>' https://h/items`,
    ],
    [
      'brackets, which curl would expand',
      { ...get, url: 'https://[::1]/items' },
      `curl --globoff 'https://[::1]/items'`,
    ],
  ])('spells %s', (_, request, line) => expect(curlLine(request, maskNothing)).toBe(line));

  test('S1: masks secrets in the address, headers and body', () => {
    const line = curlLine(
      {
        ...post,
        url: 'https://h/canary/items?token=abc',
        params: [
          ['api_key', 'abc'],
          ['q', 'canary'],
        ],
        headers: { Authorization: 'Bearer abc', 'X-Custom': 'abc', Accept: 'text/canary' },
        json: { query: 'canary', deep: [{ password: 'abc', token: { a: 'abc' } }] },
      },
      masking,
    );
    expect(line).not.toMatch(/abc|canary/);
    expect(line).toContain(`-H 'Authorization: ***'`);
    expect(line).toContain('"deep": [{"password": "***", "token": "***"}]');
    expect(line).toContain('?token=***&api_key=***&q=***');
    expect(
      curlLine(
        {
          ...post,
          data: [
            ['client_secret', 'abc'],
            ['a', 'b'],
          ],
        },
        maskNothing,
      ),
    ).toContain(`--data-raw 'client_secret=***&a=b'`);
  });

  test('S24: a body is masked before it is cut', () => {
    const line = curlLine({ ...post, data: `${'x'.repeat(996)}canary${'y'.repeat(5000)}` }, masking);
    expect(line).not.toContain('can');
    expect(line).toContain(`${'x'.repeat(996)}***y…`);
    expect(line.length).toBeLessThan(1200);
  });

  test('S16: is one line that no terminal obeys', () => {
    const line = curlLine({ ...post, data: "a\n\u001B[2J'\\\u202E" }, maskNothing);
    expect(line).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(wordsOf(line)).toContain("a\n\u001B[2J'\\\u202E");
  });

  test('a shell reads back what is sent, and runs nothing of it', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom("'; touch x #", '$(id)', '`id`', '"', '\\', "\\'", '!!', '@file'),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (parts) => {
        const data = parts.join('').replaceAll(/\p{Cs}|\0/gu, '');
        fc.pre(data !== '');
        expect(wordsOf(curlLine({ ...post, data }, maskNothing))).toEqual([
          '-H',
          'Content-Type:',
          '--data-raw',
          data,
          get.url,
        ]);
      }),
      { numRuns: 60 },
    );
  });

  test('an address that is none is shown as it is written', () => {
    expect(curlLine({ ...get, url: 'items?token=abc' }, maskNothing)).toBe(`curl 'items?token=***'`);
  });
});
