import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withMembers } from './json-members.ts';
import { parseWithRows, rowAt, unreadJson } from './json-rows.ts';
import { parseJson } from './json.ts';
import type { Row } from './value.ts';

const room = ' '.repeat(2048);
const names = ['id', 'größe', '__proto__', 'a"b'];
const member = fc.tuple(
  fc.oneof(fc.constantFrom(...names, 'id', 'ids', 'i', 'id '), fc.string()).map((key) => JSON.stringify(key)),
  fc.oneof(fc.json(), fc.constantFrom('1.0', '12345678901234567890', '"\\ud800"', '{"id":7}', '[{"id":8}]')),
  fc.constantFrom('', ' ', '\n\t'),
);
const row = fc
  .array(member, { maxLength: 6 })
  .map((members) => `{${members.map(([key, value, gap]) => `${gap}${key}${gap}:${gap}${value}${gap}`).join(',')}}`);

const only = (one: Row): readonly unknown[] => names.map((name) => (Object.hasOwn(one, name) ? one[name] : undefined));
const textOf = (rows: readonly string[]): Buffer => Buffer.from(`${room}[${rows.join(' ,')}]`);
// What was written is a list of objects.
const read = (rows: readonly string[]): readonly Row[] => parseJson(textOf(rows)) as readonly Row[];
const unread = (rows: readonly string[]): readonly Row[] => parseWithRows(textOf(rows)) as readonly Row[];

describe('withMembers()', () => {
  test('gives the same members as whole rows have', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        expect(withMembers(unread(rows), names).map(only)).toEqual(read(rows).map(only));
      }),
      { numRuns: 1000 },
    );
  });

  test('reads nothing else, and leaves the rows as they are', () => {
    const rows = unread(['{"id":1,"name":"x"}', '{"name":"y","id":2}', '{}']);
    expect(withMembers(rows, ['id'])).toEqual([{ id: 1 }, { id: 2 }, {}]);
    expect(unreadJson(rows)).toBeDefined();
  });

  test('gives rows that were read as they are', () => {
    const rows = unread(['{"id":1}']);
    expect(rows[0]).toEqual({ id: 1 });
    expect(withMembers(rows, ['id'])).toBe(rows);
  });
});

describe('rowAt()', () => {
  test('reads one row', () => {
    const rows = unread(['{"id":1}', '{"id":2, "name":"x"}']);
    expect(rowAt(rows, 1)).toEqual({ id: 2, name: 'x' });
    expect(unreadJson(rows)).toBeDefined();
    expect(() => rowAt([], 0)).toThrow(TypeError);
  });
});
