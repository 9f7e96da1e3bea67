import { primaryKeyOf } from '../../schema/dispositions.ts';
import { occurrenceColumn } from '../../schema/system-tables.ts';
import type { Statement } from './dialect.ts';
import {
  chosen,
  createTemporary,
  deletionMark,
  deletionOf,
  dropTemporary,
  equality,
  insertion,
  isDeleted,
  rootKeyOf,
  rowKeyOf,
  type MergedTables,
} from './merge-parts.ts';

/** Names of temporary tables; they are dropped before the next root merges. */
const touched = 'sluice_touched';
const kept = 'sluice_kept';

/**
 * Rows of staging take the place of those with the same primary key, and are new where there is none (dataset-format
 * section 5.6). A row that is marked as deleted takes the row of its key away, and comes in like any other where there
 * is none; either way it has no children. The children of a row are those that it came with, and no others. Of rows
 * with the same key the last one that arrived counts; their ids are the same, so the occurrence tells them apart.
 */
export function upsert(tables: MergedTables): readonly Statement[] {
  const { dataset, root, descendants } = tables;
  const { quote } = dataset.dialect;
  const occurrence = quote(occurrenceColumn.name);
  const match = equality(dataset, primaryKeyOf(root));
  const [final, staging] = [dataset.table('final', root.name), dataset.table('staging', root.name)];
  const rowKey = quote(rowKeyOf(root));
  const old = `SELECT d.${rowKey} AS id FROM ${final} AS d, ${staging} AS s WHERE ${match}`;
  return [
    createTemporary(dataset, kept, keptRows(tables, `EXISTS (SELECT 1 FROM ${final} AS d WHERE ${match})`)),
    createTemporary(dataset, touched, `${old} UNION SELECT ${rowKey} AS id FROM ${staging}`),
    ...descendants.map((child) => ({
      text:
        `DELETE FROM ${dataset.table('final', child.name)}` +
        ` WHERE ${quote(rootKeyOf(root, child))} IN (SELECT id FROM ${quote(touched)})`,
    })),
    deletionOf(dataset, root, match),
    { text: `${insertion(dataset, root)} WHERE ${occurrence} IN (SELECT id FROM ${quote(kept)})` },
    ...descendants.map((child) => ({
      text: `${insertion(dataset, child)} WHERE ${occurrence} IN (SELECT id FROM ${quote(kept)} WHERE is_alive)`,
    })),
    dropTemporary(dataset, touched),
    dropTemporary(dataset, kept),
  ];
}

/** Occurrences that come in, and whether their children do; a row that is only there to delete another does not. */
function keptRows({ dataset, root }: MergedTables, isKnown: string): string {
  const { quote } = dataset.dialect;
  const newest = chosen(dataset, root, { id: occurrenceColumn.name, partition: primaryKeyOf(root), newest: 'last' });
  const mark = deletionMark(root);
  if (mark === undefined) return `SELECT id, TRUE AS is_alive FROM (${newest}) AS newest`;
  const isGone = isDeleted(dataset, mark, 's.');
  return (
    `SELECT n.id AS id, NOT (${isGone}) AS is_alive FROM (${newest}) AS n` +
    ` JOIN ${dataset.table('staging', root.name)} AS s ON s.${quote(occurrenceColumn.name)} = n.id` +
    ` WHERE NOT (${isGone} AND ${isKnown})`
  );
}
