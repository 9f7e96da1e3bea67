import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoadId } from '../core/names.ts';
import { nextLoadId } from './load-id.ts';

const at = (ms: number): { now: () => number } => ({ now: () => ms });

test('nextLoadId() is Unix seconds as Python writes them', () => {
  expect(nextLoadId(at(1_795_226_160_100.87), undefined)).toBe('1795226160.10087');
  expect(nextLoadId(at(1_795_226_160_000), undefined)).toBe('1795226160.0');
});

test('R23: nextLoadId() is greater than the newest, wherever the clock went', () => {
  const newest = nextLoadId(at(1_795_226_160_100.87), undefined);
  for (const ms of [1_795_226_160_100.87, 1_795_226_000_000, 0]) {
    expect(nextLoadId(at(ms), newest) > newest).toBe(true);
  }
});

test('nextLoadId() grows as text and as number in a long chain', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1_795_226_160_000, max: 1_795_226_160_003 }), { maxLength: 200 }),
      (times) => {
        let newest: LoadId | undefined;
        for (const ms of times) {
          const next = nextLoadId(at(ms), newest);
          if (newest !== undefined) expect(next > newest && Number(next) > Number(newest)).toBe(true);
          newest = next;
        }
      },
    ),
  );
});
