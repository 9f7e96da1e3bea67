import { describe, expect, test } from 'vitest';
import type { Verdict, WalkEnd } from '../core/verdict.ts';
import { RunProgress } from './run-progress.ts';

const endOf = (verdict: Verdict): WalkEnd => ({ verdict, reason: `it is ${verdict}` });
const verdicts: readonly Verdict[] = ['proven', 'consistent', 'unknown', 'short'];

describe('RunProgress', () => {
  test('counts on from an earlier attempt', () => {
    const progress = new RunProgress({ orders: { kind: 'open', resumeFrom: 'p3', counts: { rows: 20, pages: 2 } } });
    progress.add('orders', 5, undefined);
    expect(progress.of('orders')).toMatchObject({ kind: 'open', resumeFrom: 'p3', counts: { rows: 25, pages: 3 } });
    progress.moveTo('orders', 'p4');
    expect(progress.of('orders')).toMatchObject({ kind: 'open', resumeFrom: 'p4', counts: { rows: 25, pages: 3 } });
    expect(progress.finish('orders', endOf('consistent'))).toEqual(endOf('consistent'));
    expect(progress.of('orders')).toEqual({ kind: 'done', end: endOf('consistent'), counts: { rows: 25, pages: 3 } });
  });

  test('a resource that never got a page ends as the caller says', () => {
    const progress = new RunProgress({});
    expect(progress.finish('orders', endOf('unknown'))).toEqual(endOf('unknown'));
    expect(progress.of('orders')).toEqual({ kind: 'done', end: endOf('unknown'), counts: { rows: 0, pages: 0 } });
  });

  test('of the walks of a resource the least trustworthy decides, in whatever order they end', () => {
    for (const one of verdicts) {
      for (const other of verdicts) {
        const progress = new RunProgress({});
        progress.add('lines', 1, endOf(one));
        progress.add('lines', 1, undefined);
        progress.add('lines', 1, endOf(other));
        const worst = verdicts.indexOf(one) > verdicts.indexOf(other) ? one : other;
        expect(progress.finish('lines', endOf('proven')), `${one}, ${other}`).toEqual(endOf(worst));
      }
    }
  });

  test('of two equal ends the first one is told', () => {
    const progress = new RunProgress({});
    progress.add('lines', 1, { verdict: 'unknown', reason: 'first' });
    progress.add('lines', 1, { verdict: 'unknown', reason: 'second' });
    expect(progress.finish('lines', endOf('proven')).reason).toBe('first');
  });

  test('snapshot() stays what it was, and takes any name', () => {
    const progress = new RunProgress({});
    progress.add('__proto__', 1, undefined);
    const before = progress.snapshot();
    progress.add('__proto__', 1, undefined);
    expect(Object.entries(before)).toMatchObject([['__proto__', { counts: { rows: 1, pages: 1 } }]]);
    expect(new RunProgress(before).of('__proto__')).toMatchObject({ counts: { rows: 1 } });
    expect(new RunProgress({}).of('constructor')).toBeUndefined();
  });
});
