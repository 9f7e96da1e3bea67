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

/** What a resource says about one of its nested tables. */
export interface NestedHintConfig {
  readonly write_disposition?: WriteDisposition | WriteDispositionConfig | null | undefined;
  readonly primary_key?: string | readonly string[] | null | undefined;
  readonly merge_key?: string | readonly string[] | null | undefined;
  readonly columns?: readonly ColumnConfig[] | Readonly<Record<string, ColumnConfig>> | null | undefined;
}
