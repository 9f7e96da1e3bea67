import { describe, expect, test } from 'vitest';
import { hostileApi, items, loading, ofKind, type Loading } from './hostile-api.ts';

const single = { paginator: 'single_page', data_selector: '$' } as const;

async function loaded(body: string): Promise<Loading> {
  const target = await loading();
  await target.run(await hostileApi(() => ({ body })), items(single));
  return target;
}

/** Columns of the table but those of the engine, with their types. */
async function columnsOf(target: Loading, table = 'items'): Promise<Readonly<Record<string, unknown>>> {
  const columns = await target.rows(
    `select column_name, data_type from information_schema.columns where table_name = '${table}'
     and not starts_with(column_name, '_dlt') order by ordinal_position`,
  );
  return Object.fromEntries(columns.map(([name, type]) => [String(name), type]));
}

const noticesOf = (target: Loading): readonly string[] => ofKind(target.events, 'notice').map(({ message }) => message);

interface Strange {
  readonly name: string;
  /** JSON, one value a row. */
  readonly values: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** By row: all columns as DuckDB spells them. */
  readonly rows: readonly (readonly (string | null)[])[];
}

const strange: readonly Strange[] = [
  {
    name: 'whole numbers beyond 2^53, R14',
    values: ['9007199254740993', '-9007199254740993', '9223372036854775807', '-9223372036854775808'],
    columns: { v: 'BIGINT' },
    rows: [['9007199254740993'], ['-9007199254740993'], ['9223372036854775807'], ['-9223372036854775808']],
  },
  {
    name: 'whole numbers beyond 64 bits',
    values: ['1', '9223372036854775808', '123456789012345678901234567890'],
    columns: { v: 'BIGINT', v__v_wei: 'DECIMAL(38,0)' },
    rows: [
      ['1', null],
      [null, '9223372036854775808'],
      [null, '123456789012345678901234567890'],
    ],
  },
  {
    name: 'numbers that would be infinite',
    values: ['1e400', '-1e400', '1e1000000000'],
    columns: { v: 'VARCHAR' },
    rows: [['1e400'], ['-1e400'], ['1e1000000000']],
  },
  {
    name: 'numbers that would be infinite, among others',
    values: ['1.5', '1e400'],
    columns: { v: 'DOUBLE', v__v_text: 'VARCHAR' },
    rows: [
      ['1.5', null],
      [null, '1e400'],
    ],
  },
  { name: 'minus zero', values: ['-0', '0'], columns: { v: 'BIGINT' }, rows: [['0'], ['0']] },
  { name: 'minus zero with a fraction', values: ['-0.0', '0.5'], columns: { v: 'DOUBLE' }, rows: [['-0.0'], ['0.5']] },
  {
    name: 'texts that are called like numbers',
    values: ['1.5', '"NaN"', '"Infinity"', '"-inf"'],
    columns: { v: 'DOUBLE', v__v_text: 'VARCHAR' },
    rows: [
      ['1.5', null],
      [null, 'NaN'],
      [null, 'Infinity'],
      [null, '-inf'],
    ],
  },
  {
    name: 'years that no calendar has',
    values: ['"2024-02-29T00:00:00Z"', '"10000-01-01T00:00:00Z"', '"0000-00-00"', '"2023-02-29T00:00:00Z"'],
    columns: { v: 'TIMESTAMP WITH TIME ZONE', v__v_text: 'VARCHAR' },
    rows: [
      ['2024-02-29 00:00:00+00', null],
      [null, '10000-01-01T00:00:00Z'],
      [null, '0000-00-00'],
      [null, '2023-02-29T00:00:00Z'],
    ],
  },
  {
    name: 'texts with NUL, lone surrogates, signs of all planes',
    values: ['"a\\u0000b"', '"x\\ud800y"', '"\\udc00"', '"\\ud83d\\ude00 é \\u202e"', '""', '"\'; drop table x; --"'],
    columns: { v: 'VARCHAR' },
    rows: [['a\0b'], ['x\uFFFDy'], ['\uFFFD'], ['😀 é \u202E'], [''], ["'; drop table x; --"]],
  },
];

describe('F2.22, S9: strange values to DuckDB and back', () => {
  test.each(strange)('$name', async ({ values, columns, rows }) => {
    const target = await loaded(`[${values.map((value, row) => `{"row":${row},"v":${value}}`).join(',')}]`);
    expect(await columnsOf(target)).toEqual({ row: 'BIGINT', ...columns });
    const texts = Object.keys(columns).map((name) => `${name}::varchar`);
    expect(await target.rows(`select ${texts.join(', ')} from items order by "row"`)).toEqual(rows);
  });

  test('thirty digits and more keep all of them where the column is a decimal', async () => {
    const target = await loading();
    const api = await hostileApi(() => ({
      body: '[{"v":12345678901234567890.123456789},{"v":0.1},{"v":-0.000000001}]',
    }));
    const columns = { v: { data_type: 'decimal', precision: 38, scale: 9 } };
    await target.run(api, items(single, { columns }));
    expect((await target.rows('select v::varchar from items')).flat()).toEqual([
      '12345678901234567890.123456789',
      '0.100000000',
      '-0.000000001',
    ]);
  });

  test('of two equal keys the last wins', async () => {
    const target = await loaded('[{"a":1,"b":2,"a":3}]');
    expect(await target.rows('select a, b from items')).toEqual([['3', '2']]);
  });
});

