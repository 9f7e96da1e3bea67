import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Row } from '../core/value.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import {
  everyPage,
  expectRecords,
  growing,
  listening,
  listsOf,
  newShop,
  rootOf,
  rowsOf,
  sourceOf,
} from './shop.test.ts';

const merge = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
const allIds = 'select id from orders';
const lists = [[{ id: 1 }], [{ id: 2 }], [{ id: 3 }]];

describe('Pipeline.run()', () => {
  test('G6: the report says what was read and where it went', async () => {
    const shop = await newShop();
    const { events, emit } = listening();
    const nested = [
      [
        { id: 1, lines: [{ n: 1 }] },
        { id: 2, lines: [] },
      ],
      [{ id: 3 }],
    ];
    const source = sourceOf(listsOf('orders', {}, nested), listsOf('empty', {}, []));
    const report = await shop.pipelineOn('a', { limits: everyPage }).run(source, { emit });
    const end = { verdict: 'consistent', reason: 'the source ended' };
    expect(report).toMatchObject({
      pipeline: 'shop',
      dataset: 'shop_dataset',
      destination: shop.path,
      outcome: 'done',
      resumed: false,
      resources: [
        { name: 'orders', rows: 3, pages: 2, requests: 2, end },
        { name: 'empty', rows: 0, pages: 0, requests: 0, end },
      ],
    });
    expect(Date.parse(report.startedAt)).not.toBeNaN();
    const committed = events.flatMap((event) => (event.kind === 'load-committed' ? [event.loadId] : []));
    expect(report.loadIds).toEqual(committed);
    expect(committed.toSorted()).toEqual(committed);
    await expectRecords(shop.pipelineOn('a'), 'orders', committed.length);
    expect(events.at(0)).toMatchObject({ kind: 'run-started', resources: ['orders', 'empty'], resumed: false });
    expect(events.filter(({ kind }) => kind.startsWith('run-'))).toHaveLength(2);
    expect(events.at(-1)).toEqual({ kind: 'run-finished', outcome: 'done' });
    const sealed = events.flatMap((event) => (event.kind === 'package-sealed' ? [event.rowCount] : []));
    expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(4);
  });

  test('V14: after a run its folder holds the note only', async () => {
    const shop = await newShop();
    await shop.pipelineOn('a', { limits: everyPage }).run(sourceOf(listsOf('orders', {}, lists)));
    const files = readdirSync(join(shop.folder, 'a', 'shop'), { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['last-run.json']);
  });

  test('a run without news makes no package', async () => {
    const shop = await newShop();
    const source = sourceOf(
      growing('orders', () => 2),
      listsOf('prices', merge, []),
    );
    const first = await shop.pipelineOn('a').run(source);
    expect(first.loadIds).toHaveLength(1);
    const { events, emit } = listening();
    const second = await shop.pipelineOn('a').run(source, { emit });
    expect(second).toMatchObject({ outcome: 'done', resumed: false, loadIds: [] });
    expect(events.map(({ kind }) => kind)).not.toContain('package-sealed');
    await expectRecords(shop.pipelineOn('a'), 'orders', 1);
  });

  test('a table that is replaced by nothing is empty', async () => {
    const shop = await newShop();
    const source = (rows: readonly (readonly Row[])[]) =>
      sourceOf(listsOf('orders', { writeDisposition: 'replace' }, rows));
    await shop.pipelineOn('a').run(source(lists));
    expect((await shop.pipelineOn('a').run(source([]))).loadIds).toHaveLength(1);
    expect(await rowsOf(shop.pipelineOn('a'), allIds)).toEqual([]);
  });

  test('I11, V10, R13: replace in many packages appears with the last one', async () => {
    const shop = await newShop();
    const replace = { writeDisposition: 'replace' } as const;
    const reader = shop.pipelineOn('a');
    const versions = (version: number) => lists.map((rows) => rows.map((row) => ({ ...row, version })));
    await shop.pipelineOn('a').run(sourceOf(listsOf('orders', replace, versions(1))));
    const { events, emit } = listening();
    const seen: string[] = [];
    const source = listsOf('orders', replace, versions(2), async (number) => {
      const committed = (): number => events.filter(({ kind }) => kind === 'load-committed').length;
      await expect.poll(committed, { timeout: 5000 }).toBe(number);
      await expect
        .poll(
          async () => {
            // The connection of a load waits a second for another one.
            const found = await rowsOf(reader, 'select version, count(*) from orders group by 1').catch(
              () => undefined,
            );
            if (found !== undefined) seen.push(...found);
            return found;
          },
          { timeout: 10_000 },
        )
        .toBeDefined();
    });
    await shop.pipelineOn('a', { limits: everyPage }).run(sourceOf(source), { emit });
    expect(seen).toEqual(['1|3', '1|3', '1|3']);
    expect(await rowsOf(reader, 'select version, count(*) from orders group by 1')).toEqual(['2|3']);
  });

  test('G6: what was asked for is visible at its end, also while a run stays open for the rest', async () => {
    const shop = await newShop();
    const stop = new AbortController();
    const replaced = (version: number) => listsOf('prices', { writeDisposition: 'replace' }, [[{ version }]]);
    const source = (version: number) =>
      sourceOf(
        listsOf('orders', {}, lists, (number) => number === 1 && stop.abort()),
        replaced(version),
      );
    await shop.pipelineOn('a').run(source(1), { select: ['prices'] });
    const first = await shop.pipelineOn('a').run(source(2), { select: ['orders'], stopSoon: stop.signal });
    expect(first.outcome).toBe('interrupted');
    const second = await shop.pipelineOn('a').run(source(2), { select: ['prices'] });
    expect(second.outcome).toBe('done');
    expect(await rowsOf(shop.pipelineOn('a'), 'select version from prices')).toEqual(['2']);
    const third = await shop.pipelineOn('a').run(source(3), { select: ['orders'] });
    expect(third).toMatchObject({ outcome: 'done', resumed: true, resources: [{ rows: 3 }] });
    expect(await rowsOf(shop.pipelineOn('a'), allIds)).toEqual(['1', '2', '3']);
    expect(await rowsOf(shop.pipelineOn('a'), 'select version from prices')).toEqual(['2']);
  });

  test('F4.10: a wish to stop loads what was read, and the next run does the rest', async () => {
    const shop = await newShop();
    const stop = new AbortController();
    const { events, emit } = listening();
    const source = sourceOf(listsOf('orders', {}, lists, (number) => number === 1 && stop.abort()));
    const report = await shop.pipelineOn('a').run(source, { stopSoon: stop.signal, emit });
    expect(report).toMatchObject({ outcome: 'interrupted', resources: [{ rows: 1, pages: 1, end: undefined }] });
    expect(events.at(-1)).toEqual({ kind: 'run-finished', outcome: 'interrupted' });
    expect(await rowsOf(shop.pipelineOn('a'), allIds)).toEqual(['1']);
    const rest = await shop.pipelineOn('a').run(sourceOf(listsOf('orders', {}, lists)));
    expect(rest).toMatchObject({ outcome: 'done', resumed: true, resources: [{ rows: 3, pages: 3, requests: 2 }] });
    expect(await rowsOf(shop.pipelineOn('a'), allIds)).toEqual(['1', '2', '3']);
  });

  test('F4.12: user code that throws leaves what was committed, and the next run goes on', async () => {
    const shop = await newShop();
    const { events, emit } = listening();
    const failing = listsOf('orders', {}, lists, (number) => {
      if (number === 2) throw new Error('the user erred');
    });
    const running = shop.pipelineOn('a', { limits: everyPage }).run(sourceOf(failing), { emit });
    await expect(running).rejects.toThrow('the user erred');
    expect(events.at(-1)).toEqual({ kind: 'run-finished', outcome: 'failed' });
    expect((await shop.pipelineOn('a').status()).lastRun).toMatchObject({
      outcome: 'failed',
      error: { code: 'internal' },
    });
    await shop.pipelineOn('a').run(sourceOf(listsOf('orders', {}, lists)));
    expect(await rowsOf(shop.pipelineOn('a'), allIds)).toEqual(['1', '2', '3']);
  });

  test('a load that fails stops the reading, and its error is the one that is told', async () => {
    const shop = await newShop();
    let read = 0;
    // Only the first page has rows, so that no second package ever has to wait for the first one.
    const endless = rootOf('orders', { writeDisposition: 'merge' }, async function* () {
      for (; read < 100_000; read += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        yield { resource: 'orders', table: 'orders', rows: read === 0 ? [{ id: 1 }] : [], resumeFrom: read };
      }
    });
    const running = shop.pipelineOn('a', { limits: everyPage }).run(sourceOf(endless));
    await expect(running).rejects.toMatchObject({ code: 'key_missing' });
    expect(read).toBeLessThan(100_000);
  });

  test('F4.10: a wish to stop at once is an interruption, not a fault, and the next run goes on', async () => {
    const shop = await newShop();
    const stop = new AbortController();
    const { events, emit } = listening();
    const source = sourceOf(listsOf('orders', {}, lists, (number) => number === 2 && stop.abort()));
    const running = shop.pipelineOn('a', { limits: everyPage }).run(source, { signal: stop.signal, emit });
    await expect(running).rejects.toMatchObject({ code: 'interrupted', retryable: true });
    expect(events.at(-1)).toEqual({ kind: 'run-finished', outcome: 'interrupted' });
    const { lastRun } = await shop.pipelineOn('a').status();
    expect(lastRun).toMatchObject({ outcome: 'interrupted', error: { code: 'interrupted' } });
    await shop.pipelineOn('a').run(sourceOf(listsOf('orders', {}, lists)));
    expect(await rowsOf(shop.pipelineOn('a'), allIds)).toEqual(['1', '2', '3']);
  });

  test('P11, R1, R3: a note that could not be written after a commit doubles nothing', async () => {
    const shop = await newShop();
    const runtime = nodeRuntime();
    const { events, emit } = listening();
    const isCommitted = (): boolean => events.some(({ kind }) => kind === 'load-committed');
    const dying = {
      ...runtime,
      files: {
        ...runtime.files,
        async rename(from: string, to: string): Promise<void> {
          if (isCommitted()) throw new Error('killed');
          await runtime.files.rename(from, to);
        },
      },
    };
    const source = sourceOf(listsOf('orders', {}, lists));
    await expect(shop.pipelineOn('a', { runtime: dying }).run(source, { emit })).rejects.toThrow('killed');
    expect(readdirSync(join(shop.folder, 'a', 'shop', 'packages', 'ready'))).toHaveLength(1);
    await shop.pipelineOn('a').run(source);
    expect(await rowsOf(shop.pipelineOn('a'), allIds)).toEqual(['1', '2', '3']);
    await expectRecords(shop.pipelineOn('a'), 'orders', 1);
  });

  test('R16: a second run of the same folder is refused while the first one works, and changes nothing', async () => {
    const shop = await newShop();
    const other = shop.pipelineOn('a');
    const source = listsOf('orders', {}, lists, async () => {
      await expect(other.run(sourceOf(growing('orders', () => 9)))).rejects.toMatchObject({ code: 'pipeline_locked' });
    });
    await shop.pipelineOn('a').run(sourceOf(source));
    expect(await rowsOf(other, allIds)).toEqual(['1', '2', '3']);
    expect(existsSync(join(shop.folder, 'a', 'shop', 'lock.json'))).toBe(false);
  });
});
