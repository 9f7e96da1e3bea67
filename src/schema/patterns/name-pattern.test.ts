import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { namingOf } from '../naming/conventions.ts';
import { looksLikeExpression, namePatternOf, normalizedPattern } from './name-pattern.ts';

const python = fileURLToPath(new URL('../../../.venv/bin/python', import.meta.url));

function matches(pattern: string, name: string): boolean | string {
  const compiled = namePatternOf(pattern);
  return typeof compiled === 'function' ? compiled(name) : compiled.problem;
}

const expressions = [
  'id',
  '^id',
  'id$',
  '^id$',
  '_at$',
  '(^|_)at$',
  '^(?:a|b)+$',
  'a.c',
  'a.*c',
  '^.{2,3}$',
  'x{,2}y',
  'x{2}',
  'x{,}$',
  '[abc]',
  '[^abc]',
  '[a-c_]+$',
  '[]a]',
  '[^]a]',
  '[a-]',
  '[\\]\\-]',
  '[\\d_]',
  '\\d+',
  '\\D',
  '\\w+$',
  '\\W',
  '\\s',
  '\\bid\\b',
  '\\Bd',
  '\\Aid\\Z',
  'a|',
  '|',
  '',
  '()',
  '(a*)*b',
  '(a|a)*b',
  '(a?){3}a{3}',
  'a+?b',
  'a\\.b',
  '\\x61',
  '\\u00e9',
  '[\\x61-\\x63]',
  'é',
  '^.$',
  '((a)(b(c)?)?)*d',
  '[\\w.]+@',
  'a{0}b',
  '\\-',
  '[\\n]',
  'a$|b',
  '(?:^a)b',
  '}',
  ']',
  '^(_dlt_id|id)$',
  '^\\w{3}$',
  '[^\\W\\d]',
  '[\\s\\S]x',
  '(^$)',
];

const names = [
  '',
  'id',
  'user_id',
  'identity',
  'created_at',
  'at',
  'a',
  'b',
  'ab',
  'abc',
  'aaaa',
  'aaab',
  'xx',
  'xxy',
  'y',
  'a.b',
  'é',
  'ü_1',
  '٣',
  'a b',
  'id\n',
  '\n',
  ']',
  '-',
  '_dlt_id',
  'ababcd',
  '𝒳',
  'x@y',
  '}',
  '²',
  'a\u0301',
  '\u00a0',
  '漢',
];

describe.skipIf(!existsSync(python))('name patterns are found as Python finds them', () => {
  test('every expression in every name', () => {
    const script =
      'import json,re,sys\nes,ns=json.load(sys.stdin)\nprint(json.dumps([[bool(re.search(e,n)) for n in ns] for e in es]))';
    const input = JSON.stringify([expressions, names]);
    const theirs = JSON.parse(execFileSync(python, ['-c', script], { input, encoding: 'utf8' })) as boolean[][];
    const ours = expressions.map((expression) => names.map((name) => matches(`re:${expression}`, name)));
    for (const [index, expression] of expressions.entries()) {
      expect([expression, ours[index]]).toEqual([expression, theirs[index]]);
    }
  });
});

describe('namePatternOf', () => {
  test('a plain name means itself', () => {
    expect(['id', 'a.c'].map((name) => matches('a.c', name))).toEqual([false, true]);
  });

  test.each([
    ['(?=a)', '(?'],
    ['(?i)a', '(?'],
    ['(?P<n>a)', '(?'],
    ['(a)\\1', '\\1'],
    ['a++', 'possessive'],
    ['a**', 'count of a count'],
    ['*a', 'nothing before it'],
    ['^*', 'nothing before it'],
    ['((?:){9}){9}', 'nothing before it'],
    ['(a', 'without a closing'],
    ['a)', 'without an opening'],
    ['[a', 'without a closing'],
    ['[z-a]', 'ends before it begins'],
    ['[a-\\d]', 'class'],
    ['a{', 'begins no count'],
    ['a{3,2}', 'least'],
    ['a{101}', 'above 100'],
    ['(a{100}){100}', 'more than 500 steps'],
    ['\\q', 'means nothing'],
    ['\\', 'an end'],
    ['('.repeat(200), 'deeper'],
    ['a'.repeat(600), 'more than 500'],
  ])('%s is refused with the reason', (expression, reason) => {
    expect(matches(`re:${expression}`, 'a')).toContain(reason);
  });

  test('S10: what makes others run away takes a moment', () => {
    const before = performance.now();
    for (const bad of ['re:^(a+)+$', 're:^(a|a)*$', 're:(.*)*(.*)*x', 're:^(\\w*\\d*)*!$']) {
      expect(matches(bad, `${'a'.repeat(999)}!`)).toBe(bad.endsWith('!$'));
    }
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test('S10: names of more than 1000 characters match no expression', () => {
    expect([1000, 1001].map((length) => matches('re:^a+$', 'a'.repeat(length)))).toEqual([true, false]);
  });
});

describe('normalizedPattern', () => {
  const naming = namingOf('snake_case', {});

  test('names follow the naming convention, expressions stay', () => {
    const patterns = ['userId', 're:userId', 're:^userId$', 're:userId.*', 're:_at$', 'a__bC'];
    expect(patterns.map((pattern) => normalizedPattern(pattern, naming))).toEqual([
      'user_id',
      're:user_id',
      're:^user_id$',
      're:userId.*',
      're:_at$',
      'a__b_c',
    ]);
  });
});

test('looksLikeExpression knows texts that begin as no name does', () => {
  expect(['^id', 'id', 're:^id', ''].map(looksLikeExpression)).toEqual([true, false, false, true]);
});
