import { expect, test } from 'vitest';
import type { TableName } from '../../core/names.ts';
import type { RefreshMode } from '../../core/state.ts';
import { withoutTables } from '../../schema/schema.ts';
import { loadPackage, loadRows, newWorld, packageOf, rowsOf, withClient, type World } from './loaded-rows.test.ts';

const rows = [
  { id: 1, l: [1, 2] },
  { id: 2, l: [3] },
];
const byId = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
const tablesOf = (world: World) =>
  rowsOf(
    world,
    `select table_schema, table_name from information_schema.tables where table_name not like '\\_dlt%' escape '\\'`,
  );

/** Commits a package of rows that begins the tables afresh. */
async function refresh(
  world: World,
  mode: RefreshMode,
  names: readonly string[],
  given: readonly unknown[],
): Promise<string> {
  const sealed = await packageOf(world, { hints: byId, rows: given });
  // Names as the naming convention makes them.
  const tables = names as readonly TableName[];
  const filled = new Set(sealed.files.map(({ table }) => table));
  const gone = new Set(tables.filter((name) => mode !== 'drop_data' && !filled.has(name)));
  const schema = withoutTables(sealed.schema, gone);
  return withClient(world, (client) => loadPackage(world, client, { ...sealed, schema, refresh: { mode, tables } }));
}

test('case 144: dropped tables are made anew by the rows that come with them, staging too', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: byId, rows }, { table: 'u', rows });
  await refresh(world, 'drop_resources', ['t__l', 'T'], [{ id: 3, x: 'new' }]);
  expect(await rowsOf(world, 'select id, x from t')).toEqual(['3|new']);
  expect(await rowsOf(world, 'select id from u')).toEqual(['1', '2']);
  expect(await tablesOf(world)).toEqual(['ds_staging|t', 'ds|t', 'ds|u', 'ds|u__l']);
  expect(await rowsOf(world, 'select count(*) from _dlt_version')).toEqual(['1']);
  await loadRows(world, { hints: byId, rows: [{ id: 3, x: 'newer', l: [9] }] });
  expect(await rowsOf(world, 'select id, x, value from t join t__l on t._dlt_id = _dlt_root_id')).toEqual([
    '3|newer|9',
  ]);
});

test('case 144: drop_data empties tables and all that is nested in them, and keeps schemas', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: byId, rows });
  await refresh(world, 'drop_data', ['t__l', 't', 'never_made'], [{ id: 3, x: 'new' }]);
  expect(await rowsOf(world, 'select id, x from t')).toEqual(['3|new']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual([]);
  expect(await rowsOf(world, 'select count(*) from _dlt_version')).toEqual(['2']);
});

test('case 147: a table that somebody dropped or changed stands in no way of a refresh that drops it', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: byId, rows });
  await alter(world, 'drop table ds.t__l', 'alter table ds.t drop column id');
  await expect(refresh(world, 'drop_data', ['t__l', 't'], rows)).rejects.toMatchObject({ code: 'schema_conflict' });
  expect(await refresh(world, 'drop_resources', ['t__l', 't'], rows)).toBe('committed');
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
});

test('V5: a refresh that is fenced drops nothing', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: byId, rows });
  const late = await packageOf(world, { rows: [{ id: 9 }] });
  await loadRows(world, { hints: byId, rows: [{ id: 3 }] });
  const tables = [...late.schema.tables.keys()].filter((name) => !name.startsWith('_dlt'));
  const outcome = await withClient(world, (client) =>
    loadPackage(world, client, { ...late, refresh: { mode: 'drop_resources', tables } }),
  );
  expect(outcome).toBe('fenced');
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2', '3']);
});

async function alter({ path }: World, ...statements: readonly string[]): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
