import { describe, expect, test } from 'vitest';
import { failureOf, hostileApi, items, walk, type Reply } from './hostile-api.ts';

const numbered = { paginator: { type: 'page_number', total_path: null } };
const cursored = { paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' }, data_selector: 'data' };
const linked = { paginator: { type: 'json_link', next_url_path: 'next' }, data_selector: 'data' };
const keyed = { primary_key: 'id' };

/** How an API goes round in circles, how its resource is configured, and after how many requests that is noticed. */
interface Circle {
  readonly name: string;
  readonly endpoint: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly says: (index: number) => unknown;
  readonly most: number;
}

const pageOf = (number: number): readonly unknown[] => [{ id: number * 2 }, { id: number * 2 + 1 }];
/** Differs in every answer, as the `*_humanized` fields of some APIs. */
const aged = (number: number, index: number): readonly unknown[] =>
  pageOf(number).map((row) => ({ ...(row as object), read: `${index} seconds ago` }));

const circles: readonly Circle[] = [
  { name: 'the page number is ignored', endpoint: numbered, says: () => pageOf(0), most: 22 },
  {
    name: 'the page number is ignored, rows have a key',
    endpoint: numbered,
    more: keyed,
    says: () => pageOf(0),
    most: 3,
  },
  {
    name: 'the page number is ignored, and a field of the rows changes',
    endpoint: numbered,
    more: keyed,
    says: (index) => aged(0, index),
    most: 3,
  },
  {
    name: 'the page number is ignored, a field changes, and the rows are in another order',
    endpoint: numbered,
    more: { primary_key: ['id'] },
    says: (index) => (index % 2 === 0 ? aged(0, index) : aged(0, index).toReversed()),
    most: 3,
  },
  {
    name: 'pages of one row that changes',
    endpoint: numbered,
    more: keyed,
    says: (index) => [{ id: 7, index }],
    most: 21,
  },
  { name: 'pages A, B, A, B by number', endpoint: numbered, says: (index) => pageOf(index % 2), most: 45 },
  { name: 'three pages in turn', endpoint: numbered, says: (index) => pageOf(index % 3), most: 70 },
  {
    name: 'pages A, B, A, B whose cursors go on',
    endpoint: cursored,
    more: keyed,
    says: (index) => ({ data: aged(index % 2, index), next: `c${index}` }),
    most: 4,
  },
  {
    name: 'the cursor does not move',
    endpoint: cursored,
    says: (index) => ({ data: pageOf(index), next: 'c' }),
    most: 2,
  },
  {
    name: 'cursors A, B, A',
    endpoint: cursored,
    says: (index) => ({ data: pageOf(index), next: index % 2 === 0 ? 'a' : 'b' }),
    most: 3,
  },
  {
    name: 'the next link leads to the first page',
    endpoint: linked,
    says: (index) => ({ data: pageOf(index), next: index < 2 ? `/items?page=${index + 1}` : '/items' }),
    most: 3,
  },
  {
    name: 'the next link leads to the page itself',
    endpoint: linked,
    says: (index) => ({ data: pageOf(index), next: '/items?page=9' }),
    most: 2,
  },
  {
    name: 'links that go on and on to the same rows',
    endpoint: linked,
    more: keyed,
    says: (index) => ({ data: aged(0, index), next: `/items?page=${index}` }),
    most: 3,
  },
  {
    name: 'empty pages with cursors that go on',
    endpoint: cursored,
    says: (index) => ({ data: [], next: `c${index}` }),
    most: 1000,
  },
  {
    name: 'a detected paginator whose links go on to the same rows',
    endpoint: {},
    more: keyed,
    says: (index) => ({ data: aged(0, index), next: `/items?page=${index}` }),
    most: 3,
  },
];

describe('F2.12, F2.15, R9: an API that goes round in circles', () => {
  test.each(circles)('$name', async ({ endpoint, more, says, most }) => {
    const api = await hostileApi(({ index }): Reply => ({ body: says(index) }));
    const failure = await failureOf(walk(api, items(endpoint, more)));
    expect(failure).toMatchObject({ code: 'pagination_loop', message: expect.stringContaining('"items"') });
    expect(api.asked.length).toBeLessThanOrEqual(most);
  });

  test('says both places', async () => {
    const api = await hostileApi(({ index }) => ({
      body: { data: pageOf(index), next: index < 3 ? `c${index}` : 'c1' },
    }));
    expect(await failureOf(walk(api, items(cursored)))).toMatchObject({
      code: 'pagination_loop',
      message: expect.stringMatching(/page 5 would be asked for with the request of page 3, .*cursor=c1/),
      details: { page: 5, earlierPage: 3 },
    });
  });
});

describe('F2.12: what is no circle', () => {
  /** The pages, then an empty one. */
  async function walked(pages: readonly (readonly unknown[])[], more = {}, endpoint = {}): Promise<number> {
    const api = await hostileApi(({ index }) => ({ body: pages[index] ?? [] }));
    const { rows } = await walk(api, items({ ...numbered, ...endpoint }, more));
    return rows['items']?.length ?? 0;
  }

  test('a row that was changed meanwhile and moved to the end', async () => {
    expect(await walked([pageOf(0), [{ id: 2 }], pageOf(0), [{ id: 9 }]], keyed)).toBe(6);
  });

  test('pages that are equal by chance, for their rows have no key', async () => {
    const coin = (index: number): unknown[] => [{ ok: (index * index) % 7 < 4 }];
    expect(await walked(Array.from({ length: 300 }, (_, index) => coin(index)))).toBe(300);
  });

  test('a key that several rows of a page share is none', async () => {
    const page = [{ id: 1 }, { id: 1 }];
    expect(await walked(Array.from({ length: 15 }, () => page))).toBe(30);
    expect(
      await walked(
        Array.from({ length: 15 }, () => page),
        keyed,
      ),
    ).toBe(30);
  });

  test('rows that lack their key', async () => {
    const pages = Array.from({ length: 30 }, (_, index) => [{ n: index }, { n: -index }]);
    expect(await walked(pages, keyed)).toBe(60);
  });

  test('newer versions of the same rows, where a cursor tells them apart', async () => {
    const pages = Array.from({ length: 30 }, (_, at) => [1, 2].map((id) => ({ id, at: at + 1 })));
    expect(await walked(pages, keyed, { incremental: { cursor_path: 'at', initial_value: 0 } })).toBe(60);
  });

  test('the walks of different parents have the same rows', async () => {
    const api = await hostileApi(({ path }) => ({
      body: path === '/p' ? [1, 2, 3, 4].map((id) => ({ id })) : pageOf(0),
    }));
    const { rows } = await walk(api, [
      { name: 'p', endpoint: { path: 'p', paginator: 'single_page' } },
      { name: 'c', primary_key: 'id', endpoint: { path: 'p/{resources.p.id}/c', paginator: 'single_page' } },
    ]);
    expect(rows['c']).toHaveLength(8);
  });
});
