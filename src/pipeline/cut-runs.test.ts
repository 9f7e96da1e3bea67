import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../core/value.ts';
import type { TableHints } from '../schema/table.ts';
import { everyPage, listsOf, newShop, rowsOf, sourceOf } from './shop.test.ts';

const gone = [{ name: 'gone', hardDelete: true, dataType: 'bool' }] as const;
const by = (hints: TableHints): TableHints => ({ writeDisposition: 'merge', ...hints });

const dispositions: readonly (readonly [name: string, hints: TableHints])[] = [
  ['replace', { writeDisposition: 'replace' }],
  ['delete-insert by primary key', by({ primaryKey: ['id'], columns: gone })],
  ['delete-insert by merge key', by({ mergeKey: ['day'], columns: gone })],
  ['delete-insert by both', by({ primaryKey: ['id'], mergeKey: ['day'] })],
  ['delete-insert by two columns', by({ primaryKey: ['id', 'day'] })],
  ['dedup_sort', by({ primaryKey: ['id'], columns: [...gone, { name: 'v', dedupSort: 'desc' }] })],
  ['without duplicates', by({ primaryKey: ['id'], merge: { deduplicated: true } })],
  ['upsert', by({ primaryKey: ['id'], merge: { strategy: 'upsert' } })],
  ['upsert with deletions', by({ primaryKey: ['id'], merge: { strategy: 'upsert' }, columns: gone })],
  ['insert-only', by({ primaryKey: ['id', 'day'], merge: { strategy: 'insert-only' }, columns: gone })],
  ['scd2', by({ merge: { strategy: 'scd2', history: { boundaryTimestamp: '2024-01-01' } } })],
  ['scd2 by key', by({ mergeKey: ['id'], merge: { strategy: 'scd2', history: { boundaryTimestamp: '2024-01-01' } } })],
];

const row: fc.Arbitrary<Row> = fc.record({
  id: fc.nat(2),
  day: fc.constantFrom('d1', 'd2'),
  v: fc.nat(3),
  gone: fc.boolean(),
  l: fc.array(fc.record({ n: fc.nat(9), m: fc.array(fc.nat(9), { maxLength: 2 }) }), { maxLength: 3 }),
});
/** The first row teaches all columns and tables, so that their order is the same however the run is cut. */
const teacher: Row = { id: 9, day: 'd9', v: 9, gone: false, l: [{ n: 0, m: [0] }] };
const runs = fc.array(fc.array(row, { maxLength: 5 }), { minLength: 1, maxLength: 2 });

const trees = `select r.id, r.day, r.v, r.gone, c.n, c._dlt_list_idx, g.value, g._dlt_list_idx
  from rows r left join rows__l c on c._dlt_parent_id = r._dlt_id left join rows__l__m g on g._dlt_parent_id = c._dlt_id`;
const counts = `select (select count(*) from rows), (select count(*) from rows__l), (select count(*) from rows__l__m)`;

/** What a pipeline makes of the runs, ids left out: each row with all that hangs on it. */
async function loaded(hints: TableHints, lists: readonly (readonly Row[])[], isCut: boolean): Promise<unknown> {
  const shop = await newShop();
  const pipeline = shop.pipelineOn('a', isCut ? { limits: everyPage } : {});
  for (const rows of lists) {
    const report = await pipeline.run(sourceOf(listsOf('rows', hints, isCut ? rows.map((one) => [one]) : [rows])));
    if (isCut) expect(report.loadIds.length).toBeGreaterThanOrEqual(rows.length);
  }
  const hasHistory = hints.merge?.strategy === 'scd2';
  const history = hasHistory ? await rowsOf(pipeline, 'select id, v, _dlt_valid_from, _dlt_valid_to from rows') : [];
  return [await rowsOf(pipeline, trees), await rowsOf(pipeline, counts), history];
}

test.each(dispositions)(
  'a run gives the same tables however it is cut: %s',
  { timeout: 120_000 },
  async (_name, hints) => {
    await fc.assert(
      fc.asyncProperty(runs, async (lists) => {
        const taught = lists.map((rows, index) => (index === 0 ? [teacher, ...rows] : rows));
        expect(await loaded(hints, taught, true)).toEqual(await loaded(hints, taught, false));
      }),
      { numRuns: 3 },
    );
  },
);
