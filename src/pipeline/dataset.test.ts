import { describe, expect, onTestFinished, test } from 'vitest';
import { ExactNumber, type Row } from '../core/value.ts';
import { cellTypes, type Cell } from '../schema/cell.ts';
import { rowTypes } from '../schema/render/row-types.ts';
import type { ColumnHint, DataType } from '../schema/table.ts';
import type { Dataset } from './dataset.ts';
import { listsOf, newShop, sourceOf, type Shop } from './shop.test.ts';

/** What is loaded is read by a dataset that closes with the test. */
async function loaded(rows: readonly Row[], columns: readonly ColumnHint[] = [], name = 'orders'): Promise<Dataset> {
  return (await loadedShop(rows, columns, name)).dataset;
}

async function loadedShop(
  rows: readonly Row[],
  columns: readonly ColumnHint[] = [],
  name = 'orders',
): Promise<{ readonly shop: Shop; readonly dataset: Dataset }> {
  const shop = await newShop();
  await shop.pipelineOn('a').run(sourceOf(listsOf(name, { columns }, [rows])));
  const dataset = await shop.pipelineOn('a').dataset();
  onTestFinished(() => dataset.close());
  return { shop, dataset };
}

async function allOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const many = (count: number): readonly Row[] => Array.from({ length: count }, (_, id) => ({ id, name: `n${id}` }));

describe('Pipeline.dataset()', () => {
  test('reads tables and nested tables as rows', async () => {
    const dataset = await loaded([
      { id: 1, lines: [{ n: 1.5 }] },
      { id: 2, lines: [] },
    ]);
    const columns = ['id'];
    expect(await allOf(dataset.table<{ id: bigint }>('orders', { columns }))).toEqual([{ id: 1n }, { id: 2n }]);
    expect(await allOf(dataset.table('orders__lines'))).toMatchObject([{ n: 1.5, _dlt_list_idx: 0n }]);
    expect((await dataset.tables()).map(({ name }) => name)).toContain('orders__lines');
  });

  test('a pipeline that never ran is not found', async () => {
    const shop = await newShop();
    await expect(shop.pipelineOn('a').dataset()).rejects.toMatchObject({ code: 'pipeline_not_found' });
  });

  const values: Readonly<Record<DataType, readonly [given: Row['x'], read: Cell, hint?: Partial<ColumnHint>]>> = {
    text: ['ä\u0000😀', 'ä\u0000😀'],
    double: [1.5, 1.5],
    bool: [true, true],
    timestamp: ['2024-05-01T10:30:00.123456+02:00', '2024-05-01T08:30:00.123456Z'],
    bigint: [9_007_199_254_740_993n, 9_007_199_254_740_993n],
    binary: ['aGk=', new Uint8Array([104, 105])],
    json: [{ a: [1] }, '{"a":[1]}'],
    decimal: [new ExactNumber('1.10'), '1.10', { precision: 10, scale: 2 }],
    wei: [2n ** 100n, String(2n ** 100n)],
    date: ['2024-02-29', '2024-02-29'],
    time: ['10:30:00.5', '10:30:00.500'],
  };

  test('values are of the types that the schema prints', async () => {
    const types = Object.keys(values) as readonly DataType[];
    const row = Object.fromEntries(types.map((type) => [`c_${type}`, values[type][0] ?? null]));
    const hints = types.map((type) => ({ name: `c_${type}`, dataType: type, ...values[type][2] }));
    const { shop, dataset } = await loadedShop([row], hints);
    const [read] = await allOf(dataset.table('orders'));
    const printed = rowTypes((await shop.pipelineOn('a').schema()).schema);
    for (const type of types) {
      const cell = read?.[`c_${type}`] ?? null;
      expect(cell, type).toEqual(values[type][1]);
      expect(cell instanceof Uint8Array ? 'Uint8Array' : typeof cell, type).toBe(cellTypes[type]);
      expect(printed).toContain(`  c_${type}: ${cellTypes[type]} | null;`);
    }
  });
});

describe('Dataset.query()', () => {
  test('binds its parameters, which are never a part of the statement', async () => {
    const hostile = `'; drop table orders; --`;
    const dataset = await loaded([
      { id: 9_007_199_254_740_993n, name: hostile, made: '2024-05-01T10:30:00Z' },
      { id: 9_007_199_254_740_992n, name: 'a', made: '2024-05-02T10:30:00Z' },
    ]);
    const ask = (sql: string, ...parameters: readonly Cell[]) => allOf(dataset.query(sql, parameters));
    expect(await ask('select id from orders where name = $1', hostile)).toEqual([{ id: 9_007_199_254_740_993n }]);
    expect(await ask('select name from orders where id = $1', 9_007_199_254_740_992n)).toEqual([{ name: 'a' }]);
    expect(await ask('select name from orders where made > $1', '2024-05-01T12:00:00Z')).toEqual([{ name: 'a' }]);
    expect(
      await ask('select $1 as a, $2::double as b, $3 as c, $4 as d, $5 as e', null, 0.5, true, 2n ** 70n, 7),
    ).toEqual([{ a: null, b: 0.5, c: true, d: 2n ** 70n, e: 7n }]);
    expect(await ask('select $1 as bytes', new Uint8Array([0, 255]))).toEqual([{ bytes: new Uint8Array([0, 255]) }]);
    expect(await ask('select count(*) as n, sum(id) as s from orders')).toMatchObject([{ n: 2n }]);
    await expect(ask('select $1')).rejects.toMatchObject({ code: 'query_failed' });
    await expect(ask('select $1', 2n ** 200n)).rejects.toMatchObject({ code: 'query_failed' });
  });

  test.each([
    ['drop table orders', 'query_refused'],
    ['select 1; drop table orders', 'query_refused'],
    ["select * from read_text('/etc/passwd')", 'query_refused'],
    ['select 1 as a, 2 as a', 'query_failed'],
    ['select nope from orders', 'query_failed'],
  ])('S15: %s is %s', async (sql, code) => {
    const dataset = await loaded([{ id: 1 }]);
    await expect(allOf(dataset.query(sql))).rejects.toMatchObject({ code });
    expect(await allOf(dataset.query('select id from orders'))).toEqual([{ id: 1n }]);
  });
});

