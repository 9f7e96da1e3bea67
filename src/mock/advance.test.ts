import { afterEach, describe, expect, test } from 'vitest';
import { datasetMock } from './dataset/index.ts';
import { advancedRows, bornRows } from './living-rows.ts';
import { startMockApi, type MockApi, type MockOptions, type RunningMock } from './mock-api.ts';
import { uuidOf } from './made-values.ts';

let running: RunningMock | undefined;
afterEach(() => running?.close());

function counting(): MockApi & { readonly moment: () => number } {
  let moment = 0;
  return {
    name: 'counting',
    description: '',
    paths: ['/'],
    handle: () => ({ status: 200, body: String(moment) }),
    advance: () => void (moment += 1),
    moment: () => moment,
  };
}

async function start(api: MockApi, options: MockOptions = {}): Promise<RunningMock> {
  running = await startMockApi(api, options);
  return running;
}

describe('time in local APIs', () => {
  test('passes by hand, by request, and before the first request', async () => {
    const api = counting();
    const mock = await start(api, { moment: 2 });
    expect(api.moment()).toBe(2);
    mock.advance();
    const { status } = await fetch(`${mock.url}/__advance`, { method: 'POST' });
    expect([status, api.moment()]).toEqual([204, 4]);
  });

  test('is neither written down nor struck by faults', async () => {
    const mock = await start(counting(), { faults: { failEvery: 1 } });
    expect((await fetch(`${mock.url}/__advance`, { method: 'POST' })).status).toBe(204);
    expect([mock.requests, mock.strikes.failed]).toEqual([[], 0]);
  });

  test('an API in which nothing changes says so', async () => {
    const mock = await start(datasetMock({ name: 'things', rows: [{ id: 1 }] }));
    expect((await fetch(`${mock.url}/__advance`, { method: 'POST' })).status).toBe(404);
    expect(() => mock.advance()).not.toThrow();
  });
});

describe('advancedRows()', () => {
  test('changes, takes and brings rows, gives no number twice, and is the same every time', () => {
    const first = advancedRows(bornRows(100), 1);
    expect(advancedRows(bornRows(100), 1)).toEqual(first);
    const second = advancedRows(first, 2);
    const numbers = [...bornRows(100).rows, ...first.rows, ...second.rows].map(({ index }) => index);
    expect(Math.max(...numbers)).toBe(second.next - 1);
    expect(first.rows.length).toBeLessThan(100 + 4);
    expect(first.rows.some(({ revision }) => revision === 1)).toBe(true);
    expect(new Set(second.rows.map(({ index }) => index)).size).toBe(second.rows.length);
  });

  test('a list without rows stays so', () => expect(advancedRows(bornRows(0), 1)).toEqual(bornRows(0)));
});

test('uuidOf() makes identities of version 4', () => {
  const made = Array.from({ length: 200 }, (_, index) => uuidOf('things', index, 1));
  expect(
    made.filter((uuid) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid)),
  ).toEqual([]);
  expect(new Set(made).size).toBe(200);
});
