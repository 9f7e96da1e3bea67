import { describe, expect, test } from 'vitest';
import { failureOf, hostileApi, items, loading } from './hostile-api.ts';

/** Bodies whose values are 100,000 levels deep, and how they are asked for. */
const depth = 100_000;
const lists = `${'['.repeat(depth)}1${']'.repeat(depth)}`;
const rows = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const single = { paginator: 'single_page' };

type Written = Readonly<Record<string, unknown>>;
interface Deep {
  readonly name: string;
  readonly body: string;
  readonly endpoint: Written;
  readonly more?: Written;
}
const deep: readonly Deep[] = [
  { name: 'lists in a row', body: `[{"id":1,"v":${lists}}]`, endpoint: single },
  { name: 'objects in a row', body: `[{"id":1,"v":${rows}}]`, endpoint: single },
  { name: 'a delicate number inside', body: `[{"id":1.0,"v":${lists}}]`, endpoint: single },
  { name: 'nothing but lists', body: lists, endpoint: single },
  { name: 'nothing but objects', body: rows, endpoint: single },
  { name: 'detected pages', body: `{"data":[{"id":1,"v":${lists}}],"next":"/items?p=2"}`, endpoint: {} },
  { name: 'a selector', body: `{"data":[{"id":1,"v":${lists}}]}`, endpoint: { ...single, data_selector: 'data' } },
  {
    name: 'a selector that looks everywhere',
    body: `{"data":[{"id":1,"v":${rows}}]}`,
    endpoint: { ...single, data_selector: '$..data[*]' },
  },
  {
    name: 'a selector that misses',
    body: `{"data":[{"id":1,"v":${rows}}]}`,
    endpoint: { ...single, data_selector: 'dat' },
  },
  {
    name: 'rows that nothing but all of them tells apart',
    body: `[{"id":1,"v":${lists}}]`,
    endpoint: { ...single, incremental: { cursor_path: 'id' } },
  },
  {
    name: 'a key that is deep',
    body: `[{"id":${lists}}]`,
    endpoint: single,
    more: { primary_key: 'id', write_disposition: 'merge' },
  },
  {
    name: 'a cursor that is deep',
    body: `[{"id":${rows}}]`,
    endpoint: { ...single, incremental: { cursor_path: 'id' } },
  },
  {
    name: 'a count that is deep',
    body: `{"total":${lists},"data":[{}]}`,
    endpoint: { paginator: { type: 'offset', limit: 1, total_path: 'total' } },
  },
  {
    name: 'a next cursor that is deep',
    body: `{"next":${rows},"data":[{"id":1}]}`,
    endpoint: { data_selector: 'data', paginator: { type: 'cursor', cursor_path: 'next' } },
  },
];

describe('F2.21, S8: 100,000 levels', () => {
  test.each(deep)('$name', async ({ body, endpoint, more }) => {
    const target = await loading();
    const api = await hostileApi(() => ({ body }));
    expect(await failureOf(target.run(api, items(endpoint, more)))).toMatchObject({
      name: 'SluiceError',
      code: expect.stringMatching(/^(?:json_too_deep|rows_invalid|selector_missed|pagination_value|cursor_invalid)$/),
    });
    // The next page may have been asked for before this one was taken.
    expect(api.asked.length).toBeLessThan(3);
  });

  test('a child whose parent has them', async () => {
    const target = await loading();
    const api = await hostileApi(({ path }) => ({ body: path === '/p' ? `[{"id":${lists}}]` : '[]' }));
    const children = target.run(api, [
      { name: 'p', endpoint: { path: 'p', paginator: 'single_page' } },
      { name: 'c', endpoint: { path: 'p/{resources.p.id}/c', paginator: 'single_page' } },
    ]);
    expect(await failureOf(children)).toMatchObject({ name: 'SluiceError' });
  });
});

describe('F2.21, S7, S23: a million keys', () => {
  const wide = (value: string): string =>
    `[{${Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":${value}`).join(',')}}]`;

  test.each(['1', 'null', '1.0'])('with the value %s: an error with the name of the limit', async (value) => {
    const target = await loading();
    const body = wide(value);
    const api = await hostileApi(() => ({ body }));
    const before = process.memoryUsage().rss;
    expect(await failureOf(target.run(api, items(single)))).toMatchObject({
      code: 'column_limit',
      message: expect.stringContaining('1000'),
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(1_000_000_000);
  });

  test('as texts of a column that is kept as JSON they are loaded', async () => {
    const target = await loading({ memoryLimit: '1GB' });
    const body = wide('1').replace(/^\[/, '[{"id":1,"v":').replace(/\]$/, '}]');
    const api = await hostileApi(() => ({ body }));
    await target.run(api, items(single, { columns: { v: { data_type: 'json' } } }));
    expect(await target.rows('select id, len(json_keys(v)) from items')).toEqual([['1', '1000000']]);
  });
});
