import type { Run } from './loading.ts';

/** Runs that load rows by one disposition, and then more rows. */
export interface DispositionCase {
  readonly name: string;
  /** Random ids differ from load to load; hashed ones are compared. */
  readonly ids: 'random' | 'hashed';
  readonly runs: readonly Run[];
}

type Hints = Omit<Run, 'rows'>;

/** @param runs rows, or rows with hints that count from this run on */
function caseOf(
  name: string,
  ids: DispositionCase['ids'],
  hints: Hints,
  ...runs: readonly (string | Run)[]
): DispositionCase {
  return { name, ids, runs: runs.map((run) => ({ ...hints, ...(typeof run === 'string' ? { rows: run } : run) })) };
}

const byId = { write_disposition: 'merge', primary_key: 'id' } as const;
const upsert = { write_disposition: { disposition: 'merge', strategy: 'upsert' }, primary_key: 'id' } as const;
const insertOnly = { write_disposition: { disposition: 'merge', strategy: 'insert-only' }, primary_key: 'id' } as const;
const scd2 = { disposition: 'merge', strategy: 'scd2' } as const;
const goneFlag = { gone: { hard_delete: true, data_type: 'bool' } } as const;

/** The same with another moment at which versions begin and end. */
function at(rows: string, boundary_timestamp: string, more: Partial<Run> & { scd2?: object } = {}): Run {
  const { scd2: options, ...hints } = more;
  return { rows, ...hints, write_disposition: { ...scd2, boundary_timestamp, ...options } };
}

