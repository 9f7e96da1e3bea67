import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  databaseOf,
  isDltThere,
  loadWithDlt,
  loadWithSluice,
  runOf,
  type Outcomes,
  type Spec,
} from './both-engines.ts';
import { readDataset } from './dataset.ts';

type Hints = Readonly<Record<string, unknown>>;

interface Difference {
  readonly title: string;
  readonly name: string;
  readonly replace_strategy?: string;
  readonly runs: readonly (readonly [rows: string, hints?: Hints])[];
  /** What dlt says of the last run. */
  readonly fails: RegExp;
  /** What sluice loads: columns by their names and rows, without ids. */
  readonly tables: { readonly [table: string]: readonly [columns: string, ...rows: readonly string[]] };
}

const merge = { write_disposition: 'merge', primary_key: 'id' };
const optimized = { write_disposition: { disposition: 'replace', strategy: 'staging-optimized' } };

const differences: readonly Difference[] = [
  { title: 'case 31: an object as rows', name: 'd31', runs: [[`{"a":1}`]], fails: /./, tables: { t: ['a', '["1"]'] } },
  {
    title: 'case 35: a list under a blank key',
    name: 'd35',
    runs: [[`[{"":[1,2],"a":2}]`]],
    fails: /NOT NULL constraint failed: t._dlt_load_id/,
    tables: { t: ['a', '["2"]'], t___empty: ['value', '["1","0"]', '["2","1"]'] },
  },
  {
    title: 'case 53: a text after a timestamp that did not fit',
    name: 'd53',
    runs: [[`[{"v":1},{"v":"2024-01-01T00:00:00Z"},{"v":"abc"}]`]],
    fails: /Cannot coerce type `text` to `timestamp`/,
    tables: { t: ['v,v__v_text', '["1",null]', '[null,"2024-01-01T00:00:00Z"]', '[null,"abc"]'] },
  },
  {
    title: 'case 69: 2^63',
    name: 'd69',
    runs: [[`[{"v":9223372036854775808}]`]],
    fails: /out of range/,
    tables: { t: ['v', '["9223372036854775808"]'] },
  },
  {
    title: 'case 71: 1e20 among integers',
    name: 'd71',
    runs: [[`[{"v":1},{"v":1e20}]`]],
    fails: /out of range/,
    tables: { t: ['v,v__v_double', '["1",null]', '[null,100000000000000000000]'] },
  },
  {
    title: 'case 73: 1e30 in a decimal',
    name: 'd73',
    runs: [[`[{"v":"1e30"}]`, { columns: { v: { data_type: 'decimal' } } }]],
    fails: /Could not cast value/,
    tables: { t: ['v,v__v_text', '[null,"1e30"]'] },
  },
  {
    title: 'case 84: nan in a double',
    name: 'd84',
    runs: [[`[{"v":"nan"}]`, { columns: { v: { data_type: 'double' } } }]],
    fails: /"nan" was not found/,
    tables: { t: ['v,v__v_text', '[null,"nan"]'] },
  },
  {
    title: 'case 88: NUL in a text',
    name: 'd88a',
    runs: [[`[{"v":"a\\u0000b"}]`]],
    fails: /unterminated quoted string/,
    tables: { t: ['v', String.raw`["a\u0000b"]`] },
  },
  {
    title: 'case 88: half a pair',
    name: 'd88b',
    runs: [[`[{"v":"a\\ud800b"}]`]],
    fails: /surrogates not allowed/,
    tables: { t: ['v', '["a\ufffdb"]'] },
  },
  {
    title: 'case 96: a nested row with an id of its own',
    name: 'd96',
    runs: [[`[{"id":1,"l":[{"_dlt_id":"c1","a":1},{"a":2}]}]`]],
    fails: /NOT NULL constraint failed: t__l._dlt_parent_id/,
    tables: { t: ['id', '["1"]'], t__l: ['a', '["1","0"]', '["2","1"]'] },
  },
  {
    title: 'case 104: staging-optimized on DuckDB',
    name: 'd104',
    replace_strategy: 'staging-optimized',
    runs: [
      [`[{"id":1,"l":[1]}]`, optimized],
      [`[{"id":2,"l":[2]}]`, optimized],
    ],
    fails: /./,
    tables: { t: ['id', '["2"]'], t__l: ['value', '["2","0"]'] },
  },
  {
    title: 'case 150: deleted rows are marked by a column with a reserved name',
    name: 'd150',
    runs: [
      [
        `[{"id":1,"order":false,"l":[1]},{"id":2,"order":true,"l":[2]}]`,
        { ...merge, columns: { order: { data_type: 'bool', hard_delete: true } } },
      ],
    ],
    fails: /syntax error/,
    tables: { t: ['order,id', '[false,"1"]'], t__l: ['value', '["1","0"]'] },
  },
];

const specs = differences.map(({ fails: _fails, tables: _tables, runs, ...spec }): Spec => ({
  ...spec,
  runs: runs.map(([rows, hints]) => runOf(rows, hints)),
}));

describe.skipIf(!isDltThere)('what dlt 1.26.0 cannot load, and sluice can', () => {
  const [theirs = '', ours = ''] = ['dlt', 'sluice'].map((name) => mkdtempSync(join(tmpdir(), `sluice-more-${name}-`)));
  let outcomes: { readonly theirs: Outcomes; readonly ours: Outcomes };

  beforeAll(async () => {
    outcomes = { theirs: await loadWithDlt(theirs, specs), ours: await loadWithSluice(ours, specs) };
  }, 300_000);

  afterAll(() => {
    for (const folder of [theirs, ours]) rmSync(folder, { recursive: true, force: true });
  });

  test.each(differences.map((difference, index) => ({ ...difference, index })))(
    '$title',
    async ({ fails, tables, index }) => {
      expect(outcomes.theirs[index]?.at(-1)).toMatch(fails);
      expect(outcomes.ours[index]).toEqual(differences[index]?.runs.map(() => null));
      const spec = specs[index];
      const found = spec === undefined ? undefined : (await readDataset(databaseOf(ours, spec), 'ds')).tables;
      const shown = Object.entries(found ?? {}).filter(([name]) => !name.startsWith('_dlt_'));
      expect(Object.fromEntries(shown.map(([name, table]) => [name, [namesIn(table.columns), ...table.rows]]))).toEqual(
        tables,
      );
    },
  );
});

/** The names of columns, without those of the bookkeeping. */
function namesIn(columns: readonly string[]): string {
  return columns
    .map((column) => column.split(' ', 1).join())
    .filter((name) => !name.startsWith('_dlt_'))
    .join();
}
