import { describe, expect, test } from 'vitest';
import { compileJsonPath } from '../json-path.ts';
import { ExactNumber, type Value } from '../value.ts';

const find = (path: string, body: Value): readonly Value[] => compileJsonPath(path).find(body);

const body: Value = {
  x: [
    { id: 2, n: 'b', t: { k: 1 } },
    { id: 1, n: 'a' },
    { id: 2, n: 'a' },
  ],
  link: '/v1/items/42',
  tags: 'a, b, c',
  big: 9007199254740993n,
  six: 6,
  half: 0.5,
  one: new ExactNumber('1.0'),
  yes: true,
  none: null,
  p: [1],
  q: [2],
};

describe('backquoted operators', () => {
  test.each<[string, readonly Value[]]>([
    ['six.`this`', [6]],
    ['x[0].t.k.`parent`.`parent`.n', ['b']],
    ['$.`parent`', []],
    ['x.`len`', [3]],
    ['link.`len`', [12]],
    ['six.`len`', []],
    ['x[*].`keys`', ['id', 'n', 't', 'id', 'n', 'id', 'n']],
    ['x[1].n.`path`', ['n']],
    ['x[*].`path`', ['[0]', '[1]', '[2]']],
    ['p.`sorted`', [[1]]],
    ['x[0].`sorted`', [['id', 'n', 't']]],
    ['none.`sorted`', []],
    ['big.`str()`', ['9007199254740993']],
    ['one.`str()`', ['1.0']],
    ['yes.`str()`', ['True']],
    ['none.`str()`', ['None']],
    ['p.`str()`', ['[1]']],
    ['link.`split(/, 3, -1)`', ['42']],
    ["tags.`split(', ', *, 1)`", [['a', 'b, c']]],
    ["tags.`split(', ', 9, -1)`", []],
    ['six.`split(a, 0, -1)`', []],
    ['link.`sub(/[a-z]+/, x)`', ['/x1/x/42']],
    [String.raw`link.${'`'}sub(/^.*\\/(\\d+)$/, no \\1)${'`'}`, ['no 42']],
    ['link.`sub(/nope/, x)`', []],
    ['six.`sub(/6/, x)`', []],
  ])('%s', (path, found) => {
    expect(find(path, body)).toEqual(found);
  });
});

describe('where and wherenot keep what leads on, or not', () => {
  test.each<[string, readonly Value[]]>([
    ['x[*] where t', [{ id: 2, n: 'b', t: { k: 1 } }]],
    ['x[*] where (t.k)', [{ id: 2, n: 'b', t: { k: 1 } }]],
    ['(x[*] where t).t.k', [1]],
    ['(x[*] wherenot t).id', [1, 2]],
    ['x.[0] wherenot nope', [{ id: 2, n: 'b', t: { k: 1 } }]],
  ])('%s', (path, found) => {
    expect(find(path, body)).toEqual(found);
  });
});

describe('sorting gives one list', () => {
  test.each<[string, readonly Value[]]>([
    ['x[/id].[*].id', [1, 2, 2]],
    [String.raw`x[\id].[*].n`, ['b', 'a', 'a']],
    [String.raw`x[/n,\id].[*].id`, [2, 1, 2]],
    ['x[/nope].[*].id', [2, 1, 2]],
    ['x[/id]', [[{ id: 1, n: 'a' }, { id: 2, n: 'b', t: { k: 1 } }, { id: 2, n: 'a' }]]], // prettier-ignore
    ['six[/id]', []],
  ])('%s', (path, found) => {
    expect(find(path, body)).toEqual(found);
  });

  test('numbers of any size are in order, and what has no order stays', () => {
    const numbers = [9007199254740993n, 9007199254740992, new ExactNumber('9007199254740992.5'), -1];
    expect(find('l.`sorted`', { l: numbers })).toEqual([[numbers[3], numbers[1], numbers[2], numbers[0]]]);
    expect(find('l.`sorted`', { l: [2, 'a', null, 1] })).toEqual([[2, 'a', null, 1]]);
    expect(find('l.`sorted`', { l: [[2], [1, 5], [1]] })).toEqual([[[1], [1, 5], [2]]]);
  });
});