const deleteInsert: readonly DispositionCase[] = [
  caseOf(
    'case 106: delete-insert by key, with nested rows',
    'random',
    byId,
    `[{"id":1,"v":"a","l":[1,2]},{"id":2,"v":"b"}]`,
    `[{"id":2,"v":"b2","l":[7]},{"id":3,"v":"c"}]`,
  ),
  caseOf(
    'case 106: the strategy said in words',
    'random',
    { ...byId, write_disposition: { disposition: 'merge', strategy: 'delete-insert' } },
    `[{"id":1,"v":"a"},{"id":2,"v":"b"}]`,
    `[{"id":2,"v":"b2"}]`,
  ),
  caseOf(
    'case 108: merge key',
    'random',
    { write_disposition: 'merge', merge_key: 'day' },
    `[{"id":1,"day":"d1","l":[1]},{"id":2,"day":"d1"},{"id":3,"day":"d2"}]`,
    `[{"id":9,"day":"d1","l":[9]},{"id":9,"day":"d1"}]`,
  ),
  caseOf(
    'case 108: merge key of two columns',
    'random',
    { write_disposition: 'merge', merge_key: ['a', 'b'] },
    `[{"id":1,"a":1,"b":1},{"id":2,"a":1,"b":2},{"id":3,"a":2,"b":1}]`,
    `[{"id":4,"a":1,"b":2},{"id":5,"a":1,"b":2}]`,
  ),
  caseOf(
    'case 109: primary key or merge key',
    'random',
    { ...byId, merge_key: 'day' },
    `[{"id":1,"day":"d1","l":[1]},{"id":2,"day":"d1"},{"id":3,"day":"d2","l":[3]}]`,
    `[{"id":3,"day":"d1","l":[4,5]}]`,
  ),
  caseOf(
    'case 110: key of two columns, with nested rows',
    'random',
    { write_disposition: 'merge', primary_key: ['a', 'b'] },
    `[{"a":1,"b":1,"v":1,"l":[1]},{"a":1,"b":2,"v":1,"l":[2]}]`,
    `[{"a":1,"b":2,"v":22,"l":[3,4]},{"a":2,"b":2,"v":3}]`,
  ),
  caseOf(
    'case 112: key on a flattened path',
    'random',
    { write_disposition: 'merge', primary_key: 'a__b' },
    `[{"a":{"b":1},"v":1},{"a":{"b":2},"v":2}]`,
    `[{"a":{"b":1},"v":3}]`,
  ),
  caseOf(
    'case 113: hard delete by a flag',
    'random',
    { ...byId, columns: goneFlag },
    `[{"id":1,"v":"a","gone":false,"l":[1]},{"id":2,"v":"b","gone":null},{"id":3,"v":"c","gone":false}]`,
    `[{"id":1,"gone":true},{"id":2,"v":"b2","gone":false},{"id":4,"v":"new","gone":true,"l":[4]}]`,
  ),
  caseOf(
    'case 114: hard delete by a moment',
    'random',
    { ...byId, columns: { deleted_at: { hard_delete: true, data_type: 'timestamp' } } },
    `[{"id":1},{"id":2}]`,
    `[{"id":1,"deleted_at":"2024-02-22T00:00:00Z"}]`,
  ),
  ...(['asc', 'desc'] as const).map((order) =>
    caseOf(
      `case 115: dedup_sort ${order}`,
      'random',
      { ...byId, columns: { ts: { dedup_sort: order } } },
      `[{"id":1,"ts":1,"l":[1]},{"id":1,"ts":3,"l":[3]},{"id":1,"ts":2,"l":[2]},{"id":2,"ts":5}]`,
      `[{"id":2,"ts":9},{"id":2,"ts":8}]`,
    ),
  ),
  caseOf(
    'case 115: dedup_sort, and the newest is deleted',
    'random',
    { ...byId, columns: { ts: { dedup_sort: 'desc' }, ...goneFlag } },
    `[{"id":1,"ts":1,"gone":false},{"id":1,"ts":3,"gone":true},{"id":1,"ts":2,"gone":false}]`,
  ),
  caseOf(
    'case 116: hard delete with a merge key only, and a child',
    'random',
    { write_disposition: 'merge', merge_key: 'id', columns: goneFlag },
    `[{"id":1,"gone":false,"l":[1]},{"id":2,"gone":true,"l":[2]}]`,
    `[{"id":1,"gone":true,"l":[3]}]`,
  ),
  caseOf(
    'case 117: declared to be without duplicates',
    'random',
    { ...byId, write_disposition: { disposition: 'merge', strategy: 'delete-insert', deduplicated: true } },
    `[{"id":1,"v":"a"},{"id":1,"v":"b"}]`,
  ),
  caseOf(
    'case 126: three levels deep',
    'random',
    byId,
    `[{"id":1,"l":[{"m":[1,2]}]}]`,
    `[{"id":1,"l":[{"m":[3]}]}]`,
  ),
  caseOf('case 127: children of a key that comes without them', 'random', byId, `[{"id":1,"l":[1]},{"id":2,"l":[2]}]`, `[{"id":1}]`),
  caseOf(
    'case 129: another primary key in the second run',
    'random',
    { write_disposition: 'merge' },
    { rows: `[{"a":1,"b":1},{"a":2,"b":2}]`, primary_key: 'a' },
    { rows: `[{"a":9,"b":2}]`, primary_key: 'b' },
  ),
];

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
  caseOf('upsert with a new column and a new child', 'hashed', upsert, `[{"id":1,"v":1}]`, `[{"id":1,"v":2,"w":"x","l":[1]}]`),
  caseOf(
    'upsert again without a word on the strategy',
    'hashed',
    upsert,
    `[{"id":1,"v":1,"l":[1]}]`,
    { rows: `[{"id":1,"v":2,"l":[3,4]}]`, write_disposition: 'merge' },
  ),
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
  caseOf(
    'scd2 again without a word on the strategy',
    'hashed',
    {},
    at(`[{"id":1,"v":"a"}]`, '2024-01-01'),
    { rows: `[{"id":1,"v":"b"}]`, write_disposition: 'merge' },
  ),
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

const others: readonly DispositionCase[] = [
  caseOf('case 100: append with a primary key keeps doubles', 'random', { primary_key: 'id' }, `[{"id":1},{"id":1}]`),
  caseOf(
    'case 94: rows that bring their own ids',
    'hashed',
    {},
    `[{"_dlt_id":"custom1","a":1,"l":[1,2]}]`,
  ),
  caseOf(
    'case 129: from merge to append, keys stay',
    'random',
    {},
    { rows: `[{"id":1}]`, ...byId },
    { rows: `[{"id":1}]`, write_disposition: 'append' },
  ),
  caseOf(
    'from append to replace to merge',
    'random',
    {},
    { rows: `[{"id":1,"v":1},{"id":1,"v":2}]`, write_disposition: 'append' },
    { rows: `[{"id":1,"v":3}]`, write_disposition: 'replace' },
    { rows: `[{"id":1,"v":4},{"id":2,"v":5}]`, ...byId },
  ),
];

/** What the tables of both sides must be equal for. */
export const dispositionCases: readonly DispositionCase[] = [
  ...deleteInsert,
  ...upserts,
  ...insertOnlys,
  ...versions,
  ...others,
];
