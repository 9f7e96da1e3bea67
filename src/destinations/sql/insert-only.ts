import { primaryKeyOf } from '../../schema/dispositions.ts';
import { occurrenceColumn } from '../../schema/system-tables.ts';
import type { TableSchema } from '../../schema/table.ts';
import type { SqlDataset, Statement } from './dialect.ts';
import {
  chosen,
  createTemporary,
  deletionMark,
  dropTemporary,
  equality,
  insertion,
  isDeleted,
  rowKeyOf,
  type MergedTables,
} from './merge-parts.ts';

/** Names of temporary tables; they are dropped before the next root merges. */
const alive = 'sluice_alive';
const kept = 'sluice_kept';

/**
 * Rows come in whose primary key is new; nothing is changed or deleted (dataset-format section 5.7). Nested rows come
 * in whose id is new, also below a root row that was there before: a list that got longer grows. Rows that are marked
 * as deleted stay away, with their children. Of rows with the same key or id the first one that arrived counts.
 */
export function insertOnly({ dataset, root, descendants }: MergedTables): readonly Statement[] {
  const { quote } = dataset.dialect;
  const mark = deletionMark(root);
  const condition = mark === undefined ? undefined : `NOT (${isDeleted(dataset, mark)})`;
  const occurrence = quote(occurrenceColumn.name);
  const partition = primaryKeyOf(root);
  const first = chosen(dataset, root, { id: occurrenceColumn.name, partition, newest: 'first', condition });
  const isNew = `NOT EXISTS (SELECT 1 FROM ${dataset.table('final', root.name)} AS d WHERE ${equality(dataset, partition)})`;
  const living = `SELECT ${occurrence} AS id FROM ${dataset.table('staging', root.name)}`;
  return [
    createTemporary(dataset, alive, condition === undefined ? living : `${living} WHERE ${condition}`),
    createTemporary(dataset, kept, first),
    { text: `${insertion(dataset, root)} WHERE ${occurrence} IN (SELECT id FROM ${quote(kept)}) AND ${isNew}` },
    dropTemporary(dataset, kept),
    ...descendants.map((child) => ({ text: childInsertion(dataset, child) })),
    dropTemporary(dataset, alive),
  ];
}

function childInsertion(dataset: SqlDataset, child: TableSchema): string {
  const { quote } = dataset.dialect;
  const [key, occurrence] = [rowKeyOf(child), quote(occurrenceColumn.name)];
  const condition = `${occurrence} IN (SELECT id FROM ${quote(alive)})`;
  const also = [occurrenceColumn.name];
  const first = chosen(dataset, child, { id: key, partition: [key], newest: 'first', condition, also });
  const final = dataset.table('final', child.name);
  return (
    `${insertion(dataset, child)} WHERE (${quote(key)}, ${occurrence}) IN (SELECT id, ${occurrence} FROM (${first}) AS f)` +
    ` AND NOT EXISTS (SELECT 1 FROM ${final} AS d WHERE d.${quote(key)} = s.${quote(key)})`
  );
}
