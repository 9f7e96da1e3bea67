/** The writer of JSON against the writer of objects: the same texts must give the same tables, byte for byte. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonOf, parseWithRows } from '../../core/json-rows.ts';
import { parseJson } from '../../core/json.ts';
import type { Value } from '../../core/value.ts';
import { snakeCase } from '../../schema/naming/snake-case.ts';
import { newSchema } from '../../schema/schema.ts';
import type { TableHints } from '../../schema/table.ts';
import { defaultNormalizeLimits } from '../limits.ts';
import { optionsWith, pageOf, runPages, type Loaded } from '../read-tables.test.ts';
import { countedRowIds } from '../row-ids.ts';
import { RowWriter, type RowMarks } from '../row-writer.ts';
import type { TablePlan } from '../table-plan.ts';
import { TablePlans } from '../table-plans.ts';
import { JsonProgram } from './json-program.ts';
import { JsonRowWriter } from './json-row-writer.ts';
import { inputBytes, programEnd, recordsStart } from './layout.ts';
import { RowMachine } from './row-machine.ts';

const keys = 'id name a aB a_b größe list value __proto__ constructor _dlt_id x\\u0041'.split(' ');
const space = fc.constantFrom('', '', '', ' ', '\n\t');
const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '1.0',
    '-0.0',
    '1e3',
    '12E-2',
    '0.1',
    '123456789012345',
    '1234567890123456',
    '9007199254740993',
  ),
  fc.constantFrom('18446744073709551616', '1.50', '0.30000000000000004', '123456.123456789', '1e400', '-12.5', '99.99'),
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((one) => JSON.stringify(one)),
  fc.constantFrom(
    '"2026-01-31T12:34:56.789Z"',
    '"2026-01-31T12:34:56+02:30"',
    '"2026-02-30T12:34:56Z"',
    '"2026-01-31"',
  ),
  fc.constantFrom(
    '"2026-01-31 12:34:56"',
    '"1599-01-31T12:34:56Z"',
    '"12"',
    '"1.5"',
    '"true"',
    '"\\ud800"',
    '"\\u0000x\\/"',
  ),
  fc.string({ minLength: 60, maxLength: 90 }).map((one) => JSON.stringify(one)),
);
const scalar = fc.oneof(number, text, fc.constantFrom('true', 'false', 'null', 'null'));

const { object } = fc.letrec<{ object: string; list: string; value: string }>((tie) => ({
  object: fc
    .tuple(space, fc.array(fc.tuple(fc.constantFrom(...keys), space, tie('value')), { maxLength: 6 }))
    .map(
      ([gap, members]) =>
        `{${gap}${members.map(([key, inner, value]) => `"${key}"${inner}:${gap}${value}${inner}`).join(',')}}`,
    ),
  list: fc
    .tuple(space, fc.array(tie('value'), { maxLength: 4 }))
    .map(([gap, items]) => `[${gap}${items.join(`${gap},`)}]`),
  value: fc.oneof({ maxDepth: 4 }, scalar, scalar, scalar, tie('object'), tie('list')),
}));

/** A few shapes that come again with other values, as rows do, and now and then one that was not there before. */
const page = fc
  .array(object, { minLength: 1, maxLength: 4 })
  .chain((shapes) =>
    fc.array(fc.constantFrom(...shapes), { minLength: 1, maxLength: 12 }).map((rows) => `[${rows.join(' , ')}]`),
  );

const hints = fc.constantFrom<TableHints>(
  {},
  { maxTableNesting: 0 },
  { maxTableNesting: 1 },
  {
    columns: [
      { name: 'id', dataType: 'decimal', precision: 20, scale: 3 },
      { name: 'a', dataType: 'double' },
    ],
  },
  {
    columns: [
      { name: 'list', dataType: 'json' },
      { name: 'name', dataType: 'timestamp' },
    ],
  },
  {
    columns: [
      { name: 'a', nullable: true, dataType: 'text' },
      { name: 'value', dataType: 'wei' },
    ],
  },
  { writeDisposition: 'merge', columns: [{ name: 'id', dataType: 'text', primaryKey: true, nullable: false }] },
  { writeDisposition: 'merge', columns: [{ name: 'id', primaryKey: true }] },
);