describe('arithmetic', () => {
  test.each<[string, readonly Value[]]>([
    ['$.six + 1', [7]],
    ['$.six - 1 - 1', [6]],
    ['$.six / 4', [1.5]],
    ['$.six / 3', [new ExactNumber('2.0')]],
    ['$.six / 0', []],
    ['$.big + 2', [9007199254740995n]],
    ['$.big - 9007199254740992', [1]],
    ['$.half + $.half', [new ExactNumber('1.0')]],
    ['$.yes + 1', [2]],
    ['$.none + 1', []],
    ['$.link + $.tags', ['/v1/items/42a, b, c']],
    ["$.six.`str()` + ' apples'", ['6 apples']],
    ['$.tags * 2', ['a, b, ca, b, c']],
    ['$.p + $.q', [[1, 2]]],
    ['$.x[*].id * 10', [20, 10, 20]],
    ['$.x[*].id + $.x[*].id', [4, 2, 4]],
    ['$.x[*].id + $.p[*]', []],
    ['1 + 2', [3]],
    ['six + p', ['sixp']],
  ])('%s', (path, found) => {
    expect(find(path, body)).toEqual(found);
  });

  test('S11: what multiplies a text stops with config_invalid', () => {
    expect(() => find('$.tags * 999999999', body)).toThrow(/more than 4000000 steps/);
    expect(() => find('$.p * 999999999', body)).toThrow(/more than 4000000 steps/);
  });
});

describe('a path tells of itself', () => {
  test.each([
    ['id', 'id'],
    ["'a b'", 'a b'],
    ['["x"]', 'x'],
    ['my-key', 'my-key'],
    ['5', '5'],
    ['10', undefined],
    ['$.id', undefined],
    ['a.b', undefined],
    ['a,b', undefined],
    ['*', undefined],
    ["'*'", undefined],
    ['a[0]', undefined],
  ])('section 7.5: the simple name of %s is %s', (path, name) => {
    expect(compileJsonPath(path).simpleName).toBe(name);
  });

  test.each([
    ['a.b', true],
    ["$.a['b'][-1].c", true],
    ['@.a', true],
    ['$', true],
    ['a where b', true],
    ['a.`len`', true],
    ['a[/b]', true],
    ['$.a + 1', true],
    ['a,b', false],
    ['a|b', false],
    ['a[*]', false],
    ['a[0:1]', false],
    ['a..b', false],
    ['a.*', false],
    ['a[?b].c', false],
    ['a.`keys`', false],
    ['$.a[*] + 1', false],
  ])('isSingular of %s is %s', (path, isSingular) => {
    expect(compileJsonPath(path).isSingular).toBe(isSingular);
  });

  test.each([
    ['data', false],
    ['data[*]', false],
    ['data[?(@.x=="]")].id', false],
    ['data[0].nope', false],
    ['$', false],
    ['$..nope', false],
    ['data,nope', false],
    ['data.`len`', false],
    ['$.nope[?x]', true],
    ['nope', true],
    ['data.nope', true],
    ["nope[?(@.x=='y')]", true],
    ['nope..id', true],
    ['(nope|no).id', true],
    ['nope where x', true],
  ])('%s misses in a body with an empty data: %s', (path, isMissed) => {
    expect(compileJsonPath(path).misses({ data: [] })).toBe(isMissed);
  });

  test('case 95 and case 106: the paths of next links and cursors', () => {
    const link = compileJsonPath("['@odata.nextLink']");
    expect(link.first({ '@odata.nextLink': '/next' })).toBe('/next');
    const cursor = compileJsonPath('results[-1].id');
    expect([cursor.isSingular, cursor.first({ results: [{ id: 1 }, { id: 2 }] })]).toEqual([true, 2]);
    expect(cursor.first({ results: [] })).toBeUndefined();
  });
});
