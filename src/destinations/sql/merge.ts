import { mergeStrategyOf } from '../../schema/dispositions.ts';
import type { MergeStrategy, TableSchema } from '../../schema/table.ts';
import { deleteInsert } from './delete-insert.ts';
import type { SqlDataset, Statement } from './dialect.ts';
import { insertOnly } from './insert-only.ts';
import type { MergedTables } from './merge-parts.ts';
import { keepVersions } from './scd2.ts';
import { upsert } from './upsert.ts';

/**
 * What brings the rows of staging into the final tables (dataset-format sections 5.3, 5.6, 5.7, 5.8).
 * @param tables the root first, then its descendants in the order of the schema
 * @throws `schema_conflict` when a nested table cannot be found from its root (case 130)
 */
export function merge(dataset: SqlDataset, tables: readonly TableSchema[], boundary: string): readonly Statement[] {
  const [root, ...descendants] = tables;
  if (root === undefined) return [];
  return [
    ...tables.flatMap(({ name }) => dataset.dialect.analyze(dataset.table('staging', name))),
    ...strategies[mergeStrategyOf(root) ?? 'delete-insert']({ dataset, root, descendants, boundary }),
  ];
}

const strategies: { readonly [S in MergeStrategy]: (tables: MergedTables) => readonly Statement[] } = {
  'delete-insert': deleteInsert,
  upsert,
  'insert-only': insertOnly,
  scd2: keepVersions,
};
