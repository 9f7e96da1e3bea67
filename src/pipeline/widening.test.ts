import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDecimals, decimalOf } from '../core/json-path/exact-decimal.ts';
import { ExactNumber, type Row, type Value } from '../core/value.ts';
import { duckdb } from '../destinations/duckdb/index.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { pipeline } from './pipeline.ts';
import type { TableHints } from '../schema/table.ts';
import { everyPage, listsOf, newShop, sourceOf, type Shop } from './shop.test.ts';

const widen: TableHints = { typeConflicts: 'widen' };
const typeOf = (table: string, column = 'v'): string =>
  `select data_type from information_schema.columns where table_schema = 'shop_dataset' and table_name = '${table}' and column_name = '${column}'`;
const exact = (text: string): ExactNumber => new ExactNumber(text);

/** Each list is a run, each element of it a page. */
async function load(
  shop: Shop,
  runs: readonly (readonly (readonly Row[])[])[],
  hints = widen,
  limits = {},
): Promise<void> {
  const pipeline = shop.pipelineOn('a', { limits });
  for (const pages of runs) await pipeline.run(sourceOf(listsOf('t', hints, pages)));
}

/** Rows as text, such as `1|null`, in their order. */
async function ask(shop: Shop, sql: string): Promise<readonly string[]> {
  const { rows } = await shop.pipelineOn('a').query(sql);
  return rows.map((row) => row.map((value) => String(value)).join('|'));
}

const rowsFrom = (values: readonly Value[], from = 0): Row[] =>
  values.map((v, index) => ({
    id: from + index,
    v,
    w: index + 1 === values.length ? 'end' : (values[index + 1] ?? null),
    always: null,
  }));
const valuesOf = (shop: Shop): Promise<readonly string[]> => ask(shop, `select v::varchar from t order by id`);

test.each<[string, readonly Value[], string, readonly string[]]>([
  [
    'an integer and a fraction are a decimal',
    [9007199254740993n, 1.5],
    'DECIMAL(38,18)',
    ['9007199254740993.000000000000000000', '1.500000000000000000'],
  ],
  ['an integer beyond 64 bits is a wei', [1, 2n ** 80n], 'DECIMAL(38,0)', ['1', String(2n ** 80n)]],
  ['a double takes integers that it holds', [1.5, 7], 'DOUBLE', ['1.5', '7.0']],
  [
    'a double beside an integer that it does not hold',
    [1.5, 9007199254740993n],
    'VARCHAR',
    ['1.5', '9007199254740993'],
  ],
  ['a decimal and a text', [1, 2.25, 'x', exact('1.0'), exact('1e3')], 'VARCHAR', ['1', '2.25', 'x', '1.0', '1e3']],
  ['a bool', [true, 'no', false], 'VARCHAR', ['true', 'no', 'false']],
  ['digits that a double would lose', [exact('0.1234567890123456789'), 'a'], 'VARCHAR', ['0.1234567890123456789', 'a']],
  ['a text that only looks like a number', [5, '05', '5'], 'VARCHAR', ['5', '05', '5']],
  [
    'a moment',
    ['2024-01-02T03:04:05+02:00', 'soon', '2024-01-02T03:04:05+02:00'],
    'VARCHAR',
    ['2024-01-02T01:04:05.000000Z', 'soon', '2024-01-02T03:04:05+02:00'],
  ],
])('widen: %s', async (_name, values, type, stored) => {
  for (const runs of [[[rowsFrom(values)]], values.map((value, index) => [rowsFrom([value], index)])]) {
    const shop = await newShop();
    await load(shop, runs);
    expect(await ask(shop, typeOf('t'))).toEqual([type]);
    expect(await valuesOf(shop)).toEqual(stored);
  }
});

