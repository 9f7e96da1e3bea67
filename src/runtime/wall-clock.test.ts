import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wallClock } from './wall-clock.ts';

/** A clock whose two sources are set by hand; `trueMs` passes on both, `setBy` only on the system's. */
function byHand(startMs: number): { pass(ms: number): void; set(ms: number): void; system(): number; now(): number } {
  let trueMs = startMs;
  let setByMs = 0;
  const system = (): number => Math.floor(trueMs + setByMs);
  const now = wallClock(system, () => trueMs - startMs);
  return { pass: (ms) => void (trueMs += ms), set: (ms) => void (setByMs += ms), system, now };
}

describe('wallClock()', () => {
  test('F2.17: goes with the system, with microseconds, never back, never behind, at most one millisecond ahead', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 3_000_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), steps, (start, nanoseconds) => {
        const clock = byHand(1_795_226_160_000 + start / 1e6);
        let before = clock.now();
        for (const step of nanoseconds) {
          clock.pass(step / 1e6);
          const now = clock.now();
          expect(now).toBeGreaterThanOrEqual(before);
          expect(now - clock.system()).toBeGreaterThanOrEqual(0);
          expect(now - clock.system()).toBeLessThanOrEqual(1);
          before = now;
        }
      }),
    );
  });

  test('two moments of one millisecond differ', () => {
    const clock = byHand(1000.1);
    const first = clock.now();
    clock.pass(0.25);
    expect(clock.now() - first).toBeCloseTo(0.25, 5);
  });

  test('F2.17: follows a system clock that is set forth and back', () => {
    const clock = byHand(5_000_000);
    clock.set(86_400_000);
    expect(clock.now()).toBe(91_400_000);
    clock.set(-86_400_000);
    expect(clock.now()).toBe(5_000_000);
    clock.pass(0.5);
    expect(clock.now()).toBe(5_000_000.5);
  });

  test('stands still, and does not step back, while a slowed system clock catches up', () => {
    const clock = byHand(5_000_000);
    let before = clock.now();
    for (let turn = 0; turn < 5000; turn += 1) {
      clock.pass(0.1);
      clock.set(-0.01);
      const now = clock.now();
      expect(now).toBeGreaterThanOrEqual(before);
      expect(now - clock.system()).toBeLessThanOrEqual(1);
      before = now;
    }
  });
});
