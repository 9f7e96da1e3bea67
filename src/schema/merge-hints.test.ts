import { expect, test } from 'vitest';
import type { TableName } from '../core/names.ts';
import { tableDocument } from './document-content.ts';
import { rowIdKindOf } from './dispositions.ts';
import { applyHints } from './hints.ts';
import { snakeCase } from './naming/snake-case.ts';
import { newSchema } from './schema.ts';
import type { Schema, TableHints, TableSchema } from './table.ts';

function hinted(...runs: readonly TableHints[]): { readonly schema: Schema; readonly table: TableSchema } {
  let schema = newSchema('s');
  for (const hints of runs) schema = applyHints(schema, { resource: 'r', table: 't', hints }, snakeCase());
  const table = schema.tables.get('t' as TableName);
  if (table === undefined) throw new Error('no table');
  return { schema, table };
}

const scd2: TableHints = { writeDisposition: 'merge', merge: { strategy: 'scd2' } };
const upsert: TableHints = { writeDisposition: 'merge', merge: { strategy: 'upsert' }, primaryKey: ['id'] };

test('section 5.8: a table with a history has columns for it, behind those with hints', () => {
  const { schema, table } = hinted({ ...scd2, columns: [{ name: 'v', dataType: 'text' }] });
  expect(tableDocument(table)).toEqual({
    name: 't',
    resource: 'r',
    write_disposition: 'merge',
    'x-merge-strategy': 'scd2',
    columns: {
      v: { name: 'v', data_type: 'text' },
      _dlt_valid_from: { name: '_dlt_valid_from', data_type: 'timestamp', nullable: true, 'x-valid-from': true },
      _dlt_valid_to: {
        name: '_dlt_valid_to',
        data_type: 'timestamp',
        nullable: true,
        'x-valid-to': true,
        'x-active-record-timestamp': null,
      },
      _dlt_id: { name: '_dlt_id', nullable: false, unique: false, row_key: false, 'x-row-version': true },
    },
  });
  expect(schema.rootKeyTables.size).toBe(0);
  expect(rowIdKindOf(table)).toBe('row_hash');
});

test('case 125: columns of a history by other names, after the naming convention', () => {
  const history = { validityColumns: ['Valid From', 'validTo'], rowVersionColumn: 'rowHash' } as const;
  const { table } = hinted({ ...scd2, merge: { strategy: 'scd2', history } });
  expect([...table.columns.keys()]).toEqual(['valid_from', 'valid_to', 'row_hash']);
  expect(rowIdKindOf(table)).toBe('random');
});

test('section 5.10: strategy and boundary stay until another is said, leave to append does not', () => {
  const history = { boundaryTimestamp: '2024-01-01' };
  const before: TableHints = { ...scd2, merge: { strategy: 'scd2', history, onMissingKey: 'append' } };
  const short = hinted(before, { writeDisposition: 'merge' }).table;
  expect(short).toMatchObject({ mergeStrategy: 'scd2', boundaryTimestamp: '2024-01-01' });
  expect(short.onMissingKey).toBeUndefined();
  expect(hinted(upsert, { writeDisposition: 'append' }).table.mergeStrategy).toBe('upsert');
  expect(hinted(scd2, upsert).table.mergeStrategy).toBe('upsert');
});

test.each<[string, TableHints, string]>([
  ['upsert', upsert, 'key_hash'],
  ['insert-only', { ...upsert, merge: { strategy: 'insert-only' } }, 'key_hash'],
  ['delete-insert', { ...upsert, merge: {} }, 'random'],
])('section 3.3: %s finds nested rows by a root id, and its own ids are %s', (_name, hints, kind) => {
  const { schema, table } = hinted(hints);
  expect(schema.rootKeyTables).toEqual(new Set(['t']));
  expect(rowIdKindOf(table)).toBe(kind);
});

test('words on merging count with the disposition merge only', () => {
  const { table } = hinted({ writeDisposition: 'append', merge: { strategy: 'scd2', deduplicated: true } });
  expect(tableDocument(table)).toEqual({ name: 't', resource: 'r', write_disposition: 'append', columns: {} });
});
