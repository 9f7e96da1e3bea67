import { runOf, type Spec } from './both-engines.ts';
import type { JudgedCase } from './contract-cases.ts';

type Hints = Readonly<Record<string, unknown>>;

/** Each run: rows, and hints. */
function hinted(name: string, ...runs: readonly (readonly [rows: string, hints: Hints])[]): Spec {
  return { name, runs: runs.map(([rows, hints]) => runOf(rows, hints)) };
}

const rows = `[{"id":1,"a":2,"b":"3","l":[{"x":"5","y":1}]}]`;

function applied(name: string, first: Hints, ...apply: readonly Hints[]): Spec {
  return hinted(name, [rows, { ...first, apply }]);
}

const events = `[{"type":"A","v":1},{"type":"B","w":2,"l":[1,2]},{"type":"A","v":"x"},{"type":"C x"}]`;

/** Case 99: the table of each row. */
export const byRowCases: readonly JudgedCase[] = [
  ['case 99: table_name of the row', hinted('r99', [events, { table_name_by: 'type' }])],
  [
    'case 99: with hints, and more tables in a second run',
    hinted(
      'r99b',
      [events, { table_name_by: 'type', columns: { v: { data_type: 'double' } }, primary_key: 'type' }],
      [`[{"type":"D","z":1},{"type":"A","v":7}]`, { table_name_by: 'type', primary_key: 'type' }],
    ),
  ],
  [
    'case 99: replaced',
    hinted(
      'r99c',
      [`[{"type":"A","v":1},{"type":"B","w":2}]`, { table_name_by: 'type', write_disposition: 'replace' }],
      [`[{"type":"A","v":3},{"type":"B","w":4}]`, { table_name_by: 'type', write_disposition: 'replace' }],
    ),
  ],
  [
    'case 99: merged',
    hinted(
      'r99d',
      [
        `[{"type":"A","v":1,"l":[1]},{"type":"B","v":2}]`,
        { table_name_by: 'type', write_disposition: 'merge', primary_key: 'v' },
      ],
      [
        `[{"type":"A","v":1,"l":[2]},{"type":"B","v":3}]`,
        { table_name_by: 'type', write_disposition: 'merge', primary_key: 'v' },
      ],
    ),
  ],
  [
    'case 99: nested hints of each table',
    hinted('r99e', [
      events,
      { table_name_by: 'type', nested_hints: { l: { columns: { value: { name: 'value', data_type: 'text' } } } } },
    ]),
  ],
];

const typed = { a: { name: 'a', data_type: 'text' }, b: { name: 'b', description: 'first' } };

