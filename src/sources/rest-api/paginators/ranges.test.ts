import { describe, expect, test } from 'vitest';
import {
  endOf,
  simulatedRequest,
  simulateWalk,
  type SimulatedAnswer,
  type SimulatedWalk,
} from '../../../../test/simulated-walk.ts';
import type { Row, Value } from '../../../core/value.ts';
import type { ApiRequest } from '../../../http/http.ts';
import type { OffsetConfig, PageNumberConfig } from './vocabulary.ts';

const query = (request: ApiRequest, name: string): number =>
  Number(request.params.find(([known]) => known === name)?.[1] ?? 0);
const asked = ({ requests }: SimulatedWalk, name: string): readonly number[] => requests.map((r) => query(r, name));

/** Rows with ids, `cap` at most at a time. */
const offsetApi =
  (all: number, cap: number, more: (start: number, count: number) => Row = () => ({})) =>
  (request: ApiRequest): SimulatedAnswer => {
    const start = query(request, 'offset');
    const count = Math.max(0, Math.min(query(request, 'limit'), cap, all - start));
    return { body: { data: Array.from({ length: count }, (_, i) => ({ id: start + i })), ...more(start, count) } };
  };

const byOffset = (config: Omit<OffsetConfig, 'type'>, api: (request: ApiRequest) => SimulatedAnswer): SimulatedWalk =>
  simulateWalk({ type: 'offset', ...config }, api);

describe('offset', () => {
  test('case 88, W1: a cap is noticed on the first page, told, and nothing is lost', () => {
    const walk = byOffset(
      { limit: 5 },
      offsetApi(12, 2, () => ({ total: 12 })),
    );
    expect(walk.rows).toHaveLength(12);
    expect(walk.notices).toEqual(['"items" gets 2 rows where 5 were asked for; the walk steps by what comes']);
    expect(endOf(walk)).toBe('proven: all 12 rows were read');
  });

  test('row 1: a cap without a total, until an empty page', () => {
    const walk = byOffset({ limit: 5, total_path: null }, offsetApi(5, 2));
    expect(asked(walk, 'offset')).toEqual([0, 2, 4, 5]);
    expect(walk.notices).toEqual([]);
    expect(endOf(walk)).toBe('proven: nothing is at offset 5');
  });

  test('row 1: never asks for more than maximum_limit', () => {
    const walk = byOffset(
      { limit: 5000, maximum_limit: 100 },
      offsetApi(150, 100, () => ({ total: 150 })),
    );
    expect(asked(walk, 'limit')).toEqual([100, 100]);
    expect(walk.rows).toHaveLength(150);
    expect(walk.notices).toEqual([]);
  });

  test.each(['total', 'total_count', 'totalCount'])('L9: finds a total at %s', (key) => {
    expect(
      endOf(
        byOffset(
          { limit: 2 },
          offsetApi(3, 2, () => ({ [key]: 3 })),
        ),
      ),
    ).toBe('proven: all 3 rows were read');
  });

  test('L9: finds the total of dbt', () => {
    const walk = byOffset(
      { limit: 2 },
      offsetApi(3, 2, () => ({ extra: { pagination: { total_count: 3 } } })),
    );
    expect(asked(walk, 'offset')).toEqual([0, 2]);
  });

  test('fewer rows than the API counts are short, more are not trusted', () => {
    expect(
      byOffset(
        { limit: 2 },
        offsetApi(3, 2, () => ({ total: 9 })),
      ).end.verdict,
    ).toBe('short');
    const more = byOffset(
      { limit: 2 },
      offsetApi(9, 2, () => ({ total: 3 })),
    );
    expect(endOf(more)).toBe('unknown: the API counts 3 rows, but 4 came');
  });

  test('a flag and a count that contradict each other are not trusted', () => {
    const no = byOffset(
      { limit: 2, has_more_path: 'm' },
      offsetApi(9, 2, () => ({ total: 9, m: false })),
    );
    expect(endOf(no)).toBe('unknown: the API said that nothing follows offset 0, but it counts 9 rows');
    const yes = byOffset(
      { limit: 2 },
      offsetApi(9, 2, () => ({ total: 2, has_more: true })),
    );
    expect(endOf(yes)).toBe('unknown: all 2 rows were read, but the answer has "has_more" that is true');
    const empty = byOffset(
      { limit: 2, has_more_path: 'm', total_path: null },
      offsetApi(2, 2, () => ({ m: true })),
    );
    expect(endOf(empty)).toBe('unknown: nothing is at offset 2, but the answer has "m" that is true');
  });

  test('a flag that is missing ends it, unless the count says more', () => {
    const config = { limit: 2, has_more_path: 'm' };
    expect(
      byOffset(
        config,
        offsetApi(4, 2, () => ({ total: 4 })),
      ).rows,
    ).toHaveLength(4);
    expect(endOf(byOffset(config, offsetApi(4, 2)))).toBe('unknown: the answer at offset 0 has no m');
    const stop = byOffset(
      { ...config, on_missing_has_more: 'stop' },
      offsetApi(4, 2, () => ({ m: null })),
    );
    expect(endOf(stop)).toBe('consistent: the answer at offset 0 has no m, which means the end');
  });

  test('ahead() tells what follows by the count, in steps of the rows that came', () => {
    const capped = byOffset(
      { limit: 5, maximum_offset: 9 },
      offsetApi(12, 2, () => ({ total: 12 })),
    );
    expect(capped.ahead[0]?.map((request) => query(request, 'offset'))).toEqual([2, 4, 6, 8]);
    const full = byOffset(
      { limit: 2 },
      offsetApi(5, 2, () => ({ total: 5 })),
    );
    expect(full.ahead.map((requests) => requests.length)).toEqual([2, 1, 0]);
    expect(byOffset({ limit: 2, total_path: null }, offsetApi(5, 2)).ahead.flat()).toEqual([]);
  });

  test('ahead() is made one by one, whatever the API counts', () => {
    const walk = byOffset(
      { limit: 1, maximum_offset: 3 },
      offsetApi(9, 1, () => ({ total: 9e15 })),
    );
    expect(walk.ahead[0]).toHaveLength(2);
    const endless = byOffset(
      { limit: 9 },
      offsetApi(9, 9, () => ({ total: 9e15, has_more: false })),
    );
    expect(endless.ahead[0]).toHaveLength(10);
  });
});

