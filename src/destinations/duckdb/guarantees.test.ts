import { expect, test } from 'vitest';
import type { LoadId } from '../../core/names.ts';
import { versionHash } from '../../schema/version.ts';
import { closeDatabase, DuckdbSession, openDatabase } from './session.ts';
import { loadPackage, loadRows, newWorld, packageOf, query, rowsOf, targetOf, withClient } from './loaded-rows.test.ts';

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

test('case 151, I6: a commit that is sent twice counts once, also through another connection', async () => {
  const world = await newWorld();
  const sealed = await packageOf(world, { rows: [{ id: 1, l: [1] }] });
  await withClient(world, async (client) => {
    expect(await loadPackage(world, client, sealed)).toBe('committed');
    expect(await loadPackage(world, client, sealed)).toBe('already_committed');
  });
  expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('already_committed');
  expect(await rowsOf(world, 'select id from t union all select value from t__l')).toEqual(['1', '1']);
  expect(await rowsOf(world, 'select count(*) from _dlt_loads')).toEqual(['1']);
});

test.each([
  ['first', 0],
  ['second', 1],
])(
  'V4, V5: of two loads from the same base the %s that commits wins, the other changes nothing',
  async (_name, winner) => {
    const world = await newWorld();
    await loadRows(world, { hints: merge, rows: [{ id: 0, v: 'before' }] });
    const one = await packageOf(world, { hints: merge, rows: [{ id: 1, v: 'one' }], state: stateOf('one') });
    const two = await packageOf(world, { hints: merge, rows: [{ id: 1, v: 'two' }], state: stateOf('two') });
    const [early, late] = winner === 0 ? [one, two] : [two, one];
    await withClient(world, async (client) =>
      withClient(world, async (other) => {
        // Both fill staging before either commits.
        const outcomes = await Promise.all([loadPackage(world, client, early), loadPackage(world, other, late)]);
        expect(outcomes).toEqual(['committed', 'fenced']);
      }),
    );
    expect(await rowsOf(world, 'select v from t')).toEqual(['before', winner === 0 ? 'one' : 'two'].toSorted());
    expect((await withClient(world, (client) => client.restore())).state).toEqual(
      stateOf(winner === 0 ? 'one' : 'two'),
    );
  },
);

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

test('restore() gives back schema, state, version and newest load; an unchanged state gets no row', async () => {
  const world = await newWorld();
  expect(await withClient(world, (client) => client.restore())).toEqual({ stateVersion: 0 });
  const sealed = await packageOf(world, { rows: [{ id: 1 }], state: stateOf('a') });
  await withClient(world, (client) => loadPackage(world, client, sealed));
  const restored = await withClient(world, (client) => client.restore());
  expect(restored).toMatchObject({ newestLoad: sealed.id, state: stateOf('a'), stateVersion: 1 });
  expect(restored.schema && versionHash(restored.schema)).toBe(versionHash(sealed.schema));
  expect(restored.schema?.version).toBe(sealed.schema.version);
  await loadRows(world, { rows: [{ id: 2 }], state: stateOf('a') }, { rows: [{ id: 3 }], state: stateOf('b') });
  expect(await rowsOf(world, 'select version from _dlt_pipeline_state')).toEqual(['1', '2']);
  expect(await rowsOf(world, 'select count(*) from _dlt_version')).toEqual(['1']);
  expect(
    await rowsOf(world, 'select status, schema_version_hash = (select version_hash from _dlt_version) from _dlt_loads'),
  ).toEqual(['0|true', '0|true', '0|true']);
  expect(await rowsOf(world, 'select length(_dlt_id) >= 12 from _dlt_pipeline_state')).toEqual(['true', 'true']);
});

test('a state of another pipeline, and a load of another schema, are not mine', async () => {
  const world = await newWorld();
  await loadRows(world, { rows: [{ id: 1 }], state: stateOf('a') });
  const target = { ...targetOf(world.folder), pipeline: 'other', schemaName: 'elsewhere' };
  expect(await withClient({ ...world, target }, (client) => client.restore())).toEqual({ stateVersion: 0 });
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
  const session = await DuckdbSession.open({ path: world.path, memoryLimit: '128MB', threads: 1, target });
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

test('a load id of another kind cannot get into SQL', async () => {
  const world = await newWorld();
  const sealed = await packageOf(world, { rows: [{ id: 1 }] });
  const id = "x'; drop schema ds; --" as LoadId;
  expect(await withClient(world, (client) => loadPackage(world, client, { ...sealed, id }))).toBe('committed');
  expect(await rowsOf(world, 'select load_id from _dlt_loads')).toEqual([id]);
});
