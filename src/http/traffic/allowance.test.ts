import { describe, expect, test } from 'vitest';
import { Allowance } from './allowance.ts';
import type { Arrival } from './passage.ts';

/** An answer to the departure with this serial, when so many had departed. */
function arrival(serial: number, newestSerial: number, atMs: number, status = 200): Arrival {
  return { departure: { serial, atMs: 0, inFlight: 1, isPaced: false }, atMs, status, newestSerial };
}

describe('Allowance', () => {
  test('of answers that overtook each other the lowest counts, less what is in flight', () => {
    const allowance = new Allowance(300_000);
    allowance.departed(3);
    allowance.answered(arrival(3, 3, 10), { remaining: 2, resetInMs: 1000 });
    allowance.answered(arrival(1, 3, 20), { remaining: 4, resetInMs: 1000 });
    expect(allowance.waitMs(20, 1)).toBe(0);
    expect(allowance.waitMs(20, 2)).toBe(990);
  });

  test('an answer to a later departure knows more than all before', () => {
    const allowance = new Allowance(300_000);
    allowance.answered(arrival(1, 1, 10), { remaining: 1, resetInMs: 1000 });
    allowance.answered(arrival(2, 2, 20), { remaining: 50, resetInMs: 1000 });
    expect(allowance.waitMs(20, 8)).toBe(0);
  });

  test('after the reset of a limit that was used up one request goes first, and says what there is', () => {
    const allowance = new Allowance(300_000);
    allowance.departed(1);
    allowance.answered(arrival(1, 1, 0), { remaining: 0, resetInMs: 1000 });
    expect(allowance.waitMs(999, 0)).toBe(1);
    expect(allowance.waitMs(1000, 0)).toBe(0);
    expect(allowance.waitMs(1000, 1)).toBe(Number.POSITIVE_INFINITY);
    allowance.answered(arrival(2, 2, 1100), { remaining: 9, resetInMs: 900 });
    expect(allowance.waitMs(1100, 4)).toBe(0);
  });

  test('a late answer of the window before says nothing of this one', () => {
    const allowance = new Allowance(300_000);
    allowance.departed(2);
    allowance.answered(arrival(1, 2, 0), { remaining: 0, resetInMs: 1000 });
    expect(allowance.waitMs(1000, 0)).toBe(0);
    allowance.answered(arrival(2, 2, 1001), { remaining: 0, resetInMs: 1000 });
    expect(allowance.waitMs(1001, 0)).toBe(0);
  });

  test('a refusal with nothing left is explained, one with something left is not', () => {
    const allowance = new Allowance(300_000);
    expect(allowance.answered(arrival(1, 1, 0, 429), { remaining: 0, resetInMs: 1000 })).toBe(true);
    expect(allowance.answered(arrival(2, 2, 0, 429), { remaining: 5, resetInMs: 1000 })).toBe(false);
    expect(allowance.answered(arrival(3, 3, 0, 429), undefined)).toBe(false);
  });

  test('a limit of one is believed however often it says 0', () => {
    const allowance = new Allowance(300_000);
    for (let serial = 1; serial < 50; serial += 1) {
      allowance.departed(serial);
      allowance.answered(arrival(serial, serial, serial * 1000), { limit: 1, remaining: 0, resetInMs: 1000 });
      expect(allowance.waitMs(serial * 1000, 0)).toBe(1000);
      expect(allowance.waitMs(serial * 1000 + 1000, 0)).toBe(0);
    }
  });
});
