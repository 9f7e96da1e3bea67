import fc from 'fast-check';
import { isSafeNumber, parse as losslessParse } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import { parseExactly } from './json-exact.ts';
import { parseJson, parseJsonText } from './json.ts';
import { ExactNumber, type Value } from './value.ts';

const exact = (text: string): ExactNumber => new ExactNumber(text);

describe('parseJson() keeps numbers as they were sent', () => {
  const cases: readonly (readonly [text: string, value: Value])[] = [
    ['1', 1],
    ['-0', 0],
    ['1.5', 1.5],
    ['1.50', 1.5],
    ['1.0', exact('1.0')],
    ['-0.0', exact('-0.0')],
    ['1e3', exact('1e3')],
    ['1.5e3', exact('1.5e3')],
    ['1e-7', 1e-7],
    ['1e400', exact('1e400')],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', 9_007_199_254_740_993n],
    ['-12345678901234567890', -12_345_678_901_234_567_890n],
    ['0.1000000000000000055', exact('0.1000000000000000055')],
    ['123456789.123456789', exact('123456789.123456789')],
    ['0.30000000000000004', 0.300_000_000_000_000_04],
  ];

  test.each(cases)('%s', (text, value) => {
    expect(parseJsonText(text)).toEqual(value);
    expect(parseJsonText(`{"a":${text}}`)).toEqual({ a: value });
    expect(parseJsonText(`[ ${text} ]`)).toEqual([value]);
    expect(parseJsonText(`[null,${text},"1.0"]`)).toEqual([null, value, '1.0']);
  });

  test('S9: a number of more than 1,000 characters is refused', () => {
    expect(() => parseJsonText(`[${'9'.repeat(1001)}]`)).toThrow(/more than 1000/);
    expect(parseJsonText(`[${'9'.repeat(1000)}]`)).toEqual([BigInt('9'.repeat(1000))]);
  });
});

describe('parseExactly() reads what JSON.parse reads', () => {
  test('any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(simplified(parseExactly(text))).toEqual(simplified(JSON.parse(text) as Value));
        expect(simplified(parseJsonText(text))).toEqual(simplified(JSON.parse(text) as Value));
      }),
    );
  });

  test('numbers, against lossless-json', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,24})?([eE][+-]?\d{1,2})?$/);
    fc.assert(
      fc.property(digits, (text) => {
        const value = parseJsonText(`[${text}]`);
        const number = Array.isArray(value) ? (value[0] as Value) : null;
        expect(String(losslessParse(text))).toBe(text);
        if (typeof number === 'number') expect(isSafeNumber(text)).toBe(true);
        if (typeof number === 'bigint') expect(number.toString()).toBe(text);
        if (number instanceof ExactNumber) expect(number.text).toBe(text);
      }),
    );
  });

  const number = fc.oneof(
    fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,24})?([eE][+-]?\d{1,2})?$/),
    fc.stringMatching(/^-?(0|[1-9]\d{0,17})\.\d{0,3}0{1,4}$/),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.maxSafeInteger().map(String),
    fc.constantFrom('-0', '1e400', '-0.0', '1e-400', '9007199254740993', '0.10'),
  );
  const blank = fc.constantFrom('', ' ', '\n  ', '\t');
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('a: 1.0, b', '[1e5]', '\u0091', '\u00911.0', '\\', '"', ': -0,', '__proto__'),
    number.map((one) => `x: ${one}, y`),
  );
  const { anything } = fc.letrec<{ anything: string }>((tie) => ({
    anything: fc.oneof(
      { maxDepth: 4 },
      number,
      text.map((one) => JSON.stringify(one)),
      fc.constantFrom('null', 'true', '"\\u0091"'),
      fc.array(fc.tuple(blank, tie('anything'))).map((items) => `[${items.map((item) => item.join('')).join(' ,')}]`),
      fc
        .array(fc.tuple(text, blank, tie('anything')))
        .map((items) => `{${items.map(([key, gap, item]) => `${JSON.stringify(key)}${gap}:${gap}${item}`).join(',')}}`),
    ),
  }));

  test('the reader and its plain twin agree on any text, numbers of any spelling included', () => {
    fc.assert(
      fc.property(anything, blank, (json, gap) => {
        expect(parseJsonText(gap + json + gap)).toStrictEqual(parseExactly(gap + json + gap));
      }),
      { numRuns: 2000 },
    );
  });

  test('numbers in texts stay texts, beside numbers and without them', () => {
    const said = 'a: 1.0, "b": [2e5] \\';
    expect(parseJsonText(JSON.stringify({ said }))).toEqual({ said });
    expect(parseJsonText(`{"said":${JSON.stringify(said)},"n":1.0}`)).toEqual({ said, n: exact('1.0') });
    expect(parseJsonText(`{"n":1.0,"said":${JSON.stringify(said)}}`)).toEqual({ n: exact('1.0'), said });
  });

  test('the reader and its plain twin refuse the same texts', () => {
    fc.assert(
      fc.property(
        anything,
        fc.nat(),
        fc.constantFrom('', '.', '0', '-', 'e', ',', ':', '"', '1.0', '\u0091'),
        (json, at, piece) => {
          const cut = at % (json.length + 1);
          const torn = json.slice(0, cut) + piece + json.slice(cut + 1);
          expect(outcome(parseJsonText, torn)).toStrictEqual(outcome(parseExactly, torn));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['{"a": 1.0, 2.0 : 3}'],
    ['{1.0: 2}'],
    ['{"a":1,1.0:2}'],
    ['[1.0\u00a0]'],
    ['[01.0]'],
    ['[1.2.0]'],
    ['[1.0, "a: 1.0, b" x]'],
  ])('refuses %j, where a number stands where none may', (torn) => {
    expect(() => parseJsonText(torn)).toThrow(SyntaxError);
  });

  const broken =
    String.raw`| |{|[|[1|[1,|[1,]|{"a"|{"a":|{"a":1|{"a":1,}|{a:1}|{'a':1}|nul|tru|01|+1|.5|1.|1e|-|NaN|Infinity|[1]x|"\x"|"\u12"|"a|[1.0,]|1.0 2`.split(
      '|',
    );
  test.each(broken)('refuses %j', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(() => parseExactly(text)).toThrow(SyntaxError);
    expect(() => parseJsonText(text)).toThrow(SyntaxError);
  });
});

