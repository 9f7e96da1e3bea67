import { expect, test } from 'vitest';
import { keepDeadRows } from './checkpoint.ts';
import { closeDatabase, openDatabase } from './session.ts';
import { loadRows, newWorld } from './loaded-rows.test.ts';

const merge = { writeDisposition: 'merge', primaryKey: ['id'] } as const;

/** Runs statements and leaves dead rows where they are; then how many rows `ds.t` has, and how many places for them. */
async function byHand(path: string, ...statements: readonly string[]): Promise<readonly unknown[]> {
  const open = await openDatabase(path, {});
  try {
    for (const statement of [keepDeadRows, ...statements]) await open.connection.run(statement);
    const result = await open.connection.run(
      "select (select count(*) from ds.t)::int, estimated_size::int from duckdb_tables() where table_name = 't'",
    );
    return (await result.getRowsJson())[0] ?? [];
  } finally {
    closeDatabase(open);
  }
}

/** Four row groups and more of one load. */
const many = "insert into ds.t (id, _dlt_load_id, _dlt_id) select i, '1', 'x' || i from range(1000, 501000) r(i)";

test('rows that a merge replaced are cleared away when they are a third of the table, not sooner', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: merge, rows: [{ id: 1 }] });
  await byHand(world.path, many, 'checkpoint', 'delete from ds.t where id % 10 = 0');
  await loadRows(world, { hints: merge, rows: [{ id: 1 }] });
  const [few, places] = await byHand(world.path);
  expect(few).toBe(450_001);
  expect(places).toBeGreaterThanOrEqual(500_001);
  await byHand(world.path, 'delete from ds.t where id % 10 in (1, 2, 3) and id > 1');
  await loadRows(world, { hints: merge, rows: [{ id: 1 }] });
  const [left, placesLeft] = await byHand(world.path);
  expect(left).toBe(300_001);
  expect(placesLeft).toBeLessThan(400_000);
});

test('a load that only adds rows writes none of those that are there again', async () => {
  const world = await newWorld();
  await loadRows(world, { rows: [{ id: 1 }] });
  await byHand(world.path, many, 'checkpoint', 'delete from ds.t where id > 1000 and id % 2 = 0');
  await loadRows(world, { rows: [{ id: 1 }] });
  const [left, places] = await byHand(world.path);
  expect(left).toBeLessThan(250_010);
  expect(places).toBeGreaterThanOrEqual(500_001);
});
