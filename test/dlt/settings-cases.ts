import { runOf, type Spec, type SpecRun, type SpecSettings } from './both-engines.ts';
import type { JudgedCase } from './contract-cases.ts';

function set(name: string, settings: SpecSettings, ...runs: readonly (string | SpecRun)[]): Spec {
  return { name, settings, runs: runs.map((run) => (typeof run === 'string' ? runOf(run) : run)) };
}

const now = Math.floor(Date.now() / 1000);
const year = 31_536_000;

/** Section 2.3: what the detections see. */
export const detectionCases: readonly JudgedCase[] = [
  [
    'case 86: timestamp is a number within five years',
    set(
      'd_epoch',
      { detections: ['timestamp', 'iso_timestamp'] },
      `[{"a":${now},"b":${now}.5,"c":${now - 4 * year},"d":${now + 4 * year},"e":${now - 6 * year},"f":${now + 6 * year},
        "g":"${now}","h":true,"i":0,"j":${now}.0,"k":${now}000}]`,
    ),
  ],
  [
    'case 86: iso_date alone leaves timestamps',
    set(
      'd_date',
      { detections: ['iso_date'] },
      `[{"a":"2024-01-02","b":"2024-01-02T03:04:05Z","c":"10:30","d":"2024"}]`,
    ),
  ],
  [
    'case 86: large_integer leaves what fits',
    set(
      'd_large',
      { detections: ['large_integer'] },
      `[{"a":1,"b":9223372036854775807,"c":"x","d":true,"e":-9223372036854775808}]`,
    ),
  ],
  [
    'case 86: hexbytes_to_text and wei_to_double are for values of Python',
    set('d_python', { detections: ['hexbytes_to_text', 'wei_to_double'] }, `[{"a":"0x6162","b":1,"c":1.5}]`),
  ],
  [
    'case 86: all of them, in runs that follow each other',
    set(
      'd_all',
      { detections: ['timestamp', 'iso_timestamp', 'iso_date', 'large_integer', 'hexbytes_to_text', 'wei_to_double'] },
      `[{"a":"2024-01-02","n":${now},"l":[{"b":"2024-01-02T03:04:05Z"}]}]`,
      `[{"a":"x","n":1,"l":[{"b":"y"}]}]`,
    ),
  ],
];

