import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { seeded } from '../virtual-time.ts';
import { failureOf, hostileApi, items, loading, ofKind, walk, type Resources } from './hostile-api.ts';

const single = { paginator: 'single_page', data_selector: '$' } as const;
const range = (count: number): number[] => [...Array(count).keys()];
const realTime = { change: <T>(runtime: T): T => runtime };

/** A parent with so many rows, and a request for each of them. */
const family: Resources = [
  { name: 'p', endpoint: { path: 'p', ...single } },
  { name: 'c', endpoint: { path: 'p/{resources.p.id}/c', ...single } },
];

describe('F2.7, V12: a server that says to slow down', () => {
  test('429 on one path: nothing else of the token is asked meanwhile, and all of it comes', async () => {
    const target = await loading(realTime);
    const times: number[] = [];
    let refusedAt = 0;
    const api = await hostileApi(async ({ path, query, earlier }) => {
      times.push(performance.now());
      await sleep(5);
      if (path === '/q') return { body: Number(query.get('page')) < 300 ? [{ page: query.get('page') }] : [] };
      if (path === '/p') return { body: range(200).map((id) => ({ id })) };
      if (path !== '/p/60/c' || earlier > 0) return { body: [{ path }] };
      refusedAt = performance.now();
      return { status: 429, headers: { 'retry-after': '1' } };
    });
    const other = { path: 'q', data_selector: '$', paginator: { type: 'page_number', total_path: null } } as const;
    const { events } = await target.run(api, [...family, { name: 'q', endpoint: other }]);
    // What was on its way already arrives within the first tenth of the second.
    expect(times.filter((time) => time > refusedAt + 100 && time < refusedAt + 990)).toEqual([]);
    expect(times.filter((time) => time > refusedAt + 990).length).toBeGreaterThan(100);
    expect(api.asked).toHaveLength(202 + 301);
    expect(ofKind(events, 'request-retried')).toMatchObject([{ waitMs: 1000, rateLimited: true }]);
    expect(await target.rows('select count(*), count(distinct path) from c')).toEqual([['200', '200']]);
  });

  const decade = 315_360_000;
  const at = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString();
  interface Asked {
    readonly name: string;
    readonly header: () => string;
    readonly waitsMs: readonly [least: number, most: number];
    readonly note?: string;
  }
  const cases: readonly Asked[] = [
    { name: 'seconds', header: () => '7', waitsMs: [7000, 7000] },
    { name: 'none', header: () => '0', waitsMs: [0, 0] },
    { name: 'a date', header: () => at(30), waitsMs: [28_000, 31_000] },
    { name: 'a date that is over', header: () => at(-86_400), waitsMs: [0, 0] },
    { name: 'ten years', header: () => String(decade), waitsMs: [300_000, 300_000], note: 'asked to wait 315360000 s' },
    { name: 'a date in ten years', header: () => at(decade), waitsMs: [300_000, 300_000], note: 'asked to wait 3153' },
    { name: 'beyond all numbers', header: () => '9'.repeat(400), waitsMs: [300_000, 300_000], note: 'asked to wait' },
    { name: 'less than nothing', header: () => '-5', waitsMs: [0, 1000] },
    { name: 'not a number', header: () => 'soon', waitsMs: [0, 1000] },
    { name: 'parts of a second', header: () => '1.5', waitsMs: [0, 1000] },
  ];
  test.each(cases)('Retry-After: $name', async ({ header, waitsMs: [leastMs, mostMs], note = '' }) => {
    const api = await hostileApi(({ earlier }) =>
      earlier === 0 ? { status: 429, headers: { 'retry-after': header() } } : { body: [{ id: 1 }] },
    );
    const { rows, events } = await walk(api, items(single));
    const [retried] = ofKind(events, 'request-retried');
    expect(retried?.waitMs).toBeGreaterThanOrEqual(leastMs);
    expect(retried?.waitMs).toBeLessThanOrEqual(mostMs);
    expect(retried?.reason).toContain(note);
    expect([rows['items'], api.asked.length]).toEqual([[{ id: 1 }], 2]);
  });

  test('a limit of its own caps what a server may ask for', async () => {
    const api = await hostileApi(({ earlier }) =>
      earlier === 0 ? { status: 429, headers: { 'retry-after': '3600' } } : { body: [{ id: 1 }] },
    );
    const { events } = await walk(api, items(single), { retry: { max_wait: 10 } });
    expect(ofKind(events, 'request-retried')).toMatchObject([
      { waitMs: 10_000, reason: expect.stringContaining('the server asked to wait 3600 s') },
    ]);
  });

  test('429 always is an error in the end, after its patience and not before', async () => {
    const api = await hostileApi(() => ({ status: 429, headers: { 'retry-after': '60' } }));
    const failed = await failureOf(walk(api, items(single)));
    expect(failed).toMatchObject({ code: 'http_status', message: expect.stringContaining('status 429') });
    // A quarter of an hour, by the minute.
    expect(api.asked.length).toBeGreaterThan(14);
    expect(api.asked.length).toBeLessThan(20);
  });
});

describe('F2.8: a storm', () => {
  const quick = { retry: { backoff_factor: 0.01 } };

  test('every request fails: it ends soon, and few are asked more than once', async () => {
    const target = await loading(realTime);
    const api = await hostileApi(({ path }) =>
      path === '/p' ? { body: range(1000).map((id) => ({ id })) } : { status: 503 },
    );
    expect(await failureOf(target.run(api, family, quick))).toMatchObject({ code: 'http_status' });
    // Those of the walks that were begun side by side, five times each at the most.
    expect(api.asked.length).toBeLessThan(100);
  });

  test('half of them fail: what is asked again is a tenth at the most, then it is over', async () => {
    const target = await loading(realTime);
    const random = seeded(3);
    // None fails five times, so that only the budget can end it.
    const api = await hostileApi(({ path, index, earlier }) => {
      if (path === '/p') return { body: range(3000).map((id) => ({ id })) };
      return index > 500 && earlier < 4 && random() < 0.5 ? { status: 500 } : { body: [{ path }] };
    });
    expect(await failureOf(target.run(api, family, quick))).toMatchObject({
      code: 'http_status',
      message: expect.stringMatching(/retries/),
    });
    const repeated = api.asked.filter(({ earlier }) => earlier > 0).length;
    expect(repeated).toBeGreaterThan(20);
    expect(repeated).toBeLessThanOrEqual(0.1 * (api.asked.length - repeated) + 1);
  });

  test('one in a hundred fails: nobody notices', async () => {
    const target = await loading(realTime);
    const random = seeded(4);
    const api = await hostileApi(({ path, earlier }) => {
      if (path === '/p') return { body: range(1500).map((id) => ({ id })) };
      return earlier === 0 && random() < 0.01 ? { status: 502 } : { body: [{ path }] };
    });
    await target.run(api, family, quick);
    const repeated = api.asked.filter(({ earlier }) => earlier > 0).length;
    expect(repeated).toBeGreaterThan(3);
    expect(api.asked).toHaveLength(1501 + repeated);
    expect(await target.rows('select count(*), count(distinct path) from c')).toEqual([['1500', '1500']]);
  });
});
