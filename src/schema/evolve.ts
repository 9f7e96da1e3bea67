import type { TableName } from '../core/names.ts';
import { withHints } from './column-rules.ts';
import { withTable } from './schema.ts';
import type { ColumnSchema, Schema, TableChange, TableSchema } from './table.ts';

/**
 * The schema with these columns in one of its tables. A column that was only hinted at takes its type and its place
 * at the end, and keeps its hints (dataset-format section 2.6); one that is complete stays as it is (invariant I4).
 */
export function addColumns(schema: Schema, name: TableName, added: readonly ColumnSchema[]): Schema {
  const table = schema.tables.get(name);
  return table === undefined ? schema : withTable(schema, grown(table, added));
}

function grown(table: TableSchema, added: readonly ColumnSchema[]): TableSchema {
  const columns = new Map(table.columns);
  for (const column of added) {
    const known = columns.get(column.name);
    if (known?.dataType !== undefined) continue;
    columns.delete(column.name);
    // A type that is inferred comes with a word on nulls, as dlt has it.
    columns.set(
      column.name,
      known === undefined ? { ...column, isNullableByDefault: undefined } : completed(column, known),
    );
  }
  return { ...table, columns };
}

function completed(column: ColumnSchema, hinted: ColumnSchema): ColumnSchema {
  return { ...withHints(column, hinted), dataType: column.dataType };
}

/** The schema with other types for columns that have one; see `retyped()`. */
export function retypeColumns(schema: Schema, name: TableName, columns: readonly ColumnSchema[]): Schema {
  const table = schema.tables.get(name);
  if (table === undefined || columns.length === 0) return schema;
  const all = new Map([...table.columns, ...columns.map((column) => [column.name, column] as const)]);
  return withTable(schema, { ...table, columns: all });
}

/** The schema with a table for the lists of another one; columns come with its rows. */
export function addNestedTable(schema: Schema, name: TableName, parent: TableName): Schema {
  if (schema.tables.has(name)) return schema;
  return withTable(schema, { name, columns: new Map(), parent, seenData: false });
}

/** Rows arrived in this table. */
export function markSeen(schema: Schema, name: TableName): Schema {
  const table = schema.tables.get(name);
  return table === undefined || table.seenData ? schema : withTable(schema, { ...table, seenData: true });
}

/** What a destination that knows `before` has to add. */
export function changesBetween(before: Schema | undefined, after: Schema): readonly TableChange[] {
  return [...after.tables.values()].flatMap((table) => {
    const known = before?.tables.get(table.name);
    const isNew = (column: ColumnSchema): boolean =>
      column.dataType !== undefined && known?.columns.get(column.name)?.dataType === undefined;
    const addedColumns = [...table.columns.values()].filter(isNew);
    return addedColumns.length === 0 ? [] : [{ table: table.name, isNew: known === undefined, addedColumns }];
  });
}
