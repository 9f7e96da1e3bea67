import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  everyPage,
  expectRecords,
  growing,
  listening,
  listsOf,
  newShop,
  rowsOf,
  sourceOf,
  type Shop,
} from './shop.test.ts';

const allIds = 'select id from orders';
const waiting = ({ folder }: Shop, machine: string): string[] => {
  const names = readdirSync(join(folder, machine, 'shop', 'packages'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.json'));
};

describe('two runs of one pipeline on two machines', () => {
  test('V4, V5, R4, F4.5: from the same base one commits, the other is fenced and nothing is lost or doubled', async () => {
    const shop = await newShop();
    const [here, there] = [shop.pipelineOn('here'), shop.pipelineOn('there')];
    let most = 2;
    await here.run(sourceOf(growing('orders', () => most)));
    most = 4;
    let isFirst = true;
    const { events, emit } = listening();
    const slow = growing(
      'orders',
      () => most,
      async () => {
        if (!isFirst) return;
        isFirst = false;
        expect(await there.run(sourceOf(growing('orders', () => most)))).toMatchObject({ outcome: 'done' });
      },
    );
    await expect(here.run(sourceOf(slow), { emit })).rejects.toMatchObject({ code: 'load_fenced', retryable: true });
    expect(events.map(({ kind }) => kind)).toContain('load-fenced');
    expect(waiting(shop, 'here')).toEqual([]);
    expect(await rowsOf(here, allIds)).toEqual(['1', '2', '3', '4']);
    await expectRecords(here, 'orders', 2);
    most = 6;
    expect(await here.run(sourceOf(growing('orders', () => most)))).toMatchObject({ outcome: 'done', resumed: false });
    expect(await rowsOf(here, allIds)).toEqual(['1', '2', '3', '4', '5', '6']);
    await expectRecords(here, 'orders', 3);
  });

  test('V4: both begin with nothing, and the first load is one', async () => {
    const shop = await newShop();
    const source = sourceOf(listsOf('orders', {}, [[{ id: 1 }], [{ id: 2 }]]));
    const slow = listsOf('orders', {}, [[{ id: 1 }], [{ id: 2 }]], async (number) => {
      if (number === 1) await shop.pipelineOn('there').run(source);
    });
    await expect(shop.pipelineOn('here').run(sourceOf(slow))).rejects.toMatchObject({ code: 'load_fenced' });
    expect(await rowsOf(shop.pipelineOn('there'), allIds)).toEqual(['1', '2']);
  });

  test('F4.2, V5: a package that waited while the other committed is dropped, and the same run goes on', async () => {
    const shop = await newShop();
    const here = shop.pipelineOn('here');
    const unreachable = growing(
      'orders',
      () => 3,
      () => shop.block(),
    );
    await expect(here.run(sourceOf(unreachable))).rejects.toMatchObject({ phase: 'load' });
    expect(waiting(shop, 'here')).toHaveLength(1);
    shop.reopen();
    await shop.pipelineOn('there').run(sourceOf(growing('orders', () => 2)));
    const { events, emit } = listening();
    const report = await here.run(sourceOf(growing('orders', () => 3)), { emit });
    expect(report).toMatchObject({ outcome: 'done', resources: [{ rows: 1 }] });
    expect(events[0]).toMatchObject({ kind: 'load-fenced' });
    expect(waiting(shop, 'here')).toEqual([]);
    expect(await rowsOf(here, allIds)).toEqual(['1', '2', '3']);
    await expectRecords(here, 'orders', 2);
  });

  test('F3.1, P7: a package that waited for the destination is loaded first, and its rows are not asked for again', async () => {
    const shop = await newShop();
    const here = shop.pipelineOn('here', { limits: everyPage });
    const unreachable = growing(
      'orders',
      () => 3,
      () => shop.block(),
    );
    await expect(here.run(sourceOf(unreachable))).rejects.toMatchObject({ phase: 'load' });
    const kept = waiting(shop, 'here').length;
    expect(kept).toBeGreaterThan(0);
    shop.reopen();
    let asked = 0;
    await here.run(
      sourceOf(
        growing(
          'orders',
          () => 3,
          () => (asked += 1),
        ),
      ),
    );
    expect(asked).toBe(3 - kept);
    expect(await rowsOf(here, allIds)).toEqual(['1', '2', '3']);
  });

  test('F4.8: a package of another dataset is refused, and kept', async () => {
    const shop = await newShop();
    const unreachable = growing(
      'orders',
      () => 1,
      () => shop.block(),
    );
    await expect(shop.pipelineOn('here').run(sourceOf(unreachable))).rejects.toMatchObject({ phase: 'load' });
    shop.reopen();
    const other = shop.pipelineOn('here', { dataset: 'elsewhere' });
    await expect(other.run(sourceOf(growing('orders', () => 1)))).rejects.toMatchObject({ code: 'package_mismatch' });
    expect(waiting(shop, 'here')).toHaveLength(1);
    await shop.pipelineOn('here').run(sourceOf(growing('orders', () => 1)));
    expect(await rowsOf(shop.pipelineOn('here'), allIds)).toEqual(['1']);
  });
});