/** Rows that all have a key, and none twice. */
const keyedPage = fc.array(object, { minLength: 1, maxLength: 12 }).map((rows) => {
  const keyed = rows.map((row, index) => {
    const rest = row.slice(1).replaceAll('"id"', '"ident"');
    return `{"id":${index}${rest.trim() === '}' ? '' : ','}${rest}`;
  });
  return `[${keyed.join(',')}]`;
});

/** Small texts are read at once: space makes them large. */
const room = ' '.repeat(2048);

async function loaded(
  pages: readonly string[],
  read: (bytes: Uint8Array) => Value,
  said: TableHints,
  tables: readonly string[] = ['t'],
): Promise<unknown> {
  const options = optionsWith({ resources: new Map([['t', { hints: said }]]) });
  try {
    const lists = pages.map((one, index) => {
      const table = tables[index % tables.length] ?? '';
      return pageOf(read(Buffer.from(room + one)) as readonly Value[], { resource: table, table });
    });
    return withoutIds(await runPages(lists, options));
  } catch (error) {
    return String(error);
  }
}

/** Which rows hang on which, instead of their ids: those are given in the order in which rows are written. */
function withoutIds({ tables, schema }: Loaded): unknown {
  const places = new Map<unknown, string>();
  for (const [name, rows] of tables)
    for (const [index, row] of rows.entries()) places.set(row['_dlt_id'], `${name} ${index}`);
  const shown = [...tables].map(([name, rows]) => [
    name,
    rows.map((row) => ({
      ...row,
      _dlt_id: null,
      _dlt_parent_id: places.get(row['_dlt_parent_id']),
      _dlt_root_id: places.get(row['_dlt_root_id']),
    })),
  ]);
  return { tables: Object.fromEntries(shown) as unknown, schema };
}

