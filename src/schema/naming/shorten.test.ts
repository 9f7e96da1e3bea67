import { expect, test } from 'vitest';
import { shorten } from './shorten.ts';

/** Two characters kept, and the tag between them. */
const tagOf = (source: string): string => shorten('xxxxxxxxxxxx', source, 8).slice(1, 7);

test.each([
  ['a', 'hcjeia'],
  ['abc', 'wiejlq'],
  ['日本語', '2nmetg'],
])('shorten() puts the tag of %s in', (source, tag) => {
  expect(tagOf(source)).toBe(tag);
});

test.each([
  ['a'.repeat(64), `${'a'.repeat(29)}fv1mma${'a'.repeat(28)}`],
  ['a'.repeat(63), 'a'.repeat(63)],
])('shorten() keeps 29 and 28 characters of a name of more than 63: %s', (name, short) => {
  expect(shorten(name, name, 63)).toBe(short);
});

test('shorten() counts code points', () => {
  const digit = '\u{1d7ce}';
  expect(shorten(digit.repeat(10), 'x', 10)).toBe(digit.repeat(10));
  expect(shorten(digit.repeat(11), 'a', 10)).toBe(`${digit.repeat(2)}hcjeia${digit.repeat(2)}`);
});

test('shorten() without a limit keeps the name', () => {
  expect(shorten('a'.repeat(1e5), 'a', undefined)).toHaveLength(1e5);
});
