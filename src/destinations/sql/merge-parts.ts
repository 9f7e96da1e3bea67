import type { ColumnName } from '../../core/names.ts';
import { rowIdColumn } from '../../schema/system-tables.ts';
import type { ColumnSchema, TableSchema } from '../../schema/table.ts';
import { keyNotMergeable } from '../errors.ts';
import type { SqlDataset, Statement } from './dialect.ts';
import { columnList } from './replace.ts';

/** The tables of a merge: the root, and its descendants in the order of the schema. */
export interface MergedTables {
  readonly dataset: SqlDataset;
  readonly root: TableSchema;
  readonly descendants: readonly TableSchema[];
  /** ISO 8601: where versions begin and end unless the root says another. */
  readonly boundary: string;
}

/** The column that identifies a row (section 5.3); a table that is only planned has none yet. */
export function rowKeyOf(table: TableSchema): string {
  const columns = [...table.columns.values()];
  const found = columns.find(({ rowKey }) => rowKey === true) ?? columns.find(({ unique }) => unique === true);
  return found?.name ?? rowIdColumn.name;
}

/** The column in which a nested table has the id of the root row. @throws `schema_conflict` (case 130) */
export function rootKeyOf(root: TableSchema, child: TableSchema): string {
  const columns = [...child.columns.values()];
  const found = columns.find(({ rootKey }) => rootKey === true);
  if (found !== undefined) return found.name;
  const parentKey = columns.find((column) => column.parentKey === true);
  if (child.parent === root.name && parentKey !== undefined) return parentKey.name;
  throw keyNotMergeable(root.name, child.name);
}

/** All rows of staging into the final table; a condition may be put behind it, in which staging is `s`. */
export function insertion(dataset: SqlDataset, table: TableSchema): string {
  const columns = columnList(dataset, table);
  return (
    `INSERT INTO ${dataset.table('final', table.name)} (${columns})` +
    ` SELECT ${columns} FROM ${dataset.table('staging', table.name)} AS s`
  );
}

/** All columns of a key are equal in both tables; null equals nothing. */
export function equality(dataset: SqlDataset, key: readonly ColumnName[]): string {
  const { quote } = dataset.dialect;
  return key.map((name) => `d.${quote(name)} = s.${quote(name)}`).join(' AND ');
}

/** Deletes the rows of the final table, `d`, that match a row of staging, `s`. */
export function deletionOf(dataset: SqlDataset, table: TableSchema, match: string): Statement {
  const [final, staging] = [dataset.table('final', table.name), dataset.table('staging', table.name)];
  const { deleteMatching } = dataset.dialect;
  return {
    text: deleteMatching?.(final, staging, match) ?? `DELETE FROM ${final} AS d USING ${staging} AS s WHERE ${match}`,
  };
}

export function createTemporary(dataset: SqlDataset, name: string, select: string): Statement {
  return { text: `CREATE TEMPORARY TABLE ${dataset.dialect.quote(name)} AS ${select}` };
}

export function dropTemporary(dataset: SqlDataset, name: string): Statement {
  return { text: `DROP TABLE ${dataset.dialect.quote(name)}` };
}

/** The column that marks deleted rows: true in a bool column, any value in others (section 5.4). */
export function deletionMark(root: TableSchema): ColumnSchema | undefined {
  return [...root.columns.values()].find(({ hardDelete }) => hardDelete === true);
}

/** A condition that is never null. @param alias of the table, with its dot */
export function isDeleted(dataset: SqlDataset, mark: ColumnSchema, alias = ''): string {
  const name = alias + dataset.dialect.quote(mark.name);
  return mark.dataType === 'bool' ? `coalesce(${name}, FALSE)` : `${name} IS NOT NULL`;
}

/** Which rows of staging a window may choose from, and which one it prefers. */
export interface Preference {
  /** Column that tells the rows of staging apart. */
  readonly id: string;
  readonly partition: readonly string[];
  readonly newest: 'first' | 'last';
  /** Of two rows the one that comes earlier in this order; the order of arrival decides between equals. */
  readonly sort?: ColumnSchema | undefined;
  readonly condition?: string | undefined;
  /** Columns that the rows that stay are asked for beside their id. */
  readonly also?: readonly string[] | undefined;
}

/**
 * The ids, as `id`, of the rows of staging that are the chosen ones of their partition. The order of arrival is the
 * order in which staging was filled.
 */
export function chosen(dataset: SqlDataset, table: TableSchema, preference: Preference): string {
  const { quote } = dataset.dialect;
  const { id, partition, newest, sort, condition, also = [] } = preference;
  const used = [...new Set([id, ...partition, ...also, ...(sort === undefined ? [] : [sort.name])])];
  const [arrival, place] = [unusedName('arrival', used), unusedName('place', used)].map(quote);
  const preferred =
    sort === undefined
      ? ''
      : `${dataset.dialect.sortedBy?.(sort) ?? quote(sort.name)} ${sort.dedupSort === 'desc' ? 'DESC' : 'ASC'}, `;
  return (
    `SELECT ${[`${quote(id)} AS id`, ...also.map(quote)].join(', ')}` +
    ` FROM (SELECT *, row_number() OVER (PARTITION BY ${partition.map(quote).join(', ')}` +
    ` ORDER BY ${preferred}${arrival} ${newest === 'last' ? 'DESC' : 'ASC'}) AS ${place}` +
    ` FROM (SELECT ${used.map(quote).join(', ')}, ${dataset.dialect.arrival} AS ${arrival}` +
    ` FROM ${dataset.table('staging', table.name)}${condition === undefined ? '' : ` WHERE ${condition}`}) AS numbered)` +
    ` AS placed WHERE ${place} = 1`
  );
}

function unusedName(wanted: string, used: readonly string[]): string {
  return used.some((name) => name.toLowerCase() === wanted) ? unusedName(`${wanted}_`, used) : wanted;
}
