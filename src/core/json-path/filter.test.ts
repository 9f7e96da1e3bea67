import { describe, expect, test } from 'vitest';
import { compileJsonPath } from '../json-path.ts';
import { ExactNumber, type Value } from '../value.ts';

const find = (path: string, body: Value): readonly Value[] => compileJsonPath(path).find(body);

function failure(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

/** The ids of the rows that a filter keeps. */
function kept(filter: string, rows: readonly Value[]): readonly Value[] {
  return find(`data[?${filter}].id`, { data: rows });
}

const rows: readonly Value[] = [
  { id: 1, kind: 'a', tags: { x: 1 }, on: true },
  { id: 2, kind: 'b', tags: { x: 2 }, on: false },
  { id: 3, kind: 'b c' },
];

describe('a filter', () => {
  test('case 63: data[?(@.id>1)] of the ids 1 and 2 is id 2', () => {
    expect(find('data[?(@.id>1)]', { data: [{ id: 1 }, { id: 2 }] })).toEqual([{ id: 2 }]);
  });

  test.each([
    ['id==1', [1]],
    ['id=1', [1]],
    ['(@.id!=1)', [2, 3]],
    ['(@.id<2)', [1]],
    ['(@.id<=2)', [1, 2]],
    ['(@.id>=2)', [2, 3]],
    ['(@.tags)', [1, 2]],
    ['tags.x', [1, 2]],
    ['(@.tags.x==2)', [2]],
    ["kind=='b c'", [3]],
    ['kind==b', [2]],
    ['kind>a', [2, 3]],
    ['(@.kind==b) & (@.id==2)', [2]],
    ['(@.kind==b & @.id==2)', [2]],
    ['(@.tags) & (@.on==true)', [1]],
    ['on==false', [2]],
    ['on!=true', [2]],
    ["kind=~'^b'", [2, 3]],
    ['$.id==3', [3]],
    ['nope==1', []],
    ['nope!=1', []],
  ])('[?%s] keeps %j', (filter, ids) => {
    expect(kept(filter, rows)).toEqual(ids);
  });

  test('runs over the values of an object, and over nothing else', () => {
    expect(find('o[?id==2]', { o: { a: { id: 1 }, b: { id: 2 } } })).toEqual([{ id: 2 }]);
    expect(find('o[?id==2]', { o: 'text' })).toEqual([]);
    expect(find('o[?id==2]', { o: null })).toEqual([]);
  });

  test('section 3.3: a number compares after int(), and what has none does not match and does not raise', () => {
    const values: readonly Value[] = ['10', ' 10 ', '1_0', 10.9, '10.0', 'x', '', null, [10], { a: 10 }, true];
    const numbered = values.map((v, id) => ({ id, v }));
    expect(kept('v==10', numbered)).toEqual([0, 1, 2, 3]);
    expect(kept('v!=10', numbered)).toEqual([10]);
    expect(kept('v==1', numbered)).toEqual([10]);
  });

  test('numbers are compared exactly', () => {
    const numbers: readonly Value[] = [
      9007199254740992,
      9007199254740993n,
      new ExactNumber('9007199254740993.0'),
      '9007199254740993',
      new ExactNumber('1e400'),
      new ExactNumber('-1e999999999'),
      new ExactNumber('0.1000000000000000000001'),
      0.1,
    ];
    const numbered = numbers.map((v, id) => ({ id, v }));
    expect(kept('v==9007199254740993', numbered)).toEqual([1, 2, 3]);
    expect(kept('v>9007199254740993', numbered)).toEqual([4]);
    expect(kept('v<0', numbered)).toEqual([5]);
    expect(kept('v==0.1', numbered)).toEqual([7]);
    expect(kept('v>0.1 & v<0.2', numbered)).toEqual([6]);
  });

  test('texts are compared by code points', () => {
    expect(kept("v>'\u{ffee}'", [{ id: 1, v: '😀' }, { id: 2, v: 'a' }])).toEqual([1]); // prettier-ignore
  });

  test('S6: names of the prototype are ordinary names', () => {
    const own = JSON.parse('[{"id":1,"__proto__":{"x":1}},{"id":2}]') as Value[];
    expect(kept('__proto__.x==1', own)).toEqual([1]);
    expect(kept('constructor', own)).toEqual([]);
  });
});

describe('what other dialects know is refused with what to write', () => {
  test.each([
    ['a[?b==1 && c==2]', '&&', 9],
    ['a[?b==1 || c==2]', '||', 9],
    ['a[?b==1 | c==2]', '|', 9],
    ['a[?(b==1) | (c==2)]', '|', 11],
    ['a[?!(b==1)]', '!', 4],
    ['a[?(!@.b)]', '!', 5],
    ['a[?b==1 and c==2]', 'and', 9],
    ['a[?b==1 or c==2]', 'or', 9],
    ['a[?not b]', 'not', 4],
  ])('%s', (path, sign, character) => {
    const error = failure(() => compileJsonPath(path));
    expect(error).toMatchObject({ code: 'config_invalid', hint: expect.stringContaining('single &') as string });
    expect(String(error)).toContain(`a filter knows no "${sign}" at character ${character}`);
  });

  test('members that are called so may be asked for', () => {
    expect(kept('or==1 & not', [{ id: 1, or: 1, not: 2, and: 3 }])).toEqual([1]);
    expect(kept('and>2', [{ id: 1, or: 1, not: 2, and: 3 }])).toEqual([1]);
  });
});

describe('S11: a filter is bounded', () => {
  test('a pattern that keeps other engines busy for years ends at once', () => {
    const text = `${'a'.repeat(5000)}!`;
    const started = process.hrtime.bigint();
    expect(kept("v=~'^(a+)+$'", [{ id: 1, v: text }])).toEqual([]);
    expect(kept("v=~'(a|aa)*(a|a?)*$'", [{ id: 1, v: text }])).toEqual([1]);
    expect(kept("v=~'.*.*.*.*b'", [{ id: 1, v: text }])).toEqual([]);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1000);
  });

  test('a text beyond all measure stops with config_invalid, and so does a filter in a filter in a filter', () => {
    const text = 'a'.repeat(40_000_000);
    expect(failure(() => kept("v=~'b'", [{ id: 1, v: text }]))).toMatchObject({ code: 'config_invalid' });
    const wide: Value = Array.from({ length: 3000 }, (_, at) => ({ id: at }));
    const nested = { l: wide.map((row) => ({ row, l: wide })) };
    expect(failure(() => find('l[?l[?id==-1]]', nested))).toMatchObject({ code: 'config_invalid' });
  });

  test('a filter over 300,000 rows is within the limit', () => {
    const many = Array.from({ length: 300_000 }, (_, id) => ({ id, kind: id % 2 === 0 ? 'even' : 'odd' }));
    expect(kept("kind=='even' & id>=0", many)).toHaveLength(150_000);
  });

  test('a thousand brackets and parentheses are read without trouble', () => {
    for (const sign of ['[?', '(', 'a[?(', 'a[?b=~"(', '$.a + ', 'a[/']) {
      const error = failure(() => compileJsonPath(sign.repeat(1000 / sign.length)));
      expect(error).toMatchObject({ code: 'config_invalid' });
    }
  });
});
