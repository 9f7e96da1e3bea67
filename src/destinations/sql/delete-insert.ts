import { mergeKeyOf, primaryKeyOf } from '../../schema/dispositions.ts';
import type { TableSchema } from '../../schema/table.ts';
import type { SqlDataset, Statement } from './dialect.ts';
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

/**
 * Rows of staging replace those of the final tables that share a key: delete, then insert (dataset-format section
 * 5.3). A key matches when all columns of the primary key are equal, or all of the merge key; null equals nothing. Of
 * rows with the same primary key the last one that arrived stays, or the first in the order of the `dedupSort` column.
 * Children follow their root by `_dlt_root_id`. Without a key nothing is deleted.
 */
export function deleteInsert(tables: MergedTables): readonly Statement[] {
  return [...deletion(tables), ...(hasSurvivors(tables.root) ? survivorInsertion(tables) : plainInsertion(tables))];
}

/** Names of temporary tables; they are dropped before the next root merges. */
const deleted = 'sluice_deleted';
const kept = 'sluice_kept';

function deletion({ dataset, root, descendants }: MergedTables): readonly Statement[] {
  const { quote } = dataset.dialect;
  const keys = [primaryKeyOf(root), mergeKeyOf(root)].filter((key) => key.length > 0);
  if (keys.length === 0) return [];
  const [final, staging] = [dataset.table('final', root.name), dataset.table('staging', root.name)];
  const matches = keys.map((key) => equality(dataset, key));
  // A condition with OR is compared row by row with row; one statement a key is two hash joins.
  const rootDeletions = matches.map((match) => deletionOf(dataset, root, match));
  if (descendants.length === 0) return rootDeletions;
  const rowKey = quote(rowKeyOf(root));
  const matched = matches.map((match) => `SELECT d.${rowKey} AS id FROM ${final} AS d, ${staging} AS s WHERE ${match}`);
  return [
    createTemporary(dataset, deleted, matched.join(' UNION ')),
    ...descendants.map((child) => ({
      text:
        `DELETE FROM ${dataset.table('final', child.name)}` +
        ` WHERE ${quote(rootKeyOf(root, child))} IN (SELECT id FROM ${quote(deleted)})`,
    })),
    { text: `DELETE FROM ${final} WHERE ${rowKey} IN (SELECT id FROM ${quote(deleted)})` },
    dropTemporary(dataset, deleted),
  ];
}

/** Whether some rows of staging stay behind: duplicates of a primary key, or rows that are marked as deleted. */
function hasSurvivors(root: TableSchema): boolean {
  return isDeduplicating(root) || deletionMark(root) !== undefined;
}

function isDeduplicating(root: TableSchema): boolean {
  return primaryKeyOf(root).length > 0 && root.deduplicated !== true;
}

function plainInsertion({ dataset, root, descendants }: MergedTables): readonly Statement[] {
  return [root, ...descendants].map((table) => ({ text: insertion(dataset, table) }));
}

function survivorInsertion({ dataset, root, descendants }: MergedTables): readonly Statement[] {
  const { quote } = dataset.dialect;
  const among = (column: string): string => ` WHERE ${quote(column)} IN (SELECT id FROM ${quote(kept)})`;
  return [
    createTemporary(dataset, kept, survivors(dataset, root)),
    { text: insertion(dataset, root) + among(rowKeyOf(root)) },
    // Row ids of children are unique and a load is copied into staging once, so there is nothing to deduplicate.
    ...descendants.map((child) => ({ text: insertion(dataset, child) + among(rootKeyOf(root, child)) })),
    dropTemporary(dataset, kept),
  ];
}

/** Row ids that stay. Marks of deletion count after duplicates are gone (section 5.4). */
function survivors(dataset: SqlDataset, root: TableSchema): string {
  const mark = deletionMark(root);
  const isAlive = mark === undefined ? 'TRUE' : `NOT (${isDeleted(dataset, mark)})`;
  const id = rowKeyOf(root);
  if (!isDeduplicating(root)) {
    return `SELECT ${dataset.dialect.quote(id)} AS id FROM ${dataset.table('staging', root.name)} WHERE ${isAlive}`;
  }
  const sort = [...root.columns.values()].find(({ dedupSort }) => dedupSort !== undefined);
  const also = mark === undefined ? [] : [mark.name];
  const last = chosen(dataset, root, { id, partition: primaryKeyOf(root), newest: 'last', sort, also });
  return mark === undefined ? last : `SELECT id FROM (${last}) AS newest WHERE ${isAlive}`;
}
