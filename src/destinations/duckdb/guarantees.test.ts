import { expect, test } from 'vitest';
import type { LoadId } from '../../core/names.ts';
import { closeDatabase, DuckdbSession, openDatabase } from './session.ts';
import { loadPackage, loadRows, newWorld, packageOf, query, rowsOf, withClient } from './loaded-rows.test.ts';

const merge = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
const stateOf = (cursor: string) => ({ resources: { r: { values: { cursor } } } });

/** Changes the file by hand, as another program would. */
async function byHand(path: string, ...statements: readonly string[]): Promise<void> {
  const open = await openDatabase(path, {});
  try {
    for (const statement of statements) await open.connection.run(statement);
  } finally {
    closeDatabase(open);
  }
}

test('case 145, G3: a load that fails leaves nothing: no rows, tables, schema, state or record', async () => {
  const world = await newWorld();
  await loadRows(world, { rows: [{ id: 1 }], state: stateOf('a') });
  const before = await withClient(world, (client) => client.restore());
  const sealed = await packageOf(world, { rows: [{ id: 2, n: 1, l: [1] }], state: stateOf('b') });
  const files = sealed.files.map((file, index) => (index === 1 ? { ...file, path: `${file.path}.gone` } : file));
  await withClient(world, async (client) => {
    await expect(loadPackage(world, client, { ...sealed, files })).rejects.toMatchObject({
      code: 'destination_refused',
    });
    // The same connection goes on, and so does the same load.
    expect(await client.restore()).toEqual(before);
    expect(await loadPackage(world, client, sealed)).toBe('committed');
  });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
});

test.each([
  ['a column is gone', 'alter table ds.t drop column v', 'ds.t: its column v is not there any more'],
  [
    'a column has another type',
    'alter table ds.t alter column v type varchar',
    'ds.t: its column v is VARCHAR, not BIGINT',
  ],
  ['a table is gone', 'drop table ds.t', 'ds.t: the table is not there any more'],
])('F3.6: %s is told before anything changes', async (_name, change, message) => {
  const world = await newWorld();
  await loadRows(world, { rows: [{ id: 1, v: 1 }] });
  await byHand(world.path, change);
  await expect(loadRows(world, { rows: [{ id: 2, v: 2 }], table: 'other' })).rejects.toMatchObject({
    code: 'schema_conflict',
    message: expect.stringContaining(message),
  });
  expect(await rowsOf(world, 'select count(*) from _dlt_loads')).toEqual(['1']);
});

test('a dataset that is called like its file is not ambiguous', async () => {
  const world = await newWorld('data');
  await loadRows(world, { hints: merge, rows: [{ id: 1, l: [1] }] }, { hints: merge, rows: [{ id: 1, l: [2] }] });
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['2']);
});

test('S5: hostile names and values stay names and values', async () => {
  const dataset = 'ds"; drop schema canary; --';
  const world = await newWorld(dataset);
  await byHand(world.path, 'create schema canary', 'create table canary.lives(i int)');
  const nasty = `'; drop table canary.lives; -- "\\ $$ \n \u2019 ${'x'.repeat(65_536)}`;
  const row = { id: 1, [nasty]: nasty, __proto__x: 1, l: [{ 'a"b': nasty }] };
  await loadRows(world, { hints: merge, rows: [row] }, { hints: merge, rows: [row] });
  expect(await rowsOf(world, 'select count(*) from canary.lives')).toEqual(['0']);
  expect(await rowsOf(world, 'select count(*) from t')).toEqual(['1']);
  const { rows } = await query(world, 'select * from t__l');
  expect(rows.flat()).toContain(nasty);
});

test('a run that is asked to stop stops in the middle of a statement, and sends no other', async () => {
  const world = await newWorld();
  const stop = new AbortController();
  const target = { ...world.target, signal: stop.signal };
  const session = await DuckdbSession.open({ path: world.path, memoryLimit: '96MB', threads: 1, target });
  try {
    const endless = session.rows({
      text: 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range = b.range * b.range + 1',
    });
    setTimeout(() => stop.abort(), 100);
    await expect(endless).rejects.toMatchObject({ code: 'interrupted' });
    await expect(session.run({ text: 'SELECT 1' })).rejects.toMatchObject({ code: 'interrupted' });
  } finally {
    await session.close();
  }
});

test.each([
  [undefined, '61.0 MiB', '288.0 MiB'],
  ['96MB', '91.5 MiB', '91.5 MiB'],
])(
  'a wide table gets its memory before its rows come, unless there is a limit: %s',
  async (memoryLimit, before, after) => {
    const world = await newWorld();
    const { schema } = await packageOf(world, {
      rows: [Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`c${index}`, index]))],
    });
    const table = [...schema.tables.values()].find(({ columns }) => columns.size > 300);
    if (table === undefined) throw new Error('no wide table');
    const session = await DuckdbSession.open({ path: world.path, memoryLimit, threads: 1, target: world.target });
    const limit = (): Promise<unknown> => session.rows({ text: "SELECT current_setting('memory_limit')" });
    try {
      expect(await limit()).toEqual([[before]]);
      await expect(session.copy({ name: 'nowhere', schema: table }, [])).rejects.toThrow();
      expect(await limit()).toEqual([[after]]);
    } finally {
      await session.close();
    }
  },
);

test('memory goes back to the system sooner from the second load on, so that a long run is not larger than a short one', async () => {
  const world = await newWorld();
  const session = await DuckdbSession.open({ path: world.path, threads: 1, target: world.target });
  const setting = (): Promise<unknown> =>
    session.rows({ text: "SELECT current_setting('allocator_bulk_deallocation_flush_threshold')" });
  try {
    const settings: unknown[] = [];
    for (let load = 0; load < 3; load += 1)
      settings.push((await session.transaction(setting)).outcome, await setting());
    const asItIs = [['512.0 MiB']];
    const sooner = [['292.9 KiB']];
    expect(settings).toEqual(['committed', asItIs, 'committed', sooner, 'committed', sooner]);
  } finally {
    await session.close();
  }
});

test('a load id of another kind cannot get into SQL', async () => {
  const world = await newWorld();
  const sealed = await packageOf(world, { rows: [{ id: 1 }] });
  const id = "x'; drop schema ds; --" as LoadId;
  expect(await withClient(world, (client) => loadPackage(world, client, { ...sealed, id }))).toBe('committed');
  expect(await rowsOf(world, 'select load_id from _dlt_loads')).toEqual([id]);
});
