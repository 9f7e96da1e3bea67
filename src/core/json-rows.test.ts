import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonOf, parseWithRows, plainRows, rowOf } from './json-rows.ts';
import { parseJson } from './json.ts';
import type { Row, Value } from './value.ts';

/** Small texts are read at once: space makes them large. */
const room = ' '.repeat(2048);

/** What is refused must be refused at once, and not when a row is looked at. */
function outcomeOf(read: (bytes: Uint8Array) => Value, bytes: Uint8Array): unknown {
  let value: Value;
  try {
    value = read(bytes);
  } catch (error) {
    return `refused: ${error instanceof Error ? error.name : String(error)}`;
  }
  return plain(value);
}

/** Also what a number was spelled like, and in which order keys came. */
function plain(value: Value): unknown {
  if (Array.isArray(value)) return [...(value as readonly Value[])].map(plain);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : value;
  return Object.entries(value).map(([key, member]) => [key, plain(member)]);
}

const { value: json } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  object: fc
    .array(fc.tuple(fc.constantFrom('data', 'next', 'a', '__proto__', 'data'), tie('value')), { maxLength: 4 })
    .map((members) => `{${members.map(([key, value]) => `"${key}":${value}`).join(' ,')}}`),
  list: fc
    .array(fc.oneof(tie('object'), tie('object'), tie('value')), { maxLength: 4 })
    .map((items) => `[${items.join(', ')}]`),
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      '1',
      '-0',
      '1.0',
      '12345678901234567890',
      '1e5',
      'null',
      'true',
      '""',
      '"\\u00e4\\n"',
      '"]}"',
      '[]',
      '{}',
    ),
    fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
    tie('list'),
    tie('object'),
  ),
}));

describe('parseWithRows()', () => {
  test('gives what parseJson gives, and refuses what it refuses, however a text was damaged', () => {
    const damage = fc.tuple(fc.constantFrom('cut', 'flip', 'insert', 'none'), fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(json, damage, (text, [kind, place, byte]) => {
        const whole = Buffer.from(text);
        const at = whole.length === 0 ? 0 : place % whole.length;
        const parts = {
          cut: [whole.subarray(0, at), whole.subarray(at + 1)],
          flip: [whole.subarray(0, at), Buffer.of((whole[at] ?? 0) ^ (byte || 1)), whole.subarray(at + 1)],
          insert: [whole.subarray(0, at), Buffer.of(byte), whole.subarray(at)],
          none: [whole],
        }[kind];
        const bytes = Buffer.concat([Buffer.from(room), ...(parts ?? [])]);
        expect(outcomeOf(parseWithRows, bytes)).toEqual(outcomeOf(parseJson, bytes));
      }),
      { numRuns: Number(process.env['SLUICE_FUZZ_RUNS'] ?? 20_000) },
    );
  }, 4_000_000);

  test('leaves a list of objects unread until somebody looks at one of them', () => {
    const body = parseWithRows(Buffer.from(`${room}{"data":[{"id":1},{"id":2}],"next":"x"}`)) as {
      data: readonly Row[];
    };
    const json = jsonOf(body.data);
    expect([Array.isArray(body.data), body.data.length, json?.places.length]).toEqual([true, 2, 3]);
    expect(json && rowOf(json, 1)).toEqual({ id: 2 });
    expect(body.data.map(({ id }) => id)).toEqual([1, 2]);
    expect(JSON.stringify(body)).toBe('{"data":[{"id":1},{"id":2}],"next":"x"}');
    expect(plainRows(body.data)).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('may be awaited, which asks whether it is a promise, and stays unread', async () => {
    const rows = parseWithRows(Buffer.from(`${room}[{"id":1}]`)) as readonly Row[];
    expect(jsonOf(await Promise.resolve(rows))?.places.length).toBe(2);
  });

  test.each([
    ['a list with something else in it', '{"data":[{"id":1},2]}'],
    ['an empty list', '{"data":[]}'],
    ['a key that comes twice', '{"data":[{"id":1}],"data":null}'],
    ['a key with an escape', '{"d\\u0061ta":[{"id":1}]}'],
  ])('reads %s at once', (_, text) => {
    const body = parseWithRows(Buffer.from(room + text)) as { readonly data: readonly Row[] | null };
    expect(jsonOf(body.data ?? [])).toBeUndefined();
    expect(plain(body)).toEqual(plain(parseJson(Buffer.from(text))));
  });
});
