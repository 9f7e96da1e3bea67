import { runOf, type Spec } from './both-engines.ts';
import type { JudgedCase } from './contract-cases.ts';

type Hints = Readonly<Record<string, unknown>>;

function hinted(name: string, ...runs: readonly (readonly [rows: string, hints: Hints])[]): Spec {
  return { name, runs: runs.map(([rows, hints]) => runOf(rows, hints)) };
}

const staged: Hints = { write_disposition: { disposition: 'replace', strategy: 'insert-from-staging' } };

/** Section 12.4, and the hints of section 6.2. */
export const hintCases: readonly JudgedCase[] = [
  [
    'case 90: hinted columns come first',
    hinted('h90', [
      `[{"z":1,"a":2,"k":3}]`,
      { columns: { a: { data_type: 'text' }, m: { data_type: 'bool' } }, primary_key: 'k' },
    ]),
  ],
  [
    'case 91: hints by the names of the source',
    hinted('h91', [
      `[{"userId":1,"Some Col":"5"}]`,
      { primary_key: 'userId', columns: { 'Some Col': { data_type: 'bigint' } } },
    ]),
  ],
  [
    'case 92: a column that may not be null, untyped',
    hinted('h92a', [`[{"a":1}]`, { columns: { a: { nullable: false } } }]),
  ],
  [
    'case 92: a column that may not be null is null',
    hinted('h92b', [`[{"a":null}]`, { columns: { a: { nullable: false, data_type: 'bigint' } } }]),
  ],
  ['case 93: unique', hinted('h93', [`[{"a":1},{"a":1}]`, { columns: { a: { unique: true } } }])],
  ['case 94: an id of its own', hinted('h94', [`[{"_dlt_id":"custom1","a":1,"l":[1,2]}]`, {}])],
  ['case 95: a load id of its own', hinted('h95', [`[{"_dlt_load_id":"zzz","a":1}]`, {}])],
  [
    'case 97: a hint for a nested table',
    hinted('h97', [
      `[{"id":1,"l":[{"x":"5","y":1}]}]`,
      { nested_hints: { l: { columns: { x: { name: 'x', data_type: 'bigint' } } } } },
    ]),
  ],
  [
    'case 97: a hint for a nested table without rows',
    hinted('h97b', [`[{"id":1}]`, { nested_hints: { l: { columns: { x: { name: 'x', data_type: 'bigint' } } } } }]),
  ],
  [
    'case 98: a nested table with a key of its own',
    hinted('h98', [
      `[{"id":1,"l":[{"x":"5","y":1,"m":[1]}]}]`,
      { nested_hints: { l: { primary_key: 'x', write_disposition: 'append' } } },
    ]),
  ],
  ['case 100: a key does not drop doubles', hinted('h100', [`[{"id":1},{"id":1}]`, { primary_key: 'id' }])],
  [
    'case 104: replaced by way of staging',
    {
      replace_strategy: 'insert-from-staging',
      ...hinted('h104', ...[`[{"id":1,"l":[1]}]`, `[{"id":2,"l":[2]}]`].map((rows) => [rows, staged] as const)),
    },
  ],
  [
    'references and formats are kept',
    hinted('h_refs', [
      `[{"userId":1}]`,
      { references: [{ columns: ['userId'], referenced_table: 'My Users', referenced_columns: ['Id'] }] },
    ]),
  ],
  [
    'references of a second run are added',
    hinted(
      'h_refs2',
      [`[{"a":1}]`, { references: [{ columns: ['a'], referenced_table: 'one', referenced_columns: ['id'] }] }],
      [`[{"a":1}]`, { references: [{ columns: ['a'], referenced_table: 'two', referenced_columns: ['id'] }] }],
    ),
  ],
  ['file_format preferred', hinted('h_format', [`[{"a":1}]`, { file_format: 'preferred' }])],
  ['file_format insert_values', hinted('h_format2', [`[{"a":1}]`, { file_format: 'insert_values' }])],
  ['table_format native', hinted('h_native', [`[{"a":1}]`, { table_format: 'native' }])],
  [
    'columns: partition, cluster, sort, description',
    hinted('h_more', [
      `[{"a":1,"b":2}]`,
      {
        columns: {
          a: { partition: true, sort: true, description: 'first' },
          b: { cluster: true, data_type: 'bigint' },
        },
      },
    ]),
  ],
  [
    'columns: values that are defaults',
    hinted('h_defaults', [
      `[{"a":1,"b":2}]`,
      { columns: { a: { unique: false, nullable: true }, b: { timezone: true, primary_key: false } } },
    ]),
  ],
  [
    'columns: precision in a second run',
    hinted(
      'h_second',
      [`[{"a":1}]`, {}],
      [`[{"a":2}]`, { columns: { a: { description: 'later' }, n: { data_type: 'text' } } }],
    ),
  ],
  [
    'columns: two names that meet',
    hinted('h_meet', [
      `[{"userId":1}]`,
      { columns: { userId: { data_type: 'bigint' }, user_id: { description: 'same' } } },
    ]),
  ],
  [
    'keys that change from run to run',
    hinted(
      'h_keys',
      [`[{"a":1,"b":1}]`, { primary_key: 'a' }],
      [`[{"a":1,"b":2}]`, { primary_key: 'b' }],
      [`[{"a":1,"b":2}]`, { merge_key: 'a' }],
    ),
  ],
];
