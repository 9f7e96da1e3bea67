import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPackage, loadRows, packageOf, rowsOf, withClient, type World } from '../duckdb/loaded-rows.test.ts';
import { filesOf, newFileWorld } from './loaded-files.test.ts';
import { newBucketWorld } from './bucket-world.test.ts';

const worlds: readonly (readonly [string, () => Promise<World>])[] = [
  ['a folder', () => newFileWorld()],
  ['a bucket', () => newBucketWorld()],
];
const stateOf = (cursor: string) => ({ resources: { r: { values: { cursor } } } });
const replace = { hints: { writeDisposition: 'replace' } } as const;
const [first, middle, last] = [
  { first: true, last: false },
  { first: false, last: false },
  { first: false, last: true },
];

test.each(worlds)(
  'V4, V5: of two loads from one base in %s one wins, the other changes nothing',
  async (_name, make) => {
    const world = await make();
    await loadRows(world, { rows: [{ id: 0 }] });
    for (const round of [1, 2, 3]) {
      const one = await packageOf(world, { rows: [{ id: round, v: 'one' }], state: stateOf(`one ${round}`) });
      const two = await packageOf(world, { rows: [{ id: round, v: 'two' }], state: stateOf(`two ${round}`) });
      const outcomes = await Promise.all(
        [one, two].map((each) => withClient(world, (client) => loadPackage(world, client, each))),
      );
      expect(outcomes.toSorted()).toEqual(['committed', 'fenced']);
      const winner = outcomes[0] === 'committed' ? 'one' : 'two';
      expect(await rowsOf(world, `select v from t where id = ${round}`)).toEqual([winner]);
      const { state } = await withClient(world, (client) => client.restore());
      expect(state).toEqual(stateOf(`${winner} ${round}`));
    }
    expect(await rowsOf(world, 'select count(*) from t')).toEqual(['4']);
  },
);

test.each(worlds)('I6: a commit that is sent twice into %s counts once', async (_name, make) => {
  const world = await make();
  const sealed = await packageOf(world, { rows: [{ id: 1, l: [1] }] });
  await withClient(world, async (client) => {
    expect(await loadPackage(world, client, sealed)).toBe('committed');
    expect(await loadPackage(world, client, sealed)).toBe('already_committed');
  });
  expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('already_committed');
  expect(await rowsOf(world, 'select id from t union all select value from t__l')).toEqual(['1', '1']);
});

