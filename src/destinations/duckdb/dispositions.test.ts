import { expect, test } from 'vitest';
import { loadPackage, loadRows, newWorld, packageOf, rowsOf, withClient } from './loaded-rows.test.ts';

const mergeId = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
const replace = { writeDisposition: 'replace' } as const;

test('case 101: append adds, children too', async () => {
  const world = await newWorld();
  await loadRows(world, { rows: [{ id: 1, l: [1] }] }, { rows: [{ id: 1, l: [2] }] });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '1']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['1', '2']);
  expect(await rowsOf(world, 'select count(*) from t__l c join t p on c._dlt_parent_id = p._dlt_id')).toEqual(['2']);
});

test('case 102: replace leaves only the rows of the newest run', async () => {
  const world = await newWorld();
  const first = { hints: replace, rows: [{ id: 1, l: [1, 2] }, { id: 2 }] };
  await loadRows(world, first, { hints: replace, rows: [{ id: 3, l: [9] }] });
  expect(await rowsOf(world, 'select id from t')).toEqual(['3']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['9']);
  await loadRows(world, { hints: replace, rows: [{ id: 3 }] });
  expect(await rowsOf(world, 'select count(*) from t__l')).toEqual(['0']);
  await loadRows(world, first, { hints: replace, rows: [] });
  expect(await rowsOf(world, 'select count(*) from t')).toEqual(['0']);
  expect(await rowsOf(world, 'select count(*) from t__l')).toEqual(['0']);
});

test('I11: replace over several packages becomes visible with the last one', async () => {
  const world = await newWorld();
  const values = 'select value from t__l union all select id from t';
  await loadRows(world, { hints: replace, rows: [{ id: 1, l: [10] }] });
  await loadRows(world, { hints: replace, rows: [{ id: 2, l: [20], n: 1 }], place: { first: true, last: false } });
  expect(await rowsOf(world, values)).toEqual(['1', '10']);
  await loadRows(world, { hints: replace, rows: [{ id: 3, l: [30] }], place: { first: false, last: false } });
  expect(await rowsOf(world, values)).toEqual(['1', '10']);
  await loadRows(world, { hints: replace, rows: [], place: { first: false, last: true } });
  expect(await rowsOf(world, values)).toEqual(['2', '20', '3', '30']);
  expect(await rowsOf(world, 'select count(*) from ds_staging.t')).toEqual(['0']);
});

test('I11: what a run that was given up left in staging is gone', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: replace, rows: [{ id: 1 }], place: { first: true, last: false } });
  await loadRows(world, { hints: replace, rows: [{ id: 2 }], place: { first: true, last: false } });
  await loadRows(world, { hints: replace, rows: [{ id: 3 }], place: { first: false, last: true } });
  expect(await rowsOf(world, 'select id from t')).toEqual(['2', '3']);
});

test('case 105: merge without a key is refused', async () => {
  const world = await newWorld();
  const sealed = await packageOf(world, { hints: { writeDisposition: 'merge' }, rows: [{ id: 1 }] });
  await expect(withClient(world, async (client) => loadPackage(world, client, sealed))).rejects.toMatchObject({
    code: 'key_missing',
    hint: expect.stringContaining('primary_key or merge_key'),
  });
});

test('case 106: merge with a primary key', async () => {
  const world = await newWorld();
  const rows = [
    { id: 1, v: 'a', l: [1, 2] },
    { id: 2, v: 'b' },
  ];
  const next = [
    { id: 2, v: 'b2', l: [7] },
    { id: 3, v: 'c' },
  ];
  await loadRows(world, { hints: mergeId, rows }, { hints: mergeId, rows: next });
  expect(await rowsOf(world, 'select id, v from t')).toEqual(['1|a', '2|b2', '3|c']);
  const children = 'select p.id, c.value from t__l c join t p on c._dlt_root_id = p._dlt_id';
  expect(await rowsOf(world, children)).toEqual(['1|1', '1|2', '2|7']);
  const byLoad = 'select id, dense_rank() over (order by _dlt_load_id) from t';
  expect(await rowsOf(world, byLoad)).toEqual(['1|1', '2|2', '3|2']);
  expect(await rowsOf(world, 'select id from ds_staging.t')).toEqual(['2', '3']);
});

test('case 107: of rows with the same primary key the last one stays, with its children', async () => {
  const world = await newWorld();
  const many = Array.from({ length: 5000 }, (_, index) => ({ id: index % 7, v: `v${index}`, l: [index] }));
  await loadRows(world, { hints: mergeId, rows: many });
  const expected = [0, 1, 2, 3, 4, 5, 6].map((id) => `${id}|v${id + 7 * Math.floor((4999 - id) / 7)}`);
  expect(await rowsOf(world, 'select id, v from t')).toEqual(expected);
  expect(await rowsOf(world, "select 'v' || value = v from t__l c join t p on c._dlt_root_id = p._dlt_id")).toEqual(
    Array.from({ length: 7 }, () => 'true'),
  );
  expect(await rowsOf(world, 'select count(*) from t__l')).toEqual(['7']);
});

