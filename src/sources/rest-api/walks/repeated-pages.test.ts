import { describe, expect, test } from 'vitest';
import type { PipelineEvent } from '../../../core/event.ts';
import type { Row } from '../../../core/value.ts';
import type { WalkEnd } from '../../../core/verdict.ts';
import { keyOfRow } from './known-keys.ts';
import { RepeatedPages } from './repeated-pages.ts';

const proven: WalkEnd = { verdict: 'proven', reason: 'all 6 rows were read' };

/** What a walk over these pages is trusted, and what is told. */
function judged(
  pages: readonly (readonly Row[])[],
  end: WalkEnd = proven,
  primaryKey?: readonly string[],
): { readonly end: WalkEnd; readonly told: readonly string[] } {
  const told: string[] = [];
  const emit = (event: PipelineEvent): void => {
    if (event.kind === 'notice') told.push(event.message);
  };
  const repeated = new RepeatedPages(keyOfRow({ hints: { primaryKey }, incremental: undefined }));
  for (const [index, rows] of pages.entries()) {
    repeated.see({ body: Buffer.from(JSON.stringify(rows)), rows, page: index + 1 });
  }
  return { end: repeated.judged(end, 'items', emit), told };
}

const page = (number: number): readonly Row[] => [{ id: number * 2 }, { id: number * 2 + 1 }];

describe('RepeatedPages (F2.12)', () => {
  test('pages that differ leave the end as it is, and tell nothing', () => {
    expect(judged([page(0), page(1), page(2)])).toEqual({ end: proven, told: [] });
  });

  test('a page that is the one before once more takes the trust from the end, and is told', () => {
    const what = 'page 3 came as the page before once more, byte for byte';
    expect(judged([page(0), page(1), page(1), page(3)])).toEqual({
      end: { verdict: 'unknown', reason: `all 6 rows were read, but ${what}` },
      told: [`"items" may lack rows: ${what}`],
    });
  });

  test('many are told by one notice, the first ten by number', () => {
    const { told } = judged(Array.from({ length: 30 }, (_, index) => page(Math.floor(index / 2))));
    const named = '2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and 5 more';
    expect(told).toEqual([`"items" may lack rows: pages ${named} came as the page before once more, byte for byte`]);
  });

  test('a page that came earlier than the one before is another matter', () => {
    expect(judged([page(0), page(1), page(0)]).told).toEqual([]);
    expect(judged([page(0), [], page(0)]).told).toEqual([]);
  });

  test('empty pages are no repetition', () => {
    expect(judged([page(0), [], []]).told).toEqual([]);
  });

  test('a row alone that comes twice may be another one, but where it has its key', () => {
    const pages = [[{ ok: true }], [{ ok: true }]];
    expect(judged(pages).told).toEqual([]);
    expect(judged(pages, proven, ['id']).told).toEqual([]);
    expect(judged([[{ id: 1 }], [{ id: 1 }]], proven, ['id']).told).toHaveLength(1);
  });

  test('an end that is known to be short stays short', () => {
    const short: WalkEnd = { verdict: 'short', reason: 'rows are missing' };
    expect(judged([page(0), page(0)], short).end).toEqual(short);
  });
});
