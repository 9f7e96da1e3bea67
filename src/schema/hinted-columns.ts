import type { ColumnName } from '../core/names.ts';
import { columnRetyped } from './errors.ts';
import { historyColumns } from './merge-hints.ts';
import type { NamingConvention } from './naming/naming.ts';
import type { ColumnHint, ColumnHints, ColumnSchema, TableHints, TableSchema } from './table.ts';

type Columns = Map<ColumnName, ColumnSchema>;

/** The columns of a table with what its hints say of them. @throws `schema_conflict` for another type */
export function hintedColumns(known: TableSchema | undefined, hints: TableHints, naming: NamingConvention): Columns {
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
  const { cursorColumn } = hints;
  if (cursorColumn !== undefined) {
    mergeColumn(columns, naming.column(cursorColumn), { name: cursorColumn, extra: { incremental: true } });
  }
  return columns;
}

type Key = 'primaryKey' | 'mergeKey';

function mentions(hints: ColumnHints, key: Key): boolean {
  return hasKey(hints, key) || hints.columns?.some((column) => column[key] === true) === true;
}

function hasKey(hints: ColumnHints, key: Key): boolean {
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
  const extra = hint.extra === undefined ? before.extra : { ...before.extra, ...hint.extra };
  const merged: ColumnSchema = { ...before, ...given, name, isNullableByDefault, extra };
  putColumn(columns, merged);
}

/** A column that gets its type gets its place with it. */
function putColumn(columns: Columns, column: ColumnSchema): void {
  const known = columns.get(column.name);
  if (known?.dataType === undefined && column.dataType !== undefined) columns.delete(column.name);
  columns.set(column.name, column);
}

/** The named columns alone have the key, and may not be null unless their own hint says that they may. */
function setKey(columns: Columns, key: Key, { hints, naming }: { hints: ColumnHints; naming: NamingConvention }): void {
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