test.each(worlds)('I11: replace over several packages appears in %s with the last one', async (_name, make) => {
  const world = await make();
  await loadRows(world, { ...replace, rows: [{ id: 1, l: [1] }] });
  await loadRows(world, { ...replace, rows: [{ id: 2, l: [2] }], place: first });
  await loadRows(world, { ...replace, rows: [{ id: 3 }], place: middle });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
  await loadRows(world, { ...replace, rows: [{ id: 4 }], place: last });
  expect(await rowsOf(world, 'select id from t')).toEqual(['2', '3', '4']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['2']);
  await loadRows(world, { ...replace, rows: [{ id: 5 }] });
  expect(await rowsOf(world, 'select id from t')).toEqual(['5']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual([]);
});

test('staging is empty afterwards, and only files of the newest load are left', async () => {
  const world = await newFileWorld();
  await loadRows(world, { ...replace, rows: [{ id: 1 }] }, { ...replace, rows: [{ id: 2 }], place: first });
  await loadRows(world, { ...replace, rows: [{ id: 3 }], place: last });
  const files = await filesOf(world);
  expect(files.filter((path) => path.startsWith('ds_staging/'))).toEqual([]);
  expect(files.filter((path) => path.startsWith('ds/t/'))).toHaveLength(2);
  expect(files.filter((path) => path.startsWith('ds/_sluice/'))).toEqual([]);
});

test('F3.6: rows that wait and are deleted by somebody are missed before anything changes', async () => {
  const world = await newFileWorld();
  await loadRows(world, { ...replace, rows: [{ id: 1 }] }, { ...replace, rows: [{ id: 2 }], place: first });
  const [staged = ''] = (await filesOf(world)).filter((path) => path.startsWith('ds_staging/'));
  const bytes = await readFile(join(world.path, staged));
  await rm(join(world.path, staged));
  const sealed = await packageOf(world, { ...replace, rows: [{ id: 3 }], place: last });
  const commit = () => withClient(world, (client) => loadPackage(world, client, sealed));
  await expect(commit()).rejects.toMatchObject({ code: 'schema_conflict', message: expect.stringContaining(staged) });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
  await writeFile(join(world.path, staged), bytes);
  expect(await commit()).toBe('committed');
  expect(await rowsOf(world, 'select id from t')).toEqual(['2', '3']);
});

test.each(worlds)(
  'V10: a reader of %s sees one version at any moment while it is replaced',
  { timeout: 60_000 },
  async (_name, make) => {
    const world = await make();
    const rowsIn = (version: number) => [1, 2, 3].map((id) => ({ id, version }));
    await loadRows(world, { ...replace, rows: rowsIn(0) });
    const ending = new AbortController();
    const seen = new Set<string>();
    const reading = (async () => {
      while (!ending.signal.aborted) {
        try {
          const versions = await rowsOf(world, "select string_agg(version, ',' order by id) from t");
          for (const version of versions) seen.add(version);
        } catch (error) {
          // What was replaced while it was being read: said, and to be read again.
          expect(error).toMatchObject({ hint: expect.stringContaining('read again') });
        }
      }
    })();
    for (const version of [1, 2, 3, 4, 5, 6]) await loadRows(world, { ...replace, rows: rowsIn(version) });
    ending.abort();
    await reading;
    for (const version of seen) expect(version).toMatch(/^(\d),\1,\1$/);
    expect(seen.size).toBeGreaterThan(1);
  },
);

test('what a dead load left goes once its id is below the newest; files of others stay', async () => {
  const world = await newFileWorld();
  await loadRows(world, { rows: [{ id: 1 }] });
  const [own = ''] = (await filesOf(world)).filter((path) => path.startsWith('ds/t/'));
  const bytes = await readFile(join(world.path, own));
  const [, name = ''] = /ds\/t\/\d+\.\d+\.(.*)$/.exec(own) ?? [];
  const put = (path: string) => writeFile(join(world.path, path), bytes);
  await put(`ds/t/1600000000.5.${name}`);
  await put('ds/t/1600000000.5.0123456789.parquet');
  await put('ds/t/notes.txt');
  await put(`ds/t/1900000000.5.${name}`);
  await mkdir(join(world.path, 'ds/_sluice/drafts'), { recursive: true });
  await put('ds/_sluice/drafts/0a1b2c3d.1600000000.5.parquet');
  await put('ds/_sluice/drafts/0a1b2c3d.1900000000.5.parquet');
  await loadRows(world, { rows: [{ id: 2 }] });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
  const files = await filesOf(world);
  expect(files).not.toContain(`ds/t/1600000000.5.${name}`);
  expect(files).not.toContain('ds/_sluice/drafts/0a1b2c3d.1600000000.5.parquet');
  expect(files).toEqual(
    expect.arrayContaining([
      'ds/t/1600000000.5.0123456789.parquet',
      'ds/t/notes.txt',
      `ds/t/1900000000.5.${name}`,
      'ds/_sluice/drafts/0a1b2c3d.1900000000.5.parquet',
    ]),
  );
});

test('a load that was decided and not ended is ended by whoever comes; one that came too late is not', async () => {
  const world = await newFileWorld();
  await loadRows(world, { rows: [{ id: 1 }], state: stateOf('a') });
  const records = (await filesOf(world)).filter((path) => path.startsWith('ds/_dlt_loads/'));
  const record = await readFile(join(world.path, records[0] ?? ''), 'utf8');
  const id = /"load_id":"([^"]+)"/.exec(record)?.[1] ?? '';
  const next = (number: number): string => String(Number(id) + number);
  const entry = (loadId: string, base: string | null): string =>
    JSON.stringify({
      version: 1,
      load_id: loadId,
      base,
      writes: [{ key: `ds/_dlt_loads/demo__${loadId}.jsonl`, text: record.replace(id, loadId) }],
      removals: [],
    });
  const commits = join(world.path, 'ds/_sluice/commits');
  await writeFile(join(commits, `demo__${id}.json`), entry(next(1), id));
  await writeFile(join(commits, 'demo__first.json'), entry(next(2), null));
  expect((await withClient(world, (client) => client.restore())).newestLoad).toBe(next(1));
  expect((await filesOf(world)).filter((path) => path.startsWith('ds/_sluice/'))).toEqual([]);
});

