import { expect, test } from 'vitest';
import type { TableHints } from '../schema/table.ts';
import { everyPage, listsOf, newShop, rowsOf, sourceOf } from './shop.test.ts';

const columns = [
  { name: 'price', dataType: 'decimal' },
  { name: 'untyped', nullable: true },
] as const;
const create: TableHints = { emptyTable: 'create', columns };
const columnsOf = (table: string): string =>
  `select column_name from information_schema.columns where table_name = '${table}' and table_schema = 'shop_dataset'`;

test.each<[string, TableHints]>([
  ['append', {}],
  ['replace', { writeDisposition: 'replace' }],
  ['merge', { writeDisposition: 'merge', primaryKey: ['id'] }],
  ['upsert', { writeDisposition: 'merge', primaryKey: ['id'], merge: { strategy: 'upsert' } }],
])('a table without rows has the columns that hints tell, and takes rows later: %s', async (_name, more) => {
  for (const limits of [{}, everyPage]) {
    const shop = await newShop();
    const pipeline = shop.pipelineOn('a', { limits });
    const hints = { ...create, ...more };
    const other = listsOf('other', {}, [[{ id: 1 }], [{ id: 2 }]]);
    await pipeline.run(sourceOf(other, listsOf('orders', hints, [])));
    expect(await rowsOf(pipeline, 'select count(*), sum(price) from orders')).toEqual(['0|-']);
    const key = more.primaryKey ?? [];
    expect(await rowsOf(pipeline, columnsOf('orders'))).toEqual(['_dlt_id', '_dlt_load_id', ...key, 'price']);
    const report = await pipeline.run(sourceOf(listsOf('orders', hints, [])));
    expect(report.loadIds.length).toBeLessThanOrEqual(more.writeDisposition === 'replace' ? 1 : 0);
    await pipeline.run(sourceOf(listsOf('orders', hints, [[{ id: 1, price: 2, l: [1] }]])));
    expect(await rowsOf(pipeline, 'select id, price from orders')).toEqual(['1|2.000000000']);
    expect(await rowsOf(pipeline, 'select typeof(id) from orders')).toEqual(['BIGINT']);
  }
});

test('no table is made by default, where the contract freezes tables, or for a resource that is only walked', async () => {
  const shop = await newShop();
  const pipeline = shop.pipelineOn('a');
  const frozen = listsOf('frozen', { ...create, contract: { tables: 'discard_row' } }, []);
  const walked = { ...listsOf('walked', create, []), selected: false };
  await pipeline.run(sourceOf(listsOf('plain', { columns }, []), frozen, walked, listsOf('rows', {}, [[{ id: 1 }]])));
  const tables = await rowsOf(
    pipeline,
    "select table_name from information_schema.tables where table_schema = 'shop_dataset'",
  );
  expect(tables).toEqual(['_dlt_loads', '_dlt_pipeline_state', '_dlt_version', 'rows']);
});
