import { describe, expect, test } from 'vitest';
import { ids, inc, numbers, runs, single, stateOf } from '../../../../test/run-after-run.ts';
import type { Row } from '../../../core/value.ts';

describe('incremental: from one run to the next', () => {
  const first = [
    { id: 1, u: '2024-01-02T00:00:00Z' },
    { id: 2, u: '2024-01-03T00:00:00Z' },
  ];
  const since = { cursor_path: 'u', initial_value: '2024-01-01T00:00:00Z', start_param: 'since' } as const;

  test('case 141: the second run starts at the furthest cursor and drops what it has', async () => {
    const second = [
      { id: 2, u: '2024-01-03T00:00:00Z' },
      { id: 3, u: '2024-01-03T00:00:00Z' },
      { id: 4, u: '2024-01-04T00:00:00Z' },
    ];
    const [one, two] = await runs({ ...single, incremental: since }, [first, second]);
    expect(one?.targets).toEqual(['/items?since=2024-01-01T00%3A00%3A00Z']);
    expect(two?.targets).toEqual(['/items?since=2024-01-03T00%3A00%3A00Z']);
    expect(ids(two)).toEqual([3, 4]);
    expect(stateOf(two)).toMatchObject({
      u: { last_value: '2024-01-04T00:00:00Z', initial_value: since.initial_value },
    });
  });

  test.each([
    ['case 142: with a key, a row that changed behind the cursor is suppressed', { primary_key: 'id' }, []],
    ['case 143: without one it is delivered', {}, [2]],
  ])('%s', async (_name, hints, expected) => {
    const changed = [{ id: 2, u: '2024-01-03T00:00:00Z', more: true }];
    const [, two] = await runs({ ...single, incremental: since }, [first, changed], hints);
    expect(ids(two)).toEqual(expected);
  });

  test('case 144: without an initial value the first request has no parameter', async () => {
    const letters = (...all: readonly string[]): readonly Row[] => all.map((u) => ({ u }));
    const [one, two] = await runs({ ...single, incremental: { cursor_path: 'u', start_param: 's' } }, [
      letters('b'),
      letters('b', 'a', 'c'),
    ]);
    expect([one?.targets, two?.targets]).toEqual([['/items'], ['/items?s=b']]);
    expect(ids(two)).toEqual(['c']);
  });

  test('case 145: without a value a parameter is left out, and JSON says null', async () => {
    const [run] = await runs(
      {
        ...single,
        method: 'POST',
        params: { s: '{incremental.start_value}' },
        json: { from: '{incremental.start_value}', text: 'x' },
        incremental: { cursor_path: 'u' },
      },
      [numbers(1)],
    );
    expect([run?.targets, run?.bodies]).toEqual([['/items'], ['{"from": null, "text": "x"}']]);
  });

  test('case 149: the smallest value is the furthest where min says so', async () => {
    const incremental = { cursor_path: 'u', initial_value: 10, last_value_func: 'min' } as const;
    const [one, two] = await runs({ ...single, incremental }, [numbers(11, 10, 5), numbers(5, 6, 1)]);
    expect([ids(one), ids(two)]).toEqual([[10, 5], [1]]);
  });

  test('case 161: a run without news changes nothing', async () => {
    const [one, two] = await runs({ ...single, incremental: inc }, [numbers(1, 2), numbers(1, 2)]);
    expect(ids(two)).toEqual([]);
    expect(stateOf(two)).toEqual({ u: { ...(stateOf(one) as { u: Row }).u, start_value: 2 } });
  });

  test('case 163: a cursor inside of the row', async () => {
    const rows = (u: number): readonly Row[] => [{ id: u, m: { u } }];
    const [one, two] = await runs({ ...single, incremental: { cursor_path: 'm.u' } }, [rows(1), rows(2)]);
    expect(Object.keys(stateOf(one) as object)).toEqual(['m.u']);
    expect(ids(two)).toEqual([2]);
  });

  test('case 164: steps come first', async () => {
    const map = (row: Row): Row => ({ ...row, uu: Number(row['u']) * 10 });
    const endpoint = { ...single, incremental: { cursor_path: 'uu', initial_value: 15 } } as const;
    const [run] = await runs(endpoint, [numbers(1, 2)], { processing_steps: [{ map }] });
    expect(run?.rows['items']).toEqual([{ u: 2, uu: 20 }]);
  });

  test('7.7: hashes are those of dlt, and pile up while the cursor stays', async () => {
    const rows = (...all: readonly number[]): readonly Row[] => all.map((id) => ({ id, u: 1 }));
    const [one, two] = await runs({ ...single, incremental: inc }, [rows(2), rows(2, 3)], { primary_key: 'id' });
    expect(stateOf(one)).toMatchObject({ u: { unique_hashes: ['Tp44cKMYfAuJiBfxLAqu'] } });
    expect((stateOf(two) as { u: { unique_hashes: unknown[] } }).u.unique_hashes).toHaveLength(2);
  });

  test('W11: spellings of the same instant are the same', async () => {
    const spelled = (...all: readonly string[]): readonly Row[] => all.map((u) => ({ u }));
    const [, two] = await runs({ ...single, incremental: { cursor_path: 'u' } }, [
      spelled('2024-01-01T00:00:00Z'),
      spelled('2024-01-01T00:00:00.500Z', '2024-01-01T01:00:00+00:30', '2023-12-31 23:59:59+00:00'),
    ]);
    expect(ids(two)).toEqual(['2024-01-01T00:00:00.500Z', '2024-01-01T01:00:00+00:30']);
  });
});
