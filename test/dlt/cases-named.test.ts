import { expect, test } from 'vitest';
import { namedCases } from './case-numbers.ts';

/** How many cases section 12 of the reference of the dataset format has. */
const caseCount = 151;

test('every case of the dataset format is in the name of a test', () => {
  const named = namedCases();
  const all = Array.from({ length: caseCount }, (_case, index) => index + 1);
  expect(all.filter((number) => !named.has(number))).toEqual([]);
});
