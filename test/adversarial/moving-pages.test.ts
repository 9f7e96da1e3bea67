import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/core/value.ts';
import type { WalkEnd } from '../../src/core/verdict.ts';
import { failureOf, hostileApi, items, loading, ofKind, walk, type HostileApi, type Question } from './hostile-api.ts';

const limit = 10;
const byOffset = { paginator: { type: 'offset', limit, total_path: 'total' }, data_selector: 'data' };
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

/** An API whose rows may change before each of its answers; what it counts is what it has then. */
function changing(ids: number[], change: (ids: number[], index: number) => void): Promise<HostileApi> {
  return hostileApi(({ query, index }) => {
    change(ids, index);
    const offset = Number(query.get('offset'));
    return { body: { total: ids.length, data: ids.slice(offset, offset + limit).map((id) => ({ id })) } };
  });
}

const idsOf = (rows: readonly { readonly [name: string]: Value }[] | undefined): readonly unknown[] =>
  (rows ?? []).map((row) => row['id']);

describe('F2.13: pages that overlap', () => {
  /** Each page begins with the last two rows of the one before. */
  const overlapping = ({ query }: Question): { readonly body: unknown } => {
    const page = Number(query.get('page'));
    return { body: page < 4 ? range(page * 8, page * 8 + 10).map((id) => ({ id })) : [] };
  };
  const numbered = { paginator: { type: 'page_number', total_path: null } };
  const twice = '"items" got 6 rows that the page before theirs had too';

  test.each([
    ['merge', 'once', 34],
    ['append', 'kept', 40],
    ['replace', 'kept', 40],
  ])('%s: rows at the border are %s, and counted', async (write_disposition, _, count) => {
    const target = await loading();
    const api = await hostileApi(overlapping);
    const { report, events } = await target.run(api, items(numbered, { write_disposition, primary_key: 'id' }));
    expect(report.resources).toMatchObject([{ name: 'items', rows: 40 }]);
    expect(ofKind(events, 'notice').map(({ message }) => message)).toContain(twice);
    expect(await target.rows('select count(*), count(distinct id) from items')).toEqual([[String(count), '34']]);
  });

  test('without a key all are kept', async () => {
    const target = await loading();
    const { events } = await target.run(await hostileApi(overlapping), items(numbered));
    expect(ofKind(events, 'notice')).toEqual([]);
    expect(await target.rows('select count(*), count(distinct id) from items')).toEqual([['40', '34']]);
  });
});

describe('F2.14: rows come and go while they are read', () => {
  test('rows that were deleted: the walk ends without trust, and says the numbers', async () => {
    const api = await changing(range(0, 30), (ids, index) => {
      if (index === 1) ids.splice(0, 5);
    });
    const { rows, ends, events } = await walk(api, items(byOffset));
    // The API has moved 10 to 14 to where nobody looks any more.
    expect(idsOf(rows['items'])).toEqual([...range(0, 10), ...range(15, 30)]);
    const numbers = 'the API counted 30 rows at first and 25 at last';
    expect(ends).toEqual<WalkEnd[]>([{ verdict: 'unknown', reason: `all 25 rows were read, but ${numbers}` }]);
    expect(ofKind(events, 'notice').map(({ message }) => message)).toEqual([
      `"items" changed while it was read: ${numbers}; rows may be missing`,
    ]);
  });

  test('as many that came as went: seen where a count between tells', async () => {
    const api = await changing(range(0, 30), (ids, index) => {
      if (index === 1) ids.splice(0, 5);
      if (index === 2) ids.push(...range(30, 35));
    });
    const { ends } = await walk(api, items({ ...byOffset }), { max_concurrency: 1 });
    expect(ends).toMatchObject([{ verdict: 'unknown' }]);
  });

  test('rows that were inserted at the front come twice and none is lost; a merge keeps one of each', async () => {
    const target = await loading();
    const api = await changing(range(0, 30), (ids, index) => {
      if (index === 1) ids.unshift(100, 101);
    });
    const { report, events } = await target.run(
      api,
      items(byOffset, { primary_key: 'id', write_disposition: 'merge' }),
      { max_concurrency: 1 },
    );
    expect(report.resources).toMatchObject([{ rows: 32, end: { verdict: 'proven' } }]);
    expect(ofKind(events, 'notice').map(({ message }) => message)).toContain(
      '"items" changed while it was read: the API counted 30 rows at first and 32 at last; rows may have come twice',
    );
    const loaded = await target.rows('select id from items order by id');
    expect(loaded.flat().map(Number)).toEqual(range(0, 30));
  });

  test('pages by key stay right, whatever comes and goes', async () => {
    const ids = range(0, 100);
    const api = await hostileApi(({ query, index }) => {
      const after = Number(query.get('after') ?? -1);
      if (index > 0) ids.splice(ids.indexOf(index), 1);
      ids.unshift(-10 - index);
      const data = ids
        .filter((id) => id > after && id >= 0)
        .slice(0, limit)
        .map((id) => ({ id }));
      return { body: { data } };
    });
    const byKey = { type: 'cursor', last_row_key: 'id', cursor_param: 'after', stop_after_empty_page: true };
    const { rows } = await walk(api, items({ paginator: byKey, data_selector: 'data' }));
    expect(idsOf(rows['items'])).toEqual(range(0, 100));
  });
});

