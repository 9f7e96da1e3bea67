import type { Capabilities } from '../destinations/destination.ts';
import { mergeKeyOf, mergeStrategyOf, primaryKeyOf } from '../schema/dispositions.ts';
import type { ColumnSchema, TableSchema, WriteDisposition } from '../schema/table.ts';
import { columnsAmbiguous, keyMissing, notOffered, primaryKeyMissing, skippedTable } from './errors.ts';

/** What a destination can do to the rows that are there. */
export type Offered = Pick<Capabilities, 'dispositions' | 'mergeStrategies'>;

/**
 * Whether a root table can be loaded as its write disposition and strategy ask for.
 * @throws `key_missing` for a merge without the key that its strategy needs; `config_invalid` for a table that is to be
 * skipped, for what the destination does not offer, and for two columns with a hint that only one may have
 */
export function checkTable(table: TableSchema, offered: Offered): void {
  if (table.writeDisposition === 'skip') throw skippedTable(table.name);
  checkDisposition(table.name, table.writeDisposition ?? 'append', offered);
  const strategy = mergeStrategyOf(table);
  if (strategy === undefined) return;
  if (!offered.mergeStrategies.includes(strategy)) throw notOffered(table.name, strategy, offered.mergeStrategies);
  checkOnlyOne(table, 'hard_delete', ({ hardDelete }) => hardDelete === true);
  checkOnlyOne(table, 'dedup_sort', ({ dedupSort }) => dedupSort !== undefined);
  if (strategy === 'scd2' || primaryKeyOf(table).length > 0) return;
  if (strategy !== 'delete-insert') throw primaryKeyMissing(table.name, table.resource, strategy);
  if (mergeKeyOf(table).length > 0 || table.onMissingKey === 'append') return;
  throw keyMissing(table.name, table.resource);
}

/** @throws `config_invalid` for a disposition that the destination does not offer */
export function checkDisposition(table: string, disposition: WriteDisposition, { dispositions }: Offered): void {
  if (!dispositions.includes(disposition)) throw notOffered(table, disposition, dispositions);
}

function checkOnlyOne(table: TableSchema, hint: string, has: (column: ColumnSchema) => boolean): void {
  const names = [...table.columns.values()].filter(has).map(({ name }) => name);
  if (names.length > 1) throw columnsAmbiguous(table.name, hint, names);
}
