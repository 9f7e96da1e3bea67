/** The scanner in WebAssembly against its plain twin: what one of them takes, the other takes, and both see the same rows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowPlaces } from './json-bytes.ts';
import { RowScanner } from './row-scanner.ts';

const scalar = fc.oneof(
  fc.constantFrom(
    '1',
    '-0',
    '01',
    '-',
    '1.0',
    '1.',
    '.5',
    '1e5',
    '1E+05',
    '1e',
    '1e+',
    'nul',
    'null',
    'true',
    'tru',
    'false',
  ),
  fc.constantFrom(
    '"\\u00e4"',
    '"\\u00g4"',
    '"\\x"',
    '"\\"',
    '"\\\\"',
    '"]}"',
    '"a\tb"',
    '"\u0000"',
    '9'.repeat(301),
    `0.${'1'.repeat(299)}`,
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => JSON.stringify(text)),
);
const space = fc.constantFrom('', '', '', ' ', '\n', '\t\r ', '\u000b');
const { object } = fc.letrec<{ object: string; value: string }>((tie) => ({
  object: fc
    .array(fc.tuple(space, fc.constantFrom('"a"', '"b\\n"', 'c', '""'), space, tie('value')), { maxLength: 4 })
    .map(
      (members) => `{${members.map(([gap, key, inner, value]) => `${gap}${key}${inner}:${gap}${value}`).join(',')}}`,
    ),
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    scalar,
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  ),
}));

const runs = { numRuns: Number(process.env['SLUICE_FUZZ_RUNS'] ?? 10_000) };

function both(bytes: Uint8Array, start: number, depth: number): readonly [unknown, unknown] {
  return [new RowScanner(bytes).rows(start, depth), rowPlaces(bytes, start, depth)];
}

test('finds the same rows as its plain twin, however a text was damaged', () => {
  fc.assert(
    fc.property(
      fc.array(object, { maxLength: 4 }),
      space,
      fc.option(fc.tuple(fc.nat(), fc.nat(255))),
      (rows, gap, damage) => {
        const bytes = Buffer.from(`[${gap}${rows.join(`${gap},`)}${gap}] `);
        if (damage !== null) bytes[damage[0] % bytes.length] = damage[1];
        const [fast, plain] = both(bytes, 1, 2);
        expect(fast).toEqual(plain);
      },
    ),
    runs,
  );
}, 4_000_000);

test.each([
  ['cut off anywhere', '[{"a":"x'],
  ['cut off in an escape', '[{"a":"x\\'],
  ['cut off in a code', '[{"a":"\\u12'],
  ['cut off behind a row', '[{"a":1}'],
  ['cut off in a word', '[{"a":nul'],
])('refuses a text that is %s, whatever the scanner held before', (_, text) => {
  new RowScanner(Buffer.from(`[${'{"a":"\\u1234","b":null}, '.repeat(20)}{"a":"x"}]`)).rows(1, 2);
  expect(both(Buffer.from(text), 1, 2)).toEqual([undefined, undefined]);
});

test('has the limit of depth of its twin', () => {
  const nested = (levels: number): Buffer => Buffer.from(`[{"a":${'['.repeat(levels)}1${']'.repeat(levels)}}]`);
  for (const levels of [97, 98, 99, 100, 101]) {
    const [fast, plain] = both(nested(levels), 1, 2);
    expect(fast, `${levels} levels`).toEqual(plain);
  }
  expect(new RowScanner(nested(101)).rows(1, 2)).toBeUndefined();
});

test('takes texts that are larger than its memory', () => {
  const row = `{"a":"${'x'.repeat(1000)}"}`;
  const bytes = Buffer.from(`[${Array.from({ length: 5000 }, () => row).join(',')}]`);
  expect(new RowScanner(bytes).rows(1, 2)?.length).toBe(5001);
});
