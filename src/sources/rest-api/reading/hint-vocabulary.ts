/** The words that say what the table of a resource is like. @see section 8.5 of the REST reference */
import type { DataType, WriteDisposition } from '../../../schema/table.ts';

/** The long form of a disposition. */
export interface WriteDispositionConfig {
  readonly disposition: WriteDisposition;
  readonly strategy?: 'delete-insert' | null | undefined;
}

/** What is known of a column before any row came. */
export interface ColumnConfig {
  readonly name?: string | undefined;
  readonly data_type?: DataType | null | undefined;
  readonly nullable?: boolean | null | undefined;
  readonly precision?: number | null | undefined;
  readonly scale?: number | null | undefined;
  readonly timezone?: boolean | null | undefined;
  readonly primary_key?: boolean | null | undefined;
  readonly merge_key?: boolean | null | undefined;
  readonly hard_delete?: boolean | null | undefined;
  readonly dedup_sort?: 'asc' | 'desc' | null | undefined;
  readonly unique?: boolean | null | undefined;
  readonly description?: string | null | undefined;
}
