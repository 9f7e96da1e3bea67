import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { schemaYaml } from '../schema/render/schema-yaml.ts';
import { listsOf, newShop, rowsOf, sourceOf } from './shop.test.ts';

const orders = (...rows: readonly { readonly [key: string]: number | string }[]) =>
  sourceOf(listsOf('orders', {}, [rows]));

test('case 136: the contract of a run holds for all its resources, and the report says what it cost', async () => {
  const shop = await newShop();
  await shop.pipelineOn('a').run(orders({ id: 1 }));
  const report = await shop
    .pipelineOn('a')
    .run(orders({ id: 2, x: 1 }, { id: 3 }), { schemaContract: { columns: 'discard_row' } });
  expect(report.discarded).toEqual([{ table: 'orders', rows: 1, values: 0 }]);
  expect(await rowsOf(shop.pipelineOn('a'), 'select id from orders order by id')).toEqual(['1', '3']);
});

test('case 133: a run that breaks its contract loads nothing, and the next one begins anew', async () => {
  const shop = await newShop();
  await shop.pipelineOn('a').run(orders({ id: 1 }));
  const failing = shop.pipelineOn('a').run(orders({ id: 2 }, { id: 3, x: 1 }), { schemaContract: 'freeze' });
  await expect(failing).rejects.toMatchObject({ code: 'contract_violated', details: { table: 'orders', column: 'x' } });
  expect(await rowsOf(shop.pipelineOn('a'), 'select count(*) from orders')).toEqual(['1']);
  await shop.pipelineOn('a').run(orders({ id: 2 }, { id: 3, x: 1 }));
  expect(await rowsOf(shop.pipelineOn('a'), 'select count(*) from orders')).toEqual(['3']);
});

test('a contract counts for the run that states it, and for rows only: a table that gets none breaks nothing', async () => {
  const shop = await newShop();
  const frozen = { schema: { contract: 'freeze' } } as const;
  await shop.pipelineOn('a').run(orders({ id: 1 }));
  await shop.pipelineOn('a').run({ ...orders({ id: 2 }), ...frozen });
  const hinted = (...rows: readonly { readonly id: number }[]) =>
    sourceOf(listsOf('items', { primaryKey: ['id'] }, [rows]));
  const failing = shop.pipelineOn('a').run({ ...hinted({ id: 1 }), ...frozen });
  await expect(failing).rejects.toMatchObject({ code: 'contract_violated' });
  expect(await shop.pipelineOn('a').run({ ...hinted(), ...frozen })).toMatchObject({ outcome: 'done' });
  expect((await shop.pipelineOn('a').plan(hinted())).resources).toMatchObject([{ name: 'items' }]);
  await shop.pipelineOn('a').run(hinted({ id: 1 }));
  expect(await rowsOf(shop.pipelineOn('a'), 'select id from items')).toEqual(['1']);
});

test('Pipeline.schema() gives the schema of the newest load, and the SQL of its tables', async () => {
  const shop = await newShop();
  await expect(shop.pipelineOn('a').schema()).rejects.toMatchObject({ code: 'pipeline_not_found' });
  await shop.pipelineOn('a').run(orders({ id: 1, name: 'x' }));
  const { schema, statements } = await shop.pipelineOn('a').schema();
  expect(schema).toMatchObject({ name: 'shop', version: 2 });
  expect(statements.find((statement) => statement.includes('"orders"'))).toContain('"id" BIGINT, "name" VARCHAR');
});

test('exportSchemaPath gets the schema of each load', async () => {
  const shop = await newShop();
  const folder = join(dirname(shop.path), 'schemas');
  await shop.pipelineOn('a', { exportSchemaPath: folder }).run(orders({ id: 1 }));
  const { schema } = await shop.pipelineOn('a').schema();
  expect(readFileSync(join(folder, 'shop.schema.yaml'), 'utf8')).toBe(schemaYaml(schema));
});
