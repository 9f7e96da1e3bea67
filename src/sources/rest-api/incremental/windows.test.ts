import { describe, expect, test } from 'vitest';
import { ids, inc, numbers, runs, single, stateOf } from '../../../../test/run-after-run.ts';
import type { Row } from '../../../core/value.ts';

describe('incremental: windows', () => {
  test('case 146: with an end nothing is kept, and a run repeats', async () => {
    const incremental = {
      cursor_path: 'u',
      initial_value: 1,
      end_value: 10,
      start_param: 's',
      end_param: 'e',
    } as const;
    const all = numbers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    const [one, two] = await runs({ ...single, incremental }, [all, all]);
    expect(one?.targets).toEqual(['/items?s=1&e=10']);
    expect(ids(one)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([ids(two), stateOf(one)]).toEqual([ids(one), undefined]);
  });

  test('case 147: a closed end belongs to the window', async () => {
    const incremental = { cursor_path: 'u', initial_value: 1, end_value: 3, range_end: 'closed' } as const;
    const [run] = await runs({ ...single, incremental }, [numbers(2, 3, 4)]);
    expect(ids(run)).toEqual([2, 3]);
  });

  test('case 148: an open start does not, and needs no hashes', async () => {
    const incremental = { cursor_path: 'u', initial_value: 5, range_start: 'open' } as const;
    const [run] = await runs({ ...single, incremental }, [numbers(5, 6)]);
    expect(ids(run)).toEqual([6]);
    expect(stateOf(run)).toMatchObject({ u: { unique_hashes: [] } });
  });

  test('7.8: an end without a start, or before it, is a mistake', async () => {
    const windows = [{ end_value: 3 }, { initial_value: 5, end_value: 3 }];
    for (const window of windows) {
      const running = runs({ ...single, incremental: { cursor_path: 'u', ...window } }, [numbers(1)]);
      await expect(running).rejects.toMatchObject({ code: 'config_invalid' });
    }
  });

  interface Lagged {
    readonly lag: number;
    readonly initial?: number;
    readonly served: readonly (readonly (number | string)[])[];
    readonly targets: readonly string[];
    readonly last: number | string;
  }

  const midnight = '2024-01-02T00:00:00Z';
  test.each<readonly [string, Lagged]>([
    [
      'case 156: a number',
      { lag: 2, initial: 0, served: [[10], [10, 8]], targets: ['/items?s=0', '/items?s=8'], last: 10 },
    ],
    [
      'case 157: a date-time, in seconds',
      {
        lag: 3600,
        served: [[midnight], []],
        targets: ['/items', '/items?s=2024-01-01T23%3A00%3A00Z'],
        last: midnight,
      },
    ],
    [
      'case 158: a date, in days',
      { lag: 1, served: [['2024-01-05'], []], targets: ['/items', '/items?s=2024-01-04'], last: '2024-01-05' },
    ],
    [
      'case 159: never beyond the initial value',
      { lag: 99, initial: 5, served: [[10], []], targets: ['/items?s=5', '/items?s=5'], last: 10 },
    ],
  ])('lag, %s', async (_name, { lag, initial, served, targets, last }) => {
    const from = initial === undefined ? {} : { initial_value: initial };
    const incremental = { cursor_path: 'u', start_param: 's', lag, ...from };
    const all = await runs(
      { ...single, incremental },
      served.map((values) => values.map((u) => ({ u }))),
    );
    expect(all.flatMap((run) => run.targets)).toEqual(targets);
    expect(ids(all[1])).toEqual(served[1]);
    expect(stateOf(all[1])).toMatchObject({ u: { last_value: last } });
  });

  test('case 160: convert is for requests, rows are compared as they are', async () => {
    const incremental = {
      cursor_path: 'u',
      start_param: 's',
      initial_value: 1,
      convert: (value: unknown) => `<${String(value)}>`,
    };
    const [run] = await runs({ ...single, incremental }, [numbers(1, 2)]);
    expect([run?.targets, ids(run)]).toEqual([['/items?s=%3C1%3E'], [1, 2]]);
  });

  test('case 169: placeholders in path, headers, form and JSON', async () => {
    const common = {
      incremental: inc,
      data_selector: '$',
      headers: { 'X-From': '{incremental.start_value}' },
    } as const;
    const path = 'since/{incremental.start_value}/l';
    const [form] = await runs({ ...common, path, method: 'POST', data: { f: '{incremental.start_value}' } }, [[]]);
    const [json] = await runs(
      {
        ...common,
        path,
        method: 'POST',
        json: { f: '{incremental.start_value}', t: 'from {incremental.start_value}' },
      },
      [[]],
    );
    expect([form?.targets, form?.bodies, form?.headers[0]?.['x-from']]).toEqual([['/since/0/l'], ['f=0'], '0']);
    expect(json?.bodies).toEqual(['{"f": 0, "t": "from 0"}']);
  });

  test('7.11: a scheduler gives the window', async () => {
    const incremental = {
      cursor_path: 'u',
      start_param: 's',
      initial_value: 0,
      allow_external_schedulers: true,
    } as const;
    process.env['DLT_INTERVAL_START'] = '1970-01-01T00:00:05Z';
    process.env['DLT_INTERVAL_END'] = '1970-01-01T00:00:07Z';
    try {
      const [run] = await runs({ ...single, incremental }, [numbers(4, 5, 6, 7)]);
      expect([run?.targets, ids(run), stateOf(run)]).toEqual([['/items?s=5'], [5, 6], undefined]);
    } finally {
      delete process.env['DLT_INTERVAL_START'];
      delete process.env['DLT_INTERVAL_END'];
    }
    await expect(runs({ ...single, incremental }, [numbers(1)])).rejects.toMatchObject({ code: 'config_invalid' });
  });
});

describe('incremental: rows without a cursor', () => {
  const rows: readonly Row[] = [{ id: 1, u: null }, { id: 2, u: 1 }, { id: 3 }];

  test.each([
    ['case 150: null', [{ id: 1, u: null }], 'cursor_null'],
    ['case 150: missing', [{ id: 1 }], 'cursor_missing'],
    ['case 168: of another kind than the start', [{ id: 1, u: 'text' }], 'cursor_invalid'],
  ])('%s is an error', async (_name, served, code) => {
    await expect(runs({ ...single, incremental: inc }, [served])).rejects.toMatchObject({ code });
  });

  test('case 151: include lets them pass, each time', async () => {
    const incremental = { ...inc, on_cursor_value_missing: 'include' } as const;
    const [one, two] = await runs({ ...single, incremental }, [rows, rows]);
    expect([ids(one), ids(two)]).toEqual([
      [1, 2, 3],
      [1, 3],
    ]);
  });

  test('case 152: exclude drops them', async () => {
    const incremental = { ...inc, on_cursor_value_missing: 'exclude' } as const;
    expect(ids((await runs({ ...single, incremental }, [rows]))[0])).toEqual([2]);
  });
});