describe('parseJson() and hostile texts', () => {
  test('S6: __proto__ and its kind are keys like any other', () => {
    for (const read of [parseJsonText, parseExactly]) {
      const value = read('{"__proto__":{"polluted":1.0},"constructor":2,"toString":3}');
      expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'toString']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }
  });

  test('F2.22: of two equal keys the last wins, in the place of the first', () => {
    expect(Object.entries(parseExactly('{"a":1,"b":2,"a":1.0}') as object)).toEqual([
      ['a', exact('1.0')],
      ['b', 2],
    ]);
  });

  test('F2.4: a byte order mark is allowed, other encodings are not', () => {
    expect(parseJson(Buffer.from('\uFEFF[1.0]'))).toEqual([exact('1.0')]);
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('not UTF-8');
  });

  test('S8: depth is bounded', () => {
    const nested = (levels: number): string => '['.repeat(levels) + '1.0' + ']'.repeat(levels);
    expect(() => parseJsonText(nested(256))).not.toThrow();
    expect(() => parseJsonText(nested(257))).toThrow('deeper than 256');
  });

  test('the seconds of a timestamp are no delicate number: only around one is depth bounded here', () => {
    const deep = `${'['.repeat(300)}${']'.repeat(300)}`;
    expect(() => parseJsonText(`{"at":"2024-05-01T10:30:00.000Z","n":1.25,"deep":${deep}}`)).not.toThrow();
    expect(() => parseJsonText(`{"n":1.0\n,"deep":${deep}}`)).toThrow(/nested deeper/);
  });

  test('S10: the scan is linear', () => {
    const start = performance.now();
    for (const piece of ['1', ':', ', ', ':1.', '.', ':00', '1.0', ': ']) parseOrNot(piece.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

function parseOrNot(text: string): void {
  try {
    parseJsonText(`["${text}"]`);
    parseJsonText(`[${text}]`);
  } catch {
    // Only the time matters.
  }
}

function outcome(read: (text: string) => Value, text: string): unknown {
  try {
    return read(text);
  } catch (error) {
    return error instanceof SyntaxError ? 'no JSON' : String(error);
  }
}

/** Numbers as JavaScript has them, to compare with JSON.parse. */
function simplified(value: Value): unknown {
  if (value instanceof ExactNumber) return Number(value.text) + 0;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return value + 0;
  if (Array.isArray(value)) return value.map((item) => simplified(item as Value));
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, inner]) => [key, simplified(inner)]);
}
