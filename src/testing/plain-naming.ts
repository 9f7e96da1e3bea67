import type { ColumnName, TableName } from '../core/names.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';

/**
 * Leaves names as they are. No stored schema has this convention; a destination must stand any name all the same,
 * because conventions differ in what they let through.
 */
export const plainNaming: NamingConvention = {
  name: 'snake_case',
  separator: '__',
  // Nothing was normalized: that is the point.
  column: (raw) => raw as ColumnName,
  columnPart: (raw) => raw as ColumnName,
  table: (raw) => raw as TableName,
  identifier: (raw) => raw,
  joinColumns: (fragments) => fragments.join('__') as ColumnName,
  joinTables: (fragments) => fragments.join('__') as TableName,
};
