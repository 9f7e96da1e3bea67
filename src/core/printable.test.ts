import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['plain ü 漢 🎉', 'plain ü 漢 🎉'],
  ['two\r\nlines\t', String.raw`two\r\nlines\t`],
  ['\u001B[31mred\u0007\u0000', String.raw`\u001b[31mred\u0007\u0000`],
  ['\u009B31m\u202Eevil\u2028', String.raw`\u009b31m\u202eevil\u2028`],
  ['\uD83D', String.raw`\ud83d`],
])('S16: printable(%j)', (text, shown) => {
  expect(printable(text, 100)).toBe(shown);
});

test('printable() cuts at the length and shows it, never inside a character', () => {
  expect(printable('abcdef', 3)).toBe('abc…');
  expect(printable('abc', 3)).toBe('abc');
  expect(printable('ab🎉', 3)).toBe('ab…');
});
