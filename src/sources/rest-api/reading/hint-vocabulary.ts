/** The words that say what the table of a resource is like. @see section 8.5 of the REST reference */
import type { SecretText } from '../auth/vocabulary.ts';
import type { DataType, MergeStrategy, Moment, WriteDisposition } from '../../../schema/table.ts';

/** The long form of a disposition; a key that belongs to another disposition or strategy is a mistake. */
export interface WriteDispositionConfig {
  readonly disposition: WriteDisposition;
  /** Of a merge. How a table is replaced makes no difference here: readers see the old rows or the new ones. */
  readonly strategy?: MergeStrategy | ReplaceStrategy | null | undefined;
  /** With `delete-insert`: rows of a load have no duplicates, and so none are looked for. */
  readonly deduplicated?: boolean | null | undefined;
  /** With `delete-insert`: what to do without any key. Extension. @default the run is refused */
  readonly on_missing_key?: 'append' | null | undefined;
  /** With `scd2`: valid from, valid to. @default ['_dlt_valid_from', '_dlt_valid_to'] */
  readonly validity_column_names?: readonly string[] | null | undefined;
  /** With `scd2`: what the second of them says of a version that is valid. @default null */
  readonly active_record_timestamp?: Moment | null | undefined;
  /** With `scd2`: when versions of this run begin and those before end. @default when the load was begun */
  readonly boundary_timestamp?: Moment | null | undefined;
  /** With `scd2`: the column that tells versions apart. @default a hash of the row */
  readonly row_version_column_name?: string | null | undefined;
}

/** dlt's ways to replace a table. */
export type ReplaceStrategy = 'truncate-and-insert' | 'insert-from-staging' | 'staging-optimized';

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
  readonly partition?: boolean | null | undefined;
  readonly cluster?: boolean | null | undefined;
  readonly sort?: boolean | null | undefined;
  /** Values of the column are not shown in messages. */
  readonly 'x-mask'?: boolean | null | undefined;
}

/** One word for all, or one for each level. */
export type SchemaContractConfig =
  | ContractMode
  | {
      readonly tables?: ContractMode | null | undefined;
      readonly columns?: ContractMode | null | undefined;
      readonly data_type?: ContractMode | null | undefined;
    };

/** What happens to what is new. */
export type ContractMode = 'evolve' | 'freeze' | 'discard_row' | 'discard_value';

/** Columns that are the key of another table. */
export interface ReferenceConfig {
  readonly columns: readonly string[];
  readonly referenced_table: string;
  readonly referenced_columns: readonly string[];
}

/**
 * What stands in the place of a value. `hash` is SHA-256 in hex, with a salt HMAC-SHA-256; the same value has the same
 * hash, so that masked keys still join. `null` leaves nothing.
 */
export type MaskConfig =
  | 'hash'
  | 'null'
  | {
      readonly type: 'hash';
      /** @default the secret `mask_salt`, where there is one */
      readonly salt?: SecretText | undefined;
    }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'null' };

/** What a resource says about one of its nested tables. */
export interface NestedHintConfig {
  readonly write_disposition?: WriteDisposition | WriteDispositionConfig | null | undefined;
  readonly primary_key?: string | readonly string[] | null | undefined;
  readonly merge_key?: string | readonly string[] | null | undefined;
  readonly columns?: readonly ColumnConfig[] | Readonly<Record<string, ColumnConfig>> | null | undefined;
  readonly schema_contract?: SchemaContractConfig | null | undefined;
  readonly table_format?: 'iceberg' | 'delta' | 'hive' | 'native' | null | undefined;
  readonly file_format?: string | null | undefined;
  readonly references?: readonly ReferenceConfig[] | null | undefined;
}
