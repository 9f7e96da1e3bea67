import type { ColumnName } from '../core/names.ts';
import type { ColumnSchema, MergeStrategy, TableSchema } from './table.ts';
import { rowIdColumn } from './system-tables.ts';

/** How row ids of a root table come about (dataset-format section 3.3). */
export type RowIdKind = 'random' | 'key_hash' | 'row_hash';

/** The strategy of a table that is merged, `delete-insert` where nobody said another; undefined for other tables. */
export function mergeStrategyOf({ writeDisposition, mergeStrategy }: TableSchema): MergeStrategy | undefined {
  return writeDisposition === 'merge' ? (mergeStrategy ?? 'delete-insert') : undefined;
}

/** What the ids of a root table are made of: the same row gets the same id again where a strategy needs that. */
export function rowIdKindOf(table: TableSchema): RowIdKind {
  const strategy = mergeStrategyOf(table);
  if (strategy === 'upsert' || strategy === 'insert-only') return 'key_hash';
  const isVersion = table.columns.get(rowIdColumn.name)?.rowVersion === true;
  return strategy === 'scd2' && isVersion ? 'row_hash' : 'random';
}

/**
 * True where merging the packages of a run one by one gives other tables than merging them as one: a merge key deletes
 * what an earlier package of the run brought, doubles that were declared stay within a load, `dedup_sort` compares rows of one load only, an upsert treats a deleted
 * row by whether its key was there before, and what a later package brings is not absent (scd2). The rows of such
 * tables wait until the run is over.
 */
export function needsWholeRun(table: TableSchema): boolean {
  const columns = [...table.columns.values()];
  switch (mergeStrategyOf(table)) {
    case 'scd2':
      return true;
    case 'upsert':
      return columns.some(({ hardDelete }) => hardDelete === true);
    case 'delete-insert':
      return (
        table.deduplicated === true ||
        columns.some(({ mergeKey, dedupSort }) => mergeKey === true || dedupSort !== undefined)
      );
    case 'insert-only':
    case undefined:
      return false;
  }
}

/** The columns of the primary key, in the order of the table. */
export function primaryKeyOf(table: TableSchema): readonly ColumnName[] {
  return keyWith(table, ({ primaryKey }) => primaryKey === true);
}

/** The columns of the merge key, in the order of the table. */
export function mergeKeyOf(table: TableSchema): readonly ColumnName[] {
  return keyWith(table, ({ mergeKey }) => mergeKey === true);
}

/** A column that no row ever had has no type. Where `on_missing_key` is `append`, a key with such a column is none. */
function keyWith(table: TableSchema, is: (column: ColumnSchema) => boolean): readonly ColumnName[] {
  const columns = [...table.columns.values()].filter(is);
  const isMissing = table.onMissingKey === 'append' && columns.some(({ dataType }) => dataType === undefined);
  return isMissing ? [] : columns.map(({ name }) => name);
}
