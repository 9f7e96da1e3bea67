import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Row } from '../core/value.ts';
import { listsOf, newShop, rowsOf, sourceOf, type Shop } from './shop.test.ts';

const orders = (...rows: readonly Row[]) => sourceOf(listsOf('orders', {}, [rows]));

interface Importing extends Shop {
  readonly file: string;
  run(rows: readonly Row[], refresh?: 'drop_resources' | 'drop_sources'): Promise<unknown>;
}

async function importing(): Promise<Importing> {
  const shop = await newShop();
  const importSchemaPath = join(shop.folder, 'schemas');
  mkdirSync(importSchemaPath);
  const made = shop.pipelineOn('a', { importSchemaPath });
  const file = join(importSchemaPath, 'shop.schema.yaml');
  return { ...shop, file, run: (rows, refresh) => made.run(orders(...rows), { refresh }) };
}

/** The file with a column of orders, as a person writes it. */
function addColumn(file: string, column: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/ {2}orders:\n {4}columns: \{\}/);
  writeFileSync(file, text.replace(/( {2}orders:\n {4}columns:) \{\}/, `$1\n      ${column}`));
}

const typeOf = (shop: Shop, column: string) =>
  rowsOf(
    shop.pipelineOn('a'),
    `select data_type from information_schema.columns where column_name = '${column}' and table_name = 'orders'`,
  );

describe('importSchemaPath', () => {
  test('a schema that was changed by hand counts from the next run on, and once', async () => {
    const shop = await importing();
    await shop.run([{ id: 1 }]);
    addColumn(shop.file, 'price: { data_type: decimal, precision: 10, scale: 2, nullable: true }');
    await shop.run([{ id: 2, price: '1.5' }]);
    await shop.run([{ id: 3, price: '2.25', more: 1 }]);
    expect(await typeOf(shop, 'price')).toEqual(['DECIMAL(10,2)']);
    expect(await rowsOf(shop.pipelineOn('a'), 'select id, price, more from orders')).toEqual([
      '1|-|-',
      '2|1.50|-',
      '3|2.25|1',
    ]);
  });

  test.each(['drop_resources', 'drop_sources'] as const)('another type comes in with %s', async (refresh) => {
    const shop = await importing();
    await shop.run([{ id: 1 }]);
    addColumn(shop.file, 'id: { data_type: text, nullable: true }');
    await expect(shop.run([{ id: 2 }])).rejects.toMatchObject({ code: 'schema_conflict' });
    await shop.run([{ id: 2 }], refresh);
    expect(await typeOf(shop, 'id')).toEqual(['VARCHAR']);
    expect(await rowsOf(shop.pipelineOn('a'), 'select id from orders')).toEqual(['2']);
  });

  test('a schema with marks of rows can be imported into a dataset that has none', async () => {
    const [from, to] = [await importing(), await importing()];
    const exported = join(from.folder, 'exported');
    const rows = [{ id: 1, l: [1] }];
    await from.pipelineOn('b', { exportSchemaPath: exported }).run(orders(...rows));
    const text = readFileSync(join(exported, 'shop.schema.yaml'), 'utf8');
    expect(text).toContain('seen-data: true');
    writeFileSync(to.file, text);
    await to.run([{ id: 1 }]);
    await to.run(rows);
    expect(
      await rowsOf(
        to.pipelineOn('a'),
        'select id, value from orders left join orders__l l on orders._dlt_id = l._dlt_parent_id',
      ),
    ).toEqual(['1|-', '1|1']);
  });

  test.each([
    ['no YAML', '{ a: ['],
    ['no schema', 'a: 1'],
    ['a list', '- 1'],
    ['nothing', ''],
    ['a key twice', 'name: shop\nname: shop'],
    ['the schema of another source', 'OTHER'],
    ['deep', '['.repeat(50_000)],
    ['a type of its own', 'TYPE'],
  ])('a file that is %s is refused before anything is asked, and nothing is loaded', async (_, text) => {
    const shop = await importing();
    await shop.run([{ id: 1 }]);
    const good = readFileSync(shop.file, 'utf8');
    const bad = {
      OTHER: good.replace('name: shop', 'name: other'),
      TYPE: good.replace('data_type: text', 'data_type: varchar'),
    };
    writeFileSync(shop.file, text === 'OTHER' || text === 'TYPE' ? bad[text] : text);
    const refused = { code: 'config_unreadable', message: expect.stringContaining(shop.file) as string };
    await expect(shop.run([{ id: 2 }])).rejects.toMatchObject(refused);
    expect(await rowsOf(shop.pipelineOn('a'), 'select id from orders')).toEqual(['1']);
  });

  test('prototype names in a file are names', async () => {
    const shop = await importing();
    await shop.run([{ id: 1 }]);
    addColumn(shop.file, '__proto__: { data_type: text, nullable: true }');
    await shop.run([{ id: 2 }]);
    expect(({} as { data_type?: string }).data_type).toBeUndefined();
  });
});
