import type { ColumnName, TableName } from '../core/names.ts';
import type { NamingConvention } from './naming/naming.ts';
import { withTable } from './schema.ts';
import type { ColumnHint, ColumnSchema, Schema, TableHints, TableSchema } from './table.ts';

/** What a resource says about its table. */
export interface HintedTable {
  readonly resource: string;
  /** In the source's own spelling. */
  readonly table: string;
  readonly hints: TableHints;
}

/**
 * The schema with what a resource says about its table (dataset-format sections 2.6, 5.10, 6.2, 6.3): columns with a
 * type come first, in the order of the hints; others wait until a row tells their type. Keys replace the set of keys
 * before them and may not be null; hints that are not given leave what was there.
 * @throws `name_empty`
 */
export function applyHints(
  schema: Schema,
  { resource, table: raw, hints }: HintedTable,
  naming: NamingConvention,
): Schema {
  const name = naming.table(raw);
  const known = schema.tables.get(name);
  const columns = new Map(known?.columns);
  for (const hint of hints.columns ?? []) mergeColumn(columns, hint, naming);
  for (const key of ['primaryKey', 'mergeKey'] as const) setKey(columns, key, hints[key], naming);
  const table: TableSchema = {
    ...(known ?? { name, seenData: false }),
    columns,
    resource: known?.resource ?? resource,
    writeDisposition: hints.writeDisposition ?? known?.writeDisposition ?? 'append',
    maxNesting: hints.maxTableNesting ?? known?.maxNesting,
  };
  return withRootKey(withTable(schema, table), name, table);
}

function mergeColumn(columns: Map<ColumnName, ColumnSchema>, hint: ColumnHint, naming: NamingConvention): void {
  const name = naming.column(hint.name);
  const known = columns.get(name);
  const given = Object.entries({ ...hint, name }).filter(([, value]) => value !== undefined);
  const merged: ColumnSchema = { nullable: true, ...known, ...Object.fromEntries(given), name };
  const isCompleted = known !== undefined && known.dataType === undefined && merged.dataType !== undefined;
  if (isCompleted) columns.delete(name);
  columns.set(name, known?.dataType === undefined ? merged : { ...merged, dataType: known.dataType });
}

function setKey(
  columns: Map<ColumnName, ColumnSchema>,
  key: 'primaryKey' | 'mergeKey',
  names: readonly string[] | undefined,
  naming: NamingConvention,
): void {
  if (names === undefined) return;
  for (const [name, column] of columns) if (column[key] === true) columns.set(name, { ...column, [key]: undefined });
  for (const raw of names) {
    const name = naming.column(raw);
    const known = columns.get(name);
    columns.set(name, { ...known, name, nullable: false, [key]: true });
  }
}

/** Rows that are merged are found again by the id of their root (section 3.3). */
function withRootKey(schema: Schema, name: TableName, { writeDisposition }: TableSchema): Schema {
  if (writeDisposition !== 'merge' || schema.rootKeyTables.has(name)) return schema;
  return { ...schema, rootKeyTables: new Set([...schema.rootKeyTables, name]) };
}
