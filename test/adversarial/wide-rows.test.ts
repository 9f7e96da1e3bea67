import { describe, expect, test } from 'vitest';
import { failureOf, hostileApi, items, loading } from './hostile-api.ts';

const single = { paginator: 'single_page', data_selector: '$' } as const;
const good = '{"id":1,"v":"a"}';

describe('Bad input leaves no table half made, S7, S8, S23', () => {
  const manyKeys = `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join(',')}}`;
  const deep = `${'{"a":'.repeat(10_000)}1.0${'}'.repeat(10_000)}`;
  const bad: readonly (readonly [name: string, row: string, code: string])[] = [
    ['100,000 keys in one object', manyKeys, 'column_limit'],
    ['100,000 keys in a nested row', `{"id":2,"rows":[${manyKeys}]}`, 'column_limit'],
    ['10,000 levels', `{"id":2,"v":${deep}}`, 'json_too_deep'],
    ['10,000 levels without a delicate number', `{"id":2,"v":${deep.replace('1.0', '1')}}`, 'json_too_deep'],
    ['a number of 2,000 digits', `{"id":2,"v":${'9'.repeat(2000)}}`, 'number_out_of_range'],
  ];

  test.each(bad)('%s behind a good row: nothing of the first load is there', async (_, row, code) => {
    const target = await loading();
    const api = await hostileApi(() => ({ body: `[${good},${row}]` }));
    expect(await failureOf(target.run(api, items(single)))).toMatchObject({ name: 'SluiceError', code });
    const { tables } = await target.status();
    expect(tables).toEqual([]);
  });

  test.each(bad)('%s in a later run: the table is as it was, and the run after it goes on', async (_, row, code) => {
    const target = await loading();
    let body = `[${good}]`;
    const api = await hostileApi(() => ({ body }));
    await target.run(api, items(single));
    const before = (await target.status()).tables.filter(({ name }) => !name.startsWith('_dlt'));
    body = `[{"id":3,"v":"c","more":true},${row}]`;
    expect(await failureOf(target.run(api, items(single)))).toMatchObject({ code });
    const after = (await target.status()).tables.filter(({ name }) => !name.startsWith('_dlt'));
    expect(after).toEqual(before);
    body = '[{"id":4,"v":"d"}]';
    await target.run(api, items(single));
    expect(await target.rows('select id, v from items order by id')).toEqual([
      ['1', 'a'],
      ['4', 'd'],
    ]);
  });
});

describe('Bad input that is loaded', () => {
  test('a text of 100 million characters, with escapes, comes through whole', { timeout: 60_000 }, async () => {
    const target = await loading({ memoryLimit: '2GB' });
    const long = 'ab\\n'.repeat(33_400_000);
    const api = await hostileApi(() => ({ body: `[{"id":1,"v":"${long}","n":1.0}]` }));
    await target.run(api, items(single));
    expect(await target.rows(`select len(v), v[1:3], n from items`)).toEqual([['100200000', 'ab\n', 1]]);
  });

  test('names that SQL reserves, and names of prototypes, are tables and columns', async () => {
    const target = await loading();
    const body =
      '[{"select":1,"order":{"by":2},"from":[{"where":3}],"__proto__":[{"polluted":1.0}],"constructor":{"prototype":4}}]';
    const api = await hostileApi(() => ({ body }));
    await target.run(api, items(single, { table_name: 'table' }));
    const dataset = await target.dataset();
    const rows = [];
    for await (const row of dataset.table('table', { columns: ['select', 'order__by', 'constructor__prototype'] }))
      rows.push(row);
    for await (const row of dataset.table('table__from', { columns: ['where'] })) rows.push(row);
    await dataset.close();
    expect(rows).toEqual([{ select: 1n, order__by: 2n, constructor__prototype: 4n }, { where: 3n }]);
    expect('polluted' in {}).toBe(false);
  });
});

describe('Hints that make no sense', () => {
  test.each([
    ['a type that does not exist', { columns: { v: { data_type: 'varchar' } } }],
    ['a precision that is no number', { columns: { v: { data_type: 'decimal', precision: 'x' } } }],
    ['a disposition that does not exist', { write_disposition: 'overwrite' }],
    ['a key of a prototype', { columns: { v: { ['__proto__x']: 1, data_type: 7 } } }],
  ])('%s: refused before the first request, nothing is made', async (_, more) => {
    const target = await loading();
    const api = await hostileApi(() => ({ body: `[${good}]` }));
    const run = async (): Promise<unknown> => target.run(api, items(single, more));
    expect(await failureOf(run())).toMatchObject({ code: 'config_invalid' });
    expect(api.asked).toEqual([]);
    await expect(target.status()).rejects.toMatchObject({ code: 'pipeline_not_found' });
  });
});