test('S4: an entry that somebody forged writes nowhere but among the files of the engine', async () => {
  const world = await newFileWorld();
  await loadRows(world, { rows: [{ id: 1 }] });
  const { newestLoad = '' } = await withClient(world, (client) => client.restore());
  const writes = ['../outside', 'ds/../../outside', 'ds/_dlt_loads/../../outside.jsonl', 'ds/t/x.jsonl'];
  const entry = {
    version: 1,
    load_id: '1999999999.5',
    base: newestLoad,
    removals: [],
    writes: writes.map((key) => ({ key, text: 'x' })),
  };
  const path = join(world.path, 'ds/_sluice/commits', `demo__${newestLoad}.json`);
  await writeFile(path, JSON.stringify(entry));
  await withClient(world, (client) => client.restore());
  expect((await filesOf(world)).filter((file) => file.includes('outside') || file.endsWith('x.jsonl'))).toEqual([]);
  expect(existsSync(join(dirname(world.path), 'outside'))).toBe(false);
  await writeFile(path, 'no entry');
  await expect(withClient(world, (client) => client.restore())).rejects.toMatchObject({ code: 'destination_format' });
});

test.each([
  ['{"initial_version":3,"current_version":3}', 'storage version 3'],
  ['{}', 'no storage version'],
  ['nonsense', 'not JSON'],
])('a dataset whose init file says %s is refused', async (text, why) => {
  const world = await newFileWorld();
  await mkdir(join(world.path, 'ds'), { recursive: true });
  await writeFile(join(world.path, 'ds/init'), text);
  const expected = { code: 'destination_format', message: expect.stringContaining(why) };
  await expect(world.destination.connect(world.target)).rejects.toMatchObject(expected);
  await expect(world.destination.read(world.target)).rejects.toMatchObject(expected);
});

test('a dataset of storage version 1 goes on without .gz, and says that it was one', async () => {
  const world = await newFileWorld({ format: 'jsonl' });
  await mkdir(join(world.path, 'ds'), { recursive: true });
  await writeFile(join(world.path, 'ds/init'), '');
  await loadRows(world, { rows: [{ id: 1 }] });
  expect(await readFile(join(world.path, 'ds/init'), 'utf8')).toBe('{"initial_version":1,"current_version":2}');
  expect((await filesOf(world)).filter((path) => path.startsWith('ds/t/') && path.endsWith('.jsonl'))).toHaveLength(1);
  expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
});

test.runIf(process.getuid?.() !== 0)('F3.6: a folder where nobody may write is one clear error', async () => {
  const world = await newFileWorld();
  await loadRows(world, { rows: [{ id: 1 }] });
  const sealed = await packageOf(world, { rows: [{ id: 2 }] });
  await chmod(join(world.path, 'ds'), 0o500);
  await chmod(join(world.path, 'ds/t'), 0o500);
  const commit = () => withClient(world, (client) => loadPackage(world, client, sealed));
  await expect(commit()).rejects.toMatchObject({ code: 'disk_error' });
  await chmod(join(world.path, 'ds'), 0o700);
  await chmod(join(world.path, 'ds/t'), 0o700);
  expect(await commit()).toBe('committed');
});

test.each(worlds)('rows come in batches from %s, by table and by statement', async (_name, make) => {
  const world = await make();
  await loadRows(world, {
    rows: [
      { id: 1, s: 'a' },
      { id: 2, s: 'b' },
      { id: 3, s: 'c' },
    ],
  });
  const reader = await world.destination.read(world.target);
  if (reader === undefined) throw new Error('nothing was loaded');
  const { signal } = new AbortController();
  const cells: unknown[] = [];
  for await (const { rows } of reader.rows({ kind: 'table', table: 'T', columns: ['id'] }, { batchRows: 2, signal }))
    cells.push(rows.flat());
  expect(cells).toEqual([[1n, 2n], [3n]]);
  const statement = { kind: 'statement', sql: 'select s from t where id = $1', parameters: [2n] } as const;
  for await (const { rows } of reader.rows(statement, { batchRows: 2, signal })) expect(rows).toEqual([['b']]);
  const missing = reader.rows({ kind: 'table', table: 'nothing' }, { batchRows: 2, signal });
  await expect(missing[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'table_not_found' });
  await reader.close();
});
