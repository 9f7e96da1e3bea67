import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSluiceError } from './error.ts';
import { compileJsonPath, memberPath } from './json-path.ts';
import type { Value } from './value.ts';

const find = (path: string, body: Value): readonly Value[] => compileJsonPath(path).find(body);

function failure(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

/** Milliseconds; the better of two where the first is slow, for the machine may have been busy. */
function quickest(work: () => unknown): number {
  const timed = (): number => {
    const started = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - started) / 1e6;
  };
  const first = timed();
  return first < 50 ? first : Math.min(first, timed());
}

const body: Value = {
  a: { b: [1, 2, { c: 3, b: 9 }], c: 'text' },
  c: [[1], [2, 3]],
  b: 0,
  list: [
    { id: 1, s: [{ x: 1 }] },
    { id: 2, s: [] },
  ],
  z: 'xyz',
  n: null,
  f: 1.5,
  t: true,
  '1': 'one',
  '10': 'ten',
  e: {},
};
const [ab, list] = [body['a'], body['list']] as const;

describe('find() gives what jsonpath-ng gives', () => {
  const cases: readonly (readonly [path: string, found: readonly unknown[]])[] = [
    ['a.c', ['text']],
    ['$.a.c', ['text']],
    ['@.a.c', ['text']],
    ['a . c', ['text']],
    ['a["b"][2]["c"]', [3]],
    ["a.'b'[-1].c", [3]],
    ['list', [list]],
    ['list[*].id', [1, 2]],
    ['list.[0].id', [1]],
    ['list[-1].id', [2]],
    ['list[5]', []],
    ['list[-5]', []],
    ['list[0:1].id', [1]],
    ['list[::-1].id', [2, 1]],
    ['list[1:].id', [2]],
    ['list[:-1].id', [1]],
    ['list[-9:9].id', [1, 2]],
    ['list[1:0:-1].id', [2]],
    ['list[*].s[*].x', [1]],
    ['a[*].c', ['text']],
    ['e[*]', []],
    ['z[*]', ['xyz']],
    ['z[1]', ['y']],
    ['z[-1]', ['z']],
    ['z[9]', []],
    ['z[0:2]', ['xyz']],
    ['b[*]', []],
    ['t[*]', [true]],
    ['n[*]', []],
    ['n', [null]],
    ['a,b', [ab, 0]],
    ["'a','b'", [ab, 0]],
    ["['a','b']", [ab, 0]],
    ['[b]', [0]],
    ['b|z', [0, 'xyz']],
    ['a.b|c', [[1, 2, { c: 3, b: 9 }], 'text']],
    ['a.(b|c)', [[1, 2, { c: 3, b: 9 }], 'text']],
    ['(a|list).c', ['text']],
    ['$.a|$.b', [[1, 2, { c: 3, b: 9 }], 0]],
    ['$.$.b', [0]],
    ['a.*', [[1, 2, { c: 3, b: 9 }], 'text']],
    ["a.'*'", [[1, 2, { c: 3, b: 9 }], 'text']],
    ['list.*', []],
    ['a..b', [[1, 2, { c: 3, b: 9 }], 9]],
    ['$..b', [0, [1, 2, { c: 3, b: 9 }], 9]],
    ['..x', [1]],
    ['$..s[0].x', [1]],
    ['1', ['one']],
    ['10', ['one']],
    ["'10'", ['ten']],
    ['a.missing', []],
    ['z.length', []],
    ['a[0]', []],
  ];
  test.each(cases)('%s', (path, found) => {
    expect(find(path, body)).toEqual(found);
  });

  test('cases 57-62: the selections of the reference', () => {
    expect(find('data[*]', { data: [{ id: 1 }] })).toEqual([{ id: 1 }]);
    expect(find('data', { data: null })).toEqual([null]);
    expect(find('missing', { data: [1] })).toEqual([]);
    expect(find('many-results', { 'many-results': [1, 2, 3, 4, 5] })).toEqual([[1, 2, 3, 4, 5]]);
    expect(find("['@odata.value']", { '@odata.value': [1] })).toEqual([[1]]);
    expect(find('@odata.count', { '@odata': { count: 1 } })).toEqual([1]);
    expect(find('nested.items[*].subs[*]', { nested: { items: [{ subs: [1, 2] }] } })).toEqual([1, 2]);
  });

  test('section 3.1: a root list, and a list in a list', () => {
    expect(find('$', [1, 2])).toEqual([[1, 2]]);
    expect(find('$[*]', [1, 2])).toEqual([1, 2]);
    expect(find('[*]', [1, 2])).toEqual([1, 2]);
    expect(find('id', [1, 2])).toEqual([]);
    expect(find('l[*]', { l: [[1, 2]] })).toEqual([[1, 2]]);
    expect(find('i[*].subs', { i: [{ subs: [1] }, { subs: [2] }] })).toEqual([[1], [2]]);
  });

  test('a quoted name may have any character, and a backslash keeps the next one', () => {
    expect(find(String.raw`'it\'s'.'a.b'`, { "it's": { 'a.b': 1 } })).toEqual([1]);
    expect(find(String.raw`"say \"x\" \\"`, { 'say "x" \\': 1 })).toEqual([1]);
  });

  test('first() tells a null from nothing', () => {
    expect(compileJsonPath('n').first(body)).toBeNull();
    expect(compileJsonPath('nope').first(body)).toBeUndefined();
  });
});

