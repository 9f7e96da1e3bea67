import { describe, expect, test } from 'vitest';
import type { RefreshMode } from '../core/state.ts';
import type { Row } from '../core/value.ts';
import type { RunOptions } from './pipeline.ts';
import { everyPage, growing, listsOf, newShop, rowsOf, sourceOf, type Shop } from './shop.test.ts';

const modes: readonly RefreshMode[] = ['drop_sources', 'drop_resources', 'drop_data'];
const old: readonly (readonly Row[])[] = [[{ id: 1, l: [1, 2] }], [{ id: 2, l: [3] }]];
const fresh: readonly (readonly Row[])[] = [[{ id: 11, l: [5] }], [{ id: 12 }], [{ id: 13, l: [6] }]];
const ids = 'select id from orders';
const lists = 'select value from orders__l';

const shopOf = (orders: readonly (readonly Row[])[], before?: (number: number) => unknown) =>
  sourceOf(listsOf('orders', {}, orders, before), listsOf('prices', { writeDisposition: 'replace' }, [[{ id: 7 }]]));

async function loaded(): Promise<Shop> {
  const shop = await newShop();
  await shop.pipelineOn('a').run(shopOf(old));
  return shop;
}

/** An attempt that dies before its n-th page of orders. */
async function dies(shop: Shop, number: number, options: RunOptions, from = fresh): Promise<void> {
  const source = shopOf(from, (at) => {
    if (at === number) throw new Error('killed');
  });
  await expect(shop.pipelineOn('a', { limits: everyPage }).run(source, options)).rejects.toThrow('killed');
}

describe('case 144: run({ refresh })', () => {
  test.each([
    ['drop_sources', [], ['orders', 'orders__l'], 1],
    ['drop_resources', ['7'], ['orders', 'orders__l', 'prices'], 1],
    ['drop_data', ['7'], ['orders', 'orders__l', 'prices'], 1],
  ] as const)('%s of one resource', async (refresh, prices, tables, versions) => {
    const shop = await loaded();
    const a = shop.pipelineOn('a');
    await a.run(shopOf(fresh), { refresh, select: ['orders'] });
    expect(await rowsOf(a, ids)).toEqual(['11', '12', '13']);
    expect(await rowsOf(a, lists)).toEqual(['5', '6']);
    const found = await a.query(
      `select table_name from information_schema.tables where table_schema = 'shop_dataset' and table_name not like '!_dlt%' escape '!'`,
    );
    expect(found.rows.map(([table]) => String(table)).toSorted()).toEqual(tables);
    if (prices.length > 0) expect(await rowsOf(a, 'select id from prices')).toEqual(prices);
    expect(await rowsOf(a, 'select count(*) from _dlt_version')).toEqual([String(versions)]);
  });

  test.each(modes)('%s: what resources remember is forgotten, and remembered anew', async (refresh) => {
    const shop = await newShop();
    const a = shop.pipelineOn('a');
    const source = sourceOf(
      growing('orders', () => 3),
      growing('lines', () => 2),
    );
    await a.run(source);
    await a.run(source, { refresh, select: ['orders'] });
    expect(await rowsOf(a, ids)).toEqual(['1', '2', '3']);
    const known = (await a.status()).state?.resources;
    const lines = refresh === 'drop_sources' ? {} : { lines: { values: { newest: 2 } } };
    expect(known).toEqual({ orders: { values: { newest: 3 } }, ...lines });
    await a.run(source, { select: ['orders'] });
    expect(await rowsOf(a, ids)).toEqual(['1', '2', '3']);
  });

  test.each(modes)('%s: tables of a resource without rows are gone or empty', async (refresh) => {
    const shop = await loaded();
    const a = shop.pipelineOn('a');
    const report = await a.run(shopOf([]), { refresh, select: ['orders'] });
    expect(report.loadIds).toHaveLength(1);
    const rows = rowsOf(a, `${ids} union all ${lists}`);
    if (refresh === 'drop_data') expect(await rows).toEqual([]);
    else await expect(rows).rejects.toMatchObject({ code: 'query_failed' });
    await a.run(shopOf(fresh));
    expect(await rowsOf(a, ids)).toEqual(['11', '12', '13']);
  });

  test.each(modes)('%s has no effect on a source that never ran', async (refresh) => {
    const shop = await newShop();
    await shop.pipelineOn('a').run(shopOf(fresh), { refresh });
    expect(await rowsOf(shop.pipelineOn('a'), ids)).toEqual(['11', '12', '13']);
  });

  test('a resource is begun afresh with another disposition and other types', async () => {
    const shop = await loaded();
    const a = shop.pipelineOn('a');
    const merged = listsOf('orders', { writeDisposition: 'merge', primaryKey: ['id'] }, [[{ id: 'x', l: ['y'] }]]);
    await a.run(sourceOf(merged), { refresh: 'drop_resources' });
    await a.run(sourceOf(merged));
    expect(await rowsOf(a, ids)).toEqual(['x']);
    expect(await rowsOf(a, lists)).toEqual(['y']);
  });

  test('plan() shows what would be dropped or emptied, and changes nothing', async () => {
    const shop = await loaded();
    const a = shop.pipelineOn('a');
    const kinds = async (refresh: RefreshMode): Promise<readonly string[]> => {
      const { steps } = await a.plan(shopOf(fresh), { refresh, select: ['orders'] });
      return steps
        .filter(({ kind }) => kind === 'drop' || kind === 'truncate')
        .map(({ phase, kind, tables }) => `${phase} ${kind} ${tables.join()}`);
    };
    expect(await kinds('drop_sources')).toEqual([
      'prepare drop orders__l,prices,orders',
      'commit drop orders__l,prices,orders',
    ]);
    expect(await kinds('drop_resources')).toEqual(['prepare drop orders__l,orders', 'commit drop orders__l,orders']);
    expect(await kinds('drop_data')).toEqual(['prepare drop orders__l,orders', 'commit truncate orders__l,orders']);
    expect(await rowsOf(a, ids)).toEqual(['1', '2']);
    expect(await rowsOf(a, lists)).toEqual(['1', '2', '3']);
  });
});

