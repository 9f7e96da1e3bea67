import { expect, test } from 'vitest';
import type { ColumnName, TableName } from '../core/names.ts';
import type { ColumnSchema, TableSchema } from '../schema/table.ts';
import { checkTable } from './check-table.ts';

function table(more: Partial<TableSchema>, ...columns: readonly Partial<ColumnSchema>[]): TableSchema {
  const named = columns.map((column, index) => ({ name: `c${index}` as ColumnName, nullable: true, ...column }));
  return {
    name: 't' as TableName,
    resource: 'r',
    columns: new Map(named.map((column) => [column.name, column])),
    writeDisposition: 'merge',
    seenData: true,
    ...more,
  };
}

test.each<[string, TableSchema, string]>([
  ['case 105: a merge without a key', table({}), 'key_missing'],
  ['case 119: an upsert without a primary key', table({ mergeStrategy: 'upsert' }, { mergeKey: true }), 'key_missing'],
  ['insert-only without a primary key', table({ mergeStrategy: 'insert-only', onMissingKey: 'append' }), 'key_missing'],
  [
    'case 116: two columns that mark deleted rows',
    table({}, { primaryKey: true, hardDelete: true }, { hardDelete: true }),
    'config_invalid',
  ],
  ['two dedup_sort columns', table({}, { primaryKey: true, dedupSort: 'asc' }, { dedupSort: 'asc' }), 'config_invalid'],
  ['case 131: skip', table({ writeDisposition: 'skip' }), 'config_invalid'],
])('checkTable() refuses %s', (_name, given, code) => {
  expect(() => checkTable(given)).toThrow(expect.objectContaining({ code }));
});

test.each<[string, TableSchema]>([
  [
    'an append with two columns that mark deleted rows',
    table({ writeDisposition: 'append' }, { hardDelete: true }, { hardDelete: true }),
  ],
  ['scd2 without a key', table({ mergeStrategy: 'scd2' })],
  ['a merge key', table({}, { mergeKey: true })],
  ['a missing key where rows may be added', table({ onMissingKey: 'append' })],
])('checkTable() lets pass %s', (_name, given) => {
  expect(() => checkTable(given)).not.toThrow();
});
