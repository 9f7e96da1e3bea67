import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactNumber, type Value } from './value.ts';
import { shapeOf } from './value-shape.ts';

const many = (count: number): Value =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));

test.each<[Value, string]>([
  [{ data: Array.from({ length: 20 }, () => ({ id: 1 })), next: 'canary' }, '{ data: list of 20 objects, next: text }'],
  [[{ id: 1, name: 'canary' }, { id: 2 }], 'list of 2 objects with id, name'],
  [[{}], 'list of 1 object'],
  [[], 'empty list'],
  [{}, 'empty object'],
  [['a', 'b'], 'list of 2 texts'],
  [[null, null], 'list of 2 null'],
  [[1, 'a', null], 'list of 3 values'],
  [{ a: [[1], [2]] }, '{ a: list of 2 lists }'],
  ['canary', 'text'],
  [12n, 'number'],
  [null, 'null'],
  [
    { a: new ExactNumber('1.0'), b: true, c: null, d: {}, e: [] },
    '{ a: number, b: boolean, c: null, d: empty object, e: empty list }',
  ],
  [{ meta: { page: { next: 1 }, total: 3 } }, '{ meta: { page: object, total: number } }'],
  [{ meta: many(7) }, '{ meta: { k0: number, k1: number, k2: number, k3: number, k4: number, … } }'],
  [many(14), `{ ${Array.from({ length: 12 }, (_, index) => `k${index}: number`).join(', ')}, … }`],
  [{ 'a b': 1, 'x\n': 'y' }, String.raw`{ "a b": number, "x\\n": text }`],
  [JSON.parse('{"__proto__": {"a": 1}}') as Value, '{ __proto__: { a: number } }'],
])('shapeOf() %#: says what it looks like and not what it says', (value, shape) => {
  expect(shapeOf(value)).toBe(shape);
});

test('S16: shapeOf() is short and fit for one line, whatever comes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.string({ unit: 'binary' }), (value, key) => {
      // Every value of JSON is one of a source.
      const shape = shapeOf({ [key]: value as Value, other: value as Value });
      expect(shape.length).toBeLessThanOrEqual(401);
      expect(shape).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    }),
  );
});
