import { expect, test } from 'vitest';
import type { TableHints } from '../../schema/table.ts';
import { loadPackage, loadRows, newWorld, packageOf, rowsOf, withClient, type World } from './loaded-rows.test.ts';

const merged = (strategy: 'upsert' | 'insert-only'): TableHints => ({
  writeDisposition: 'merge',
  merge: { strategy },
  primaryKey: ['id'],
});
const gone = [{ name: 'gone', hardDelete: true, dataType: 'bool' }] as const;
const children = 'select p.id, c.value, c._dlt_id from t__l c join t p on c._dlt_root_id = p._dlt_id';
const orphans = 'select count(*) from t__l where _dlt_parent_id not in (select _dlt_id from t)';

const versionsAt = (boundaryTimestamp: string, more: object = {}): TableHints => ({
  writeDisposition: 'merge',
  merge: { strategy: 'scd2', history: { boundaryTimestamp, ...more } },
});

test('case 118: upsert changes what is there, and children that did not come again are gone', async () => {
  const world = await newWorld();
  const hints = merged('upsert');
  const rows = [
    { id: 1, v: 'a', l: [1, 2] },
    { id: 2, v: 'b', l: [5] },
  ];
  await loadRows(
    world,
    { hints, rows },
    {
      hints,
      rows: [
        { id: 1, v: 'a2', l: [9] },
        { id: 3, v: 'c' },
      ],
    },
  );
  expect(await rowsOf(world, 'select id, v, _dlt_id from t')).toEqual([
    '1|a2|z5jIxXIbUnmbKw',
    '2|b|M6/KlLzJ2FeV/w',
    '3|c|hKdQ/VhGat+Pgw',
  ]);
  expect(await rowsOf(world, children)).toEqual(['1|9|6rVOW0pbUSjaAg', '2|5|1MJ7EXK/BWDNxw']);
  expect(await rowsOf(world, 'select column_name from (describe t__l)')).not.toContain('sluice occurrence');
});

test('case 119: of rows with the same key upsert takes the last one, with its children and no others', async () => {
  const world = await newWorld();
  const rows = [
    { id: 1, v: 'first', l: [1, 2, 3] },
    { id: 2, v: 'first', l: [1] },
    { id: 1, v: 'last', l: [4] },
    { id: 2, v: 'last' },
  ];
  await loadRows(world, { hints: merged('upsert'), rows });
  expect(await rowsOf(world, 'select id, v from t')).toEqual(['1|last', '2|last']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['4']);
});

test('case 120: upsert with rows that are marked as deleted', async () => {
  const world = await newWorld();
  const hints = { ...merged('upsert'), columns: gone };
  const first = [
    { id: 1, gone: true, l: [1] },
    { id: 2, gone: false, l: [2] },
  ];
  await loadRows(world, { hints, rows: first }, { hints, rows: [{ id: 2, gone: true, l: [2] }] });
  expect(await rowsOf(world, 'select id, gone from t')).toEqual(['1|true']);
  expect(await rowsOf(world, 'select count(*) from t__l')).toEqual(['0']);
});

test('section 5.10: the first upsert after delete-insert gives the rows their ids, and no child is left behind', async () => {
  const world = await newWorld();
  const rows = [
    { id: 1, v: 'a', l: [1, 2] },
    { id: 2, l: [3] },
  ];
  await loadRows(world, { hints: { writeDisposition: 'merge', primaryKey: ['id'] }, rows });
  await loadRows(world, { hints: merged('upsert'), rows: [{ id: 1, v: 'b', l: [7] }] });
  expect(await rowsOf(world, "select v from t where _dlt_id = 'z5jIxXIbUnmbKw'")).toEqual(['b']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['3', '7']);
  expect(await rowsOf(world, orphans)).toEqual(['0']);
});

test('case 121: insert-only leaves rows alone, but a list that got longer grows', async () => {
  const world = await newWorld();
  const hints = merged('insert-only');
  const next = [
    { id: 1, v: 'a2', l: [9, 10] },
    { id: 3, v: 'c' },
  ];
  await loadRows(world, { hints, rows: [{ id: 1, v: 'a', l: [1] }] }, { hints, rows: next });
  expect(await rowsOf(world, 'select id, v from t')).toEqual(['1|a', '3|c']);
  expect(await rowsOf(world, 'select value, _dlt_list_idx from t__l')).toEqual(['10|1', '1|0']);
});

