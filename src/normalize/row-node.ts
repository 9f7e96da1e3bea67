import type { ColumnName, TableName } from '../core/names.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import { isBlank } from '../schema/naming/white-space.ts';
import type { ColumnSlot } from './column-slot.ts';

/**
 * One path of nested objects in the rows of a table, and what became of each key that was met there. It grows with
 * the data: a key is named once, and from then on costs one look-up in a map.
 */
export interface RowNode {
  readonly columnPath: readonly ColumnName[];
  /** From the root table through the table of the rows to here. */
  readonly tablePath: readonly TableName[];
  readonly fields: Map<string, RowField>;
  /** By normalized key: two keys that get the same name share what is below. */
  readonly children: Map<ColumnName, RowNode>;
  readonly lists: Map<TableName, ListTarget>;
}

export interface RowField {
  readonly key: string;
  readonly name: ColumnName;
  /** Name of the column that a scalar under this key gets. */
  readonly column: ColumnName;
  slot: ColumnSlot | undefined;
  child: RowNode | undefined;
  list: ListTarget | undefined;
  /** Whatever is under the key stays one JSON value. */
  isJson: boolean;
}

/** Where the elements of a list go. */
export interface ListTarget {
  /** From the root table to the one for the elements. */
  readonly path: readonly TableName[];
  /** Number of the last row that has a list for it, and where among the lists. */
  collectedIn: number;
  listIndex: number;
}

export function newRowNode(columnPath: readonly ColumnName[], tablePath: readonly TableName[]): RowNode {
  return { columnPath, tablePath, fields: new Map(), children: new Map(), lists: new Map() };
}

/** The field of a key that is met for the first time. @throws `name_empty` */
export function addField(node: RowNode, key: string, naming: NamingConvention): RowField {
  // Only below an object may a name be empty: its column is then that of the object (reference case 37).
  const isTop = node.columnPath.length === 0;
  const name = isTop ? naming.column(key) : naming.columnPart(key);
  const column = isTop ? name : naming.joinColumns([...node.columnPath, name]);
  const field: RowField = { key, name, column, slot: undefined, child: undefined, list: undefined, isJson: false };
  node.fields.set(key, field);
  return field;
}

/** The keys from the row of the resource to here, lists left out, as one name. */
export function pathOf(node: RowNode, field: RowField, naming: NamingConvention): string {
  return [...node.tablePath.slice(1), tableKey(field, naming)].join('__');
}

/** The node of the objects under a key. */
export function childOf(node: RowNode, field: RowField, naming: NamingConvention): RowNode {
  const known = node.children.get(field.name);
  const child = known ?? newRowNode([...node.columnPath, field.name], [...node.tablePath, tableKey(field, naming)]);
  node.children.set(field.name, child);
  field.child = child;
  return child;
}

/** The target of the lists under a key. */
export function listOf(node: RowNode, field: RowField, naming: NamingConvention): ListTarget {
  const name = tableKey(field, naming);
  const list = node.lists.get(name) ?? { path: [...node.tablePath, name], collectedIn: -1, listIndex: -1 };
  node.lists.set(name, list);
  field.list = list;
  return list;
}

/** A blank key is named like its column would be; dlt puts the elements into the parent's table and fails to load. */
function tableKey(field: RowField, naming: NamingConvention): TableName {
  return naming.table(isBlank(field.key) ? '_empty' : field.key);
}