describe('JsonRowWriter', () => {
  test('writes what the writer of objects writes, whatever the rows are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 3 }), hints, async (pages, said) => {
        const [fast, plain] = [await loaded(pages, parseWithRows, said), await loaded(pages, parseJson, said)];
        expect(fast).toEqual(plain);
      }),
      { numRuns: Number(process.env['SLUICE_FUZZ_RUNS'] ?? 1500) },
    );
  }, 4_000_000);

  test('writes what the writer of objects writes where rows are merged, with the ids of their roots', async () => {
    const keyed: TableHints = { writeDisposition: 'merge', columns: [{ name: 'id', primaryKey: true }] };
    await fc.assert(
      fc.asyncProperty(fc.array(keyedPage, { minLength: 1, maxLength: 3 }), async (pages) => {
        const [fast, plain] = [await loaded(pages, parseWithRows, keyed), await loaded(pages, parseJson, keyed)];
        expect(fast).toEqual(plain);
      }),
      { numRuns: Number(process.env['SLUICE_FUZZ_RUNS'] ?? 500) },
    );
  }, 4_000_000);

  test('writes what the writer of objects writes where texts are escaped, half pairs of surrogates included', async () => {
    const unit = fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd7ff, max: 0xe000 }), fc.constantFrom(0, 10, 34, 47, 92));
    const spelled = (code: number, isShort: boolean): string =>
      isShort && (code < 0xd800 || code > 0xdfff)
        ? JSON.stringify(String.fromCharCode(code)).slice(1, -1)
        : `\\u${code.toString(16).padStart(4, '0')}`;
    const escaped = fc
      .array(fc.tuple(unit, fc.boolean()), { maxLength: 30 })
      .map((units) => units.map(([code, isShort]) => spelled(code, isShort)).join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(escaped, { minLength: 2, maxLength: 20 }), async (texts) => {
        const rows = [`[${texts.map((one) => `{"t":"${one}"}`).join(',')}]`];
        expect(await loaded(rows, parseWithRows, {})).toEqual(await loaded(rows, parseJson, {}));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [
      'many rows with gaps',
      (index: number) => (index % 3 === 0 ? { id: index } : { id: index, at: index % 7, is: index % 2 === 0 }),
    ],
    [
      'keys that begin alike',
      (index: number) => ({ a_key_of_16_bytes: index, a_key_of_16_byteX: -index, a_key: 1, a_key_of_16: 2 }),
    ],
    ['hundreds of keys in any order', (index: number) => shuffled(index)],
    [
      'rows beyond the machine',
      (index: number) => ({ id: index, text: 'x'.repeat(index % 9 === 5 ? inputBytes : 100) }),
    ],
    ['pages beyond the machine', (index: number) => ({ id: index, list: [{ text: 'ä'.repeat(9000) }, index] })],
  ])('writes what the writer of objects writes: %s', async (_, rowAt) => {
    const pages = [1, 1, 600, 9, 9].map((count) =>
      JSON.stringify(Array.from({ length: count }, (_, index) => rowAt(index))),
    );
    const tables = ['t', 'u'];
    expect(await loaded(pages, parseWithRows, {}, tables)).toEqual(await loaded(pages, parseJson, {}, tables));
  });

  test('writes what the writer of objects writes where values are far longer than they are spelled', async () => {
    const rows = [
      '[{"list":[18446744073709551616],"text":"x"}]',
      `[{"list":[${'1,'.repeat(310_000)}1],"text":"${'x'.repeat(400_000)}\\n"}]`,
    ];
    const [fast, plain] = [await loaded(rows, parseWithRows, {}), await loaded(rows, parseJson, {})];
    expect(isDeepStrictEqual(fast, plain)).toBe(true);
  });

  test('leaves rows to the writer of objects when there is no room for what they are like', () => {
    const { plans, plan } = learnt('{"id":1,"list":[1]}');
    const machine = new RowMachine();
    expect(new JsonProgram(machine, plans, plan, 100).enter(1000)).toBeDefined();
    expect(machine.allocate(programEnd - recordsStart - 5000)).toBeGreaterThan(0);
    const late = [1, 2, 3].map(() => new JsonProgram(machine, plans, plan, 100));
    while (machine.allocate(16) > 0);
    expect(late.map((program) => program.enter(1000))).toEqual([undefined, undefined, undefined]);
    expect(new JsonProgram(machine, plans, plan, 100).enter(1000)).toBeUndefined();
  });

  test('understands a row like the one before it, nested rows, other orders of keys and missing ones included', () => {
    const first =
      '{"id":1,"name":"x","at":"2026-01-01T00:00:00Z","sum":1.5,"is":true,"in":{"deep":"y"},"list":[{"n":1}],"tags":["a"]}';
    const others = [
      '{"id":2,"name":"zä","at":"2026-01-01T00:00:00Z","sum":2,"is":false,"in":{"deep":"w"},"list":[{"n":1},{"n":2}],"tags":[]}',
      '{ "tags" : [ "b" , null ] , "sum" : 99.99 , "id" : 3 }',
      '{"id":12345678901234567,"name":"a\\nb","is":null}',
    ];
    const writer = writers(first);
    expect(others.map((row) => writer.write(row))).toEqual([true, true, true]);
  });

  test.each([
    ['a new key', '{"id":1,"new":2}'],
    ['a key twice', '{"id":1,"id":2}'],
    ['a value that needs a variant', '{"id":"none"}'],
    ['an id of its own', '{"id":1,"_dlt_id":"mine"}'],
    ['a list where there was none', '{"id":[1]}'],
    ['two lists that are one', '{"list":[1],"List":[2]}'],
  ])('leaves a row with %s to the writer of objects', (_, row) => {
    expect(writers('{"id":1,"name":"x","list":[1],"List":[3]}').write(row)).toBe(false);
  });
});

/** The same hundred keys and more, the order of which differs from row to row. */
function shuffled(index: number): object {
  const keys = Array.from({ length: 300 }, (_, place) => (place * 7 + index * 31) % 300);
  return Object.fromEntries(keys.map((key) => [`k${key}`, key * index]));
}

/** What is known after a first row that the writer of objects has learnt from. */
function learnt(first: string): { plans: TablePlans; plan: TablePlan; marks: RowMarks } {
  const plans = new TablePlans(newSchema('tests'), snakeCase(), { limits: defaultNormalizeLimits });
  const plan = plans.root('t', 't', {});
  if (plan === undefined) throw new Error('no table');
  const marks = { loadId: '1', ids: countedRowIds((count) => new Uint8Array(count)) };
  new RowWriter(plans, 100, marks).writeRoot(plan, parseJson(Buffer.from(first)), 1000);
  return { plans, plan, marks };
}

/** Both writers on the same plans. */
function writers(first: string): { write(row: string): boolean } {
  const { plans, plan, marks } = learnt(first);
  const writer = new JsonRowWriter(plans, 100, marks);
  return {
    write(row) {
      const json = jsonOf(parseWithRows(Buffer.from(`${room}[${row}]`)) as readonly Value[]);
      if (json === undefined) throw new Error('no rows');
      return writer.write(plan, json, { start: 0, end: 1 }, 1000) === 1;
    },
  };
}