describe('F2.22, V9, R12: strange names', () => {
  test('emoji, empty, and long ones that differ at their end only', async () => {
    const long = 'k'.repeat(299);
    const keys = { '😀': 1, '': 2, [`${long}a`]: 3, [`${long}b`]: 4, 'a"b': 5, "'; drop table x; --": 6, 'a\0c': 7 };
    const target = await loaded(JSON.stringify([keys]));
    const columns = Object.keys(await columnsOf(target));
    expect(columns).toHaveLength(7);
    const row = (await target.rows(`select ${columns.map((name) => `"${name}"`).join(', ')} from items`))[0] ?? [];
    expect(row.map(Number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(noticesOf(target)).toEqual([]);
  });

  test('keys of prototypes are keys, S6', async () => {
    const target = await loaded('[{"__proto__":{"polluted":1},"constructor":2,"toString":3,"then":4,"toJSON":5}]');
    expect(Object.values(await columnsOf(target))).toHaveLength(5);
    expect('polluted' in {}).toBe(false);
  });

  test.each([
    ['letter case', '{"Name":1,"name":2}', '"name"'],
    ['accents', '{"e":1,"é":2,"E":3}', '"e"'],
    ['where they are nested', '{"a":{"b":1},"a__b":2}', '"a__b"'],
    ['lists', '{"Tags":[1],"tags":[2]}', '"tags"'],
  ])('keys that differ in %s only: what is not kept is told, once', async (_, row, name) => {
    const target = await loaded(`[${row},${row}]`);
    expect(noticesOf(target)).toEqual([
      `"items" has rows with several keys that are all called ${name} as a column; only the last value is kept`,
    ]);
  });

  test('keys of different rows that become one column lose nothing', async () => {
    const target = await loaded('[{"userId":1},{"UserId":2},{"user_id":3}]');
    expect((await target.rows('select user_id from items order by 1')).flat()).toEqual(['1', '2', '3']);
    expect(noticesOf(target)).toEqual([]);
  });
});

describe('F2.16: rows that change their shape while they are read', () => {
  const shapes = [
    '1',
    '"x"',
    '{"a":1}',
    '[1,2]',
    'null',
    'true',
    '1.5',
    '{"a":"y","b":[{"c":1}]}',
    '"2024-01-01T00:00:00Z"',
  ];

  /** One row a page, one shape after the other, many times; each third row lacks the field. */
  test('every value is somewhere, in a column of its type', async () => {
    const target = await loading();
    const count = shapes.length * 40;
    const api = await hostileApi(({ query }) => {
      const page = Number(query.get('page'));
      if (page >= count) return { body: '[]' };
      return { body: `[{"id":${page},"v":${shapes[page % shapes.length] ?? ''}},{"id":${page + count}}]` };
    });
    const paged = { ...single, paginator: { type: 'page_number', total_path: null } };
    await target.run(api, items(paged, { write_disposition: 'append' }));
    expect(await target.rows('select count(*), count(distinct id) from items')).toEqual([
      [`${2 * count}`, `${2 * count}`],
    ]);
    const columns = Object.keys(await columnsOf(target)).filter((name) => name !== 'id');
    const counts = await target.rows(`select ${columns.map((name) => `count("${name}")`).join(', ')} from items`);
    expect(Object.fromEntries(columns.map((name, index) => [name, Number(counts[0]?.[index])]))).toEqual({
      v: 40,
      v__v_text: 80,
      v__a: 40,
      v__v_bool: 40,
      v__v_double: 40,
      v__a__v_text: 40,
    });
    expect(await target.rows('select count(*), sum(value) from items__v')).toEqual([['80', '120']]);
    expect(await target.rows('select count(*) from items__v__b')).toEqual([['40']]);
  });

  test('in the next run the columns have the types that they had', async () => {
    const target = await loading();
    let body = '[{"id":1,"v":1,"w":"x"}]';
    const api = await hostileApi(() => ({ body }));
    const resources = items(single, { write_disposition: 'append' });
    await target.run(api, resources);
    const before = await columnsOf(target);
    for (body of ['[{"id":"one","v":"x","w":{"a":1}}]', '[{"id":2,"v":2}]', '[{"v":[1]}]'])
      await target.run(api, resources);
    expect(await columnsOf(target)).toMatchObject(before);
    expect(await target.rows('select count(*), count(id), count(v), count(v__v_text), count(w__a) from items')).toEqual(
      [['4', '2', '2', '1', '1']],
    );
  });
});
