import { expect, test } from 'vitest';
import { loadRows, query, rowsOf, targetOf, type World } from '../duckdb/loaded-rows.test.ts';
import { postgres } from './index.ts';
import { newWorld, server } from './world.test.ts';

async function loaded(): Promise<World> {
  const world = await newWorld(server());
  await loadRows(world, {
    rows: [
      { id: 1, big: 9_007_199_254_740_993n, at: '2024-01-02T03:04:05.5Z', d: '2024-01-02', ok: true, n: 0.1, l: [1] },
    ],
    state: { resources: { r: { values: { cursor: 'a' } } } },
  });
  return world;
}

test('read() gives nothing where nothing was loaded', async () => {
  expect(await postgres(server().url).read(targetOf('/tmp', 'nothing_here'))).toBe(undefined);
});

test('tables() and restore() say what is there', async () => {
  const world = await loaded();
  const reader = await world.destination.read(world.target);
  try {
    const tables = await reader?.tables();
    expect(tables?.find(({ name }) => name === 't__l')).toMatchObject({
      rowCount: 1n,
      columns: expect.arrayContaining([{ name: 'value', type: 'bigint' }]),
    });
    expect(await reader?.restore()).toMatchObject({
      stateVersion: 1,
      state: { resources: { r: { values: { cursor: 'a' } } } },
    });
  } finally {
    await reader?.close();
  }
});

test('values are numbers where a number is exact, and text where it is not', async () => {
  const world = await loaded();
  const { columns, rows } = await query(
    world,
    "select id, 9007199254740993::bigint as big, 1.50::numeric as exact, at, ok, n, 'NaN'::float8 as nan from t",
  );
  expect(columns).toEqual(['id', 'big', 'exact', 'at', 'ok', 'n', 'nan']);
  expect(rows).toEqual([[1, '9007199254740993', '1.50', '2024-01-02T03:04:05.5Z', true, 0.1, 'NaN']]);
});

test('a query gets as many rows as it may, and is told when there are more', async () => {
  const world = await loaded();
  const reader = await world.destination.read(world.target);
  try {
    const limits = { maxRows: 3, timeoutMs: 10_000 };
    const cut = await reader?.query('select generate_series(1, 1000000000) as i;', limits);
    expect(cut).toEqual({ columns: ['i'], rows: [[1], [2], [3]], truncated: true });
    expect(await reader?.query('values (1), (2), (3) -- all', limits)).toMatchObject({ truncated: false });
    expect((await reader?.query('explain select 1', limits))?.columns).toEqual(['QUERY PLAN']);
    await expect(reader?.query('select pg_sleep(20)', { maxRows: 1, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'query_failed',
      message: 'Cannot run the query: it took longer than 200 ms',
    });
    expect((await reader?.query('select 1 as a', limits))?.rows).toEqual([[1]]);
  } finally {
    await reader?.close();
  }
});

test.each([
  ['a second statement', 'select 1; drop table t'],
  ['a second statement behind a comment', 'select 1 /* ; */; delete from t'],
  ['the end of the transaction', 'select 1; commit; drop table t'],
  ['a change', 'delete from t'],
  ['a change in a common table expression', 'with gone as (delete from t returning *) select * from gone'],
  ['a new table', 'create table x(i int)'],
  ['a table from a query', 'select 1 as i into x'],
  ['an explained change', 'explain analyze delete from t'],
  ['rows to a file', "copy (select 1) to '/tmp/sluice-leak'"],
  ['a program', "copy (select 1) to program 'true'"],
  ['a file of the server', "select pg_read_file('/etc/passwd')"],
  ['a folder of the server', "select pg_ls_dir('/')"],
  ['a setting', 'set transaction_read_only = off'],
  ['code', "do 'begin end'"],
  ['nothing', ''],
])('S15: %s is refused', async (_name, sql) => {
  const world = await loaded();
  await expect(query(world, sql)).rejects.toMatchObject({ code: expect.stringMatching(/^query_(refused|failed)$/) });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
});
