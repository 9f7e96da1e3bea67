import { expect, test } from 'vitest';
import type { ColumnName, TableName } from '../core/names.ts';
import type { ColumnSchema, TableSchema } from '../schema/table.ts';
import { checkTable, type Offered } from './check-table.ts';

const everything: Offered = {
  dispositions: ['append', 'replace', 'merge'],
  mergeStrategies: ['delete-insert', 'upsert', 'insert-only', 'scd2'],
};

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
  expect(() => checkTable(given, everything)).toThrow(expect.objectContaining({ code }));
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
  expect(() => checkTable(given, everything)).not.toThrow();
});

test.each<[string, TableSchema, Offered, string]>([
  ['a merge', table({}, { primaryKey: true }), { dispositions: ['append', 'replace'], mergeStrategies: [] }, 'merge'],
  [
    'a strategy',
    table({ mergeStrategy: 'scd2' }),
    { dispositions: ['append', 'merge'], mergeStrategies: ['upsert', 'delete-insert'] },
    'scd2',
  ],
])(
  'checkTable() refuses %s that the destination does not offer, and names what it does',
  (_name, given, offered, said) => {
    const refusal = {
      code: 'config_invalid',
      message: expect.stringContaining(said),
      hint: expect.stringMatching(/Choose \S+ or/),
    };
    expect(() => checkTable(given, offered)).toThrow(expect.objectContaining(refusal));
  },
);
