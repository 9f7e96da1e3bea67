import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyPage, listsOf, newShop, rootOf, sourceOf, type Shop } from './shop.test.ts';

const merge = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
const orders = listsOf('orders', merge, [[{ id: 1, lines: [{ n: 1 }, { n: 2 }] }], [{ id: 2 }]]);

/** Every file and folder below, with the hash of what is in it. */
function contentsOf({ folder }: Shop): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() ? `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}` : path;
  });
}

describe('Pipeline.status()', () => {
  test('says what is there after a run', async () => {
    const shop = await newShop();
    const report = await shop.pipelineOn('a', { limits: everyPage }).run(sourceOf(orders));
    const before = contentsOf(shop);
    const status = await shop.pipelineOn('a').status();
    expect(status).toMatchObject({
      pipeline: 'shop',
      dataset: 'shop_dataset',
      destination: shop.path,
      newestLoad: report.loadIds.at(-1),
      state: { resources: {} },
      waitingPackages: [],
      lastRun: { outcome: 'done', report: { loadIds: report.loadIds } },
    });
    expect(status.state?.run).toBeUndefined();
    const counts = new Map(status.tables.map(({ name, rowCount }) => [name, rowCount]));
    expect(counts.get('orders')).toBe(2n);
    expect(counts.get('orders__lines')).toBe(2n);
    expect([...(status.schema?.tables.keys() ?? [])]).toEqual(expect.arrayContaining(['orders', 'orders__lines']));
    expect(contentsOf(shop)).toEqual(before);
  });

  test('F4.1: the destination says it all when the folder is gone', async () => {
    const shop = await newShop();
    await shop.pipelineOn('a').run(sourceOf(orders));
    rmSync(join(shop.folder, 'a'), { recursive: true });
    const { lastRun, tables } = await shop.pipelineOn('a').status();
    expect(lastRun).toBeUndefined();
    expect(tables.map(({ name }) => name)).toContain('orders');
  });

  test('P7: tells of packages that wait', async () => {
    const shop = await newShop();
    const unreachable = listsOf('orders', merge, [[{ id: 1 }]], () => shop.block());
    await expect(shop.pipelineOn('a').run(sourceOf(unreachable))).rejects.toMatchObject({ phase: 'load' });
    shop.reopen();
    const { waitingPackages, newestLoad, lastRun } = await shop.pipelineOn('a').status();
    expect(waitingPackages).toEqual([{ loadId: expect.any(String), byteCount: expect.any(Number) }]);
    expect(waitingPackages[0]?.byteCount).toBeGreaterThan(0);
    expect([newestLoad, lastRun?.outcome]).toEqual([undefined, 'failed']);
  });

  test('a pipeline that never ran is not found, by status and by query, and neither makes anything', async () => {
    const shop = await newShop();
    const notFound = { code: 'pipeline_not_found', message: expect.stringContaining('"shop"') as string };
    await expect(shop.pipelineOn('a').status()).rejects.toMatchObject(notFound);
    await expect(shop.pipelineOn('a').query('select 1')).rejects.toMatchObject(notFound);
    expect(contentsOf(shop)).toEqual([]);
  });
});

describe('Pipeline.query()', () => {
  test('gives rows up to a limit, and says when there are more', async () => {
    const shop = await newShop();
    await shop.pipelineOn('a').run(sourceOf(orders));
    const sql = 'select id from orders order by id';
    expect(await shop.pipelineOn('a').query(sql)).toEqual({ columns: ['id'], rows: [[1], [2]], truncated: false });
    expect(await shop.pipelineOn('a').query(sql, { maxRows: 1 })).toMatchObject({ rows: [[1]], truncated: true });
  });

  test('S15: what does more than read is refused, and changes nothing', async () => {
    const shop = await newShop();
    await shop.pipelineOn('a').run(sourceOf(orders));
    const before = contentsOf(shop);
    await expect(shop.pipelineOn('a').query('drop table orders')).rejects.toMatchObject({ code: 'query_refused' });
    expect(contentsOf(shop)).toEqual(before);
  });
});

describe('Pipeline.plan()', () => {
  const walked: string[] = [];
  const guarded = rootOf('orders', merge, () => {
    walked.push('orders');
    throw new Error('walked');
  });
  const request = { method: 'GET', url: 'http://x/', headers: {}, paging: 'one page' };
  const source = {
    ...sourceOf(guarded, listsOf('other', {}, [])),
    requests: ['orders', 'other'].map((resource) => ({ ...request, resource })),
  };

  test('sends nothing and changes nothing, before a first run and after one', async () => {
    const shop = await newShop();
    expect((await shop.pipelineOn('a').plan(source)).resumes).toBeUndefined();
    expect(contentsOf(shop)).toEqual([]);
    await shop.pipelineOn('a').run(sourceOf(orders));
    const before = contentsOf(shop);
    await shop.pipelineOn('a').plan(source);
    expect(contentsOf(shop)).toEqual(before);
    expect(walked).toEqual([]);
  });

  test('tells the requests and steps of what is selected, as it would be written', async () => {
    const shop = await newShop();
    const plan = await shop.pipelineOn('a').plan(source, { select: ['orders'] });
    expect(plan.requests.map(({ resource }) => resource)).toEqual(['orders']);
    expect(plan.resources).toEqual([
      {
        name: 'orders',
        table: 'orders',
        parent: undefined,
        selected: true,
        writeDisposition: 'merge',
        primaryKey: ['id'],
      },
    ]);
    expect(plan.steps.map(({ phase, kind }) => `${phase} ${kind}`)).toEqual([
      'prepare migrate',
      'prepare truncate',
      'prepare copy',
      'commit migrate',
      'commit merge',
      'commit save_schema',
      'commit save_state',
      'commit record_load',
    ]);
    const appended = await shop.pipelineOn('a').plan(source, { select: ['orders'], writeDisposition: 'append' });
    expect(appended.steps.map(({ kind }) => kind)).not.toContain('merge');
    await expect(shop.pipelineOn('a').plan(source, { select: ['order'] })).rejects.toMatchObject({
      code: 'resource_unknown',
    });
  });

  test('tells that an interrupted run would go on', async () => {
    const shop = await newShop();
    const stop = new AbortController();
    const stopping = listsOf('orders', merge, [[{ id: 1 }], [{ id: 2 }]], () => stop.abort());
    await shop.pipelineOn('a').run(sourceOf(stopping), { stopSoon: stop.signal });
    const { resumes } = await shop.pipelineOn('a').plan(source);
    expect(resumes?.progress['orders']).toMatchObject({ kind: 'open', counts: { rows: 1, pages: 1 } });
  });
});
