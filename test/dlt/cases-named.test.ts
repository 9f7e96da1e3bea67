import { expect, test } from 'vitest';
import { namedCases } from './case-numbers.ts';

/** How many cases section 12 of the reference of the dataset format has. */
const caseCount = 151;

/** Cases whose tests are still awaited: a number leaves this list when its test comes. */
const elsewhere: ReadonlySet<number> = new Set([
  149, // filesystem
]);

test('every case of the dataset format is in the name of a test, but for those that are awaited', () => {
  const named = namedCases();
  const all = Array.from({ length: caseCount }, (_case, index) => index + 1);
  expect(all.filter((number) => !named.has(number) && !elsewhere.has(number))).toEqual([]);
});

test('no case is awaited that has its test', () => {
  const named = namedCases();
  expect([...elsewhere].filter((number) => named.has(number)).map((number) => [number, named.get(number)])).toEqual([]);
});
