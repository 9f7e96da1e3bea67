import { describe, expect, test } from 'vitest';
import { parseJsonText } from './json.ts';
import { writeJson } from './json-write.ts';
import { sortedJson } from './sorted-json.ts';
import type { Value } from './value.ts';

describe('writeJson()', () => {
  test.each(['{"b":1.0,"a":[1e3,null,true,"é\\n"],"n":12345678901234567890}', '[]', '{}', '"x"', '{"__proto__":1}'])(
    'writes what was read: %s',
    (text) => expect(writeJson(parseJsonText(text))).toBe(text),
  );

  test('leaves out what is not given', () => {
    // An optional field of a state or a plan.
    const value = { a: undefined, b: [{ c: undefined, d: 1 }] } as unknown as Value;
    expect(writeJson(value)).toBe('{"b":[{"d":1}]}');
    expect(sortedJson(value)).toBe('{"b":[{"d":1}]}');
  });

  test('S8: refuses what is deeper than 256 levels', () => {
    let value: Value = 1;
    for (let level = 0; level < 300; level += 1) value = [value];
    expect(() => writeJson(value)).toThrow('deeper than 256');
  });
});

test('sortedJson() sorts keys by their UTF-8 bytes, at every depth', () => {
  expect(sortedJson({ '😀': 1, '\uFFFF': 2, é: { b: 1, a: 2 }, z: [{ y: 1, x: 2 }] })).toBe(
    '{"z":[{"x":2,"y":1}],"é":{"a":2,"b":1},"\uFFFF":2,"😀":1}',
  );
});
