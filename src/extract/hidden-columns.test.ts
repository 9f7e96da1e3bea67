import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeJson } from '../core/json-write.ts';
import { ExactNumber, type Row, type Value } from '../core/value.ts';
import { snakeCase } from '../schema/naming/snake-case.ts';
import type { ColumnVisibility } from '../schema/table.ts';
import { shownRows } from './hidden-columns.ts';

const shown = (row: Row, visibility: ColumnVisibility): Row => shownRows(visibility, snakeCase())([row])[0] ?? {};
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test.each<[string, ColumnVisibility, Row, Row]>([
  ['a key', { exclude: ['a'] }, { a: 1, b: 2 }, { b: 2 }],
  ['a key by the name of its column', { exclude: ['credit_card'] }, { creditCard: 1, b: 2 }, { b: 2 }],
  ['a nested key', { exclude: ['a.b'] }, { a: { b: 1, c: 2 }, b: 3 }, { a: { c: 2 }, b: 3 }],
  ['a nested key by its column', { exclude: ['a__b'] }, { a: { B: 1, c: 2 } }, { a: { c: 2 } }],
  ['a key with a dot', { exclude: ['a.b'] }, { 'a.b': 1, c: 2 }, { c: 2 }],
  ['through lists', { exclude: ['l.x'] }, { l: [{ x: 1, y: 1 }, [{ x: 2, y: 2 }]] }, { l: [{ y: 1 }, [{ y: 2 }]] }],
  [
    'all but some',
    { include: ['id', 'a.b'] },
    { id: 1, a: { b: { c: 1 }, d: 2 }, e: 3 },
    { id: 1, a: { b: { c: 1 } } },
  ],
  ['some of those', { include: ['a'], exclude: ['a.b'] }, { a: { b: 1, c: 2 }, d: 1 }, { a: { c: 2 } }],
  ['nothing for an empty list', { include: [] }, { a: 1 }, {}],
  [
    'names of prototypes',
    { exclude: ['__proto__', 'constructor'] },
    JSON.parse('{"__proto__": 1, "constructor": 2, "a": 3}') as Row,
    { a: 3 },
  ],
])('shownRows() leaves out %s', (_name, visibility, row, left) => {
  expect(shown(row, visibility)).toEqual(left);
});

test('a mask takes the place of values, of elements one by one and of objects as a whole; null stays null', () => {
  const mask = ['a', 'o', 'l', 'n', 'd'].map((path) => ({ path, kind: 'hash' }) as const);
  const row = { a: 'x', o: { z: 1, b: 2 }, l: ['x', null], n: null, d: new ExactNumber('1.0') };
  const masked = { a: sha256('x'), o: sha256('{"b":2,"z":1}'), l: [sha256('x'), null], n: null, d: sha256('1.0') };
  expect(shown(row, { mask })).toEqual(masked);
  expect(shown({ a: 5 }, { mask })).toEqual(shown({ a: '5' }, { mask }));
  expect(
    shown(
      { a: 5, b: 6 },
      {
        mask: [
          { path: 'a', kind: 'null' },
          { path: 'b', kind: 'text', text: '-' },
        ],
      },
    ),
  ).toEqual({ a: null, b: '-' });
});

test('a salt makes another hash, the same for the same value', () => {
  const hash = (salt: string): Value =>
    shown({ a: 'x' }, { mask: [{ path: 'a', kind: 'hash', salt: { reveal: () => salt } }] })['a'] ?? null;
  expect(hash('one')).toBe(hash('one'));
  expect(new Set([hash('one'), hash('two'), sha256('x')]).size).toBe(3);
});

test('whatever stands under a hidden key, nothing of it is left, and all else stays', () => {
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('canary', 'xcanaryx'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'secretKey', 'canary', '__proto__'), tie('value'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(value, fc.jsonValue(), (hidden, open) => {
      const row: Row = { secretKey: hidden, deep: [{ secretKey: hidden }], open: JSON.stringify(open) };
      const paths = ['secret_key', 'deep.secretKey'];
      const out = shown(row, { exclude: paths });
      expect(writeJson(out)).not.toContain('canary');
      expect(out).toEqual({ deep: [{}], open: JSON.stringify(open) });
      expect(writeJson(shown(row, { mask: paths.map((path) => ({ path, kind: 'hash' })) }))).not.toContain('canary');
    }),
  );
});
