import { expect, test } from 'vitest';
import { answerKey } from './answer-key.ts';
import type { ApiRequest } from './http.ts';

const request: ApiRequest = {
  method: 'GET',
  url: 'http://h/items',
  params: [
    ['a', '1'],
    ['b', '2'],
  ],
  headers: { Accept: 'x', 'X-Own': 'y' },
};
const key = answerKey('items', request);

test('answerKey() is SHA-256 in hex, the same for the same request', () => {
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(answerKey('items', { ...request, headers: { 'x-own': 'y', accept: 'x' } })).toBe(key);
});

test.each<readonly [what: string, other: Partial<ApiRequest>]>([
  ['method', { method: 'POST' }],
  ['URL', { url: 'http://h/items/' }],
  [
    'order of the parameters',
    {
      params: [
        ['b', '2'],
        ['a', '1'],
      ],
    },
  ],
  [
    'where a parameter ends',
    {
      params: [
        ['a', '1b'],
        ['', '2'],
      ],
    },
  ],
  ['header', { headers: { Accept: 'x' } }],
  ['body', { json: {} }],
  ['number in the body', { json: 1n }],
])('answerKey() differs with the %s', (_, other) => {
  expect(answerKey('items', { ...request, ...other })).not.toBe(key);
});

test('answerKey() differs with the resource', () => {
  expect(answerKey('others', request)).not.toBe(key);
});