const byPage = (
  config: Omit<PageNumberConfig, 'type'>,
  says: (page: number, index: number) => Value,
  first = simulatedRequest,
): SimulatedWalk =>
  simulateWalk(
    { type: 'page_number', base_page: 1, ...config },
    (r, i) => ({ body: says(query(r, 'page'), i) }),
    first,
  );
const rows = (page: number, count = 1): readonly Row[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${page}.${i}` }));

describe('page_number', () => {
  test('a page with fewer rows than asked for is not the last one', () => {
    const sizes = [0, 2, 1, 2, 0];
    const first = { ...simulatedRequest, params: [['per_page', '100']] as const };
    const walk = byPage({ total_path: null }, (page) => ({ data: rows(page, sizes[page]) }), first);
    expect(asked(walk, 'page')).toEqual([1, 2, 3, 4]);
    expect(endOf(walk)).toBe('proven: page 4 is empty');
  });

  test('an empty first page of several is not trusted; one page that is empty is', () => {
    expect(endOf(byPage({}, () => ({ data: [], total: 4 })))).toBe(
      'unknown: page 1 is empty, but the API counts 4 pages',
    );
    expect(endOf(byPage({}, () => ({ data: [], total: 1 })))).toBe('proven: page 1 is empty');
  });

  test('row 4: a flag that is missing or null is the end where asked to be', () => {
    const config = { total_path: null, has_more_path: 'has_more', on_missing_has_more: 'stop' } as const;
    const flags: readonly Row[] = [{}, { has_more: null }];
    for (const flag of flags) {
      expect(endOf(byPage(config, (page) => ({ data: rows(page), ...flag })))).toBe(
        'consistent: the answer of page 1 has no has_more, which means the end',
      );
    }
  });

  test('row 4: a flag that is missing beside a link that leads on is not trusted', () => {
    const config = { total_path: null, has_more_path: 'has_more', on_missing_has_more: 'stop' } as const;
    expect(endOf(byPage(config, (page) => ({ data: rows(page), next_page: 'https://h/x?page=2' })))).toBe(
      'unknown: the answer of page 1 has no has_more, which means the end, but it has "next_page" with a value',
    );
  });

  test('row 4: a count that is missing is the end where asked to be, as of servers that do not page yet', () => {
    const config = { total_path: 'pagination.pages', on_missing_total: 'stop' } as const;
    expect(endOf(byPage(config, (page) => ({ data: rows(page) })))).toBe(
      'consistent: the answer of page 1 has no pagination.pages, which means the end',
    );
    expect(byPage(config, (page) => ({ data: rows(page), pagination: { pages: 2 } })).rows).toHaveLength(2);
  });

  test('ahead() tells the pages that the count promises', () => {
    const walk = byPage({ maximum_page: 4 }, (page) => ({ data: rows(page), total: 9 }));
    expect(walk.ahead[0]?.map((request) => query(request, 'page'))).toEqual([2, 3]);
    expect(byPage({}, (page) => ({ data: rows(page), total: 1 })).ahead.flat()).toEqual([]);
  });
});

describe('next_page_path (L8)', () => {
  const config = { total_path: null, next_page_path: 'next_page' };

  test.each<[string, Value, readonly number[]]>([
    ['a number', 3, [1, 3]],
    ['the text of a number', '3', [1, 3]],
    ['an address with the number', 'https://api.example.com/v1/leads?page=3', [1, 3]],
    ['null', null, [1]],
    ['an empty text', '', [1]],
  ])('%s', (_name, next, pages) => {
    const walk = byPage(config, (page, i) => ({ data: rows(page), next_page: i === 0 ? next : null }));
    expect(asked(walk, 'page')).toEqual(pages);
    expect(endOf(walk)).toBe('proven: the API named no next page');
  });

  test('an address without the number is followed', () => {
    const walk = byPage(config, (page, i) => ({ data: rows(page), next_page: i === 0 ? '/v1/items?after=x' : null }));
    expect(walk.targets).toEqual(['/v1/items?page=1', '/v1/items?after=x']);
  });

  test('the parameters of the user stay on every page', () => {
    const first = { ...simulatedRequest, params: [['since', 'S']] as const };
    const walk = byPage(config, (_, i) => ({ data: rows(i), next_page: i === 0 ? '/v1/items?page=2' : null }), first);
    expect(walk.targets).toEqual(['/v1/items?since=S&page=1', '/v1/items?since=S&page=2']);
  });

  test('a flag goes before it, and the maximum before both', () => {
    const flagged = { ...config, has_more_path: 'has_more' };
    const no = byPage(flagged, (page) => ({ data: rows(page), next_page: page + 1, has_more: false }));
    expect(asked(no, 'page')).toEqual([1]);
    const yes = byPage(flagged, (page) => ({ data: rows(page), next_page: null, has_more: page < 3 }));
    expect(asked(yes, 'page')).toEqual([1, 2, 3]);
    const most = byPage({ ...config, maximum_page: 3 }, (page) => ({ data: rows(page), next_page: page + 1 }));
    expect(endOf(most)).toBe('unknown: maximum_page 3 was reached');
  });

  test('what is neither number nor address is an error, and a page that does not move too', () => {
    expect(() => byPage(config, (page) => ({ data: rows(page), next_page: 'soon' }))).toThrow(
      expect.objectContaining({ code: 'pagination_value' }),
    );
    expect(() => byPage(config, (page) => ({ data: rows(page), next_page: 1 }))).toThrow(
      expect.objectContaining({ code: 'pagination_loop' }),
    );
  });

  test('an empty page that names a next one is not trusted', () => {
    const walk = byPage(config, () => ({ data: [], next_page: 2 }));
    expect(endOf(walk)).toBe('unknown: page 1 is empty, but the API names a next one');
  });
});
