import { runOf, type Spec } from './both-engines.ts';
import type { JudgedCase } from './contract-cases.ts';

/** One column `v`, one row for each value. */
function values(name: string, list: readonly string[], column?: Readonly<Record<string, unknown>>): Spec {
  const rows = `[${list.map((value, index) => `{"id":${index},"v":${value}}`).join(',')}]`;
  return { name, runs: [runOf(rows, column === undefined ? {} : { columns: { v: column } })] };
}

function rowsOf(name: string, ...rows: readonly string[]): Spec {
  return { name, runs: rows.map((text) => runOf(text)) };
}

/** Section 12.3, and the rest of the matrix of section 2.4. */
export const typeCases: readonly JudgedCase[] = [
  ['case 50: nulls before a value', rowsOf('t50', `[{"id":1,"n":null}]`, `[{"id":2,"n":null}]`, `[{"id":3,"n":"x"}]`)],
  ['case 56: what is a double', values('t56', ['1.5', '1', '"2.5"', '"x"', 'true'])],
  ['case 57: a boolean is no number', values('t57', ['1', 'true'])],
  [
    'case 59: what is a date',
    values('t59', ['"2024-01-03"', '"2024-01-03T10:00:00Z"', '"xx"', '1700000000', 'true'], { data_type: 'date' }),
  ],
  [
    'case 60: what is a time',
    values('t60', ['"01:02:03"', '"10:11:12"', '"10:11"', '"xx"', '5'], { data_type: 'time' }),
  ],
  [
    'case 61: what is a decimal',
    values('t61', ['1.5', '2', '2.25', '"3.75"', '"x"', 'true'], { data_type: 'decimal' }),
  ],
  [
    'case 62: what is binary',
    values('t62', ['"YWI="', '"0x6162"', '"zz!"', '5', '300', '0', '""', '"true"'], { data_type: 'binary' }),
  ],
  ['case 63: variants over three runs', rowsOf('t63', `[{"v":1}]`, `[{"v":"x"}]`, `[{"v":"y"},{"v":2.5}]`)],
  ['case 64: a column that is called like a variant', rowsOf('t64', `[{"v":1,"v__v_text":"mine"},{"v":"x"}]`)],
  ['case 65: variants in nested rows', rowsOf('t65', `[{"l":[{"v":1},{"v":"x"}]}]`)],
  [
    'case 66: json by hint',
    values('t66', ['{"a":[1,2]}', '[1]', '"{\\"a\\":1}"', '5', '"notjson"'], { data_type: 'json' }),
  ],
  [
    'case 67: json by hint below an object',
    { name: 't67', runs: [runOf(`[{"id":1,"o":{"j":{"a":1},"k":2}}]`, { columns: { o__j: { data_type: 'json' } } })] },
  ],
  [
    'case 68: what stays json',
    { name: 't68', runs: [runOf(`[{"v":1.5},{"v":{"a":1}},{"v":[1]}]`, { max_table_nesting: 0 })] },
  ],
  [
    'case 68: json in a text column',
    { name: 't68b', runs: [runOf(`[{"v":"s"},{"v":{"a":1,"é":"ü"}}]`, { max_table_nesting: 0 })] },
  ],
  ['case 69: the largest bigint', values('t69', ['9223372036854775807', '-9223372036854775808'])],
  ['case 70: the limits of doubles', values('t70', ['1e308', '-0.0', '1e-300'])],
  [
    'case 74: a decimal of two places',
    values('t74', ['12.345', '"7.1"', '3'], { data_type: 'decimal', precision: 10, scale: 2 }),
  ],
  [
    'case 75: integers of all sizes',
    {
      name: 't75',
      runs: [
        runOf(`[{"a":1,"b":2,"c":3,"d":4}]`, {
          columns: Object.fromEntries(
            ['a', 'b', 'c', 'd'].map((name, index) => [name, { data_type: 'bigint', precision: 8 * 2 ** index }]),
          ),
        }),
      ],
    },
  ],
  ...(
    [
      ['naive', { timezone: false }],
      ['three places', { timezone: true, precision: 3 }],
      ['three places, naive', { timezone: false, precision: 3 }],
      ['whole seconds, naive', { timezone: false, precision: 0 }],
      ['nine places, naive', { timezone: false, precision: 9 }],
    ] as const
  ).map(
    ([title, hints], index) =>
      [
        `case 76: a timestamp, ${title}`,
        values(`t76_${index}`, ['"2024-01-01T10:00:00.123456+02:00"', '"2024-01-02T00:00:00"'], {
          data_type: 'timestamp',
          ...hints,
        }),
      ] as const,
  ),
  [
    'case 77: timestamps in other zones',
    values('t77', ['"2024-01-01T10:00:00+05:30"', '"2024-01-01 10:00"', '"2024-01-01T10:00:00.1234567Z"']),
  ],
  [
    'case 78: what is no timestamp',
    rowsOf('t78', `[{"d":"2024-01-02","y":"2024","ym":"2024-01","t":"10:30:00","w":"2024 10:30"}]`),
  ],
  ['case 79: a time with an offset', values('t79', ['"10:00:00+02:00"'], { data_type: 'time' })],
  ['case 80: the date of a moment', values('t80', ['"2024-01-02T23:30:00-05:00"'], { data_type: 'date' })],
  ['case 81: what is a boolean by hint', values('t81', ['"true"', '"T"', '1', '0.0', '"2"'], { data_type: 'bool' })],
  [
    'case 82: numbers in a text column',
    values('t82', ['1', '1.0', '1e20', 'true', '1e-7', '1.2345678901234568e17', '"2024-01-01T00:00:00Z"'], {
      data_type: 'text',
    }),
  ],
  [
    'case 83: what is a bigint by hint',
    values('t83', ['"0x10"', '" 15 "', '"1_000"', '"1.0"', '1.0', '"٣"', '"-5"', '"+7"', '"__1"', '"1__0"'], {
      data_type: 'bigint',
    }),
  ],
  [
    'case 84: what is a double by hint',
    values('t84', ['"0x10"', '" 1.5 "', '"1_000.5"', '"1e3"', '".5"', '"5."', '"٣.٥"'], { data_type: 'double' }),
  ],
  [
    'case 85: what is a timestamp by hint',
    values('t85', ['"2024-01-02"', '"1704164645"', '1704164645', '1704164645.25', '"Jan 2 2024"', '-1', '"0x10"'], {
      data_type: 'timestamp',
    }),
  ],
  [
    'a decimal hint takes other spellings',
    values('t_decimal', ['"0x10"', '" 1_000.5 "', '"1e3"', '"-.5"'], { data_type: 'decimal' }),
  ],
  ['a wei hint', values('t_wei', ['1', '"2"', '"100000000000000000000"', '"x"'], { data_type: 'wei' })],
  [
    'case 86: further detections',
    {
      ...rowsOf(
        't86a',
        `[{"d":"2024-01-02","y":"2024","t":"10:30","n":1704164645,"c":"20240102","m":"2024-01-02T03:04:05Z"}]`,
      ),
      settings: { detections: ['iso_timestamp', 'iso_date'] },
    },
  ],
  [
    'case 86: no detections',
    { ...rowsOf('t86b', `[{"m":"2024-01-02T03:04:05Z","d":"2024-01-02"}]`), settings: { detections: [] } },
  ],
  [
    'case 86: large integers and epochs are other detections',
    { ...rowsOf('t86c', `[{"n":1704164645,"f":1704164645.5}]`), settings: { detections: ['large_integer'] } },
  ],
];
