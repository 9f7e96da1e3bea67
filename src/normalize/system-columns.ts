import type { ColumnName } from '../core/names.ts';
import { listIndexColumn, loadIdColumn, parentIdColumn, rootIdColumn, rowIdColumn } from '../schema/system-tables.ts';
import type { ColumnSchema } from '../schema/table.ts';

/** What a column with one of the names of the engine is, whoever fills it (reference sections 3.1 and 4.4). */
export const systemColumns: ReadonlyMap<ColumnName, ColumnSchema> = new Map(
  [rowIdColumn, loadIdColumn, parentIdColumn, listIndexColumn, rootIdColumn].map((column) => [column.name, column]),
);
