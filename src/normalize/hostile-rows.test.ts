import { describe, expect, test } from 'vitest';
import type { TableName } from '../core/names.ts';
import { loadId, optionsWith, pageOf, runPages, runRows, shown } from './read-tables.test.ts';
import { countedRowIds } from './row-ids.ts';

describe('hostile rows', () => {
  test('S7: keys of prototypes are ordinary keys', async () => {
    const row: unknown = JSON.parse('{"__proto__":{"polluted":1},"constructor":"c","toString":[1],"hasOwnProperty":2}');
    expect(shown(await runRows({}, [row]))).toEqual({
      't(constructor:text,has_own_property:bigint,proto__polluted:bigint,std)': [['c', 2, 1]],
      't__to_string(value:bigint,ch)': [[1]],
    });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('keys that an object inherits are no data', async () => {
    expect(shown(await runRows({}, [Object.create({ inherited: 1 })]))).toEqual({ 't(std)': [[]] });
  });

  const objects = (depth: number): unknown => (depth === 1 ? { a: 1 } : { a: objects(depth - 1) });
  const lists = (depth: number): unknown => ({ a: listsOf(depth - 1) });
  const listsOf = (depth: number): unknown => (depth === 1 ? [1] : [listsOf(depth - 1)]);
  const mixed = (depth: number): unknown => (depth <= 2 ? { a: depth === 2 ? [] : 1 } : { a: [mixed(depth - 2)] });

  describe.each([
    ['objects', objects],
    ['lists', lists],
    ['lists of objects', mixed],
  ])('S8: %s', (_, nested) => {
    test.each([[{}], [{ maxTableNesting: 0 }], [{ maxTableNesting: 5 }]])(
      '256 levels and no more, hints %j',
      async (hints) => {
        await expect(runRows(hints, [nested(255)])).resolves.toBeDefined();
        await expect(runRows(hints, [nested(256)])).resolves.toBeDefined();
        await expect(runRows(hints, [nested(257)])).rejects.toMatchObject({ code: 'json_too_deep' });
      },
    );
  });

  test('100,000 different keys are an error, with values or without', async () => {
    const rowOf = (value: unknown): unknown =>
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, value]));
    for (const value of [1, null, {}, [], 'x'])
      await expect(runRows({}, [rowOf(value)])).rejects.toMatchObject({ code: 'column_limit' });
  });

  test('1,000 columns are none', async () => {
    const row = Object.fromEntries(Array.from({ length: 998 }, (_, index) => [`k${index}`, index]));
    const { schema } = await runRows({}, [row]);
    expect(schema.tables.get('t' as TableName)?.columns.size).toBe(1000);
    await expect(runRows({}, [{ ...row, more: 1 }])).rejects.toMatchObject({ code: 'column_limit' });
  });

  test('501 child tables are an error', async () => {
    const row = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`k${index}`, [1]]));
    await expect(runRows({}, [row])).rejects.toMatchObject({ code: 'table_limit' });
  });

  test('rows into a table that holds the lists of another resource', async () => {
    const pages = [pageOf([{ l: [1] }]), pageOf([{ a: 1 }], { resource: 'u', table: 't__l' })];
    await expect(runPages(pages, optionsWith())).rejects.toMatchObject({ code: 'schema_conflict' });
  });

  test('rows into a table of the engine', async () => {
    const page = pageOf([{ a: 1 }], { table: '_dlt_loads' });
    await expect(runPages([page], optionsWith())).rejects.toMatchObject({
      code: 'schema_conflict',
      message: 'Cannot load "t" into "_dlt_loads": names with _dlt belong to the tables of sluice itself',
    });
  });

  test('lists that go to the table of another resource are rows of it', async () => {
    const pages = [pageOf([{ a: 1 }], { resource: 'u', table: 't__l' }), pageOf([{ l: [{ a: 2 }] }])];
    const loaded = await runPages(pages, optionsWith());
    expect(shown(loaded)).toEqual({ 't__l(a:bigint,std)': [[1], [2]], 't(std)': [[]] });
    expect(loaded.tables.get('t__l')?.map((row) => row['_dlt_load_id'])).toEqual([loadId, loadId]);
  });

  test('F2.22: strange texts come through as they are, lone surrogates as U+FFFD', async () => {
    const texts = ['a\0b', `'b\\c\n\r\t"é😀`, '\ud83d', 'x\udc00y', '', '\u{10ffff}', '0000-00-00', 'é'.repeat(10_000)];
    const { tables } = await runRows(
      {},
      texts.map((v) => ({ v })),
    );
    expect(tables.get('t')?.map((row) => row['v'])).toEqual(texts.map((text) => Buffer.from(text).toString()));
  });
});

describe('countedRowIds()', () => {
  test('goes on to the next prefix before those who make ids of counts have used up one', () => {
    let prefixes = 0;
    const ids = countedRowIds((count) => new Uint8Array(count).fill((prefixes += 1)));
    const { prefix } = ids.next(1);
    ids.use(2 ** 24 - 3);
    expect(ids.next(3)).toEqual({ prefix, count: 2 ** 24 - 3 });
    expect(ids.next(4).count).toBe(0);
    expect(ids.next(4).prefix).not.toEqual(prefix);
  });

  test('takes a new prefix when its count is used up', () => {
    const asked: number[] = [];
    const ids = countedRowIds((count) => new Uint8Array(count).fill(asked.push(count)));
    const id = Buffer.alloc(ids.byteCount);
    for (let count = 0; count < 2 ** 24; count += 1) ids.write(id);
    expect(id.toString()).toBe('BBBBBBBB////');
    ids.write(id);
    expect([id.toString(), asked]).toEqual(['CCCCCCCCAAAA', [8, 8]]);
  });
});
