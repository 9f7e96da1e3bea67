import { caseOf, goneFlag, type DispositionCase } from './case-of.ts';
import type { Run } from './loading.ts';

const upsert = { write_disposition: { disposition: 'merge', strategy: 'upsert' }, primary_key: 'id' } as const;
const insertOnly = { write_disposition: { disposition: 'merge', strategy: 'insert-only' }, primary_key: 'id' } as const;
const scd2 = { disposition: 'merge', strategy: 'scd2' } as const;

/** The same with another moment at which versions begin and end. */
function at(rows: string, boundary_timestamp: string, more: Partial<Run> & { scd2?: object } = {}): Run {
  const { scd2: options, ...hints } = more;
  return { rows, ...hints, write_disposition: { ...scd2, boundary_timestamp, ...options } };
}

const upserts: readonly DispositionCase[] = [
  caseOf(
    'case 118: upsert, with nested rows',
    'hashed',
    upsert,
    `[{"id":1,"v":"a","l":[1,2]},{"id":2,"v":"b","l":[5]}]`,
    `[{"id":1,"v":"a2","l":[9]},{"id":3,"v":"c"}]`,
    `[{"id":2,"v":"b2"},{"id":3,"v":"c2","l":[1,2,3]}]`,
  ),
  caseOf(
    'upsert three levels deep',
    'hashed',
    upsert,
    `[{"id":1,"l":[{"m":[1,2]},{"m":[3]}]},{"id":2,"l":[{"m":[4]}]}]`,
    `[{"id":1,"l":[{"m":[7]}]}]`,
  ),
  caseOf(
    'upsert by three columns of other types',
    'hashed',
    { ...upsert, primary_key: ['b', 'a', 'n__c'] },
    `[{"a":1,"b":"é😀","n":{"c":1.0},"v":1,"l":[1]},{"a":1,"b":"\\"\\n","n":{"c":1e15},"v":2},{"a":2,"b":"","n":{"c":0.5},"v":3}]`,
    `[{"a":1,"b":"é😀","n":{"c":1.0},"v":9,"l":[1,2]}]`,
  ),
  caseOf(
    'case 120: upsert with hard delete',
    'hashed',
    { ...upsert, columns: goneFlag },
    `[{"id":1,"gone":true,"l":[1]},{"id":2,"gone":false,"l":[2]},{"id":3,"gone":null}]`,
    `[{"id":2,"gone":true,"l":[2]},{"id":3,"gone":false,"l":[3]}]`,
    `[{"id":1,"gone":true},{"id":2,"gone":false,"l":[4]}]`,
  ),
  caseOf(
    'upsert with hard delete by a moment',
    'hashed',
    { ...upsert, columns: { d: { hard_delete: true, data_type: 'timestamp' } } },
    `[{"id":1,"l":[1]},{"id":2,"l":[2]}]`,
    `[{"id":1,"d":"2024-01-01T00:00:00Z"}]`,
  ),
  caseOf(
    'upsert with a new column and a new child',
    'hashed',
    upsert,
    `[{"id":1,"v":1}]`,
    `[{"id":1,"v":2,"w":"x","l":[1]}]`,
  ),
  caseOf('upsert again without a word on the strategy', 'hashed', upsert, `[{"id":1,"v":1,"l":[1]}]`, {
    rows: `[{"id":1,"v":2,"l":[3,4]}]`,
    write_disposition: 'merge',
  }),
  caseOf(
    'case 129: from append to upsert',
    'hashed',
    upsert,
    { rows: `[{"_dlt_id":"x","id":1,"v":1}]`, write_disposition: 'append' },
    `[{"id":1,"v":2},{"id":2,"v":3}]`,
  ),
];

const insertOnlys: readonly DispositionCase[] = [
  caseOf(
    'case 121: insert-only, with nested rows',
    'hashed',
    insertOnly,
    `[{"id":1,"v":"a","l":[1]}]`,
    `[{"id":1,"v":"a2","l":[9,10]},{"id":3,"v":"c"}]`,
    `[{"id":3,"v":"c2","l":[{"x":1}]}]`,
  ),
  caseOf(
    'insert-only by two columns',
    'hashed',
    { ...insertOnly, primary_key: ['a', 'b'] },
    `[{"a":1,"b":1,"v":1},{"a":1,"b":2,"v":2}]`,
    `[{"a":1,"b":2,"v":3},{"a":2,"b":2,"v":4}]`,
  ),
  caseOf(
    'insert-only with hard delete',
    'hashed',
    { ...insertOnly, columns: goneFlag },
    `[{"id":1,"v":1,"gone":false,"l":[1]},{"id":2,"v":2,"gone":true}]`,
    `[{"id":1,"v":3,"gone":true},{"id":3,"v":3,"gone":null}]`,
  ),
];