interface Contradiction {
  readonly name: string;
  readonly endpoint: Readonly<Record<string, unknown>>;
  readonly says: (index: number) => unknown;
  /** An error code, or the verdict and the number of rows. */
  readonly ends: string | readonly [verdict: string, rows: number];
}

const rowsFrom = (from: number): readonly unknown[] => range(from, from + limit).map((id) => ({ id }));
const cursor = { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' };
const flagged = { ...cursor, has_more_path: 'has_more' };

const contradictions: readonly Contradiction[] = [
  {
    name: 'a total that shrinks below what was read',
    endpoint: byOffset,
    says: (index) => ({ total: [30, 30, 15][index], data: index < 2 ? rowsFrom(index * limit) : [] }),
    ends: ['unknown', 20],
  },
  {
    name: 'a total that stays while the pages are empty',
    endpoint: byOffset,
    says: (index) => ({ total: 30, data: index < 2 ? rowsFrom(index * limit) : [] }),
    ends: 'result_short',
  },
  {
    name: 'a count of pages that shrinks',
    endpoint: { paginator: { type: 'page_number', total_path: 'pages' }, data_selector: 'data' },
    says: (index) => ({ pages: [5, 5, 3][index], data: rowsFrom(index * limit) }),
    ends: ['unknown', 30],
  },
  {
    name: 'more is promised and the page is empty',
    endpoint: {
      paginator: { type: 'offset', limit, total_path: null, has_more_path: 'has_more' },
      data_selector: 'data',
    },
    says: (index) => ({ has_more: true, data: index < 2 ? rowsFrom(index * limit) : [] }),
    ends: ['unknown', 20],
  },
  {
    name: 'more is promised and there is no cursor',
    endpoint: { paginator: flagged, data_selector: 'data' },
    says: (index) => ({ has_more: true, next: index < 1 ? 'c' : null, data: index < 1 ? rowsFrom(0) : [] }),
    ends: 'pagination_contradiction',
  },
  {
    name: 'an empty page in the middle with a cursor',
    endpoint: { paginator: cursor, data_selector: 'data' },
    says: (index) => ({ next: index < 4 ? `c${index}` : null, data: index === 2 ? [] : rowsFrom(index * limit) }),
    ends: ['proven', 40],
  },
  {
    name: 'many empty pages in the middle with cursors, more of which is promised',
    endpoint: { paginator: flagged, data_selector: 'data' },
    says: (index) => ({
      has_more: index < 500,
      next: index < 500 ? `c${index}` : null,
      data: index % 499 === 0 ? rowsFrom(index) : [],
    }),
    ends: ['proven', 20],
  },
  {
    name: 'an empty page in the middle by number, where the pages are counted',
    endpoint: { paginator: { type: 'page_number', total_path: 'pages' }, data_selector: 'data' },
    says: (index) => ({ pages: 4, data: index === 2 ? [] : rowsFrom(index * limit) }),
    ends: ['unknown', 20],
  },
  {
    name: 'the same, where empty pages were said to be no end',
    endpoint: {
      paginator: { type: 'page_number', total_path: 'pages', stop_after_empty_page: false },
      data_selector: 'data',
    },
    says: (index) => ({ pages: 4, data: index === 2 ? [] : rowsFrom(index * limit) }),
    ends: ['proven', 30],
  },
];

describe('F2.15: counts, flags and pages that contradict each other', () => {
  test.each(contradictions)('$name', async ({ endpoint, says, ends }) => {
    const api = await hostileApi(({ index }) => ({ body: says(index) }));
    const walked = walk(api, items(endpoint), { max_concurrency: 1 });
    if (typeof ends === 'string') {
      expect(await failureOf(walked)).toMatchObject({ code: ends });
      return;
    }
    const { rows, ends: reached } = await walked;
    expect([reached[0]?.verdict, rows['items']?.length]).toEqual(ends);
  });
});