describe('Dataset.table() and names', () => {
  test('S5: hostile names, reserved words, and tables that are not there', async () => {
    const dataset = await loaded([{ select: 1, '"; drop table "order': 2 }], [], 'order');
    expect(await allOf(dataset.table('order', { columns: ['select'] }))).toEqual([{ select: 1n }]);
    for (const name of [
      '"; DROP TABLE "order',
      'main.order',
      'shop_dataset.order',
      'ordr',
      '',
      '__proto__',
      'a\u0000b',
    ])
      await expect(allOf(dataset.table(name))).rejects.toMatchObject({ code: 'table_not_found' });
    await expect(allOf(dataset.table('ordr'))).rejects.toMatchObject({
      hint: expect.stringContaining('order?') as string,
    });
    for (const column of ['*', 'select"; --', 'constructor'])
      await expect(allOf(dataset.table('order', { columns: [column] }))).rejects.toMatchObject({
        code: 'table_not_found',
      });
    expect(await allOf(dataset.table('order'))).toHaveLength(1);
  });

  test('S6: __proto__ is a column like any other', async () => {
    const dataset = await loaded([{ id: 1 }]);
    const [row] = await allOf(dataset.query(`select 1 as "__proto__", 2 as "constructor"`));
    expect(Object.keys(row ?? {})).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });
});

describe('A walk over rows', () => {
  test('gives every row, in batches of any size, several walks side by side', async () => {
    const dataset = await loaded(many(5000));
    const sizes = [1, 7, 1000, 100_000];
    const walks = sizes.map((batchRows) => allOf(dataset.table<{ id: bigint }>('orders', { batchRows })));
    for (const rows of await Promise.all(walks)) expect(new Set(rows.map(({ id }) => id)).size).toBe(5000);
  });

  test('that is left early closes its cursor: the next run can write', async () => {
    const { shop, dataset } = await loadedShop(many(20_000));
    for await (const row of dataset.table('orders')) if (row['id'] !== null) break;
    expect(await allOf(dataset.query('select count(*) as n from orders'))).toEqual([{ n: 20_000n }]);
    await dataset.close();
    expect(await shop.pipelineOn('a').query('select id from orders', { maxRows: 1 })).toMatchObject({
      truncated: true,
    });
    await shop.pipelineOn('a').run(sourceOf(listsOf('orders', {}, [[{ id: -1, name: 'new' }]])));
  });

  test('ends with its signal, also within a query that never ends', async () => {
    const dataset = await loaded(many(20_000));
    const stop = new AbortController();
    const reading = allOf(
      dataset.query('with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r', [], stop),
    );
    setImmediate(() => stop.abort());
    await expect(reading).rejects.toMatchObject({ code: 'interrupted' });
    const early = new AbortController();
    const walk = dataset.table('orders', { signal: early.signal, batchRows: 1 })[Symbol.asyncIterator]();
    await walk.next();
    early.abort();
    await expect(walk.next().then(() => walk.next())).rejects.toMatchObject({ code: 'interrupted' });
    expect(await allOf(dataset.query('select 1 as a'))).toEqual([{ a: 1n }]);
  });

  test('ends when the dataset is closed, which may be closed twice', async () => {
    const { shop } = await loadedShop([{ id: 1 }]);
    const dataset = await shop.pipelineOn('a').dataset();
    const walk = dataset.query('select * from range(100000)', [], { batchRows: 1 })[Symbol.asyncIterator]();
    await walk.next();
    await dataset[Symbol.asyncDispose]();
    await dataset.close();
    await expect(walk.next().then(() => walk.next())).rejects.toMatchObject({ code: 'interrupted' });
    await expect(dataset.tables()).rejects.toMatchObject({ code: 'interrupted' });
    await expect(allOf(dataset.table('orders'))).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('takes memory that does not grow with the rows', async () => {
    const dataset = await loaded([{ id: 1 }]);
    let most = 0;
    let count = 0;
    const before = process.memoryUsage().rss;
    for await (const row of dataset.query(`select i, repeat('x', 1000) || i as t from range(400000) as r(i)`)) {
      count += row['i'] === null ? 0 : 1;
      if (count % 20_000 === 0) most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(count).toBe(400_000);
    expect(most).toBeLessThan(250e6);
  }, 30_000);
});
