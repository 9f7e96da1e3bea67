import { setTimeout as passing } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Destination } from '../destinations/destination.ts';
import { duckdb } from '../destinations/duckdb/index.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import type { Row } from '../core/value.ts';
import { pipeline, type Pipeline } from './pipeline.ts';
import { listsOf, newShop, rowsOf, sourceOf } from './shop.test.ts';

const pages: readonly (readonly Row[])[] = Array.from({ length: 40 }, (_, page) => [
  { id: page, text: 'x'.repeat(500), tags: [page, -page] },
]);

interface Watched {
  readonly destination: Destination;
  /** What came of each step towards a load that was not sealed yet. */
  readonly ahead: boolean[];
}

/** The same destination, and what was asked of it. @param beforehand awaited before something is done ahead */
function watched(whole: Destination, beforehand: () => Promise<void>): Watched {
  const ahead: boolean[] = [];
  const destination: Destination = {
    ...whole,
    async connect(target) {
      const client = await whole.connect(target);
      return {
        restore: () => client.restore(),
        prepare: (step) => client.prepare(step),
        async ahead(load, steps) {
          await beforehand();
          const isDone = (await client.ahead?.(load, steps)) ?? false;
          ahead.push(isDone);
          return isDone;
        },
        commit: (load, steps) => client.commit(load, steps),
        close: () => client.close(),
      };
    },
  };
  return { destination, ahead };
}

/** A part is a sixteenth of a package: 4,000 bytes, some seven pages. */
const limits = { packageBytes: 64_000 };

interface Pace {
  /** The page with this number comes once that is true of what was put in ahead. */
  readonly waits?: { readonly [page: number]: (ahead: readonly boolean[]) => boolean };
  /** Passes before each page, on the clock of the run. */
  readonly tookMs?: number;
  /** @default nothing */
  readonly beforehand?: () => Promise<void>;
}

async function loaded(
  rows: readonly (readonly Row[])[],
  { waits = {}, tookMs = 0, beforehand = () => Promise.resolve() }: Pace,
): Promise<{ readonly line: Pipeline; readonly ahead: readonly boolean[] }> {
  const { folder, path } = await newShop();
  const { destination, ahead } = watched(duckdb(path), beforehand);
  const real = nodeRuntime();
  let passedMs = 0;
  // Slow enough that no page of these is late, however busy the machine is.
  const clock = { ...real.clock, monotonicMs: () => real.clock.monotonicMs() / 100 + passedMs };
  const line = pipeline({ name: 'shop', destination, pipelinesFolder: folder, limits, runtime: { ...real, clock } });
  const list = listsOf('t', {}, rows, async (page) => {
    passedMs += tookMs;
    await vi.waitUntil(() => waits[page]?.(ahead) ?? true, { timeout: 10_000, interval: 5 });
  });
  expect((await line.run(sourceOf(list))).outcome).toBe('done');
  return { line, ahead };
}

test('rows are put in while their package is still being filled, and are there once, in their order', async () => {
  const { line, ahead } = await loaded(pages, { waits: { 32: ({ length }) => length > 1 } });
  expect(new Set(ahead)).toEqual(new Set([true]));
  const { rows } = await line.query('select id from t');
  expect(rows.map(([id]) => Number(id))).toEqual(pages.map((_, page) => page));
  expect(await rowsOf(line, 'select count(*), sum(value), count(distinct _dlt_parent_id) from t__tags')).toEqual([
    '80|0|40',
  ]);
  expect(await rowsOf(line, 'select count(*) from _dlt_loads')).toEqual(['1']);
});

test('a package is not sealed while rows of it are being put in: its files would move', async () => {
  let begun = 0;
  const beforehand = async (): Promise<void> => {
    begun += 1;
    await passing(200);
  };
  const { line, ahead } = await loaded(pages, { waits: { 38: () => begun > 0 }, beforehand });
  expect(new Set(ahead)).toEqual(new Set([true]));
  expect(await rowsOf(line, 'select count(*) from t')).toEqual(['40']);
});

test('a table that gets another column is loaded by its commit, as if nothing had been ahead of it', async () => {
  const changed = pages.map(([row = {}], page) => [page < 20 ? row : { ...row, more: page }]);
  const waits = {
    20: (ahead: readonly boolean[]) => ahead.includes(true),
    38: (ahead: readonly boolean[]) => ahead.includes(false),
  };
  const { line } = await loaded(changed, { waits });
  expect(await rowsOf(line, 'select count(*), count(more) from t')).toEqual(['40|20']);
  expect(await rowsOf(line, 'select count(*) from t__tags')).toEqual(['80']);
});

test('where rows come slowly nothing is open between the loads (case F3.13)', async () => {
  const { line, ahead } = await loaded(pages, { tookMs: 2_000 });
  expect(ahead).toEqual([]);
  expect(await rowsOf(line, 'select count(*) from t')).toEqual(['40']);
});
