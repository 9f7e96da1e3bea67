import { writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { duckdb } from './index.ts';
import { loadRows, newWorld, query, targetOf, withClient, type World } from './loaded-rows.test.ts';

async function loadedWorld(): Promise<World> {
  const world = await newWorld();
  await loadRows(world, { rows: Array.from({ length: 3000 }, (_, id) => ({ id, name: `n${id}` })) });
  return world;
}

test('query() finds tables without the name of the dataset, and with it', async () => {
  const world = await loadedWorld();
  expect((await query(world, 'select id, name from t where id = 7')).rows).toEqual([[7, 'n7']]);
  expect((await query(world, 'select count(*) from ds.t')).rows).toEqual([[3000]]);
});

test('query() shows values exactly', async () => {
  const world = await loadedWorld();
  const values: readonly (readonly [sql: string, shown: unknown])[] = [
    ['9007199254740991::bigint', 9007199254740991],
    ['9007199254740993::bigint', '9007199254740993'],
    ['1.50::decimal(10,2)', '1.50'],
    ['0.1::double', 0.1],
    ["'nan'::double", 'NaN'],
    ["'2024-01-02 03:04:05.123456+02'::timestamptz", '2024-01-02T01:04:05.123456Z'],
    ["'1969-12-31 23:59:59.5+00'::timestamptz", '1969-12-31T23:59:59.500Z'],
    ["'2024-01-02 03:04:05'::timestamptz", '2024-01-02T03:04:05Z'],
    ["'2024-01-02 03:04:05'::timestamp", '2024-01-02T03:04:05'],
    ["'2024-01-02'::date", '2024-01-02'],
    [`'{"a": [1]}'::json`, '{"a": [1]}'],
    ['null', null],
    ['true', true],
    ["'\\xAA'::blob", '\\xAA'],
  ];
  const { rows } = await query(world, `select ${values.map(([sql]) => sql).join(', ')}`);
  expect(rows[0]).toEqual(values.map(([, shown]) => shown));
});

test('query() gives at most the rows that the limit lets through, and says so', async () => {
  const world = await loadedWorld();
  const reader = await world.destination.read(world.target);
  try {
    const limited = await reader?.query('select id from t', { maxRows: 5, timeoutMs: 5000 });
    expect([limited?.rows.length, limited?.truncated]).toEqual([5, true]);
    const exact = await reader?.query('select id from t limit 5', { maxRows: 5, timeoutMs: 5000 });
    expect([exact?.rows.length, exact?.truncated, exact?.columns]).toEqual([5, false, ['id']]);
  } finally {
    await reader?.close();
  }
});

test.each([
  ["select * from read_text('/etc/passwd')", 'query_refused'],
  ["select * from glob('/etc/*')", 'query_refused'],
  ["select * from read_csv('/etc/passwd')", 'query_refused'],
  ["select * from '/etc/passwd'", 'query_failed'],
  ["copy (select 1) to 'OUT'", 'query_refused'],
  ["explain analyze copy (select 1) to 'OUT'", 'query_refused'],
  ["copy t from 'OUT'", 'query_refused'],
  ["attach 'OUT'", 'query_refused'],
  ['detach data', 'query_refused'],
  ['install httpfs', 'query_refused'],
  ['load httpfs', 'query_refused'],
  ["export database 'OUT'", 'query_refused'],
  ["import database 'OUT'", 'query_refused'],
  ['set threads = 64', 'query_refused'],
  ["set global memory_limit = '64GB'", 'query_refused'],
  ['reset memory_limit', 'query_refused'],
  ["pragma memory_limit = '64GB'", 'query_refused'],
  ['pragma enable_profiling', 'query_refused'],
  ["create secret s (type s3, key_id 'k')", 'query_refused'],
  ['select * from duckdb_secrets()', 'query_refused'],
  ['drop table t', 'query_refused'],
  ['delete from t', 'query_refused'],
  ['explain analyze delete from t', 'query_refused'],
  ['insert into t (id) values (1)', 'query_refused'],
  ['create temp table x as select 1', 'query_refused'],
  ['begin', 'query_refused'],
  ['checkpoint', 'query_refused'],
  ['use main', 'query_refused'],
  ['prepare p as select 1', 'query_refused'],
  ['select 1; select 2', 'query_refused'],
  ['select 1; drop table t', 'query_refused'],
  ['', 'query_failed'],
  ['-- nothing', 'query_failed'],
  ['selec 1', 'query_failed'],
  ['select nope from t', 'query_failed'],
  ["select '\u0000'", 'query_failed'],
])('S15: %s is %s', async (sql, code) => {
  const world = await loadedWorld();
  const out = join(world.folder, 'out');
  await expect(query(world, sql.replace('OUT', out))).rejects.toMatchObject({ code });
  expect(existsSync(out)).toBe(false);
  expect((await query(world, 'select count(*) from t')).rows).toEqual([[3000]]);
});

test.each([
  ['a huge join', 'select count(*) from t a, t b, t c, t d where a.id + b.id + c.id + d.id = -1'],
  ['an endless recursion', 'with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r'],
])('S15: %s is cut, and the reader goes on', async (_name, sql) => {
  const world = await loadedWorld();
  const reader = await world.destination.read(world.target);
  try {
    const begun = performance.now();
    const cut = reader?.query(sql, { maxRows: 10, timeoutMs: 300 });
    await expect(cut).rejects.toMatchObject({ code: 'query_failed' });
    expect(performance.now() - begun).toBeLessThan(3000);
    expect((await reader?.query('select 1', { maxRows: 1, timeoutMs: 5000 }))?.rows).toEqual([[1]]);
  } finally {
    await reader?.close();
  }
});

test('read() of what was never loaded is undefined', async () => {
  const world = await loadedWorld();
  expect(await world.destination.read(targetOf(world.folder, 'other'))).toBeUndefined();
  expect(await duckdb(join(world.folder, 'none.duckdb')).read(world.target)).toBeUndefined();
});

test('tables() tells rows and columns, bookkeeping included; restore() works there too', async () => {
  const world = await loadedWorld();
  const reader = await world.destination.read(world.target);
  const tables = await reader?.tables();
  expect(tables?.find(({ name }) => name === 't')).toEqual({
    name: 't',
    rowCount: 3000n,
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'name', type: 'VARCHAR' },
      { name: '_dlt_load_id', type: 'VARCHAR' },
      { name: '_dlt_id', type: 'VARCHAR' },
    ],
  });
  expect(tables?.map(({ name }) => name)).toContain('_dlt_loads');
  const restored = await reader?.restore();
  await reader?.close();
  expect(restored).toEqual(await withClient(world, (client) => client.restore()));
});

test('two readers side by side, and a writer that finds a reader', async () => {
  const world = await loadedWorld();
  const readers = await Promise.all([world.destination.read(world.target), world.destination.read(world.target)]);
  for (const reader of readers)
    expect((await reader?.query("select '2024-01-01'::timestamptz", { maxRows: 1, timeoutMs: 5000 }))?.rows).toEqual([
      ['2024-01-01T00:00:00Z'],
    ]);
  await expect(world.destination.connect(world.target)).rejects.toMatchObject({ code: 'destination_locked' });
  for (const reader of readers) await reader?.close();
  await loadRows(world, { rows: [{ id: 1 }] });
});

test.each([
  ['destination_format', 'text.db', async (path: string) => writeFile(path, 'hello '.repeat(5000))],
  ['destination_unreachable', 'missing/x.db', async () => undefined],
])('connect() tells %s', async (code, name, make) => {
  const world = await newWorld();
  const path = join(world.folder, name);
  await make(path);
  await expect(duckdb(path).connect(world.target)).rejects.toMatchObject({ code });
});

test('duckdb() refuses a name that is no path', () => {
  expect(() => duckdb(':other:')).toThrow(expect.objectContaining({ code: 'config_invalid' }));
});
