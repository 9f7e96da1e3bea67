import type { ColumnSchema, TableSchema } from '../../schema/table.ts';
import { keyNotMergeable } from '../errors.ts';
import type { SqlDataset, Statement } from './dialect.ts';
import { columnList } from './replace.ts';

/**
 * Rows of staging replace those of the final tables that share a key: delete, then insert (dataset-format section
 * 5.3). A key matches when all columns of the primary key are equal, or all of the merge key; null equals nothing. Of
 * rows with the same primary key the last one that arrived stays, or the first in the order of the `dedupSort` column.
 * Children follow their root by `_dlt_root_id`.
 * @param tables the root first, then its descendants in the order of the schema
 */
export function merge(dataset: SqlDataset, tables: readonly TableSchema[]): readonly Statement[] {
  const [root, ...descendants] = tables;
  if (root === undefined) return [];
  return [
    ...deletion(dataset, root, descendants),
    ...(hasSurvivors(root) ? survivorInsertion(dataset, root, descendants) : plainInsertion(dataset, tables)),
  ];
}

/** Names of temporary tables; they are dropped before the next root merges. */
const deleted = 'sluice_deleted';
const kept = 'sluice_kept';

function deletion(dataset: SqlDataset, root: TableSchema, descendants: readonly TableSchema[]): readonly Statement[] {
  const { quote } = dataset.dialect;
  const keys = keysOf(root);
  if (keys.length === 0) return [];
  const [final, staging] = [dataset.table('final', root.name), dataset.table('staging', root.name)];
  const matches = keys.map((key) => key.map(({ name }) => `d.${quote(name)} = s.${quote(name)}`).join(' AND '));
  // A condition with OR is compared row by row with row; one statement a key is two hash joins.
  const rootDeletions = matches.map((match) => ({
    text: `DELETE FROM ${final} AS d USING ${staging} AS s WHERE ${match}`,
  }));
  if (descendants.length === 0) return rootDeletions;
  const rowKey = quote(rowKeyOf(root));
  const matched = matches.map((match) => `SELECT d.${rowKey} AS id FROM ${final} AS d, ${staging} AS s WHERE ${match}`);
  return [
    { text: `CREATE TEMPORARY TABLE ${quote(deleted)} AS ${matched.join(' UNION ')}` },
    ...descendants.map((child) => ({
      text:
        `DELETE FROM ${dataset.table('final', child.name)}` +
        ` WHERE ${quote(rootKeyOf(root, child))} IN (SELECT id FROM ${quote(deleted)})`,
    })),
    { text: `DELETE FROM ${final} WHERE ${rowKey} IN (SELECT id FROM ${quote(deleted)})` },
    { text: `DROP TABLE ${quote(deleted)}` },
  ];
}

/** Whether some rows of staging stay behind: duplicates of a primary key, or rows that are marked as deleted. */
function hasSurvivors(root: TableSchema): boolean {
  return [...root.columns.values()].some(({ primaryKey, hardDelete }) => primaryKey === true || hardDelete === true);
}

function plainInsertion(dataset: SqlDataset, tables: readonly TableSchema[]): readonly Statement[] {
  return tables.map((table) => ({ text: insertion(dataset, table) }));
}

function survivorInsertion(
  dataset: SqlDataset,
  root: TableSchema,
  descendants: readonly TableSchema[],
): readonly Statement[] {
  const { quote } = dataset.dialect;
  const among = (column: string): string => ` WHERE ${quote(column)} IN (SELECT id FROM ${quote(kept)})`;
  return [
    { text: `CREATE TEMPORARY TABLE ${quote(kept)} AS ${survivors(dataset, root)}` },
    { text: insertion(dataset, root) + among(rowKeyOf(root)) },
    // Row ids of children are unique and a load is copied into staging once, so there is nothing to deduplicate.
    ...descendants.map((child) => ({ text: insertion(dataset, child) + among(rootKeyOf(root, child)) })),
    { text: `DROP TABLE ${quote(kept)}` },
  ];
}