const anyValue = fc.oneof(
  fc.integer(),
  fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.constantFrom('1.0', '-2.50', '1e3', '12345678901234567890.0', '0.10000000000000000000001').map(exact),
  fc.boolean(),
  fc.constantFrom(
    '',
    '5',
    '05',
    'true',
    'yes',
    '2024-01-02T03:04:05Z',
    '2024-01-02',
    '2024-01-02T03:04:05.1234567Z',
    '1.5',
    '{"a": 1}',
  ),
  fc.constant(null),
);

/** What was sent can be told from what is stored. */
function isKept(sent: Value, stored: string): boolean {
  if (sent === null) return stored === 'null';
  if (typeof sent === 'boolean') return stored === String(sent);
  if (typeof sent === 'string') return stored === sent || Date.parse(utc(stored)) === Date.parse(utc(sent));
  if (typeof sent === 'object' && !(sent instanceof ExactNumber)) return false;
  return compareDecimals(decimalOf(sent), decimalOf(exact(stored))) === 0;
}

const utc = (text: string): string =>
  text
    .replace(' ', 'T')
    .replace(/\+00$/, 'Z')
    .replace(/^(\d{4}-\d\d-\d\d)$/, '$1T00:00:00Z');

test('widen: any values, however cut into pages, packages and runs, make the same table, and none is lost', async () => {
  const property = fc.asyncProperty(
    fc.array(anyValue, { minLength: 1, maxLength: 12 }).filter((values) => values.some((value) => value !== null)),
    fc.array(fc.constantFrom('row', 'page', 'run'), { minLength: 12, maxLength: 12 }),
    fc.boolean(),
    fc.boolean(),
    async (values, cuts, isFine, keepsNulls) => {
      const hints: TableHints = { ...widen, nullColumns: keepsNulls ? 'keep' : 'drop' };
      const [whole, cut] = [await newShop(), await newShop()];
      await load(whole, [[rowsFrom(values)]], hints);
      const runs: Row[][][] = [[[]]];
      for (const [index, row] of rowsFrom(values).entries()) {
        if (cuts[index] === 'run') runs.push([[]]);
        if (cuts[index] === 'page') runs.at(-1)?.push([]);
        runs.at(-1)?.at(-1)?.push(row);
      }
      await load(cut, runs, hints, isFine ? everyPage : {});
      const stored = await valuesOf(whole);
      expect(await valuesOf(cut)).toEqual(stored);
      const columns =
        "select column_name, data_type from information_schema.columns where table_schema = 'shop_dataset' and table_name = 't' order by ordinal_position";
      expect(await ask(cut, columns)).toEqual(await ask(whole, columns));
      expect(await ask(cut, 'select w::varchar from t order by id')).toEqual(
        await ask(whole, 'select w::varchar from t order by id'),
      );
      for (const [index, value] of values.entries())
        expect([value, stored[index]]).toSatisfy(() => isKept(value, stored[index] ?? ''));
      expect(
        await ask(
          whole,
          `select count(*) from information_schema.columns where column_name like 'v\\_\\_%' escape '\\'`,
        ),
      ).toEqual(['0']);
    },
  );
  await fc.assert(property, { numRuns: 12 });
}, 240_000);

test.each<[string, TableHints]>([
  ['append', {}],
  ['merge', { writeDisposition: 'merge', primaryKey: ['id'] }],
  ['upsert', { writeDisposition: 'merge', primaryKey: ['id'], merge: { strategy: 'upsert' } }],
  ['scd2', { writeDisposition: 'merge', merge: { strategy: 'scd2' } }],
  ['replace', { writeDisposition: 'replace' }],
])('widen: staging tables follow, also of nested lists: %s', async (_name, more) => {
  for (const limits of [{}, everyPage]) {
    const shop = await newShop();
    const list = (id: number, v: Value): Row => ({ id, v, l: [{ w: v }] });
    const pages: Row[][] = [
      [list(1, 1)],
      [list(2, 2.5), { id: 3, v: 'x', l: [{ w: 1 }, { w: 'y' }, { w: 2, z: true }, { w: 3, z: 'q' }] }],
    ];
    await load(shop, [[[list(1, 1)]], pages], { ...widen, ...more }, limits);
    expect(new Set(await ask(shop, 'select v from t'))).toEqual(new Set(['1', '2.5', 'x']));
    expect(new Set(await ask(shop, 'select w from t__l'))).toEqual(new Set(['1', '2.5', 'y', '2', '3']));
    expect(await ask(shop, 'select z from t__l where z is not null order by z')).toEqual(['q', 'true']);
    await load(shop, [[[list(4, 4)]]], { ...widen, ...more }, limits);
  }
});

