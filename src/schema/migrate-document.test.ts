import { expect, test } from 'vitest';
import type { Row } from '../core/value.ts';
import { migratedDocument } from './migrate-document.ts';
import { schemaFromDocument } from './read-document.ts';

const old: Row = {
  version: 3,
  engine_version: 8,
  name: 'demo',
  tables: {
    t: {
      columns: {
        j: { name: 'j', data_type: 'complex', nullable: true },
        n: { name: 'n', nullable: true, 'x-normalizer': { 'seen-null-first': true } },
        m: { name: 'm', data_type: 'text', nullable: true, 'x-normalizer': { 'seen-null-first': true } },
        _dlt_id: { name: '_dlt_id', data_type: 'text', nullable: false, unique: true },
      },
      write_disposition: 'append',
      resource: 't',
    },
    t__l: {
      parent: 't',
      columns: { _dlt_parent_id: { data_type: 'text', nullable: false, foreign_key: true } },
    },
  },
  settings: {
    detections: ['iso_timestamp'],
    default_hints: { not_null: ['_dlt_id'], foreign_key: ['_dlt_parent_id'] },
    preferred_types: { 're:x': 'complex' },
  },
  normalizers: { names: 'snake_case', json: { module: 'relational', config: { generate_dlt_id: true } } },
};

test('section 4.4: a schema of engine 8 becomes one of engine 11', () => {
  expect(migratedDocument(old)).toEqual({
    ...old,
    engine_version: 11,
    tables: {
      t: {
        columns: {
          j: { name: 'j', data_type: 'json', nullable: true },
          m: { name: 'm', data_type: 'text', nullable: true },
          _dlt_id: { name: '_dlt_id', data_type: 'text', nullable: false, unique: true, row_key: true },
        },
        write_disposition: 'append',
        resource: 't',
        'x-normalizer': { 'seen-data': true },
      },
      t__l: { parent: 't', columns: { _dlt_parent_id: { data_type: 'text', nullable: false, parent_key: true } } },
    },
    settings: {
      detections: ['iso_timestamp'],
      default_hints: { not_null: ['_dlt_id'], row_key: ['_dlt_id'], parent_key: ['_dlt_parent_id'] },
      preferred_types: { 're:x': 'json' },
    },
    normalizers: {
      names: 'snake_case',
      use_break_path_on_normalize: false,
      json: { module: 'relational', config: {} },
    },
  });
});

test('schemaFromDocument() reads it, and its names are not taken apart', () => {
  expect(schemaFromDocument(old)).toMatchObject({ version: 3, breaksPaths: false });
});

test('schemaFromDocument() refuses what is older', () => {
  expect(() => schemaFromDocument({ ...old, engine_version: 7 })).toThrow('engine version is 7');
});