test('insert-only takes the first of rows with the same key, and nothing of rows that are deleted', async () => {
  const world = await newWorld();
  const hints = { ...merged('insert-only'), columns: gone };
  const rows = [
    { id: 1, v: 'deleted', gone: true, l: [1, 2, 3, 4] },
    { id: 1, v: 'first', gone: false, l: [5] },
    { id: 1, v: 'second', gone: null, l: [6, 7] },
    { id: 2, v: 'deleted', gone: true, l: [8] },
  ];
  await loadRows(world, { hints, rows });
  expect(await rowsOf(world, 'select id, v from t')).toEqual(['1|first']);
  expect(await rowsOf(world, 'select value, _dlt_list_idx from t__l')).toEqual(['5|0', '7|1']);
});

const times = (world: World, more = ''): Promise<readonly string[]> =>
  rowsOf(world, `select id, v, _dlt_valid_from::date, _dlt_valid_to::date from t ${more}`);

test('case 122: scd2 keeps the versions that ended', async () => {
  const world = await newWorld();
  const first = [
    { id: 1, v: 'a', l: [1] },
    { id: 2, v: 'b' },
  ];
  const next = [
    { id: 1, v: 'a2', l: [1, 2] },
    { id: 3, v: 'c' },
  ];
  await loadRows(
    world,
    { hints: versionsAt('2024-01-01'), rows: first },
    { hints: versionsAt('2024-02-01'), rows: next },
  );
  expect(await times(world)).toEqual([
    '1|a2|2024-02-01|-',
    '1|a|2024-01-01|2024-02-01',
    '2|b|2024-01-01|2024-02-01',
    '3|c|2024-02-01|-',
  ]);
  expect(await rowsOf(world, 'select _dlt_id from t__l')).toEqual([
    'AEtg6g36siiokg',
    'qmTudC7qDtJY7w',
    's6l9yh0Ct2bSeA',
  ]);
});

test('case 123: with a natural key scd2 ends only rows whose key came', async () => {
  const world = await newWorld();
  const hints = (at: string) => ({ ...versionsAt(at, { activeRecordTimestamp: '9999-12-31' }), mergeKey: ['id'] });
  const rows = [
    { id: 1, v: 'a' },
    { id: 2, v: 'b' },
  ];
  await loadRows(
    world,
    { hints: hints('2024-01-01'), rows },
    { hints: hints('2024-02-01'), rows: [{ id: 1, v: 'a2' }] },
  );
  expect(await times(world)).toEqual([
    '1|a2|2024-02-01|9999-12-31',
    '1|a|2024-01-01|2024-02-01',
    '2|b|2024-01-01|9999-12-31',
  ]);
});

test('case 124: scd2 without rows ends nothing', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: versionsAt('2024-01-01'), rows: [{ id: 1, v: 'a' }] });
  await loadRows(world, { hints: versionsAt('2024-02-01'), rows: [] });
  for (const [first, last] of [
    [true, false],
    [false, true],
  ] as const) {
    await loadRows(world, { hints: versionsAt('2024-02-01'), rows: [], place: { first, last } });
  }
  expect(await times(world)).toEqual(['1|a|2024-01-01|-']);
});

test('case 125: versions of its own, and no nested rows of versions that were there', async () => {
  const world = await newWorld();
  const hints = (at: string) => versionsAt(at, { validityColumns: ['vf', 'vt'], rowVersionColumn: 'h' });
  await loadRows(world, { hints: hints('2024-01-01'), rows: [{ id: 1, v: 'a', h: 'x', l: [1] }] });
  await loadRows(world, {
    hints: hints('2024-02-01'),
    rows: [
      { id: 1, v: 'no', h: 'x', l: [2] },
      { id: 1, v: 'b', h: 'y', l: [3] },
    ],
  });
  expect(await rowsOf(world, 'select id, v, h, vt is null from t')).toEqual(['1|a|x|true', '1|b|y|true']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['1', '3']);
});

