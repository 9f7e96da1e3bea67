import { caseOf, goneFlag, type DispositionCase } from './case-of.ts';
import { strategyCases } from './strategy-cases.ts';

const byId = { write_disposition: 'merge', primary_key: 'id' } as const;

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
  caseOf('case 126: three levels deep', 'random', byId, `[{"id":1,"l":[{"m":[1,2]}]}]`, `[{"id":1,"l":[{"m":[3]}]}]`),
  caseOf(
    'case 127: children of a key that comes without them',
    'random',
    byId,
    `[{"id":1,"l":[1]},{"id":2,"l":[2]}]`,
    `[{"id":1}]`,
  ),
  caseOf(
    'case 129: another primary key in the second run',
    'random',
    { write_disposition: 'merge' },
    { rows: `[{"a":1,"b":1},{"a":2,"b":2}]`, primary_key: 'a' },
    { rows: `[{"a":9,"b":2}]`, primary_key: 'b' },
  ),
];

const others: readonly DispositionCase[] = [
  caseOf('case 100: append with a primary key keeps doubles', 'random', { primary_key: 'id' }, `[{"id":1},{"id":1}]`),
  caseOf('case 148: a column that comes late', 'random', {}, `[{"id":1},{"id":2},{"id":3},{"id":4,"n":1}]`),
  caseOf('case 94: rows that bring their own ids', 'hashed', {}, `[{"_dlt_id":"custom1","a":1,"l":[1,2]}]`),
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
export const dispositionCases: readonly DispositionCase[] = [...deleteInsert, ...strategyCases, ...others];
