import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDecimals, decimalOf, truncated } from './exact-decimal.ts';
import { ExactNumber } from '../value.ts';

const compare = (left: string, right: string): number =>
  Math.sign(compareDecimals(decimalOf(new ExactNumber(left)), decimalOf(new ExactNumber(right)))) + 0;

test('compareDecimals() orders doubles as JavaScript does', () => {
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(double, double, (left, right) => {
      expect(Math.sign(compareDecimals(decimalOf(left), decimalOf(right)))).toBe(
        Math.sign(left < right ? -1 : +(left > right)),
      );
    }),
  );
});

test('compareDecimals() knows one number by all its spellings, and exponents of any size', () => {
  expect(compare('1.0', '1')).toBe(0);
  expect(compare('10e-1', '0.001E3')).toBe(0);
  expect(compare('-0.0', '0')).toBe(0);
  expect(compare('1e999999999999999999999', '1e400')).toBe(1);
  expect(compare('-1e999999999999999999999', '-1')).toBe(-1);
  expect(compare('1e-999999999999999999999', '0')).toBe(1);
  expect(compare('0e999999999999999999999', '-0')).toBe(0);
  expect(compare('0.10000000000000000001', '0.1')).toBe(1);
});

test('truncated() goes towards zero', () => {
  const whole = (text: string): bigint => truncated(decimalOf(new ExactNumber(text))).digits;
  expect([whole('1.9'), whole('-1.9'), whole('0.99'), whole('1e-999999999'), whole('12.50e1')]).toEqual([
    1n,
    -1n,
    0n,
    0n,
    125n,
  ]);
});
