import { mergeKeyOf } from '../../schema/dispositions.ts';
import { momentText } from '../../schema/moment.ts';
import { rowIdColumn } from '../../schema/system-tables.ts';
import type { ColumnSchema, TableSchema } from '../../schema/table.ts';
import type { SqlDataset, Statement } from './dialect.ts';
import { typedColumns } from './typed-columns.ts';
import { equality, insertion, rowKeyOf, type MergedTables } from './merge-parts.ts';

/**
 * Rows stay in the table when a newer version of them comes; their time of validity ends at the boundary, where that
 * of the new version begins (dataset-format section 5.8). A version that staging does not have has ended: of all rows,
 * or, with a merge key, of those whose key staging has. Staging without rows ends nothing. Nested rows are only ever
 * added, below versions that are in the table.
 */
export function keepVersions(tables: MergedTables): readonly Statement[] {
  const history = historyOf(tables);
  return [
    retirement(tables, history),
    versionInsertion(tables, history),
    ...tables.descendants.map((child) => ({ text: childInsertion(tables, child) })),
  ];
}

/** The columns of a history, quoted, and its moments as SQL. */
interface History {
  readonly from: string;
  readonly to: string;
  readonly version: string;
  readonly hasNullVersions: boolean;
  readonly boundary: string;
  /** What `to` says of a version that is valid. */
  readonly open: string;
  readonly isActive: string;
}

function historyOf({ dataset, root, boundary }: MergedTables): History {
  const { dialect } = dataset;
  const columns = typedColumns(root);
  const nameOf = (is: (column: ColumnSchema) => boolean, otherwise: string): string =>
    dialect.quote(columns.find(is)?.name ?? otherwise);
  const to = nameOf(({ validTo }) => validTo === true, '_dlt_valid_to');
  const active = columns.find(({ validTo }) => validTo === true)?.activeRecordTimestamp ?? undefined;
  const open = active === undefined ? 'NULL' : timestamp(dataset, momentText(active));
  return {
    from: nameOf(({ validFrom }) => validFrom === true, '_dlt_valid_from'),
    to,
    version: nameOf(({ rowVersion }) => rowVersion === true, rowIdColumn.name),
    hasNullVersions: columns.some(({ rowVersion, nullable }) => rowVersion === true && nullable),
    boundary: timestamp(dataset, momentText(root.boundaryTimestamp ?? boundary)),
    open,
    isActive: active === undefined ? `${to} IS NULL` : `${to} = ${open}`,
  };
}

function timestamp({ dialect }: SqlDataset, text: string): string {
  return dialect.moment?.(text) ?? `CAST(${dialect.literal(text)} AS TIMESTAMP WITH TIME ZONE)`;
}

function retirement({ dataset, root }: MergedTables, history: History): Statement {
  const staging = dataset.table('staging', root.name);
  const { to, boundary, isActive } = history;
  const key = mergeKeyOf(root);
  const isMeant = key.length === 0 ? '' : ` WHERE ${equality(dataset, key)}`;
  return {
    text:
      `UPDATE ${dataset.table('final', root.name)} AS d SET ${to} = ${boundary} WHERE ${isActive}` +
      ` AND ${isAbsent(history, 'd', `${staging} AS o WHERE TRUE`)}` +
      ` AND EXISTS (SELECT 1 FROM ${staging} AS s${isMeant})`,
  };
}

function versionInsertion({ dataset, root }: MergedTables, history: History): Statement {
  const { from, to, boundary, open, isActive } = history;
  const names = typedColumns(root).map(({ name }) => dataset.dialect.quote(name));
  const others = names.filter((name) => name !== from && name !== to);
  // Only a plan, which is made before there are rows, describes a table without columns.
  const own = others.length === 0 ? '…' : others.join(', ');
  const final = dataset.table('final', root.name);
  return {
    text:
      `INSERT INTO ${final} (${own}, ${from}, ${to}) SELECT ${own}, ${boundary}, ${open}` +
      ` FROM ${dataset.table('staging', root.name)} AS s` +
      ` WHERE ${isAbsent(history, 's', `${final} AS o WHERE ${isActive}`)}`,
  };
}

/**
 * None of the other rows has the version of this one. Only NOT IN says of a null what dlt says, that it is not known;
 * of many rows it can take the square of their number, so it is used for nothing else.
 */
function isAbsent({ version, hasNullVersions }: History, alias: string, others: string): string {
  if (hasNullVersions) return `${alias}.${version} NOT IN (SELECT o.${version} FROM ${others})`;
  return `NOT EXISTS (SELECT 1 FROM ${others} AND o.${version} = ${alias}.${version})`;
}

/** A row that staging brings for a version which was not taken in would hang on nothing. */
function childInsertion({ dataset, root, descendants }: MergedTables, child: TableSchema): string {
  const { quote } = dataset.dialect;
  const key = quote(rowKeyOf(child));
  const final = dataset.table('final', child.name);
  const parent = [root, ...descendants].find(({ name }) => name === child.parent);
  const parentKey = [...child.columns.values()].find((column) => column.parentKey === true);
  const hasParent =
    parent === undefined || parentKey === undefined
      ? ''
      : ` AND s.${quote(parentKey.name)} IN (SELECT ${quote(rowKeyOf(parent))} FROM ${dataset.table('final', parent.name)})`;
  return `${insertion(dataset, child)} WHERE NOT EXISTS (SELECT 1 FROM ${final} AS d WHERE d.${key} = s.${key})${hasParent}`;
}
