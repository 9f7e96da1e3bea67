import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../core/value.ts';
import type { DataType } from '../schema/table.ts';
import { runRows } from './read-tables.test.ts';

const exact = (text: string): ExactNumber => new ExactNumber(text);
const none = null;

describe('normalize() coerces into hinted columns as sections 2.4 and 12.3 say', () => {
  test.each<[string, DataType, unknown[], unknown[], Record<string, unknown>?]>([
    [
      '59',
      'date',
      ['2024-01-03', '2024-01-03T10:00:00Z', 1700000000, 'xx', true],
      ['2024-01-03', '2024-01-03', '2023-11-14', none, none],
      { v__v_text: 'xx', v__v_bool: true },
    ],
    [
      '60',
      'time',
      ['10:11:12', '10:11', 'xx', 5],
      ['10:11:12', '10:11:00', none, none],
      { v__v_text: 'xx', v__v_bigint: 5 },
    ],
    [
      '61',
      'decimal',
      [1.5, 2, 2.25, '3.75', 'x', true, 0.1],
      ['1500000000/9', '2000000000/9', '2250000000/9', '3750000000/9', none, none, '100000000/9'],
      { v__v_text: 'x', v__v_bool: true },
    ],
    [
      '62',
      'binary',
      ['0x6162', 'YWI=', 'zz!', 5, 300, -1, true],
      ['6162', '6162', none, '05', '2c01', none, none],
      { v__v_text: 'zz!', v__v_bigint: -1, v__v_bool: true },
    ],
    ['79', 'time', ['10:00:00+02:00', '01:00:00+02:00'], ['08:00:00', '23:00:00']],
    ['80', 'date', ['2024-01-02T23:30:00-05:00'], ['2024-01-03']],
    ['81', 'bool', ['true', 'T', 1, exact('0.0'), '2'], [true, true, true, false, none], { v__v_text: '2' }],
    [
      '82',
      'text',
      [1, exact('1.0'), exact('1e20'), true, 1e-7, exact('1.2345678901234568e17'), 1e16, 123456.5, exact('-0.0'), 1e-4],
      ['1', '1.0', '1e+20', 'True', '1e-07', '1.2345678901234568e+17', '1e+16', '123456.5', '-0.0', '0.0001'],
    ],
    [
      '83',
      'bigint',
      ['0x10', ' 15 ', '1_000', '1.0', 1, '+7', '-8', '9223372036854775808'],
      [16, 15, 1000, none, 1, 7, -8, none],
      { v__v_text: '9223372036854775808' },
    ],
    [
      '84, where we differ: nan does not break the load',
      'double',
      ['0x10', ' 1.5 ', 'nan', '1e999', '1_0.5'],
      [16, 1.5, none, none, 10.5],
      { v__v_text: '1e999' },
    ],
    [
      '85',
      'timestamp',
      ['2024-01-02', '1704164645', 1704164645, 1704164645.25, 'Jan 2 2024'],
      ['2024-01-02T00:00:00', '2024-01-02T03:04:05', '2024-01-02T03:04:05', '2024-01-02T03:04:05.250', none],
      { v__v_text: 'Jan 2 2024' },
    ],
    [
      '85: out of the calendar',
      'timestamp',
      [1e15, exact('1e15')],
      [none, none],
      { v__v_bigint: 1e15, v__v_double: 1e15 },
    ],
    [
      '74',
      'decimal',
      [12.345, '7.1', 3, exact('-0.005'), 1e-7, exact('1e30')],
      ['1235/2', '710/2', '300/2', '-1/2', '0/2', none],
      { v__v_double: 1e30 },
    ],
    [
      'wei',
      'wei',
      ['12', 10n ** 37n, 10n ** 38n, 2.5],
      ['12/0', `1${'0'.repeat(37)}/0`, none, '3/0'],
      { v__v_text: `1${'0'.repeat(38)}` },
    ],
    [
      '66',
      'json',
      [{ a: [1, 2] }, [1], '{"a":1}', 5, 'notjson', [exact('1.0'), 2n ** 70n, 'é\ud800"']],
      ['{"a":[1,2]}', '[1]', '{"a":1}', none, none, `[1.0,${2n ** 70n},"é\ufffd\\""]`],
      { v__v_bigint: 5, v__v_text: 'notjson' },
    ],
  ])('case %s: into %s', async (...[number, dataType, values, kept, variants = {}]) => {
    const shape = number === '74' ? { precision: 10, scale: 2 } : {};
    const loaded = await runRows({ columns: [{ name: 'v', dataType, ...shape }] }, ...values.map((v) => [{ v }]));
    const rows = loaded.tables.get('t') ?? [];
    expect(rows.map((row) => row['v'])).toEqual(kept);
    const found = rows.flatMap((row) =>
      Object.entries(row).filter(([name, cell]) => name.includes('__v_') && cell !== null),
    );
    expect(Object.fromEntries(found)).toEqual(variants);
  });
});
