import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../core/value.ts';
import type { TableHints } from '../schema/table.ts';
import { runRows, shown } from './read-tables.test.ts';

const exact = (text: string): ExactNumber => new ExactNumber(text);

/** Values of one key, row by row, a run for each. */
async function valuesOf(values: readonly unknown[]): Promise<Record<string, unknown[]>> {
  return shown(await runRows({}, ...values.map((v) => [{ v }])));
}

const none = null;

describe('normalize() types as section 12.3 says', () => {
  test('case 48: what JSON says', async () => {
    const row = {
      i: 1,
      f: exact('1.0'),
      f2: exact('1e300'),
      s: 'x',
      b: true,
      n: null,
      ts: '2024-01-02T03:04:05Z',
      d: '2024-01-02',
      t: '10:20:30',
      big: 4611686018427387904n,
    };
    expect(shown(await runRows({}, [row]))).toEqual({
      't(i:bigint,f:double,f2:double,s:text,b:bool,ts:timestamp,d:text,t:text,big:bigint,std)': [
        [1, 1, 1e300, 'x', true, '2024-01-02T03:04:05', '2024-01-02', '10:20:30', 4611686018427387904n],
      ],
    });
  });

  test('case 50: a null makes no column', async () => {
    const loaded = await runRows({}, [{ id: 1, n: null }], [{ id: 2, n: null }], [{ id: 3, n: 'x' }]);
    expect(Object.keys(shown(loaded))).toEqual(['t(id:bigint,std,n:text)']);
  });

  test('case 51: a column comes with its first value', async () => {
    const loaded = await runRows({}, [
      { id: 1, n: null, m: 1 },
      { id: 2, n: 5, m: 2, z: 1 },
    ]);
    expect(Object.keys(shown(loaded))).toEqual(['t(id:bigint,m:bigint,std,n:bigint,z:bigint)']);
  });

  test.each<[string, unknown[], Record<string, unknown[]>]>([
    [
      '52',
      [1, 'abc', '7', 1.5, exact('2.0'), true, '2024-01-01T00:00:00Z'],
      {
        't(v:bigint,std,v__v_text:text,v__v_double:double,v__v_bool:bool)': [
          [1, none, none, none],
          [none, 'abc', none, none],
          [7, none, none, none],
          [none, none, 1.5, none],
          [2, none, none, none],
          [none, none, none, true],
          [none, '2024-01-01T00:00:00Z', none, none],
        ],
      },
    ],
    [
      '53, where we differ: a variant of a text that spells a time is text',
      [1, '2024-01-01T00:00:00Z', 'abc'],
      {
        't(v:bigint,std,v__v_text:text)': [
          [1, none],
          [none, '2024-01-01T00:00:00Z'],
          [none, 'abc'],
        ],
      },
    ],
    [
      '54',
      ['a', 1, 1.5, true, { x: 1 }, [1, 2]],
      {
        't(v:text,std,v__x:bigint)': [
          ['a', none],
          ['1', none],
          ['1.5', none],
          ['True', none],
          [none, 1],
          [none, none],
        ],
        't__v(value:bigint,ch)': [[1], [2]],
      },
    ],
    [
      '55',
      [true, 1, 0, 'yes', 'no', 'abc', 2, 0.5],
      {
        't(v:bool,std,v__v_text:text)': [
          ...[true, true, false, true, false].map((value) => [value, none]),
          [none, 'abc'],
          [true, none],
          [true, none],
        ],
      },
    ],
    [
      '56',
      [1.5, 1, '2.5', 'x', true],
      {
        't(v:double,std,v__v_text:text,v__v_bool:bool)': [
          ...[1.5, 1, 2.5].map((value) => [value, none, none]),
          [none, 'x', none],
          [none, none, true],
        ],
      },
    ],
    [
      '57',
      [1, true],
      {
        't(v:bigint,std,v__v_bool:bool)': [
          [1, none],
          [none, true],
        ],
      },
    ],
    [
      '58',
      ['2024-01-01T00:00:00Z', '2024-01-02', 'hello', 1700000000, 1700000000.5, '1700000000', true, '10:00:00'],
      {
        't(v:timestamp,std,v__v_text:text,v__v_bool:bool)': [
          ['2024-01-01T00:00:00', none, none],
          ['2024-01-02T00:00:00', none, none],
          [none, 'hello', none],
          ['2023-11-14T22:13:20', none, none],
          ['2023-11-14T22:13:20.500', none, none],
          ['2023-11-14T22:13:20', none, none],
          [none, none, true],
          [none, '10:00:00', none],
        ],
      },
    ],
    [
      '63',
      [1, 'x', 'y', 2.5],
      {
        't(v:bigint,std,v__v_text:text,v__v_double:double)': [
          [1, none, none],
          [none, 'x', none],
          [none, 'y', none],
          [none, none, 2.5],
        ],
      },
    ],
    [
      '71, where we differ: too large for a bigint',
      [1, exact('1e20')],
      {
        't(v:bigint,std,v__v_double:double)': [
          [1, none],
          [none, 1e20],
        ],
      },
    ],
    [
      '87',
      ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'],
      { 't(v:timestamp,std)': [['0001-01-01T00:00:00'], ['9999-12-31T23:59:59']] },
    ],
    ['70', [1e308, Number.NaN, Infinity, exact('1e-300')], { 't(v:double,std)': [[1e308], [none], [none], [1e-300]] }],
    ['69, where we differ: an integer beyond 64 bits', [2n ** 63n], { 't(v:wei,std)': [['9223372036854775808/0']] }],
    [
      '69 in a bigint column',
      [1, 2n ** 63n],
      {
        't(v:bigint,std,v__v_wei:wei)': [
          [1, none],
          [none, '9223372036854775808/0'],
        ],
      },
    ],
    [
      '72: 39 digits',
      [1, 10n ** 38n],
      {
        't(v:bigint,std,v__v_text:text)': [
          [1, none],
          [none, `1${'0'.repeat(38)}`],
        ],
      },
    ],
    ['F2.22: 1e400', [exact('1e400')], { 't(v:text,std)': [['1e400']] }],
    ['F2.22: -0, 2^53+1', [-0, 9007199254740993n], { 't(v:bigint,std)': [[0], [9007199254740993n]] }],
  ])('case %s', async (_, values, tables) => {
    expect(await valuesOf(values)).toEqual(tables);
  });

  test('case 64: a column that is named like a variant is used', async () => {
    expect(shown(await runRows({}, [{ v: 1, v__v_text: 'mine' }, { v: 'x' }]))).toEqual({
      't(v:bigint,v__v_text:text,std)': [
        [1, 'mine'],
        [none, 'x'],
      ],
    });
  });

  test.each([
    ['takes no such value', [{ v: 1, v__v_text: 5 }, { v: 'x' }]],
    ['has one of its own after it', [{ v: 1 }, { v: 'x', v__v_text: 'mine' }]],
    ['has one of its own before it', [{ v: 1 }, { v__v_text: 'mine', v: 'x' }]],
  ])('a variant column that %s is an error', async (_, rows) => {
    await expect(runRows({}, rows)).rejects.toMatchObject({
      code: 'variant_conflict',
      message: expect.stringMatching(
        /^Cannot put a row into "t": "v__v_text" is taken, .* \(value "(?:x|mine)"/,
      ) as string,
    });
  });

  test('case 65: variants in nested tables', async () => {
    const loaded = await runRows({}, [{ l: [{ v: 1 }, { v: 'x' }] }]);
    expect(Object.keys(shown(loaded))[1]).toBe('t__l(v:bigint,ch,v__v_text:text)');
  });

  test('case 67: a hint below the row', async () => {
    const hints: TableHints = { columns: [{ name: 'o__j', dataType: 'json' }] };
    expect(shown(await runRows(hints, [{ id: 1, o: { j: { a: 1 }, k: 2 } }]))).toEqual({
      't(o__j:json,id:bigint,o__k:bigint,std)': [['{"a":1}', 1, 2]],
    });
  });

  test('case 68: variants of JSON', async () => {
    const rows = [{ v: 1.5 }, { v: { a: 1 } }, { v: [1] }];
    expect(shown(await runRows({ maxTableNesting: 0 }, rows))).toEqual({
      't(v:double,std,v__v_json:json)': [
        [1.5, none],
        [none, '{"a":1}'],
        [none, '[1]'],
      ],
    });
    expect(shown(await runRows({ maxTableNesting: 0 }, [{ v: 's' }, { v: { a: 1, é: 'ü' } }]))).toEqual({
      't(v:text,std)': [['s'], ['{"a":1,"é":"ü"}']],
    });
  });

  test('case 78: only a date with a time is detected', async () => {
    const row = { d: '2024-01-02', y: '2024', ym: '2024-01', t: '10:30:00', w: '2024 10:30' };
    expect(shown(await runRows({}, [row]))).toEqual({
      't(d:text,y:text,ym:text,t:text,w:timestamp,std)': [
        ['2024-01-02', '2024', '2024-01', '10:30:00', '2024-01-01T10:30:00'],
      ],
    });
  });

  test('case 92: null in a column that must have a value', async () => {
    const hints: TableHints = { columns: [{ name: 'a', dataType: 'bigint', nullable: false }] };
    await expect(runRows(hints, [{ a: 1 }, { a: null }])).rejects.toMatchObject({
      code: 'value_not_null',
      message: 'Cannot put a row into "t": "a" is null and must have a value',
    });
    await expect(runRows({ primaryKey: ['id'] }, [{ id: null }])).rejects.toMatchObject({ code: 'value_not_null' });
  });
});
