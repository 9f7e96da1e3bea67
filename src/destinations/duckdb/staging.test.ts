import { expect, test } from 'vitest';
import { loadRows, newWorld, rowsOf } from './loaded-rows.test.ts';

const replace = { writeDisposition: 'replace' } as const;
const upsert = { writeDisposition: 'merge', merge: { strategy: 'upsert' }, primaryKey: ['id'] } as const;

test('case 104: replace over several packages leaves staging empty', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: replace, rows: [{ id: 1 }], place: { first: true, last: false } });
  expect(await rowsOf(world, 'select id from ds_staging.t')).toEqual(['1']);
  await loadRows(world, { hints: replace, rows: [{ id: 2 }], place: { first: false, last: true } });
  expect(await rowsOf(world, 'select count(*) from ds_staging.t')).toEqual(['0']);
});

test('case 106: after a merge staging holds the rows of the last load', async () => {
  const world = await newWorld();
  const hints = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
  await loadRows(world, { hints, rows: [{ id: 1 }] }, { hints, rows: [{ id: 2 }, { id: 3 }] });
  expect(await rowsOf(world, 'select id from ds_staging.t')).toEqual(['2', '3']);
});

test('case 118: what tells rows of the same key apart is a column of staging only', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: upsert, rows: [{ id: 1, l: [1] }] });
  const columns = (schema: string) => rowsOf(world, `select column_name from (describe ${schema}.t__l)`);
  expect(await columns('ds')).not.toContain('sluice occurrence');
  expect(await columns('ds_staging')).toContain('sluice occurrence');
});
