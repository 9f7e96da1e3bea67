import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['base_url', 'headers', 'auth', 'paginator', 'session', 'data_selector'];

test.each([
  ['base_ur', 'base_url'],
  ['baseurl', 'base_url'],
  ['BASE_URL', 'base_url'],
  ['haeders', 'headers'],
  ['data_selectr', 'data_selector'],
  ['atuh', 'auth'],
  ['paginater', 'paginator'],
])('nearest() sees that %s means %s', (word, meant) => {
  expect(nearest(word, known)).toBe(meant);
});

test.each(['zzz', '', 'completely_different', 'x'.repeat(100_000)])('nearest() guesses nothing for %.20s', (word) => {
  expect(nearest(word, known)).toBeUndefined();
});

test('nearest() takes the first of two that are equally near, and the exact one before both', () => {
  expect(nearest('page', ['pages', 'paged'])).toBe('pages');
  expect(nearest('pages', ['paged', 'pages'])).toBe('pages');
});
