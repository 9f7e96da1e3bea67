import { expect, test } from 'vitest';
import type { Row } from '../core/value.ts';
import type { TableHints } from '../schema/table.ts';
import { everyPage, listsOf, newShop, rowsOf, sourceOf } from './shop.test.ts';

const rows = (hints: TableHints, ...lists: readonly (readonly Row[])[]) => sourceOf(listsOf('orders', hints, lists));

test.each([
  ['one package', {}],
  ['a package for every page', { limits: everyPage }],
])('case 103: replacing with nothing empties the table, also one that rows were added to, %s', async (_name, parts) => {
  const shop = await newShop();
  const pipeline = shop.pipelineOn('a', parts);
  await pipeline.run(rows({ writeDisposition: 'append' }, [{ id: 1, l: [1] }], [{ id: 2 }]));
  await pipeline.run(rows({ writeDisposition: 'replace' }));
  expect(await rowsOf(pipeline, 'select count(*) from orders')).toEqual(['0']);
  expect(await rowsOf(pipeline, 'select count(*) from orders__l')).toEqual(['0']);
  await pipeline.run(rows({ writeDisposition: 'replace' }, [{ id: 3 }], [{ id: 4 }]));
  expect(await rowsOf(pipeline, 'select id from orders')).toEqual(['3', '4']);
});

test.each<[string, TableHints, string]>([
  ['case 105', { writeDisposition: 'merge' }, 'key_missing'],
  ['case 119', { writeDisposition: 'merge', merge: { strategy: 'upsert' }, mergeKey: ['id'] }, 'key_missing'],
  ['case 131', { writeDisposition: 'skip' }, 'config_invalid'],
])('%s: what cannot be loaded is refused before anything is asked for, and by the plan', async (_case, hints, code) => {
  const shop = await newShop();
  const asked: number[] = [];
  const source = sourceOf(listsOf('orders', hints, [[{ id: 1 }]], (number) => asked.push(number)));
  await expect(shop.pipelineOn('a').run(source)).rejects.toMatchObject({ code });
  await expect(shop.pipelineOn('a').plan(source)).rejects.toMatchObject({ code });
  expect(asked).toEqual([]);
});

test('a key of an earlier run is a key', async () => {
  const shop = await newShop();
  await shop.pipelineOn('a').run(rows({ writeDisposition: 'merge', primaryKey: ['id'] }, [{ id: 1, v: 1 }]));
  await shop.pipelineOn('a').run(rows({ writeDisposition: 'merge' }, [{ id: 1, v: 2 }]));
  expect(await rowsOf(shop.pipelineOn('a'), 'select id, v from orders')).toEqual(['1|2']);
});

test('scd2: a run that stops in the middle ends no version; going on, it ends those that never came', async () => {
  const shop = await newShop();
  const hints: TableHints = { writeDisposition: 'merge', merge: { strategy: 'scd2' } };
  const pipeline = shop.pipelineOn('a', { limits: everyPage });
  const active = 'select id, v from orders where _dlt_valid_to is null';
  await pipeline.run(rows(hints, [{ id: 1, v: 1 }], [{ id: 2, v: 1 }], [{ id: 3, v: 1 }]));
  const lists = [[{ id: 1, v: 2 }], [{ id: 2, v: 1 }]];
  let isBroken = true;
  const next = sourceOf(
    listsOf('orders', hints, lists, (number) => {
      if (number === 1 && isBroken) throw new Error('gone');
    }),
  );
  await expect(pipeline.run(next)).rejects.toThrow();
  expect(await rowsOf(pipeline, active)).toEqual(['1|1', '2|1', '3|1']);
  isBroken = false;
  expect(await pipeline.run(next)).toMatchObject({ outcome: 'done', resumed: true });
  expect(await rowsOf(pipeline, active)).toEqual(['1|2', '2|1']);
  const boundaries = 'select count(distinct _dlt_valid_to) from orders where _dlt_valid_to is not null';
  expect(await rowsOf(pipeline, boundaries)).toEqual(['1']);
  const joints = 'select count(*) from orders o join orders n on o._dlt_valid_to = n._dlt_valid_from and o.id = n.id';
  expect(await rowsOf(pipeline, joints)).toEqual(['1']);
});
