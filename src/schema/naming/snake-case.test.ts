import { assert, pre, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { snakeCase } from './snake-case.ts';
import { isBlank, strip } from './white-space.ts';

const naming = snakeCase();

/** Input, as one identifier, and as a key of the data where that differs (table of section 1.3). */
type Spelling = readonly [raw: string, identifier: string, key?: string];
const spellings: readonly Spelling[] = [
  ['id', 'id'],
  ['ID', 'id'],
  ['userId', 'user_id'],
  ['UserID', 'user_id'],
  ['userIDNumber', 'user_id_number'],
  ['HTTPResponse', 'http_response'],
  ['HTTPServer2Go', 'http_server2_go'],
  ['getHTTPResponseCode', 'get_http_response_code'],
  ['XMLHttpRequest2', 'xml_http_request2'],
  ['camelCaseX', 'camel_case_x'],
  ['aB', 'a_b'],
  ['AB', 'ab'],
  ['ABc', 'a_bc'],
  ['aBC', 'a_bc'],
  ['A1B2', 'a1_b2'],
  ['x2Y', 'x2_y'],
  ['v2Beta', 'v2_beta'],
  ['iPhone15Pro', 'i_phone15_pro'],
  ['MyAPIKey', 'my_api_key'],
  ['OAuth2Token', 'o_auth2_token'],
  ['IDs', 'i_ds'],
  ['userIDs', 'user_i_ds'],
  ['sha256Hash', 'sha256_hash'],
  ['SHA256Hash', 'sha256_hash'],
  ['dAYS', 'd_ays'],
  ['eCommerce_URLPath', 'e_commerce_url_path'],
  ['_id', '_id'],
  ['__id', '_id', 'id'],
  ['___id', '_id'],
  ['id_', 'idx'],
  ['id__', 'idxx', 'id'],
  ['_', 'x'],
  ['___', 'xxx', 'x'],
  ['_DltId', '_dlt_id'],
  ['__typename', '_typename', 'typename'],
  ['1st', '_1st'],
  ['123', '_123'],
  ['1_2', '_1_2'],
  ['1A', '_1_a'],
  ['a__b', 'a_b', 'a__b'],
  ['a___b', 'a_b', 'a___b'],
  ['a____b__c', 'a_b_c', 'a__b__c'],
  ['Parent__ChildItem', 'parent_child_item', 'parent__child_item'],
  ['a b', 'a_b'],
  [' a ', 'a'],
  ['a-b', 'a_b'],
  ['a--b', 'a_b'],
  ['a.b', 'a_b'],
  ['a..b', 'a_b'],
  ['a/b', 'a_b'],
  ['a+b', 'axb'],
  ['C++', 'cxx'],
  ['user@host', 'userahost'],
  ['a|b', 'alb'],
  ['a*b', 'axb'],
  ['$ref', '_ref'],
  ['#tag', '_tag'],
  ['100%', '_100x'],
  ['%', 'x'],
  ['?', 'x'],
  ['-', 'x'],
  ['日本語', 'x'],
  ['é', 'x'],
  ['🙂', 'x'],
  ['+', 'x'],
  ['*', 'x'],
  ['@', 'a'],
  ['|', 'l'],
  ['naïve', 'na_ve'],
  ['Größe', 'gr_e'],
  ['ÀB', '_b'],
  ['my.column(name)', 'my_column_namex'],
  ['price ($)', 'pricex'],
  ['is_active?', 'is_activex'],
  ['a_?', 'axx'],
  ['x_y_', 'x_yx'],
  ['_x_', '_xx'],
  ['٣abc', '_٣abc'],
  ['x٣', 'x٣'],
  ['-1', '_1'],
  ['+1', 'x1'],
  ["'quoted'", '_quotedx'],
  ['Event Name™', 'event_namex'],
  ['foo.Bar.bazQux', 'foo_bar_baz_qux'],
  ['SCREAMING_CASE', 'screaming_case'],
];

describe('snakeCase(): the worked examples of section 1.3', () => {
  test.each(spellings.map(([raw, identifier, key]) => ({ raw, identifier, key: key ?? identifier })))(
    '$raw',
    ({ raw, identifier, key }) => {
      expect(naming.identifier(raw)).toBe(identifier);
      expect(naming.column(raw)).toBe(key);
      expect(naming.table(raw)).toBe(key);
    },
  );

  test('__ as one identifier', () => {
    expect(naming.identifier('__')).toBe('xx');
  });
});

describe('snakeCase(): names of the conformance cases', () => {
  test('case 32: table names', () => {
    expect(naming.table('My Table-Name')).toBe('my_table_name');
    expect(naming.table('2024Events')).toBe('_2024_events');
    expect(naming.table('Parent__Child')).toBe('parent__child');
  });

  test.each(['', '  ', '\u001c\u0085\u3000'])('cases 33, 34: the blank key %j is _empty', (key) => {
    expect(naming.column(key)).toBe('_empty');
    expect(() => naming.table(key)).toThrow(expect.objectContaining({ code: 'name_empty' }));
    expect(() => naming.identifier(key)).toThrow(expect.objectContaining({ code: 'name_empty' }));
  });

  test.each(['__', '____', '__ __'])('case 36: nothing is left of %j', (key) => {
    expect(() => naming.column(key)).toThrow(expect.objectContaining({ code: 'name_empty' }));
    expect(() => naming.table(key)).toThrow(expect.objectContaining({ code: 'name_empty' }));
  });

  test('case 41: reserved words are names like any other', () => {
    expect(['select', 'from', 'order', 'table'].map((key) => naming.column(key))).toEqual([
      'select',
      'from',
      'order',
      'table',
    ]);
  });

  test('case 42: keys that are numbers', () => {
    expect(naming.column('1')).toBe('_1');
    expect(naming.column('2.5')).toBe('_2_5');
  });

  test('keys that JavaScript knows are names like any other', () => {
    expect(naming.column('__proto__')).toBe('proto');
    expect(naming.column('constructor')).toBe('constructor');
    expect(naming.column('toString')).toBe('to_string');
  });

  test('standard names stay as they are', () => {
    for (const name of ['_dlt_id', '_dlt_loads', '_dlt_parent_id', '_dlt_pipeline_state']) {
      expect(naming.column(name)).toBe(name);
      expect(naming.table(name)).toBe(name);
    }
  });
});

describe('snakeCase(63): shortening', () => {
  const short = snakeCase(63);
  const long = 'this_is_a_very_long_column_name_that_will_exceed_the_postgres_limit_of_63';

  test('case 43: column, child table, and column in nested objects', () => {
    expect(short.column(long)).toBe('this_is_a_very_long_column_na0slvpweed_the_postgres_limit_of_63');
    const parent = short.table('orders_with_a_rather_long_table_name');
    expect(short.joinTables([parent, short.table('customer_shipping_address_lines')])).toBe(
      'orders_with_a_rather_long_tab8byhaatomer_shipping_address_lines',
    );
    expect(
      short.joinColumns([
        short.column('delivery_instructions_extra_long_name'),
        short.column('another_level_of_nesting_here'),
      ]),
    ).toBe('delivery_instructions_extra_lnwavnqnother_level_of_nesting_here');
    expect(snakeCase(65_536).column(long)).toBe(long);
  });

  test('case 44: a variant column', () => {
    expect(short.joinColumns([short.column(long), short.column('v_text')])).toBe(
      'this_is_a_very_long_column_nav2bznqpostgres_limit_of_63__v_text',
    );
  });

  test('the tag is made of the raw spelling', () => {
    expect(short.column('ThisIsAVeryLongColumnNameThatWillExceedThePostgresLimitOf63Characters')).toBe(
      'this_is_a_very_long_column_na954uoastgres_limit_of63_characters',
    );
    expect(short.column(`${'x'.repeat(40)}__${'y'.repeat(40)}`)).toBe(`${'x'.repeat(29)}n35rua${'y'.repeat(28)}`);
  });

  test('section 1.4: a nested name is shortened with its normalized parts', () => {
    const fragments = ['orders', 'customer_shipping_address_lines', 'delivery_instructions_extra'];
    expect(short.joinTables(fragments.map((fragment) => short.table(fragment)))).toBe(
      'orders__customer_shipping_addows7pg_delivery_instructions_extra',
    );
  });
});

describe('snakeCase(): properties', () => {
  test('an identifier is its own identifier, and has no more code points than allowed', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 100 }), (raw) => {
        pre(!isBlank(raw));
        const identifier = naming.identifier(raw);
        expect(identifier).toMatch(/^[a-z_\p{Nd}]+$/u);
        expect(naming.identifier(identifier)).toBe(identifier);
        expect(Array.from(snakeCase(20).identifier(raw)).length).toBeLessThanOrEqual(20);
      }),
    );
  });

  test('S10: linear in the length of the name', () => {
    const worst = [
      '_'.repeat(1e5),
      `${'_'.repeat(1e5)}a`,
      'A'.repeat(1e5),
      'aA'.repeat(5e4),
      '%'.repeat(1e5),
      ' '.repeat(1e5),
      `${' '.repeat(1e5)}a`,
      '٣'.repeat(1e5),
      '_a'.repeat(5e4),
    ];
    const start = performance.now();
    for (const raw of worst) {
      naming.identifier(`a${raw}b`);
      snakeCase(63).column(`${raw}b`);
      strip(raw);
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('the memory of names is bounded and changes no answer', () => {
    for (let i = 0; i < 25_000; i += 1) naming.column(`Name${i}`);
    expect(naming.column('Name0')).toBe('name0');
    expect(naming.column('Name24999')).toBe('name24999');
  });
});

describe('strip()', () => {
  test('takes what Python takes', () => {
    expect(strip('\t\u001c\u0085\u00a0\u2003 a\u3000b \u001f')).toBe('a\u3000b');
    expect(strip('\ufeffa\u200b')).toBe('\ufeffa\u200b');
  });
});
