/** What is beyond dlt, for resources whose rows choose their tables and for columns whose name prefers a type. */
import { expect, test } from 'vitest';
import type { Row } from '../core/value.ts';
import type { TableHints } from '../schema/table.ts';
import type { RootResource } from '../sources/source.ts';
import { everyPage, listsOf, newShop, rowsOf, sourceOf } from './shop.test.ts';

function chosen(hints: TableHints, pages: readonly (readonly Row[])[], key = 'kind'): RootResource {
  // A key without a text is no name, which is told.
  return { ...listsOf('things', hints, pages), table: (row) => row[key] as string };
}

const typesOf = (column: string): string =>
  `select table_name, data_type from information_schema.columns where table_schema = 'shop_dataset' and column_name = '${column}' order by table_name`;

test.each([{}, everyPage])('widen, JSON and null columns hold for each table that rows choose: %o', async (limits) => {
  const shop = await newShop();
  const pipeline = shop.pipelineOn('a', { limits });
  const hints: TableHints = { typeConflicts: 'widen', nullColumns: 'keep', jsonColumns: ['raw', 'l.raw'] };
  const pages: readonly (readonly Row[])[] = [
    [
      { kind: 'a', v: 1, n: null, raw: [1], l: [{ raw: { x: 1 } }] },
      { kind: 'b', v: 1, n: 1 },
    ],
    [
      { kind: 'a', v: 1.5, n: true, raw: 'text', l: [{ raw: 2 }] },
      { kind: 'b', v: 'x', n: null },
    ],
  ];
  await pipeline.run(sourceOf(chosen(hints, pages)));
  expect(await rowsOf(pipeline, typesOf('v'))).toEqual(['a|DECIMAL(38,18)', 'b|VARCHAR']);
  expect(await rowsOf(pipeline, typesOf('n'))).toEqual(['a|BOOLEAN', 'b|BIGINT']);
  expect(await rowsOf(pipeline, typesOf('raw'))).toEqual(['a__l|JSON', 'a|JSON']);
  expect(await rowsOf(pipeline, 'select v from b order by v')).toEqual(['1', 'x']);
  await pipeline.run(sourceOf(chosen(hints, [[{ kind: 'a', v: 'y' }]])));
  expect(await rowsOf(pipeline, 'select v from a order by v')).toEqual(['1', '1.5', 'y']);
});

test('what is hidden is in no name of a table: the code that chooses sees what may be seen', async () => {
  const shop = await newShop();
  const pipeline = shop.pipelineOn('a');
  const rows = [[{ id: 1, kind: 'secret', v: 'open' }]];
  const mask = [{ path: 'kind', kind: 'text', text: 'masked' } as const, { path: 'v', kind: 'null' } as const];
  await pipeline.run(sourceOf(chosen({ visibility: { mask } }, rows)));
  expect(await rowsOf(pipeline, 'select id, kind from masked')).toEqual(['1|masked']);
  const excluding = sourceOf(chosen({ visibility: { exclude: ['kind'] } }, rows));
  const refused = expect.objectContaining({ code: 'step_failed', message: expect.not.stringContaining('secret') });
  await expect(shop.pipelineOn('b').run(excluding)).rejects.toEqual(refused);
});

test('an empty table is refused before anything is asked for where rows choose their tables', async () => {
  const shop = await newShop();
  const asked: number[] = [];
  const listed = listsOf('things', { emptyTable: 'create' }, [[{ id: 1 }]], (number) => asked.push(number));
  const source = sourceOf({ ...listed, table: () => 'a' });
  const refused = { code: 'config_invalid', message: expect.stringContaining('"things"') as string };
  await expect(shop.pipelineOn('a').run(source)).rejects.toMatchObject(refused);
  await expect(shop.pipelineOn('a').plan(source)).rejects.toMatchObject(refused);
  expect(asked).toEqual([]);
});

test('a type that a name prefers is kept: nulls begin with it, and what does not fit goes to a variant', async () => {
  const shop = await newShop();
  const pipeline = shop.pipelineOn('a');
  const hints: TableHints = { typeConflicts: 'widen', nullColumns: 'keep' };
  const seconds = Math.trunc(Date.now() / 1000);
  const pages = [[{ at: null, seen: seconds }], [{ at: seconds }], [{ at: 'never', seen: 1.5 }]];
  const schema = { preferredTypes: { 're:^at$': 'timestamp' }, detections: ['timestamp'] } as const;
  await pipeline.run({ ...sourceOf(listsOf('t', hints, pages)), schema });
  expect(await rowsOf(pipeline, typesOf('at'))).toEqual(['t|TIMESTAMP WITH TIME ZONE']);
  // What is only detected must give every value back.
  expect(await rowsOf(pipeline, typesOf('seen'))).toEqual(['t|DECIMAL(38,18)']);
  const rows = await rowsOf(pipeline, 'select epoch("at")::bigint, at__v_text from t order by 1, 2');
  expect(rows).toEqual(['-|-', '-|never', `${seconds}|-`]);
});