test('widen: a key is widened, too, and rows are found again by it', async () => {
  const shop = await newShop();
  const hints: TableHints = { ...widen, writeDisposition: 'merge', primaryKey: ['id'] };
  await load(
    shop,
    [
      [
        [
          { id: 1, n: 1 },
          { id: 2, n: 1 },
        ],
      ],
      [
        [
          { id: 'a', n: 1 },
          { id: 1, n: 2 },
        ],
      ],
    ],
    hints,
  );
  expect(await ask(shop, 'select id, n from t order by id')).toEqual(['1|2', '2|1', 'a|1']);
});

test('widen: what a hint or a role promises keeps its type, and what does not fit goes to a variant', async () => {
  const shop = await newShop();
  const columns = [
    { name: 'v', dataType: 'bigint' },
    { name: 'gone', hardDelete: true },
  ] as const;
  const hints: TableHints = { ...widen, writeDisposition: 'merge', primaryKey: ['id'], columns };
  await load(
    shop,
    [
      [
        [
          { id: 1, v: 1, gone: false },
          { id: 2, v: 'x', gone: 'no' },
        ],
      ],
    ],
    hints,
  );
  expect(await ask(shop, 'select id, v, v__v_text from t order by id')).toEqual(['1|1|null', '2|null|x']);
});

test.each([
  ['freeze', 'contract_violated', []],
  ['discard_value', undefined, ['1|1', '2|null']],
  ['discard_row', undefined, ['1|1']],
] as const)('widen: the contract %s of types goes first', async (dataType, code, left) => {
  const shop = await newShop();
  await load(shop, [[[{ id: 1, v: 1 }]]]);
  const second = load(shop, [[[{ id: 2, v: 'x' }]]], { ...widen, contract: { dataType } });
  if (code !== undefined) return expect(second).rejects.toMatchObject({ code });
  await second;
  expect(await ask(shop, 'select id, v from t order by id')).toEqual(left);
});

test('widen: a column that somebody else made of another type is not touched', async () => {
  const shop = await newShop();
  await load(shop, [[[{ id: 1, v: 1 }]]]);
  const other = { name: 'other', resources: [listsOf('t', widen, [[{ id: 1, v: 'x' }]])] };
  await expect(shop.pipelineOn('b').run(other)).rejects.toMatchObject({ code: 'schema_conflict' });
});

test('widen: a destination that cannot change types is told before anything is asked for, and by the plan', async () => {
  const shop = await newShop();
  const real = duckdb(shop.path);
  const destination = { ...real, capabilities: { ...real.capabilities, retyping: undefined } };
  const poor = pipeline({ name: 'shop', destination, pipelinesFolder: shop.folder, runtime: nodeRuntime() });
  const asked: number[] = [];
  const source = sourceOf(listsOf('t', widen, [[{ id: 1 }]], (number) => asked.push(number)));
  await expect(poor.run(source)).rejects.toMatchObject({ code: 'config_invalid' });
  await expect(poor.plan(source)).rejects.toMatchObject({ code: 'config_invalid' });
  expect(asked).toEqual([]);
  await poor.run(sourceOf(listsOf('t', { nullColumns: 'keep' }, [[{ id: 1, n: null }], [{ id: 2, n: 1.5 }]])));
  expect(await ask(shop, 'select id, n from t order by id')).toEqual(['1|null', '2|1.5']);
});