const versions: readonly DispositionCase[] = [
  caseOf(
    'case 122: scd2, with nested rows',
    'hashed',
    {},
    at(`[{"id":1,"v":"a","l":[1]},{"id":2,"v":"b"}]`, '2024-01-01'),
    at(`[{"id":1,"v":"a2","l":[1,2]},{"id":3,"v":"c"}]`, '2024-02-01T00:00:00+02:00'),
  ),
  caseOf(
    'scd2 three levels deep',
    'hashed',
    {},
    at(`[{"id":1,"l":[{"m":[1,2],"k":{"n":1.50}}]}]`, '2024-01-01'),
    at(`[{"id":1,"l":[{"m":[1],"k":{"n":1.50}}]}]`, '2024-02-01T10:20:30.123456Z'),
  ),
  caseOf(
    'case 123: scd2 with a natural key and a moment for what is valid',
    'hashed',
    { merge_key: 'id' },
    at(`[{"id":1,"v":"a"},{"id":2,"v":"b"}]`, '2024-01-01', { scd2: { active_record_timestamp: '9999-12-31' } }),
    at(`[{"id":1,"v":"a2"}]`, '2024-02-01', { scd2: { active_record_timestamp: '9999-12-31' } }),
  ),
  caseOf(
    'scd2 with a natural key of two columns',
    'hashed',
    { merge_key: ['a', 'b'] },
    at(`[{"a":1,"b":"x","v":1},{"a":1,"b":"y","v":1},{"a":2,"b":"x","v":1}]`, '2024-01-01'),
    at(`[{"a":1,"b":"y","v":2},{"a":3,"b":"x","v":1}]`, '2024-02-01'),
  ),
  caseOf(
    'case 124: scd2, gone and back again',
    'hashed',
    {},
    at(`[{"id":1,"v":"a","l":[1]},{"id":2,"v":"b"}]`, '2024-01-01'),
    at(`[{"id":2,"v":"b"}]`, '2024-02-01'),
    at(`[{"id":1,"v":"a","l":[1]},{"id":2,"v":"b"}]`, '2024-03-01'),
  ),
  caseOf(
    'case 124: scd2, the same row twice in a load',
    'hashed',
    {},
    at(`[{"id":1,"v":"a"},{"id":1,"v":"a"},{"id":2,"v":"b"}]`, '2024-01-01'),
    at(`[{"id":1,"v":"a"}]`, '2024-02-01'),
  ),
  caseOf(
    'case 125: scd2 with columns of other names and its own versions',
    'random',
    {},
    at(`[{"id":1,"v":"a","H":"x"},{"id":2,"v":"b","H":"y"}]`, '2024-01-01', { scd2: ownColumns() }),
    at(`[{"id":1,"v":"a2","H":"x2"},{"id":2,"v":"not taken","H":"y"}]`, '2024-02-01', { scd2: ownColumns() }),
  ),
  caseOf(
    'scd2: what a row is hashed by',
    'hashed',
    {},
    at(
      `[{"id":1.0,"é":"ü","Some Key":[{"b":[],"a":{}}],"n":null,"_dlt_x":5,"big":9007199254740993,"e":1e-7,"f":1.234567890123456e15}]`,
      '2024-01-01',
    ),
  ),
  caseOf(
    'scd2 with a primary key and typed columns',
    'hashed',
    { primary_key: 'id', columns: { v: { data_type: 'double' } } },
    at(`[{"id":1,"v":1,"w":"x"}]`, '2024-01-01'),
    at(`[{"id":1,"v":2,"w":"x"}]`, '2024-02-01'),
  ),
  caseOf('scd2 again without a word on the strategy', 'hashed', {}, at(`[{"id":1,"v":"a"}]`, '2024-01-01'), {
    rows: `[{"id":1,"v":"b"}]`,
    write_disposition: 'merge',
  }),
  caseOf(
    'from delete-insert to scd2',
    'hashed',
    {},
    { rows: `[{"_dlt_id":"x","id":1,"v":"a"}]`, write_disposition: 'merge', primary_key: 'id' },
    at(`[{"id":1,"v":"b"}]`, '2024-01-01'),
  ),
];

function ownColumns(): object {
  return { validity_column_names: ['vf', 'Valid To'], row_version_column_name: 'H' };
}

/** Upsert, insert-only and scd2. */
export const strategyCases: readonly DispositionCase[] = [...upserts, ...insertOnlys, ...versions];
