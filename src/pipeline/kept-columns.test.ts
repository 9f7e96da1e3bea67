import { expect, test } from 'vitest';
import { ExactNumber, type Row } from '../core/value.ts';
import type { TableHints } from '../schema/table.ts';
import { everyPage, listening, listsOf, newShop, sourceOf, type Shop } from './shop.test.ts';

const typeOf = (table: string, column: string): string =>
  `select data_type from information_schema.columns where table_schema = 'shop_dataset' and table_name = '${table}' and column_name = '${column}'`;

/** Each list is a run, each element of it a page. */
async function load(
  shop: Shop,
  runs: readonly (readonly (readonly Row[])[])[],
  hints: TableHints,
  limits = {},
): Promise<void> {
  const pipeline = shop.pipelineOn('a', { limits });
  for (const pages of runs) await pipeline.run(sourceOf(listsOf('t', hints, pages)));
}

/** Rows as text, such as `1|null`, in their order. */
async function ask(shop: Shop, sql: string): Promise<readonly string[]> {
  const { rows } = await shop.pipelineOn('a').query(sql);
  return rows.map((row) => row.map((value) => String(value)).join('|'));
}

test('null columns: keys that are always null get a column, which becomes what the first value is', async () => {
  for (const runs of [1, 2, 3]) {
    const shop = await newShop();
    const hints: TableHints = { nullColumns: 'keep' };
    const rows: Row[] = [
      { id: 1, n: null, t: null, never: null },
      { id: 2, n: null, t: null, never: null, o: { deep: null } },
      { id: 3, n: 3, t: '2024-01-02T03:04:05Z', never: null },
    ];
    await load(
      shop,
      runs === 1 ? [[rows]] : runs === 2 ? [rows.map((row) => [row])] : rows.map((row) => [[row]]),
      hints,
      everyPage,
    );
    expect(await ask(shop, 'select id, n, never, o__deep from t order by id')).toEqual([
      '1|null|null|null',
      '2|null|null|null',
      '3|3|null|null',
    ]);
    const types = await Promise.all(['n', 't', 'never', 'o__deep'].map((column) => ask(shop, typeOf('t', column))));
    expect(types.flat()).toEqual(['BIGINT', 'TIMESTAMP WITH TIME ZONE', 'VARCHAR', 'VARCHAR']);
    await load(shop, [[[{ id: 4, n: 'x' }]]], hints);
    expect(await ask(shop, 'select n, n__v_text from t where id > 2 order by id')).toEqual(['3|null', 'null|x']);
  }
});

test('JSON columns: what is under a path stays one value, at any level, whatever it is', async () => {
  const shop = await newShop();
  const row = {
    id: 1,
    meta: { a: [1, { b: new ExactNumber('1.0') }] },
    items: [
      { raw: { c: 1 }, n: 1 },
      { raw: 'text', n: 2 },
      { raw: [2], n: 3 },
      { raw: null, n: 4 },
    ],
    o: { rawList: [1] },
  };
  await load(shop, [[[row]]], { jsonColumns: ['meta', 'items.raw', 'o.rawList'] });
  expect(await ask(shop, 'select meta, o__raw_list from t')).toEqual(['{"a":[1,{"b":1.0}]}|[1]']);
  expect(await ask(shop, 'select raw from t__items order by n')).toEqual(['{"c":1}', '"text"', '[2]', 'null']);
  expect(await ask(shop, "select count(*) from information_schema.tables where table_name like 't__%'")).toEqual(['1']);
});

test('off by default: variants, no column for nulls, and nothing is told', async () => {
  const shop = await newShop();
  const { events, emit } = listening();
  await shop.pipelineOn('a').run(
    sourceOf(
      listsOf('t', {}, [
        [
          { id: 1, v: 1, n: null },
          { id: 2, v: 'x' },
        ],
      ]),
    ),
    { emit },
  );
  expect(await ask(shop, 'select id, v, v__v_text from t order by id')).toEqual(['1|1|null', '2|null|x']);
  expect(await ask(shop, typeOf('t', 'n'))).toEqual([]);
  expect(events.filter(({ kind }) => kind === 'notice')).toEqual([]);
});