test('scd2 over several packages: absent is what no package of the run brought, and one boundary counts', async () => {
  const world = await newWorld();
  const rows = [1, 2, 3].map((id) => ({ id, v: 'a' }));
  const second = { ...versionsAt('2024-02-01') };
  await loadRows(world, { hints: versionsAt('2024-01-01'), rows });
  await loadRows(world, { hints: second, rows: [{ id: 1, v: 'a' }], place: { first: true, last: false } });
  expect(await times(world, 'where _dlt_valid_to is not null')).toEqual([]);
  await loadRows(world, { hints: second, rows: [{ id: 2, v: 'b' }], place: { first: false, last: false } });
  await loadRows(world, { hints: second, rows: [], place: { first: false, last: true } });
  expect(await times(world)).toEqual([
    '1|a|2024-01-01|-',
    '2|a|2024-01-01|2024-02-01',
    '2|b|2024-02-01|-',
    '3|a|2024-01-01|2024-02-01',
  ]);
  expect(await rowsOf(world, 'select count(*) from ds_staging.t')).toEqual(['0']);
});

test('case 120: an upsert over several packages treats deleted rows as one load does', async () => {
  const hints = { ...merged('upsert'), columns: gone };
  const rows = [
    { id: 1, gone: false, l: [1] },
    { id: 1, gone: true },
    { id: 2, gone: true, l: [2] },
    { id: 2, gone: true },
  ];
  const [whole, cut] = [await newWorld(), await newWorld()];
  await loadRows(whole, { hints, rows });
  for (const [index, row] of rows.entries()) {
    await loadRows(cut, { hints, rows: [row], place: { first: index === 0, last: index === 3 } });
  }
  for (const world of [whole, cut]) {
    expect(await rowsOf(world, 'select id, gone from t')).toEqual(['1|true', '2|true']);
    expect(await rowsOf(world, 'select count(*) from t__l')).toEqual(['0']);
  }
});

test('case 103: a run that replaces and brings nothing empties a table that rows were added to before', async () => {
  const world = await newWorld();
  await loadRows(world, { rows: [{ id: 1, l: [1] }] });
  const sealed = await packageOf(world, { rows: [] });
  const replaced = [...sealed.schema.tables.keys()].filter((name) => name === 't');
  await withClient(world, (client) => loadPackage(world, client, { ...sealed, replaced }));
  expect(await rowsOf(world, 'select count(*) from t union all select count(*) from t__l')).toEqual(['0', '0']);
});

test('case 105: with on_missing_key rows without a key are added', async () => {
  const world = await newWorld();
  const hints: TableHints = { writeDisposition: 'merge', merge: { onMissingKey: 'append' } };
  await loadRows(world, { hints, rows: [{ id: 1, l: [1] }] }, { hints, rows: [{ id: 1, l: [2] }] });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '1']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['1', '2']);
  const said = await packageOf(world, { hints: { writeDisposition: 'merge' }, rows: [{ id: 1 }] });
  await expect(withClient(world, async (client) => loadPackage(world, client, said))).rejects.toMatchObject({
    code: 'key_missing',
  });
});

test.each<[string, TableHints]>([
  ['delete-insert', { writeDisposition: 'merge', primaryKey: ['id'] }],
  ['upsert', merged('upsert')],
  ['insert-only', merged('insert-only')],
  ['scd2', versionsAt('2024-02-01')],
  ['replace', { writeDisposition: 'replace' }],
])('G3: a load by %s that fails behind its rows leaves everything as it was', async (name, hints) => {
  const world = await newWorld();
  await loadRows(world, {
    hints,
    rows: [
      { id: 1, v: 'a', l: [{ n: 1 }] },
      { id: 2, v: 'b', l: [] },
    ],
  });
  const all = 'select t::varchar from t union all select c::varchar from t__l c';
  const before = await rowsOf(world, all);
  const sealed = await packageOf(world, {
    hints,
    rows: [
      { id: 1, v: 'new', l: [{ n: 2 }, { n: 3 }] },
      { id: 5, v: 'x' },
    ],
  });
  // The schema is saved behind the rows, and a schema must have a name.
  const broken = { ...sealed, schema: { ...sealed.schema, name: null as never } };
  await expect(withClient(world, (client) => loadPackage(world, client, broken))).rejects.toMatchObject({
    code: 'destination_refused',
    message: expect.stringContaining('NOT NULL'),
  });
  expect(await rowsOf(world, all)).toEqual(before);
  expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('committed');
  expect(await rowsOf(world, "select count(*) from t where v = 'new'")).toEqual([name === 'insert-only' ? '0' : '1']);
});
