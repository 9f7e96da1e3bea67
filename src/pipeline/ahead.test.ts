import { setTimeout as passing } from 'node:timers/promises';
import { expect, test } from 'vitest';
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

/** The same destination, and what was asked of it. */
function watched(whole: Destination): Watched {
  const ahead: boolean[] = [];
  const destination: Destination = {
    ...whole,
    async connect(target) {
      const client = await whole.connect(target);
      return {
        restore: () => client.restore(),
        prepare: (step) => client.prepare(step),
        async ahead(load, steps) {
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

/** A part is a sixteenth of a package. */
const limits = { packageBytes: 16_000 };

async function loaded(
  rows: readonly (readonly Row[])[],
  more: { readonly tookMs?: number } = {},
): Promise<{ readonly line: Pipeline; readonly ahead: readonly boolean[] }> {
  const { folder, path } = await newShop();
  const { destination, ahead } = watched(duckdb(path));
  const { tookMs = 0 } = more;
  const real = nodeRuntime();
  let passedMs = 0;
  const clock = { ...real.clock, monotonicMs: () => real.clock.monotonicMs() + passedMs };
  const line = pipeline({ name: 'shop', destination, pipelinesFolder: folder, limits, runtime: { ...real, clock } });
  // As an API that takes its time, for rows to be put in between its pages.
  const list = listsOf('t', {}, rows, async () => {
    passedMs += tookMs;
    await passing(20);
  });
  expect((await line.run(sourceOf(list))).outcome).toBe('done');
  return { line, ahead };
}

test('rows are put in while their package is still being filled, and are there once, in their order', async () => {
  const { line, ahead } = await loaded(pages);
  expect(ahead.length).toBeGreaterThan(2);
  expect(new Set(ahead)).toEqual(new Set([true]));
  const { rows } = await line.query('select id from t');
  expect(rows.map(([id]) => Number(id))).toEqual(pages.map((_, page) => page));
  expect(await rowsOf(line, 'select count(*), sum(value), count(distinct _dlt_parent_id) from t__tags')).toEqual([
    '80|0|40',
  ]);
});

test('a table that gets another column is loaded by its commit, as if nothing had been ahead of it', async () => {
  const changed = pages.map(([row = {}], page) => [page < 12 ? row : { ...row, more: page }]);
  const { line, ahead } = await loaded(changed);
  expect(new Set(ahead)).toEqual(new Set([true, false]));
  expect(await rowsOf(line, 'select count(*), count(more) from t')).toEqual(['40|28']);
  expect(await rowsOf(line, 'select count(*) from t__tags')).toEqual(['80']);
});

test('where rows come slowly nothing is open between the loads (case F3.13)', async () => {
  const { line, ahead } = await loaded(pages, { tookMs: 2_000 });
  expect(ahead).toEqual([]);
  expect(await rowsOf(line, 'select count(*) from t')).toEqual(['40']);
});