describe('S11: own members only, bounded, and one kind of error', () => {
  test.each(['__proto__', 'constructor', "'constructor'.prototype", '..constructor', 'toString', '$.__proto__.x'])(
    '%s resolves to nothing',
    (path) => {
      expect(find(path, { a: [{ b: 1 }] })).toEqual([]);
    },
  );

  test('S6: __proto__ is an ordinary name where it is an own member', () => {
    expect(find('__proto__.x', JSON.parse('{"__proto__":{"x":1}}') as Value)).toEqual([1]);
  });

  test('a body that is nested 100,000 deep is searched without a stack', () => {
    let deep: Value = { end: 1 };
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(find('..end', deep)).toEqual([1]);
  });

  test('a path that multiplies its matches stops with config_invalid', () => {
    let deep: Value = {};
    for (let level = 0; level < 300; level += 1) deep = { a: deep };
    const error = failure(() => find('..a..a..a..a', deep));
    expect(error).toMatchObject({ name: 'SluiceError', code: 'config_invalid' });
  });

  test('any text compiles or is config_invalid, and ends in 50 ms', () => {
    const sign = fc.constantFrom(
      ...Array.from('ab$@.[]*|,:-0123()\'"\\? /`&+=~!<>{}^'),
      '[?(',
      '[?@.a=~"',
      '==1',
      '`len`',
      '`parent`',
      '`sorted`',
      '`str()`',
      '`sub(/',
      '`split(a, *, 1)`',
      '[/a]',
      ' + ',
      '$.a * 9',
      ' wherenot ',
      '..',
      '[*]',
      'a',
      '[0]',
      ' where ',
      '__proto__',
    );
    const path = fc.array(sign, { maxLength: 40 }).map((signs) => signs.join(''));
    const json = fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<Value>;
    fc.assert(
      fc.property(fc.oneof(path, fc.string()), json, (text, value) => {
        const result = failure(() => find(text, value));
        expect(quickest(() => failure(() => find(text, value)))).toBeLessThan(50);
        expect(Array.isArray(result) || (isSluiceError(result) && result.code === 'config_invalid')).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a path that cannot be read is an error with its position', () => {
  test.each([
    ['', 1],
    ['$a', 2],
    ['$.', 3],
    ['.a', 1],
    ['a.', 3],
    ['a b', 3],
    ['$$', 2],
    ['a[0,1]', 4],
    ['a[', 3],
    ["a['b'", 6],
    ['a[1:2:0]', 8],
    ["a.'open", 3],
    ['a.ü', 3],
  ])('"%s"', (path, character) => {
    const error = failure(() => compileJsonPath(path));
    expect(error).toMatchObject({ code: 'config_invalid', phase: 'config' });
    expect(String(error)).toContain(`at character ${character}`);
  });

  test.each([
    ['a & b', '& outside a filter'],
    ["a[?b=~'(?=x)']", 'a "(?" group in a pattern'],
    [String.raw`a[?b=~'(x)\\1']`, String.raw`"\1" in a pattern`],
    ["a[?b=~'x{999}{9}y{999}']".replace('{9}', ''), 'a pattern this large'],
  ])('"%s" is said to be not supported', (path, what) => {
    expect(failure(() => compileJsonPath(path))).toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(what) as string,
    });
  });

  test('a path of 2,000 characters is refused', () => {
    expect(failure(() => compileJsonPath('('.repeat(2000)))).toMatchObject({ code: 'config_invalid' });
  });
});

test('memberPath() leads back to the member, whatever its name', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }), (names) => {
      fc.pre(!names.includes('*'));
      const nested = names.reduceRight<Value>((value, name) => Object.fromEntries([[name, value]]), 'found');
      expect(find(memberPath(names), nested)).toEqual(['found']);
    }),
  );
  expect(memberPath(['data', 'next page'])).toBe("data.'next page'");
});