/** Section 2.2 and 4.4: types and hints of new columns by their names. */
export const namedCases: readonly JudgedCase[] = [
  [
    'preferred_types: names and expressions, nested too',
    set(
      'p_types',
      { preferred_types: { amount: 'decimal', 're:_at$': 'timestamp', 're:^is_': 'bool', userId: 'text' } },
      `[{"amount":1.5,"created_at":1700000000,"is_new":1,"user_id":7,"o":{"amount":2,"paid_at":"2024-01-02"},"l":[{"amount":"3","x_at":5}]}]`,
    ),
  ],
  [
    'preferred_types: the first that matches counts',
    set('p_first', { preferred_types: { 're:a': 'text', 're:ab': 'bool' } }, `[{"ab":1,"b":1,"a":2}]`),
  ],
  [
    'preferred_types: a value that does not fit leaves the column to others',
    set(
      'p_misfit',
      { preferred_types: { 're:^n': 'bigint' } },
      `[{"id":1,"n":"x"},{"id":2,"n":"y"},{"id":3,"n":"7"}]`,
      `[{"id":4,"n":2.5}]`,
    ),
  ],
  [
    'preferred_types: json keeps objects and lists',
    set(
      'p_json',
      { preferred_types: { 're:^(j|l|o__k)$': 'json' } },
      `[{"id":1,"j":{"a":1},"l":[1,2],"o":{"k":{"x":1},"m":{"y":2}},"p":[{"j":{"a":2}}]},{"id":2,"j":5,"l":"x"}]`,
    ),
  ],
  [
    'preferred_types: typed hints go before, untyped do not',
    set(
      'p_hints',
      { preferred_types: { a: 'text', b: 'text' } },
      {
        resources: [
          { name: 't', rows: `[{"a":1,"b":2}]`, columns: { a: { data_type: 'bigint' }, b: { description: 'b' } } },
        ],
      },
    ),
  ],
  [
    'preferred_types: known columns stay',
    set('p_known', { preferred_types: { 're:new': 'text' } }, `[{"old":1}]`, `[{"old":2,"newer":3}]`),
  ],
  [
    'default_hints: of all kinds',
    set(
      'n_kinds',
      {
        default_hints: {
          not_null: ['re:^id$'],
          partition: ['re:day'],
          cluster: ['id'],
          sort: ['re:.*d.*'],
          unique: ['re:^u'],
        },
      },
      `[{"id":1,"day":"2024-01-02","uid":3,"x":4,"l":[{"id":5,"day":1}]}]`,
    ),
  ],
  [
    'default_hints: keys by name',
    set(
      'n_keys',
      { default_hints: { primary_key: ['re:^id$', 'userId'], merge_key: ['day'] } },
      `[{"id":1,"userId":2,"day":3,"x":4}]`,
    ),
  ],
  [
    'default_hints: what a column says itself goes before',
    set(
      'n_own',
      { default_hints: { not_null: ['a', 'b', 'c'], unique: ['a'] } },
      {
        resources: [
          {
            name: 't',
            rows: `[{"a":1,"b":2,"c":3}]`,
            columns: { a: { nullable: true, unique: false }, b: { description: 'no word on nulls' } },
          },
        ],
      },
    ),
  ],
  [
    'default_hints: a null in a new column',
    set('n_null', { default_hints: { not_null: ['a'] } }, `[{"id":1,"a":null}]`),
  ],
  [
    'default_hints: a null in a column with a hint of its own',
    set(
      'n_null2',
      { default_hints: { not_null: ['a'] } },
      {
        resources: [{ name: 't', rows: `[{"id":1,"a":null}]`, columns: { a: { description: 'x' } } }],
      },
    ),
  ],
  [
    'default_hints: variants are columns, too',
    set('n_variant', { default_hints: { partition: ['re:__v_'] } }, `[{"v":1},{"v":"x"}]`),
  ],
  [
    'default_hints: that reach the columns of dlt',
    set('n_dlt', { default_hints: { sort: ['re:^_dlt_'] } }, `[{"v":1,"l":[1]}]`),
  ],
];

/** Section 3.5; dlt begins the dataset, and both go on. */
export const storedCases: readonly JudgedCase[] = [
  [
    'filters: fields of a table, with an exception',
    set(
      'f_fields',
      { filters: { t: { excludes: ['re:^secret', 'gone'], includes: ['re:^secret_ok'] } } },
      `[{"id":1,"secret_a":2}]`,
      `[{"id":2,"secret_a":3,"secret_ok":4,"gone":5,"o":{"gone":6},"n":null}]`,
    ),
  ],
  [
    'filters: whole nested tables, and fields of them',
    set(
      'f_nested',
      { filters: { t: { excludes: ['re:^l__', 're:^m__x$'], includes: [] } } },
      `[{"id":1}]`,
      `[{"id":2,"l":[{"a":1,"d":[1]}],"m":[{"x":1,"y":2,"l":[3]}]}]`,
    ),
  ],
  [
    'filters: all of a row',
    set('f_all', { filters: { t: { excludes: ['re:.*'], includes: [] } } }, `[{"id":1,"l":[1]}]`, `[{"id":2,"l":[2]}]`),
  ],
  [
    'settings of a dataset that dlt began',
    set(
      's_types',
      { preferred_types: { 're:_at$': 'timestamp' }, default_hints: { unique: ['re:^u'] }, detections: ['iso_date'] },
      `[{"id":1,"a_at":1}]`,
      `[{"id":2,"b_at":1700000000,"uid":3,"d":"2024-01-02","e":"2024-01-02T03:04:05Z"}]`,
    ),
  ],
];
