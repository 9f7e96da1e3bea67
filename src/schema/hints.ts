import type { ColumnName } from '../core/names.ts';
import { columnRetyped, rowsOverList } from './errors.ts';
import { mergeStrategyOf } from './dispositions.ts';
import { historyColumns, mergeFacts } from './merge-hints.ts';
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
 * before them and may not be null; where no key is given, the old ones stay. A write disposition that is not given is
 * `append`, whatever an earlier run said. Doing it twice is doing it once.
 * @throws `name_empty`; `schema_conflict` when a column has another type already, or the table belongs to a list
 */
export function applyHints(
  schema: Schema,
  { resource, table: raw, hints }: HintedTable,
  naming: NamingConvention,
): Schema {
  const name = naming.table(raw);
  const known = schema.tables.get(name);
  if (known?.parent !== undefined) throw rowsOverList(name, known.parent, resource);
  const table: TableSchema = {
    ...(known ?? { name, seenData: false }),
    columns: hintedColumns(known, hints, naming),
    resource: known?.resource ?? resource,
    writeDisposition: hints.writeDisposition ?? 'append',
    ...mergeFacts(known, hints),
    maxNesting: hints.maxTableNesting ?? known?.maxNesting,
  };
  return withRootKey(withTable(schema, table), table);
}

type Columns = Map<ColumnName, ColumnSchema>;

function hintedColumns(known: TableSchema | undefined, hints: TableHints, naming: NamingConvention): Columns {
  const columns: Columns = new Map(known?.columns);
  for (const key of ['primaryKey', 'mergeKey'] as const) if (mentions(hints, key)) clearKey(columns, key);
  for (const hint of hints.columns ?? []) {
    const column = naming.column(hint.name);
    checkType(known, column, hint);
    mergeColumn(columns, column, hint);
  }
  for (const key of ['primaryKey', 'mergeKey'] as const) setKey(columns, key, { hints, naming });
  for (const column of historyColumns(hints, naming)) {
    checkType(known, column.name, column);
    putColumn(columns, { ...columns.get(column.name), ...column });
  }
  return columns;
}

type Key = 'primaryKey' | 'mergeKey';

function mentions(hints: TableHints, key: Key): boolean {
  return hasKey(hints, key) || hints.columns?.some((column) => column[key] === true) === true;
}

function hasKey(hints: TableHints, key: Key): boolean {
  return (hints[key]?.length ?? 0) > 0;
}

function clearKey(columns: Columns, key: Key): void {
  for (const [name, column] of columns) if (column[key] === true) columns.set(name, { ...column, [key]: undefined });
}

function checkType(table: TableSchema | undefined, name: ColumnName, { dataType }: ColumnHint): void {
  const known = table?.columns.get(name)?.dataType;
  if (table === undefined || known === undefined || dataType === undefined || dataType === known) return;
  throw columnRetyped(table.name, name, known, dataType);
}

function mergeColumn(columns: Columns, name: ColumnName, hint: ColumnHint): void {
  const known = columns.get(name);
  const given = Object.fromEntries(Object.entries(hint).filter(([, value]) => value !== undefined));
  const before: Omit<ColumnSchema, 'name'> = known ?? { nullable: true, isNullableByDefault: true };
  const isNullableByDefault = hint.nullable === undefined ? before.isNullableByDefault : undefined;
  const merged: ColumnSchema = { ...before, ...given, name, isNullableByDefault };
  putColumn(columns, merged);
}

/** A column that gets its type gets its place with it. */
function putColumn(columns: Columns, column: ColumnSchema): void {
  const known = columns.get(column.name);
  if (known?.dataType === undefined && column.dataType !== undefined) columns.delete(column.name);
  columns.set(column.name, column);
}

/** The named columns alone have the key, and may not be null unless their own hint says that they may. */
function setKey(columns: Columns, key: Key, { hints, naming }: { hints: TableHints; naming: NamingConvention }): void {
  if (!hasKey(hints, key)) return;
  clearKey(columns, key);
  for (const raw of hints[key] ?? []) {
    const name = naming.column(raw);
    const known = columns.get(name);
    const stated = hints.columns?.findLast((hint) => hint.nullable !== undefined && naming.column(hint.name) === name);
    const nullable = stated?.nullable ?? false;
    columns.set(name, { ...known, name, nullable, isNullableByDefault: undefined, [key]: true });
  }
}

/** Rows that are merged are found again by the id of their root, but for those that nothing replaces (section 3.3). */
function withRootKey(schema: Schema, table: TableSchema): Schema {
  const { name } = table;
  const strategy = mergeStrategyOf(table);
  const isAsked = schema.rootKeys ?? (strategy !== undefined && strategy !== 'scd2');
  if (!isAsked || schema.rootKeyTables.has(name)) return schema;
  return { ...schema, rootKeyTables: new Set([...schema.rootKeyTables, name]) };
}