/** Section 6.2: `apply_hints`. */
export const appliedCases: readonly JudgedCase[] = [
  [
    'apply_hints: all at once',
    applied(
      'a_all',
      {},
      {
        table_name: 'other',
        write_disposition: 'merge',
        primary_key: 'id',
        merge_key: 'a',
        columns: { a: { name: 'a', data_type: 'text' } },
        schema_contract: { columns: 'evolve' },
        file_format: 'insert_values',
        references: [{ columns: ['a'], referenced_table: 'u', referenced_columns: ['id'] }],
        nested_hints: { l: { columns: { x: { name: 'x', data_type: 'bigint' } } } },
      },
    ),
  ],
  [
    'apply_hints: what is not given stays',
    applied('a_stay', { columns: typed, primary_key: 'id', table_name: 'x' }, { file_format: 'preferred' }),
  ],
  [
    'apply_hints: columns go over columns',
    applied(
      'a_columns',
      { columns: typed },
      { columns: { b: { name: 'b', data_type: 'bigint' }, z: { name: 'z', data_type: 'bool' } } },
    ),
  ],
  ['apply_hints: no columns', applied('a_no_columns', { columns: typed }, { columns: {} })],
  [
    'apply_hints: keys of columns, and none',
    applied('a_no_key', { columns: { id: { name: 'id', primary_key: true } } }, { primary_key: [] }),
  ],
  [
    'apply_hints: another key',
    applied('a_key', { primary_key: 'id' }, { primary_key: ['a', 'b'] }, { merge_key: 'id' }),
  ],
  [
    'apply_hints: no key',
    applied('a_no_key2', { primary_key: 'id', merge_key: 'a' }, { primary_key: [], merge_key: [] }),
  ],
  ['apply_hints: no table name', applied('a_no_name', { table_name: 'x' }, { table_name: '' })],
  [
    'apply_hints: no contract',
    applied('a_no_contract', { schema_contract: { tables: 'evolve' } }, { schema_contract: {} }),
  ],
  [
    'apply_hints: no format',
    applied('a_no_format', { file_format: 'preferred', table_format: 'native' }, { file_format: '', table_format: '' }),
  ],
  [
    'apply_hints: references by table',
    applied(
      'a_references',
      {
        references: [
          { columns: ['a'], referenced_table: 'u', referenced_columns: ['id'] },
          { columns: ['b'], referenced_table: 'w', referenced_columns: ['id'] },
        ],
      },
      { references: [{ columns: ['id'], referenced_table: 'u', referenced_columns: ['uid'] }] },
      { references: [] },
    ),
  ],
  [
    'apply_hints: nested hints as a whole',
    applied(
      'a_nested',
      { nested_hints: { l: { columns: { x: { name: 'x', data_type: 'bigint' } } } } },
      { nested_hints: { l: { columns: { y: { name: 'y', data_type: 'text' } } } } },
    ),
  ],
  [
    'apply_hints: no nested hints',
    applied(
      'a_no_nested',
      { nested_hints: { l: { columns: { x: { name: 'x', data_type: 'bigint' } } } } },
      { nested_hints: {} },
    ),
  ],
  [
    'apply_hints: a disposition forgets its strategy',
    applied(
      'a_disposition',
      { write_disposition: { disposition: 'merge', strategy: 'upsert' }, primary_key: 'id' },
      { write_disposition: 'append' },
    ),
  ],
  [
    'apply_hints: a strategy',
    applied('a_strategy', { primary_key: 'id' }, { write_disposition: { disposition: 'merge', strategy: 'upsert' } }),
  ],
  [
    'case 98: a nested table with a key of its own, merged',
    hinted(
      'n98m',
      [
        rows,
        {
          write_disposition: 'merge',
          primary_key: 'id',
          nested_hints: { l: { primary_key: 'x', write_disposition: 'merge' } },
        },
      ],
      [
        `[{"id":1,"l":[{"x":"5","y":2},{"x":"6","y":1}]}]`,
        {
          write_disposition: 'merge',
          primary_key: 'id',
          nested_hints: { l: { primary_key: 'x', write_disposition: 'merge' } },
        },
      ],
    ),
  ],
  [
    'case 98: lists below a nested table with a key of its own, merged',
    hinted('n98mm', [
      `[{"id":1,"l":[{"x":"5","y":1,"m":[1,{"k":[2]}]}]}]`,
      {
        write_disposition: 'merge',
        primary_key: 'id',
        nested_hints: { l: { primary_key: 'x', write_disposition: 'merge' } },
      },
    ]),
  ],
  [
    'case 98: nested hints of two levels',
    hinted('n98p', [
      `[{"id":1,"l":[{"m":[{"x":"5"}]}]}]`,
      {
        nested_hints: {
          l: { columns: { k: { name: 'k', data_type: 'text' } } },
          l__m: { columns: { x: { name: 'x', data_type: 'bigint' } } },
        },
      },
    ]),
  ],
  [
    'case 98: a disposition of a nested table',
    hinted('n98w', [rows, { nested_hints: { l: { write_disposition: 'replace' } } }]),
  ],
  [
    'case 98: references of a nested table',
    hinted('n98r', [
      rows,
      {
        nested_hints: { l: { references: [{ columns: ['x'], referenced_table: 'u', referenced_columns: ['id'] }] } },
      },
    ]),
  ],
  [
    'case 98: formats of a nested table',
    hinted('n98f', [rows, { nested_hints: { l: { file_format: 'insert_values', table_format: 'native' } } }]),
  ],
  [
    'case 98: a contract of a nested table',
    hinted(
      'n98c',
      [rows, { nested_hints: { l: { schema_contract: { columns: 'discard_value' } } } }],
      [
        `[{"id":2,"new":1,"l":[{"x":"6","z":1}]}]`,
        { nested_hints: { l: { schema_contract: { columns: 'discard_value' } } } },
      ],
    ),
  ],
];
