import { describe, expect, test } from 'vitest';
import type { TableHints } from '../schema/table.ts';
import { loadId, optionsWith, pageOf, runPages, runRows, shown } from './read-tables.test.ts';
import { newSchema } from '../schema/schema.ts';
import type { TableName } from '../core/names.ts';

type Case = [number: string, rows: readonly unknown[], tables: Record<string, unknown[]>, hints?: TableHints];

const cases: Case[] = [
  [
    '1',
    [{ id: 1, a: { x: 1, y: { z: 2 } }, b: 's', c: { w: true }, l: [1], d: 1.5 }],
    {
      't(id:bigint,b:text,d:double,c__w:bool,a__x:bigint,a__y__z:bigint,std)': [[1, 's', 1.5, true, 1, 2]],
      't__l(value:bigint,ch)': [[1]],
    },
  ],
  [
    '2',
    [
      {
        id: 1,
        name: 'a',
        d: { x: 1, y: { z: 'q' } },
        tags: ['a', 'b'],
        e: { k: 2.5 },
        kids: [{ a: 1, sub: [1, 2] }],
        ts: '2024-01-01T10:00:00Z',
      },
    ],
    {
      't(id:bigint,name:text,ts:timestamp,e__k:double,d__x:bigint,d__y__z:text,std)': [
        [1, 'a', '2024-01-01T10:00:00', 2.5, 1, 'q'],
      ],
      't__tags(value:text,ch)': [['a'], ['b']],
      't__kids(a:bigint,ch)': [[1]],
      't__kids__sub(value:bigint,ch)': [[1], [2]],
    },
  ],
  [
    '3',
    [{ id: 1, m: [[1, 2], [3]], n: [[[1]]] }],
    {
      't(id:bigint,std)': [[1]],
      't__m(ch)': [[], []],
      't__m__list(value:bigint,ch)': [[1], [2], [3]],
      't__n(ch)': [[]],
      't__n__list(ch)': [[]],
      't__n__list__list(value:bigint,ch)': [[1]],
    },
  ],
  [
    '4',
    [{ id: 1, l: [1, 'a', { x: 1 }, null, [9], true, 2.5] }],
    {
      't(id:bigint,std)': [[1]],
      't__l(value:bigint,ch,value__v_text:text,x:bigint,value__v_bool:bool,value__v_double:double)': [
        [1, null, null, null, null],
        [null, 'a', null, null, null],
        [null, null, 1, null, null],
        [null, null, null, null, null],
        [null, null, null, null, null],
        [null, null, null, true, null],
        [null, null, null, null, 2.5],
      ],
      't__l__list(value:bigint,ch)': [[9]],
    },
  ],
  ['5', [{ id: 1, l: [], d: {}, dd: { e: {} }, s: '' }], { 't(id:bigint,s:text,std)': [[1, '']] }],
  [
    '6',
    [{ id: 1, items: [{ a: { b: 1 }, c: [{ d: 2 }] }, { a: { b: 5 } }] }],
    { 't(id:bigint,std)': [[1]], 't__items(a__b:bigint,ch)': [[1], [5]], 't__items__c(d:bigint,ch)': [[2]] },
  ],
  [
    '7',
    [{ id: 1, o: { l: [{ x: 1 }], p: { q: [5] } } }],
    { 't(id:bigint,std)': [[1]], 't__o__l(x:bigint,ch)': [[1]], 't__o__p__q(value:bigint,ch)': [[5]] },
  ],
  ['8', [{ a: { b: { c: { d: { e: 1 } } } } }], { 't(a__b__c__d__e:bigint,std)': [[1]] }],
  [
    '9',
    [{ id: 1, kids: [{ id: 2, kids: [{ id: 3 }] }] }],
    { 't(id:bigint,std)': [[1]], 't__kids(id:bigint,ch)': [[2]], 't__kids__kids(id:bigint,ch)': [[3]] },
  ],
  [
    '10',
    [
      { id: 1, l: [null, null] },
      { id: 2, l: null },
    ],
    { 't(id:bigint,std)': [[1], [2]], 't__l(ch)': [[], []] },
  ],
  ['11', [1, 2, 3], { 't(value:bigint,std)': [[1], [2], [3]] }],
  ['12', ['a', 'b'], { 't(value:text,std)': [['a'], ['b']] }],
  ['15', [null, { a: 1 }, null], { 't(a:bigint,std)': [[1]] }],
  ['16', [{}], { 't(std)': [[]] }],
  ['17', [{ a: null }], { 't(std)': [[]] }],
  ['18', [{ l: [1] }], { 't(std)': [[]], 't__l(value:bigint,ch)': [[1]] }],
  ['19', [], {}],
  [
    '20',
    [
      { id: 1, l: [1, 'a'] },
      { id: 2, l: [{ x: 1 }] },
      { id: 3, l: { y: 1 } },
    ],
    {
      't(id:bigint,std,l__y:bigint)': [
        [1, null],
        [2, null],
        [3, 1],
      ],
      't__l(value:bigint,ch,value__v_text:text,x:bigint)': [
        [1, null, null],
        [null, 'a', null],
        [null, null, 1],
      ],
    },
  ],
  [
    '21',
    [
      { id: 1, v: { x: 1 } },
      { id: 2, v: 5 },
    ],
    {
      't(id:bigint,v__x:bigint,std,v:bigint)': [
        [1, 1, null],
        [2, null, 5],
      ],
    },
  ],
  [
    '22',
    [{ id: 1, value: 7, l: [{ value: 1 }, 2] }],
    { 't(id:bigint,value:bigint,std)': [[1, 7]], 't__l(value:bigint,ch)': [[1], [2]] },
  ],
  [
    '23',
    [{ id: 1, d: { a: 1, l: [1] }, l: [{ x: 1 }] }],
    { 't(id:bigint,d:json,l:json,std)': [[1, '{"a":1,"l":[1]}', '[{"x":1}]']] },
    { maxTableNesting: 0 },
  ],
  [
    '24',
    [{ id: 1, d: { a: 1, dd: { b: 1 }, l: [1] }, l: [{ x: 1, m: [1], o: { p: 1 } }] }],
    {
      't(id:bigint,d__a:bigint,d__dd:json,d__l:json,std)': [[1, 1, '{"b":1}', '[1]']],
      't__l(x:bigint,m:json,o:json,ch)': [[1, '[1]', '{"p":1}']],
    },
    { maxTableNesting: 1 },
  ],
  [
    '25',
    [{ id: 1, d: { a: 1, dd: { b: 1, e: { f: 1 } }, l: [1] }, l: [{ x: 1, m: [{ q: [1] }], o: { p: 1 } }] }],
    {
      't(id:bigint,d__a:bigint,d__dd__b:bigint,d__dd__e:json,std)': [[1, 1, 1, '{"f":1}']],
      't__d__l(value:bigint,ch)': [[1]],
      't__l(x:bigint,o__p:bigint,ch)': [[1, 1]],
      't__l__m(q:json,ch)': [['[1]']],
    },
    { maxTableNesting: 2 },
  ],
  ['26', [{ m: [[1]] }], { 't(std)': [[]], 't__m(list:json,ch)': [['[1]']] }, { maxTableNesting: 2 }],
  [
    '26b',
    [{ m: [[1]] }],
    { 't(std)': [[]], 't__m(ch)': [[]], 't__m__list(value:bigint,ch)': [[1]] },
    { maxTableNesting: 3 },
  ],
  ['33', [{ '': 1, a: 2 }], { 't(_empty:bigint,a:bigint,std)': [[1, 2]] }],
  ['34', [{ '  ': 1, a: 2 }], { 't(_empty:bigint,a:bigint,std)': [[1, 2]] }],
  [
    '38',
    [
      { A: 1, a: 2 },
      { a: 3, A: 4 },
    ],
    { 't(a:bigint,std)': [[2], [4]] },
  ],
  [
    '39',
    [
      { a__b: 1, a: { b: 2 } },
      { a: { b: 3 }, a__b: 4 },
    ],
    { 't(a__b:bigint,std)': [[2], [3]] },
  ],
  ['40', [{ Items: [1], items: [2] }], { 't(std)': [[]], 't__items(value:bigint,ch)': [[2]] }],
  [
    '90',
    [{ z: 1, a: 2, k: 3 }],
    { 't(a:text,m:bool,z:bigint,k:bigint!,std)': [['2', null, 1, 3]] },
    {
      columns: [
        { name: 'a', dataType: 'text' },
        { name: 'm', dataType: 'bool' },
      ],
      primaryKey: ['k'],
    },
  ],
];

