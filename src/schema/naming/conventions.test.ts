import { describe, expect, test } from 'vitest';
import { isNamingName, namingOf, type NamingName } from './conventions.ts';

const columns: readonly (readonly [NamingName, Readonly<Record<string, string>>])[] = [
  [
    'direct',
    {
      userId: 'userId',
      'C++': 'C++',
      日本語: '日本語',
      a__b: 'a__b',
      'a▶b': 'a▶b',
      ' x ': 'x',
      "q'q": 'q_q',
      'n\nn': 'n_n',
    },
  ],
  [
    'duck_case',
    { userId: 'userId', 'C++': 'C++', 日本語: '日本語', a__b: 'a__b', a___b: 'a___b', 'd"d': 'd_d', "q'q": "q'q" },
  ],
  [
    'sql_cs_v1',
    { userId: 'userId', 'C++': 'C', 日本語: '_', a__b: 'a__b', '1st': '_1st', tail_: 'tail', 'x y': 'x_y', _: '_' },
  ],
  ['sql_ci_v1', { userId: 'userid', 'C++': 'c', 日本語: '_', 'Some Col': 'some_col' }],
];

describe('namingOf() (section 1.6)', () => {
  test.each(columns)('%s names columns', (name, names) => {
    const naming = namingOf(name, {});
    expect(Object.fromEntries(Object.keys(names).map((raw) => [raw, naming.column(raw)]))).toEqual(names);
  });

  test('an identifier is no path: a__b in duck_case is a_b', () => {
    expect(namingOf('duck_case', {}).identifier('a__b')).toBe('a_b');
  });

  test('direct nests with a sign of its own', () => {
    const naming = namingOf('direct', {});
    expect(naming.joinColumns([naming.column('Some Col'), naming.column('Sub Key')])).toBe('Some Col▶Sub Key');
  });

  test('case 45: the tag of a shortened name feels the case it came in, and is in lower case itself', () => {
    const [one, other] = ['A'.repeat(70), 'a'.repeat(70)].map((raw) =>
      namingOf('sql_ci_v1', { maxLength: 63 }).column(raw),
    );
    expect(one).toMatch(/^[a-z0-9]{63}$/);
    expect(one).not.toBe(other);
  });

  test('old schemas do not take names apart at their separators (section 1.4)', () => {
    expect(namingOf('snake_case', { breaksPaths: false }).column('a__b')).toBe('a_b');
  });

  test('only these names are known', () => {
    expect(isNamingName('direct')).toBe(true);
    expect(isNamingName('constructor')).toBe(false);
  });
});
