import type { TableSchema } from '../../schema/table.ts';
import type { TypedColumn } from './dialect.ts';

/** The columns that the table has in a database, in its order. */
export function typedColumns(table: TableSchema): readonly TypedColumn[] {
  return [...table.columns.values()].filter((column): column is TypedColumn => column.dataType !== undefined);
}