describe('normalize() nests as section 12.1 says', () => {
  test.each(cases)('case %s', async (_, rows, tables, hints = {}) => {
    expect(shown(await runRows(hints, rows))).toEqual(tables);
  });

  test('case 27: the nesting of the whole source', async () => {
    const start = { ...newSchema('tests'), maxNesting: 1 };
    const loaded = await runPages([pageOf([{ id: 1, l: [{ m: [1] }], d: { e: { f: 1 } } }])], optionsWith(), start);
    expect(Object.keys(shown(loaded))).toEqual(['t(id:bigint,d__e:json,std)', 't__l(m:json,ch)']);
  });

  test('case 28: the id of the root row on all descendants', async () => {
    const start = { ...newSchema('tests'), rootKeyTables: new Set(['t' as TableName]) };
    const { tables, schema } = await runPages([pageOf([{ id: 1, l: [{ m: [1] }] }])], optionsWith(), start);
    expect(Object.keys(shown({ tables, schema }))).toEqual([
      't(id:bigint,std)',
      't__l(chr)',
      't__l__m(value:bigint,chr)',
    ]);
    const [root, list, element] = ['t', 't__l', 't__l__m'].map((name) => tables.get(name)?.[0] ?? {});
    expect([list?.['_dlt_root_id'], element?.['_dlt_root_id']]).toEqual([root?.['_dlt_id'], root?.['_dlt_id']]);
    expect([list?.['_dlt_parent_id'], element?.['_dlt_parent_id']]).toEqual([root?.['_dlt_id'], list?.['_dlt_id']]);
  });

  test('cases 29, 30: later columns and tables come after', async () => {
    const first = await runRows({}, [{ id: 1 }], [{ id: 2, b: 'x', c: { d: 1 } }]);
    expect(Object.keys(shown(first))).toEqual(['t(id:bigint,std,b:text,c__d:bigint)']);
    const second = await runRows({}, [{ id: 1 }], [{ id: 2, l: [1] }]);
    expect(Object.keys(shown(second))).toEqual(['t(id:bigint,std)', 't__l(value:bigint,ch)']);
  });

  test('case 35: a list under a blank key has a table of its own', async () => {
    expect(shown(await runRows({}, [{ '': [1], a: 2 }]))).toEqual({
      't(a:bigint,std)': [[2]],
      't___empty(value:bigint,ch)': [[1]],
    });
  });

  test('case 43: long names are shortened from the whole path', async () => {
    const table = 'orders_with_a_rather_long_table_name';
    const naming = (await import('../schema/naming/snake-case.ts')).snakeCase(63);
    const page = pageOf([{ customer_shipping_address_lines: [1] }], { table });
    const { tables } = await runPages([page], optionsWith({ naming }));
    expect([...tables.keys()]).toEqual([table, 'orders_with_a_rather_long_tab8byhaatomer_shipping_address_lines']);
  });

  test('cases 94, 95: an id of the row is kept, a load id is not', async () => {
    const { schema, tables } = await runRows({}, [{ _dlt_id: 'custom1', _dlt_load_id: 'zzz', a: 1, l: [1, 2] }]);
    expect(Object.keys(shown({ schema, tables }))[0]).toBe('t(_dlt_id:text!,_dlt_load_id:text!,a:bigint)');
    expect(tables.get('t')).toEqual([{ _dlt_id: 'custom1', _dlt_load_id: loadId, a: 1 }]);
    expect(tables.get('t__l')?.map((row) => row['_dlt_parent_id'])).toEqual(['custom1', 'custom1']);
    expect(tables.get('t__l')?.map((row) => row['_dlt_list_idx'])).toEqual([0, 1]);
  });

  test('case 96: a nested row with an id of its own is linked all the same', async () => {
    const { tables } = await runRows({}, [
      {
        id: 1,
        l: [
          { _dlt_id: 'c1', a: 1 },
          { _dlt_id: '', a: 2 },
        ],
      },
    ]);
    const rows = tables.get('t__l') ?? [];
    expect(rows.map((row) => row['_dlt_parent_id'])).toEqual(Array(2).fill(tables.get('t')?.[0]?.['_dlt_id']));
    expect(rows[0]?.['_dlt_id']).toBe('c1');
    expect(rows[1]?.['_dlt_id']).toHaveLength(12);
  });

  test('ids are 12 characters of base64 and unique over all tables', async () => {
    const rows = Array.from({ length: 300 }, (_, id) => ({ id, l: [1, { m: [2] }] }));
    const { tables } = await runRows({}, rows);
    const ids = [...tables.values()].flat().map((row) => String(row['_dlt_id']));
    expect(new Set(ids).size).toBe(300 * 4);
    expect(ids.filter((id) => !/^[A-Za-z0-9+/]{12}$/.test(id))).toEqual([]);
  });
});

test('case 38: a null keeps the place of a key that meets it in one column', async () => {
  const { schema } = await runPages([pageOf([{ userId: null, b: 1, user_id: 2 }])], optionsWith());
  expect([...(schema.tables.get('t' as TableName)?.columns.keys() ?? [])].slice(0, 2)).toEqual(['user_id', 'b']);
});
