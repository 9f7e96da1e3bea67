import { describe, expect, test } from 'vitest';
import { endOf, simulatedRequest, simulateWalk, type SimulatedAnswer } from '../../../../test/simulated-walk.ts';
import type { Value } from '../../../core/value.ts';
import type { CursorConfig } from './vocabulary.ts';

type Rest = Omit<CursorConfig, 'type'>;
const walk = (config: Rest, bodies: readonly Value[], params: readonly (readonly [string, string])[] = []) => {
  const says = (_: unknown, index: number): SimulatedAnswer => ({ body: bodies[index] ?? { data: [] } });
  const walked = simulateWalk({ type: 'cursor', ...config }, says, { ...simulatedRequest, params });
  return { ...walked, queries: walked.targets.map((target) => target.replace('/v1/items', '')) };
};

describe('a cursor that nobody said the place of (L5)', () => {
  test.each<[string, Rest, readonly Value[], readonly string[], Rest]>([
    [
      'where dlt looks, before all others',
      {},
      [
        { data: [1], cursor: 'no', cursors: { next: 'a' } },
        { data: [2], cursors: {} },
      ],
      ['', '?cursor=a'],
      { cursor_path: 'cursors.next' },
    ],
    [
      'a field with the name of the parameter',
      { cursor_param: 'iterator' },
      [
        { data: [1], iterator: 'a' },
        { data: [2], iterator: null },
      ],
      ['', '?iterator=a'],
      { cursor_path: 'iterator' },
    ],
    [
      'a field that leads to the next page',
      { cursor_param: 'token' },
      [
        { data: [1], meta: { nextPageToken: 'a' } },
        { data: [2], meta: {} },
      ],
      ['', '?token=a'],
      { cursor_path: 'meta.nextPageToken' },
    ],
    [
      'the id of the last row, until a page is empty',
      { cursor_param: 'startingAfter' },
      [{ data: [{ id: 'a' }, { id: 'b' }] }, { data: [{ id: 'c' }] }, { data: [] }],
      ['', '?startingAfter=b', '?startingAfter=c'],
      { last_row_key: 'id' },
    ],
  ])('%s', (...[, config, bodies, queries, settled]) => {
    const walked = walk(config, bodies);
    expect(walked.queries).toEqual(queries);
    expect(walked.settled).toEqual({ type: 'cursor', ...config, ...settled });
    expect(endOf(walked)).toBe('proven: the API gave no further cursor');
  });

  test('an answer that leads on in a way that is not known is not trusted', () => {
    const walked = walk({}, [{ data: [1], paging: { has_more: true } }]);
    expect(endOf(walked)).toBe('unknown: the API gave no further cursor, but the answer has "has_more" that is true');
  });
});

describe('last_row_key', () => {
  test('is read before anything is done with the row', () => {
    const walked = walk({ last_row_key: 'meta.uid', cursor_param: 'after', has_more_path: 'more' }, [
      { data: [{ meta: { uid: 1 } }, { meta: { uid: 2 } }], more: true },
      { data: [{ meta: { uid: 3 } }], more: false },
    ]);
    expect(walked.queries).toEqual(['', '?after=2']);
    expect(endOf(walked)).toBe('proven: the API said there is no next page');
  });

  test('must be in the row', () => {
    expect(() => walk({ last_row_key: 'uid' }, [{ data: [{ id: 1 }] }])).toThrow(
      'Cannot go on with "items": uid in the answer must be a text or number, but there is nothing',
    );
  });

  test('W5: no rows, and yet the promise of more', () => {
    const config = { last_row_key: 'id', has_more_path: 'more', stop_after_empty_page: true };
    expect(() => walk(config, [{ data: [], more: true }])).toThrow(
      expect.objectContaining({ code: 'pagination_contradiction' }),
    );
  });
});

