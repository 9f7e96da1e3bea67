import { describe, expect, test } from 'vitest';
import { numberText } from './number-text.ts';

describe('numberText()', () => {
  test.each([
    [1, '1'],
    [-1.5, '-1.5'],
    [-0, '-0.0'],
    [0.00012, '0.00012'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [-1.25e-7, '-1.25e-07'],
    [5e-324, '5e-324'],
    [1e22, '10000000000000000000000'],
  ])('%d is spelled %s', (value, text) => expect(numberText(value)).toBe(text));
});