function insertion(dataset: SqlDataset, table: TableSchema): string {
  const columns = columnList(dataset, table);
  return (
    `INSERT INTO ${dataset.table('final', table.name)} (${columns})` +
    ` SELECT ${columns} FROM ${dataset.table('staging', table.name)}`
  );
}

/**
 * Row ids that stay. The order of arrival is the order in which staging was filled: a window without an order numbers
 * rows as they are scanned. Marks of deletion count after duplicates are gone (section 5.4).
 */
function survivors(dataset: SqlDataset, root: TableSchema): string {
  const { quote } = dataset.dialect;
  const columns = [...root.columns.values()];
  const id = quote(rowKeyOf(root));
  const staging = dataset.table('staging', root.name);
  const keyNames = columns.filter(({ primaryKey }) => primaryKey === true).map(({ name }) => name);
  const mark = columns.find(({ hardDelete }) => hardDelete === true);
  const isAlive = mark === undefined ? '' : aliveCondition(quote(mark.name), mark);
  if (keyNames.length === 0) return `SELECT ${id} AS id FROM ${staging} WHERE ${isAlive}`;
  const sort = columns.find(({ dedupSort }) => dedupSort !== undefined);
  const used = [...new Set([rowKeyOf(root), ...keyNames, ...[mark, sort].flatMap((column) => column?.name ?? [])])];
  const [arrival, place] = [unusedName('arrival', used), unusedName('place', used)].map(quote);
  const preferred = sort === undefined ? '' : `${quote(sort.name)} ${sort.dedupSort === 'desc' ? 'DESC' : 'ASC'}, `;
  return (
    `SELECT ${id} AS id FROM (SELECT *, row_number() OVER (PARTITION BY ${keyNames.map(quote).join(', ')}` +
    ` ORDER BY ${preferred}${arrival} DESC) AS ${place} FROM (SELECT ${used.map(quote).join(', ')},` +
    ` row_number() OVER () AS ${arrival} FROM ${staging}) AS numbered) AS placed` +
    ` WHERE ${place} = 1${isAlive === '' ? '' : ` AND ${isAlive}`}`
  );
}

/** True marks a deleted row in a bool column, any value does in others (section 5.4). */
function aliveCondition(quoted: string, mark: ColumnSchema): string {
  return mark.dataType === 'bool' ? `(${quoted} IS NULL OR ${quoted} = FALSE)` : `${quoted} IS NULL`;
}

function unusedName(wanted: string, used: readonly string[]): string {
  return used.some((name) => name.toLowerCase() === wanted) ? unusedName(`${wanted}_`, used) : wanted;
}

/** The primary key and the merge key, where there are such; each in the order of the schema. */
function keysOf(root: TableSchema): readonly (readonly ColumnSchema[])[] {
  const columns = [...root.columns.values()];
  const primary = columns.filter(({ primaryKey }) => primaryKey === true);
  const merge = columns.filter(({ mergeKey }) => mergeKey === true);
  return [primary, merge].filter((key) => key.length > 0);
}

/** The column that identifies a row (section 5.3); a table that is only planned has none yet. */
function rowKeyOf(table: TableSchema): string {
  const columns = [...table.columns.values()];
  const found = columns.find(({ rowKey }) => rowKey === true) ?? columns.find(({ unique }) => unique === true);
  return found?.name ?? '_dlt_id';
}

function rootKeyOf(root: TableSchema, child: TableSchema): string {
  const columns = [...child.columns.values()];
  const found = columns.find(({ rootKey }) => rootKey === true);
  if (found !== undefined) return found.name;
  const parentKey = columns.find((column) => column.parentKey === true);
  if (child.parent === root.name && parentKey !== undefined) return parentKey.name;
  throw keyNotMergeable(root.name, child.name);
}