describe('the guides', () => {
  test('L5, L6: Svix, with nothing but an iterator and a condition', () => {
    const walked = walk({ cursor_param: 'iterator', stop_condition: 'done' }, [
      { data: ['a'], iterator: 'i1', done: false },
      { data: ['b'], iterator: 'i2', done: true },
    ]);
    expect(walked.queries).toEqual(['', '?iterator=i1']);
    expect(endOf(walked)).toBe('proven: the stop condition done is met');
  });

  test('L6: Svix without done', () => {
    const config = { cursor_param: 'iterator', stop_condition: 'done' };
    const byCursor = walk(config, [
      { data: ['a'], iterator: 'i1' },
      { data: ['b'], iterator: null },
    ]);
    expect(byCursor.end.verdict).toBe('proven');
    const byPage = walk(config, [
      { data: ['a'], iterator: 'i1' },
      { data: [], iterator: 'i2' },
    ]);
    expect(byPage.queries).toEqual(['', '?iterator=i1']);
  });

  const ruddr = { limit: 100, cursor_param: 'startingAfter', stop_condition: "not response.get('hasMore', False)" };

  test('L5, L6, L7: Ruddr, with the last row', () => {
    const walked = walk(ruddr, [
      { results: [{ id: 'j' }, { id: 'k' }], hasMore: true },
      { results: [{ id: 'l' }], hasMore: false },
    ]);
    expect(walked.queries).toEqual(['?limit=100', '?limit=100&startingAfter=k']);
  });

  test('L6: more is promised, and there is no cursor', () => {
    expect(() => walk(ruddr, [{ results: [], hasMore: true }])).toThrow(
      expect.objectContaining({ code: 'pagination_contradiction' }),
    );
  });

  test('L7: a limit of the endpoint wins', () => {
    const walked = walk(ruddr, [{ results: [], hasMore: false }], [['limit', '7']]);
    expect(walked.queries).toEqual(['?limit=7']);
    expect(walk({ limit: 5, limit_param: 'size' }, []).queries).toEqual(['?size=5']);
  });
});

describe('a flag that is missing or null', () => {
  test('says nothing, or is an error', () => {
    const missing = walk({ cursor_path: 'n', has_more_path: 'm' }, [
      { data: [1], n: 'a' },
      { data: [2], n: null },
    ]);
    expect(missing.queries).toEqual(['', '?cursor=a']);
    expect(() => walk({ cursor_path: 'n', has_more_path: 'm' }, [{ data: [1], n: 'a', m: null }])).toThrow(
      expect.objectContaining({ code: 'pagination_value' }),
    );
  });

  test.each<[Value]>([[{ data: [1], n: 'a' }], [{ data: [1], n: 'a', m: null }]])(
    'ends it where asked to: %j',
    (body) => {
      const walked = walk({ cursor_path: 'n', has_more_path: 'm', on_missing_has_more: 'stop' }, [body]);
      expect(endOf(walked)).toBe('consistent: the answer has no m, which means the end');
    },
  );
});

describe('header_cursor', () => {
  const headers: readonly Record<string, string>[] = [{ 'x-next': 'a' }, { 'x-next': '' }];
  const says = (_: unknown, index: number): SimulatedAnswer => ({
    headers: headers[index] ?? {},
    body: { data: [index] },
  });

  test('case 108: until there is none; an empty one is none', () => {
    const config = { type: 'header_cursor', cursor_key: 'X-Next', cursor_param: 'after' } as const;
    const { targets, end } = simulateWalk(config, says, { ...simulatedRequest, params: [['z', '1']] });
    expect(targets).toEqual(['/v1/items?z=1', '/v1/items?z=1&after=a']);
    expect(end).toEqual({ verdict: 'proven', reason: 'the API gave no further header X-Next' });
  });

  test('case 108: has names of its own', () => {
    const named: readonly Record<string, string>[] = [{ next: 'b' }];
    const { targets } = simulateWalk({ type: 'header_cursor' }, (_, index) => ({
      headers: named[index] ?? {},
      body: { data: [index] },
    }));
    expect(targets).toEqual(['/v1/items', '/v1/items?cursor=b']);
  });
});
