import { expect, test } from 'vitest';
import { loadPackage, loadRows, packageOf, rowsOf, withClient } from '../duckdb/loaded-rows.test.ts';
import { newWorld, server } from './world.test.ts';

const hints = { writeDisposition: 'merge', merge: { strategy: 'scd2' } } as const;
const before = { id: 0, v: 'before', l: [0] };
const twice = { id: 1, v: 'a', l: [1] };

test('case 124: scd2 with the same row twice in a load, and rows nested in it, is told, and nothing changes', async () => {
  const world = await newWorld(server());
  await loadRows(world, { hints, rows: [before] });
  const sealed = await packageOf(world, { hints, rows: [before, twice, twice] });
  await withClient(world, async (client) => {
    await expect(loadPackage(world, client, sealed)).rejects.toMatchObject({
      code: 'destination_refused',
      retryable: false,
      message: expect.stringContaining('the same row comes twice, and table t__l would have its _dlt_id twice'),
      hint: 'Let the source bring each row once, or load into a new dataset with create_indexes=false',
    });
  });
  expect(await rowsOf(world, 'select id, _dlt_valid_to is null from t')).toEqual(['0|true']);
  await loadRows(world, { hints, rows: [before, twice] });
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['0', '1']);
});

test('case 124: without UNIQUE, and without nested rows, both come in', async () => {
  const world = await newWorld(server(), { createIndexes: false });
  await loadRows(world, { hints, rows: [twice, twice] });
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['1', '1']);
  const flat = await newWorld(server());
  await loadRows(flat, { hints, rows: [{ id: 1 }, { id: 1 }] });
  expect(await rowsOf(flat, 'select id from t')).toEqual(['1', '1']);
});
