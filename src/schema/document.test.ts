import { assert, constantFrom, dictionary, jsonValue, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonText } from '../core/json.ts';
import { writeJson } from '../core/json-write.ts';
import { isRow, type Row, type Value } from '../core/value.ts';
import { engineVersion, schemaDocument, schemaFromDocument } from './document.ts';
import { applyHints } from './hints.ts';
import { snakeCase } from './naming/snake-case.ts';
import { newSchema } from './schema.ts';
import { versionHash } from './version.ts';

const hash = 'x';
const fresh = schemaDocument(newSchema('demo'), hash);
const again = (document: Value): Row => schemaDocument(schemaFromDocument(document), hash);

/** The fresh document with a table `t` that has one column `a`. */
function documentWith(table: Row, column: Row = {}): Row {
  const tables = isRow(fresh['tables']) ? fresh['tables'] : {};
  return { ...fresh, tables: { ...tables, t: { name: 't', columns: { a: { name: 'a', ...column } }, ...table } } };
}

describe('schemaDocument()', () => {
  test('section 4.4: a fresh schema, in the order of its keys', () => {
    expect(Object.keys(fresh)).toEqual([
      'version',
      'version_hash',
      'engine_version',
      'name',
      'tables',
      'settings',
      'normalizers',
      'previous_hashes',
    ]);
    expect(fresh['normalizers']).toEqual({
      names: 'snake_case',
      json: { module: 'dlt.common.normalizers.json.relational' },
    });
  });

  test('a column hint leaves out what it does not say', () => {
    const hints = { columns: [{ name: 'a', dataType: 'text' }] } as const;
    const schema = applyHints(newSchema('demo'), { resource: 't', table: 't', hints }, snakeCase());
    expect(schemaDocument(schema, hash)['tables']).toMatchObject({
      t: { columns: { a: { name: 'a', data_type: 'text' } }, resource: 't', write_disposition: 'append' },
    });
    expect(writeJson(schemaDocument(schema, hash)['tables'] ?? null)).toContain('"a":{"name":"a","data_type":"text"}');
  });
});

describe('schemaFromDocument(): what nothing here reads survives', () => {
  test('nothing, where the document says nothing more', () => {
    expect(schemaFromDocument(fresh)).toEqual(newSchema('demo'));
  });

  test.each([
    [{ description: 'of the schema', imported_version_hash: 'abc' }],
    [
      {
        settings: {
          detections: ['iso_timestamp', 'iso_date'],
          default_hints: { not_null: ['id'] },
          preferred_types: {},
        },
      },
    ],
    [{ settings: { detections: [], default_hints: {}, schema_contract: { tables: 'freeze' } } }],
    [
      {
        normalizers: {
          names: 'snake_case',
          use_break_path_on_normalize: false,
          json: {
            module: 'dlt.common.normalizers.json.relational',
            config: {
              max_nesting: 3,
              root_key_propagation: true,
              propagation: { root: { a: 'b' }, tables: { t: { _dlt_id: '_dlt_root_id', x: 'y' }, u: { id: 'uid' } } },
            },
          },
        },
      },
    ],
  ])('of the schema: %j', (properties) => {
    const document = { ...fresh, ...properties };
    expect(again(document)).toEqual(document);
  });

  test.each([
    [{ 'x-normalizer': { 'seen-data': true, max_nesting: 2, 'evolve-columns-once': true } }],
    [{ write_disposition: 'merge', file_format: 'parquet', table_format: 'iceberg', references: [{ a: 1 }] }],
    [{ 'x-merge-strategy': 'scd2', filters: { excludes: ['a'] } }],
    [{ 'x-normalizer': { 'seen-data': false } }],
  ])('of a table: %j', (table) => {
    expect(again(documentWith(table))).toEqual(documentWith(table));
  });

  test.each([
    [{ data_type: 'decimal', precision: 10, scale: 2, nullable: true, unique: false, 'x-note': [1] }],
    [{ data_type: 'timestamp', timezone: false, nullable: false, incremental: true, sort: null }],
    [{ primary_key: true, nullable: null, dedup_sort: 'desc' }],
    [{}],
  ])('of a column: %j', (column) => {
    expect(again(documentWith({}, column))).toEqual(documentWith({}, column));
  });

  test('and so do numbers that JavaScript does not hold', () => {
    const text = writeJson(documentWith({ 'x-number': [12_345_678_901_234_567_890n, parseJsonText('1.0')] }));
    expect(writeJson(again(parseJsonText(text)))).toBe(writeJson(again(again(parseJsonText(text)))));
    expect(writeJson(again(parseJsonText(text)))).toContain('[12345678901234567890,1.0]');
  });

  test('what is read wins over what was kept', () => {
    const schema = schemaFromDocument(documentWith({ 'x-normalizer': { max_nesting: 'many' } }, { nullable: null }));
    const hints = { maxTableNesting: 1, columns: [{ name: 'a', nullable: false }] };
    const hinted = applyHints(schema, { resource: 't', table: 't', hints }, snakeCase());
    const document = schemaDocument(hinted, hash);
    expect(document['tables']).toMatchObject({
      t: { 'x-normalizer': { max_nesting: 1 }, columns: { a: { nullable: false } } },
    });
  });

  test('whatever the properties are called, the document and its hash come back', () => {
    const extra = dictionary(
      string({ minLength: 1, maxLength: 12 }).map((name) => `x-${name}`),
      jsonValue(),
    );
    const column = record({ data_type: constantFrom('text', 'bigint'), nullable: constantFrom(true, false) });
    assert(
      property(extra, extra, column, (onTable, onColumn, known) => {
        // A generated JSON value is a Value.
        const document = parseJsonText(
          JSON.stringify(documentWith(onTable as Row, { ...known, ...(onColumn as Row) })),
        );
        const schema = schemaFromDocument(document);
        expect(schemaDocument(schema, hash)).toEqual(document);
        expect(versionHash(schemaFromDocument(schemaDocument(schema, hash)))).toBe(versionHash(schema));
      }),
    );
  });
});

describe('schemaFromDocument(): what cannot be read is refused', () => {
  test.each<readonly [Value, string]>([
    [{ ...fresh, engine_version: 7 }, `its engine version is 7, and ${engineVersion} can be read`],
    [{ ...fresh, normalizers: { names: 's3_tables' } }, 'its naming convention is s3_tables'],
    [{ ...fresh, version: 'two' }, 'its version is two, and it must be a whole number'],
    [{ ...fresh, name: 5 }, 'name is not a text'],
    [{ ...fresh, settings: null }, 'settings is not an object'],
    [documentWith({ columns: [] }), 'columns of t is not an object'],
    [documentWith({}, { data_type: 'complex' }), 'column a has type complex'],
    [documentWith({ parent: 'nobody' }), 'the parent of table t is missing'],
    [documentWith({ parent: 't' }), 'table t is nested in itself'],
    ['{}', 'the document is not an object'],
  ])('F4.1: %j', (document, why) => {
    expect(() => schemaFromDocument(document)).toThrow(
      expect.objectContaining({ code: 'state_unreadable', message: expect.stringContaining(why) }),
    );
  });

  test('a chain of parents of any length is read in linear time', () => {
    const chain = Array.from({ length: 20_000 }, (_, i): [string, Value] => [
      `t${i}`,
      { name: `t${i}`, columns: {}, ...(i > 0 ? { parent: `t${i - 1}` } : {}) },
    ]);
    const start = performance.now();
    expect(schemaFromDocument({ ...fresh, tables: Object.fromEntries(chain.toReversed()) }).tables.size).toBe(20_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