test('case 107: columns called rowid, arrival and place do not disturb the order', async () => {
  const world = await newWorld();
  const hints = { writeDisposition: 'merge', primaryKey: ['arrival', 'place'] } as const;
  const rows = [
    { arrival: 1, place: 1, rowid: 9, id: 'first' },
    { arrival: 1, place: 1, rowid: 1, id: 'last' },
  ];
  await loadRows(world, { hints, rows });
  expect(await rowsOf(world, 'select id from t')).toEqual(['last']);
});

test('case 108: merge with a merge key', async () => {
  const world = await newWorld();
  const hints = { writeDisposition: 'merge', mergeKey: ['day'] } as const;
  const days = (...pairs: readonly (readonly [number, string])[]) => pairs.map(([id, day]) => ({ id, day }));
  await loadRows(
    world,
    { hints, rows: days([1, 'd1'], [2, 'd1'], [3, 'd2']) },
    { hints, rows: days([9, 'd1'], [9, 'd1']) },
  );
  expect(await rowsOf(world, 'select id, day from t')).toEqual(['3|d2', '9|d1', '9|d1']);
});

test.each([false, true])('case 109: primary key or merge key, with children: %s', async (withChildren) => {
  const world = await newWorld();
  const hints = { writeDisposition: 'merge', primaryKey: ['id'], mergeKey: ['day'] } as const;
  const row = (id: number, day: string) => ({ id, day, ...(withChildren ? { l: [id * 10] } : {}) });
  await loadRows(world, { hints, rows: [row(1, 'd1'), row(2, 'd1'), row(3, 'd2')] }, { hints, rows: [row(3, 'd1')] });
  expect(await rowsOf(world, 'select id, day from t')).toEqual(['3|d1']);
  if (withChildren) expect(await rowsOf(world, 'select value from t__l')).toEqual(['30']);
});

test('case 110: a compound primary key', async () => {
  const world = await newWorld();
  const hints = { writeDisposition: 'merge', primaryKey: ['a', 'b'] } as const;
  const rows = (...triples: readonly (readonly [number, number, number])[]) =>
    triples.map(([a, b, v]) => ({ a, b, v }));
  await loadRows(world, { hints, rows: rows([1, 1, 1], [1, 2, 1]) }, { hints, rows: rows([1, 2, 22], [2, 2, 3]) });
  expect(await rowsOf(world, 'select a, b, v from t')).toEqual(['1|1|1', '1|2|22', '2|2|3']);
});

test('case 111: a primary key that a later run does not bring cannot be loaded', async () => {
  const world = await newWorld();
  await loadRows(world, { hints: mergeId, rows: [{ id: 1, v: 1 }] });
  await expect(loadRows(world, { hints: mergeId, rows: [{ v: 2 }] })).rejects.toThrow();
  expect(await rowsOf(world, 'select id, v from t')).toEqual(['1|1']);
});

test('case 112: a primary key on a flattened path', async () => {
  const world = await newWorld();
  const hints = { writeDisposition: 'merge', primaryKey: ['a__b'] } as const;
  const rows = [
    { a: { b: 1 }, v: 1 },
    { a: { b: 1 }, v: 2 },
  ];
  await loadRows(world, { hints, rows });
  expect(await rowsOf(world, 'select a__b, v from t')).toEqual(['1|2']);
});

test('case 113: rows marked as deleted delete and stay away', async () => {
  const world = await newWorld();
  const columns = [{ name: 'gone', hardDelete: true, dataType: 'bool', nullable: true }] as const;
  const hints = { ...mergeId, columns };
  const first = [
    { id: 1, v: 'a', gone: false, l: [1] },
    { id: 2, v: 'b' },
    { id: 3, v: 'c', gone: false },
  ];
  const second = [
    { id: 1, gone: true },
    { id: 2, v: 'b2', gone: false },
    { id: 4, v: 'new', gone: true },
  ];
  await loadRows(world, { hints, rows: first }, { hints, rows: second });
  expect(await rowsOf(world, 'select id, v from t')).toEqual(['2|b2', '3|c']);
  expect(await rowsOf(world, 'select count(*) from t__l')).toEqual(['0']);
});

test('case 126: merge over three levels', async () => {
  const world = await newWorld();
  const rows = (m: readonly number[]) => [{ id: 1, l: [{ m }] }];
  await loadRows(world, { hints: mergeId, rows: rows([1, 2]) }, { hints: mergeId, rows: rows([3]) });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
  expect(await rowsOf(world, 'select count(*) from t__l')).toEqual(['1']);
  expect(await rowsOf(world, 'select value from t__l__m')).toEqual(['3']);
});

test('case 127: children of a key that comes without them are gone, others stay', async () => {
  const world = await newWorld();
  const first = [
    { id: 1, l: [1] },
    { id: 2, l: [2] },
  ];
  await loadRows(world, { hints: mergeId, rows: first }, { hints: mergeId, rows: [{ id: 1 }] });
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['2']);
});

test('case 128: from append to merge with children is refused, and nothing changes', async () => {
  const world = await newWorld();
  await loadRows(world, { rows: [{ id: 1, l: [1] }] });
  await expect(loadRows(world, { hints: mergeId, rows: [{ id: 1, l: [2] }] })).rejects.toMatchObject({
    code: 'schema_conflict',
    message: expect.stringContaining('_dlt_root_id'),
  });
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['1']);
  expect(await rowsOf(world, 'select count(*) from _dlt_loads')).toEqual(['1']);
});
