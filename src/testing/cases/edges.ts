import type { Value } from '../../core/value.ts';
import type { Capabilities } from '../../destinations/destination.ts';
import type { DataType } from '../../schema/table.ts';
import type { Cell } from '../../schema/cell.ts';

/** What a source sends, and what must be read back. */
export type Edge = readonly [sent: Value, read: Cell];

/** The values of a type at which destinations go wrong. */
export function edgesOf(dataType: DataType, capabilities: Capabilities): readonly Edge[] {
  return edges[dataType](capabilities);
}

const same = (...texts: readonly string[]): readonly Edge[] => texts.map((text) => [text, text]);

const edges: { readonly [Type in DataType]: (capabilities: Capabilities) => readonly Edge[] } = {
  text: () =>
    same(
      '',
      ' ',
      ' padded ',
      "it's",
      'a "quote", a comma; a \\ backslash',
      'line\nbreak\r\ttab',
      '\\N',
      '\\.',
      'NULL',
      'null',
      '\u00E9',
      'e\u0301',
      '\u{1F600} \u{10FFFF}',
      'a mark \uFEFF inside',
      '\u0001\u001F\u007F\u0085\u2028',
      '\u202Eright to left',
      "'); drop table t; --",
      '$$ $1 :name ? %s {} {{x}}',
      'x'.repeat(100_000),
    ),
  double: () => [
    [0.1, 0.1],
    [1 / 3, 1 / 3],
    [5e-324, 5e-324],
    [1.7976931348623157e308, 1.7976931348623157e308],
    [-1.5, -1.5],
    [0, 0],
    [1e21, 1e21],
    [9_007_199_254_740_993n, 9_007_199_254_740_992],
  ],
  bool: () => [
    [true, true],
    [false, false],
  ],
  bigint: () =>
    [0n, 1n, -1n, 9_007_199_254_740_993n, 2n ** 63n - 1n, -(2n ** 63n)].map((value) => [value, value] as const),
  timestamp: () =>
    same(
      '1970-01-01T00:00:00Z',
      '1969-12-31T23:59:59.999999Z',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999Z',
      '2024-02-29T12:34:56.789012Z',
      '2024-03-31T02:30:00+02:00',
      '1582-10-10T00:00:00Z',
    ),
  date: ({ dateYears: { first, last } = { first: 1, last: 9999 } }) =>
    same(
      '1970-01-01',
      '1969-12-31',
      `${String(first).padStart(4, '0')}-01-01`,
      `${String(last).padStart(4, '0')}-12-31`,
      '2024-02-29',
      ...(first <= 1582 ? ['1582-10-10'] : []),
      '1900-03-01',
    ),
  time: () => same('00:00:00', '23:59:59.999999', '12:34:56.000001', '12:34:56.5'),
  decimal: ({ decimal: { precision, scale } }) => {
    const whole = '9'.repeat(precision - scale);
    const last = scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`;
    const most = scale === 0 ? whole : `${whole}.${'9'.repeat(scale)}`;
    return same('0', '1', '1.10', last, `-${last}`, most, `-${most}`);
  },
  wei: ({ weiPrecision }) => {
    const most = '9'.repeat(Math.min(weiPrecision, 38));
    return same('0', '1', '-1', most, `-${most}`);
  },
  json: () =>
    (
      [
        ['{}', {}],
        ['[]', []],
        [
          '{"a":[1,null,{"b":"\u00E9 \\" \\\\ \\n \'"}],"c":true}',
          { a: [1, null, { b: '\u00E9 " \\ \n \'' }], c: true },
        ],
        ['[9007199254740993]', [9_007_199_254_740_993n]],
        ['{"__proto__":1}', JSON.parse('{"__proto__":1}') as Value],
      ] as const
    ).map(([text, value]) => [value, text] as const),
  binary: () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    return [Uint8Array.of(0, 255), Uint8Array.of(39, 34, 92, 10, 0, 128), all].map(
      (bytes) => [Buffer.from(bytes).toString('base64'), bytes] as const,
    );
  },
};
