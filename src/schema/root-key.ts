import { mergeStrategyOf } from './dispositions.ts';
import type { Schema, TableSchema } from './table.ts';

/** Rows that are merged are found again by the id of their root, but for those that nothing replaces (section 3.3). */
export function withRootKey(schema: Schema, table: TableSchema): Schema {
  const { name } = table;
  const strategy = mergeStrategyOf(table);
  const isAsked = schema.rootKeys ?? (strategy !== undefined && strategy !== 'scd2');
  if (!isAsked || schema.rootKeyTables.has(name)) return schema;
  return { ...schema, rootKeyTables: new Set([...schema.rootKeyTables, name]) };
}
