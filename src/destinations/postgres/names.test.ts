import { expect, test } from 'vitest';
import { loadRows, query, rowsOf, targetOf } from '../duckdb/loaded-rows.test.ts';
import { postgresDialect } from './dialect.ts';
import { postgres } from './index.ts';
import { newWorld, server } from './world.test.ts';

const merge = { writeDisposition: 'merge', primaryKey: ['id'] } as const;

test('words that SQL reserves, and names in every spelling, are names', async () => {
  const world = await newWorld(server(), { dataset: 'Order "by" ds' });
  const row = {
    id: 1,
    select: 2,
    user: 'u',
    order: true,
    ctid: 'c',
    xmin: 'x',
    tableoid: 't',
    'a b': 3,
    l: [{ from: 1, table: 2 }],
  };
  const system = Object.keys(row).filter((name) => ['ctid', 'xmin', 'tableoid'].includes(name));
  // Columns that every table has cannot be made a second time; the server says which.
  await expect(loadRows(world, { rows: [row] })).rejects.toMatchObject({
    code: 'destination_refused',
    message: expect.stringMatching(
      new RegExp(`column name "(${system.join('|')})" conflicts with a system column name`),
    ),
  });
  const { ctid: _ctid, xmin: _xmin, tableoid: _tableoid, ...fit } = row;
  await loadRows(
    world,
    { table: 'user', hints: merge, rows: [fit] },
    { table: 'user', hints: merge, rows: [{ ...fit, user: 'v' }] },
  );
  expect(await rowsOf(world, 'select "select", "user", "order", a_b from "user"')).toEqual(['2|v|true|3']);
  expect(await rowsOf(world, 'select "from", "table" from user__l')).toEqual(['1|2']);
});

test('S5: hostile names and values stay names and values', async () => {
  await server().query('create schema canary; create table canary.lives(i int)');
  const world = await newWorld(server(), { dataset: 'ds"; drop schema canary cascade; --' });
  const nasty = `'; drop schema canary cascade; -- "\\ $$ $1 \n \u2019`;
  const row = { id: 1, [nasty]: nasty, l: [{ v: nasty }] };
  await loadRows(world, { hints: merge, rows: [row] }, { hints: merge, rows: [row] });
  expect(await server().query('select count(*) from canary.lives')).toEqual([['0']]);
  expect((await query(world, 'select v from t__l')).rows).toEqual([[nasty]]);
});

test('names that the server would cut are refused, counted in bytes', async () => {
  expect(postgresDialect.quote('é'.repeat(31))).toBe(`"${'é'.repeat(31)}"`);
  expect(() => postgresDialect.quote('é'.repeat(32))).toThrow(expect.objectContaining({ code: 'schema_conflict' }));
  const world = await newWorld(server());
  // With `_staging` it would be cut to the dataset itself.
  const dataset = 'd'.repeat(63);
  const long = { ...world, destination: postgres(server().url), target: targetOf(world.folder, dataset) };
  await expect(loadRows(long, { hints: merge, rows: [{ id: 1 }] })).rejects.toMatchObject({
    code: 'schema_conflict',
    hint: expect.stringContaining('_staging'),
  });
  expect(await server().query(`select count(*) from pg_namespace where nspname = '${dataset}'`)).toEqual([['0']]);
});

test('F3.10: a table of more columns than a table can have is refused, and nothing of it is there', async () => {
  const world = await newWorld(server());
  const wide = Object.fromEntries(Array.from({ length: 1650 }, (_, index) => [`c${index}`, index]));
  await expect(loadRows(world, { rows: [wide] })).rejects.toMatchObject({
    code: 'column_limit',
    hint: expect.stringContaining('max_table_nesting'),
  });
  expect(await world.destination.read(world.target)).toBe(undefined);
});

test('case 128: from append to merge with children is refused, and nothing changes', async () => {
  const world = await newWorld(server());
  await loadRows(world, { rows: [{ id: 1, l: [1] }] });
  await expect(loadRows(world, { hints: merge, rows: [{ id: 1, l: [2] }] })).rejects.toMatchObject({
    code: 'schema_conflict',
  });
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['1']);
});

test('case 119: of rows with one key in one load the last one stays, also in staging that has no constraint', async () => {
  const world = await newWorld(server());
  const upsert = { writeDisposition: 'merge', merge: { strategy: 'upsert' }, primaryKey: ['id'] } as const;
  const rows = [
    { id: 1, v: 'a', l: [1, 2] },
    { id: 1, v: 'b', l: [3] },
  ];
  await loadRows(world, { hints: upsert, rows }, { hints: upsert, rows });
  expect(await rowsOf(world, 'select id, v from t')).toEqual(['1|b']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['3']);
});