describe.each(modes)('%s that dies', (refresh) => {
  const options = { refresh, select: ['orders'] } as const;

  test.each([
    ['asked for again', options],
    ['taken up without a word', { select: ['orders'] }],
  ] as const)('before its first package drops nothing, and does so when %s', async (_, again) => {
    const shop = await loaded();
    const a = shop.pipelineOn('a');
    await dies(shop, 0, options);
    expect(await rowsOf(a, ids)).toEqual(['1', '2']);
    const report = await a.run(shopOf(fresh), again);
    expect(report.resumed).toBe(true);
    expect(await rowsOf(a, ids)).toEqual(['11', '12', '13']);
  });

  test.each([
    ['asked for again', options],
    ['taken up without a word', { select: ['orders'] }],
  ] as const)('after its first package keeps the rows of it when %s', async (_, again) => {
    const shop = await loaded();
    const a = shop.pipelineOn('a');
    await dies(shop, 2, options);
    expect(await rowsOf(a, ids)).toContain('11');
    const report = await a.run(shopOf(fresh), again);
    expect(report.resumed).toBe(true);
    expect(await rowsOf(a, ids)).toEqual(['11', '12', '13']);
    expect(await rowsOf(a, lists)).toEqual(['5', '6']);
    await a.run(shopOf(fresh), { select: ['orders'] });
    expect(await rowsOf(a, 'select count(*) from orders')).toEqual(['6']);
  });

  test('with a package that waits keeps the rows of it', async () => {
    const shop = await loaded();
    const a = shop.pipelineOn('a', { limits: everyPage });
    const source = shopOf(fresh, (number) => number === 1 && shop.block());
    await expect(a.run(source, options)).rejects.toMatchObject({ phase: 'load' });
    shop.reopen();
    await a.run(shopOf(fresh), options);
    expect(await rowsOf(a, ids)).toEqual(['11', '12', '13']);
  });

  test('goes on on another machine, which knows of it from the destination', async () => {
    const shop = await loaded();
    await dies(shop, 2, options);
    await shop.pipelineOn('b').run(shopOf(fresh), options);
    expect(await rowsOf(shop.pipelineOn('b'), ids)).toEqual(['11', '12', '13']);
  });
});

describe('a refresh on top of a run that was interrupted', () => {
  test.each(modes)('%s begins the run anew', async (refresh) => {
    const shop = await loaded();
    const a = shop.pipelineOn('a');
    await dies(shop, 2, {});
    await a.run(shopOf(fresh), { refresh });
    expect(await rowsOf(a, ids)).toEqual(['11', '12', '13']);
    expect(await rowsOf(a, 'select id from prices')).toEqual(['7']);
  });

  test('begins the chosen resource anew, and the others go on', async () => {
    const shop = await newShop();
    const a = shop.pipelineOn('a', { limits: everyPage });
    const stop = new AbortController();
    const source = (stopAt: number) =>
      sourceOf(
        listsOf('orders', {}, fresh, (number) => number === stopAt && stop.abort()),
        listsOf('lines', {}, fresh),
      );
    await a.run(source(-1), { select: ['lines'] });
    await a.run(source(1), { stopSoon: stop.signal, select: ['orders'] });
    expect(await rowsOf(a, ids)).toEqual(['11']);
    await a.run(source(-1), { select: ['lines'], refresh: 'drop_data' });
    const last = await a.run(source(-1));
    expect(last.resumed).toBe(true);
    expect(await rowsOf(a, ids)).toEqual(['11', '12', '13']);
    expect(await rowsOf(a, 'select id from lines')).toEqual(['11', '12', '13']);
  });

  test('a second refresh that is asked for after the first was done drops again', async () => {
    const shop = await loaded();
    const a = shop.pipelineOn('a');
    await a.run(shopOf(fresh), { refresh: 'drop_data' });
    await a.run(shopOf(fresh), { refresh: 'drop_data' });
    expect(await rowsOf(a, ids)).toEqual(['11', '12', '13']);
  });
});
