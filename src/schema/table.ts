/**
 * What tables look like: the words for columns, tables and their hints, in dlt's sense (schema engine 11). Values
 * here are facts about names that already went through the naming convention; nothing in this folder touches rows.
 */
import type { ColumnName, TableName } from '../core/names.ts';
import type { Value } from '../core/value.ts';
import type { ContractSetting } from './contract-setting.ts';
import type { NamingName } from './naming/conventions.ts';

/** The eleven logical types of the dataset format. */
export type DataType =
  'text' | 'double' | 'bool' | 'timestamp' | 'bigint' | 'binary' | 'json' | 'decimal' | 'wei' | 'date' | 'time';

export type WriteDisposition = 'append' | 'replace' | 'merge' | 'skip';

/** What becomes of the rows that a merge meets (dataset-format sections 5.3 and 5.6 to 5.8). */
export type MergeStrategy = 'delete-insert' | 'upsert' | 'insert-only' | 'scd2';

/** A moment as a configuration spells it: a date or timestamp in ISO 8601, or seconds since 1970. */
export type Moment = string | number;

export interface ColumnSchema {
  readonly name: ColumnName;
  /** Absent while only a hint is known: such a column is not in any table yet. */
  readonly dataType?: DataType | undefined;
  readonly nullable: boolean;
  /** True where nobody said `nullable`: the stored document then leaves it out, which its hash feels. */
  readonly isNullableByDefault?: true | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  /** False for timestamps without a zone. @default true */
  readonly timezone?: boolean | undefined;
  readonly primaryKey?: boolean | undefined;
  readonly mergeKey?: boolean | undefined;
  readonly rowKey?: boolean | undefined;
  readonly parentKey?: boolean | undefined;
  readonly rootKey?: boolean | undefined;
  readonly unique?: boolean | undefined;
  /** Holds the values that did not fit the column it is named after. */
  readonly variant?: boolean | undefined;
  readonly hardDelete?: boolean | undefined;
  readonly dedupSort?: 'asc' | 'desc' | undefined;
  /** Differs from version to version of a row, in a table with a history. */
  readonly rowVersion?: boolean | undefined;
  /** Since when a version is valid. */
  readonly validFrom?: boolean | undefined;
  /** Until when a version is valid. */
  readonly validTo?: boolean | undefined;
  /** What `validTo` says of a version that is still valid; null for no value. */
  readonly activeRecordTimestamp?: Moment | null | undefined;
  readonly description?: string | undefined;
  /** Properties of a stored document that nothing here reads; they survive. */
  readonly extra?: Extra | undefined;
}

/** Properties by the name they have in a stored document. */
export type Extra = { readonly [property: string]: Value };

export interface TableSchema {
  readonly name: TableName;
  /** In the order of the table; a column never leaves; its type changes only by `retyped()` (invariant I4). */
  readonly columns: ReadonlyMap<ColumnName, ColumnSchema>;
  /** Set for nested tables. */
  readonly parent?: TableName | undefined;
  /** Set for root tables: the resource whose rows it holds. */
  readonly resource?: string | undefined;
  /** Set for root tables; nested tables follow their root. */
  readonly writeDisposition?: WriteDisposition | undefined;
  /** Kept while the disposition is another. @default delete-insert */
  readonly mergeStrategy?: MergeStrategy | undefined;
  /** True: rows of a load with the same primary key all stay. */
  readonly deduplicated?: boolean | undefined;
  /** Where versions begin and end. @default when the package was begun */
  readonly boundaryTimestamp?: Moment | undefined;
  /** What a merge without a key does. @default it is refused */
  readonly onMissingKey?: 'append' | undefined;
  readonly description?: string | undefined;
  readonly fileFormat?: string | undefined;
  /** Levels below which values stay JSON. Absent: as the schema says. */
  readonly maxNesting?: number | undefined;
  /** What may change in this table and those nested in it. @default as the schema says */
  readonly contract?: ContractSetting | undefined;
  /** True while a run makes the table: rows may bring columns that its contract would hold back. */
  readonly evolvesOnce?: true | undefined;
  /** True once rows arrived. */
  readonly seenData: boolean;
  readonly extra?: Extra | undefined;
}

/** What is known of all tables of a pipeline. Immutable: a change makes a new one. */
export interface Schema {
  readonly name: string;
  /** Grows by one with each stored change of content. */
  readonly version: number;
  /** Newest first, at most ten. */
  readonly previousHashes: readonly string[];
  /** In the order of discovery. */
  readonly tables: ReadonlyMap<TableName, TableSchema>;
  readonly settings: SchemaSettings;
  /** Root tables whose row id goes to all their descendants as `_dlt_root_id`. */
  readonly rootKeyTables: ReadonlySet<TableName>;
  /** True: each root table is a root key table. False: none becomes one, not even by a merge. @default only merged ones */
  readonly rootKeys?: boolean | undefined;
  /** Levels below which values stay JSON. @default 1000 */
  readonly maxNesting?: number | undefined;
  /** The convention that its names went through. @default snake_case */
  readonly naming?: NamingName | undefined;
  /** False: names were not taken apart at their separators, as dlt did it in old schemas. @default true */
  readonly breaksPaths?: boolean | undefined;
  /** What a stored document says beyond all this, at its place in the document. */
  readonly extra?: Extra | undefined;
}

export interface SchemaSettings {
  /** @default ['iso_timestamp'] */
  readonly detections: readonly string[];
  /** Hints by name of column, as a stored document spells them. @default those of a new schema of dlt */
  readonly defaultHints?: Extra | undefined;
  /** Types of new columns by patterns of their names; the first that matches counts. */
  readonly preferredTypes?: Readonly<Record<string, DataType>> | undefined;
  /** What may change in tables that say nothing of their own. @default everything */
  readonly contract?: ContractSetting | undefined;
}

/** What changed in one table: a table that is new has all its columns here. */
export interface TableChange {
  readonly table: TableName;
  readonly isNew: boolean;
  readonly addedColumns: readonly ColumnSchema[];
}

/** What is said of the columns of a table. */
export interface ColumnHints {
  readonly primaryKey?: readonly string[] | undefined;
  readonly mergeKey?: readonly string[] | undefined;
  readonly columns?: readonly ColumnHint[] | undefined;
  /** Holds the cursor by which the next run goes on; the stored document says so (section 4.4). */
  readonly cursorColumn?: string | undefined;
}

/** What a resource says about a table nested in its own. */
export interface NestedHints extends ColumnHints {
  /** Keys that lead to the list, in the source's own spelling. */
  readonly path: readonly string[];
  readonly writeDisposition?: WriteDisposition | undefined;
  readonly contract?: ContractSetting | undefined;
  readonly fileFormat?: string | undefined;
  readonly tableFormat?: string | undefined;
  readonly references?: readonly TableReference[] | undefined;
}

/** Columns that are the key of another table. */
export interface TableReference {
  readonly columns: readonly string[];
  readonly referencedTable: string;
  readonly referencedColumns: readonly string[];
}

/** What a resource says about its table, in the source's own spelling. */
export interface TableHints extends ColumnHints {
  readonly writeDisposition?: WriteDisposition | undefined;
  /** Counts with the disposition `merge` only. */
  readonly merge?: MergeHints | undefined;
  readonly maxTableNesting?: number | undefined;
  readonly contract?: ContractSetting | undefined;
  readonly fileFormat?: string | undefined;
  readonly tableFormat?: string | undefined;
  readonly references?: readonly TableReference[] | undefined;
  readonly nested?: readonly NestedHints[] | undefined;
  /** What a value does that does not fit its column. Not in dlt: `widen` changes the type of the column. @default variant */
  readonly typeConflicts?: 'variant' | 'widen' | undefined;
  /** Not in dlt: `keep` makes columns of keys that only ever were null. @default drop */
  readonly nullColumns?: 'drop' | 'keep' | undefined;
  /** Not in dlt: `create` makes the table also where no row came. @default none */
  readonly emptyTable?: 'none' | 'create' | undefined;
  /** Not in dlt: paths, such as `items.raw`, whose values stay JSON. */
  readonly jsonColumns?: readonly string[] | undefined;
  /** Not in dlt: which keys of the rows are loaded, and as what. */
  readonly visibility?: ColumnVisibility | undefined;
}

/** What of the rows of a resource is kept to itself: it goes to its children, and to no disk. Paths as in `jsonColumns`. */
export interface ColumnVisibility {
  /** Only these. @default all */
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly mask?: readonly ColumnMask[] | undefined;
}

/** What stands in the place of a value; null stays null. */
export type ColumnMask = {
  readonly path: string;
} & (
  | {
      readonly kind: 'hash';
      /** Of HMAC-SHA-256; SHA-256 alone where it is absent. */ readonly salt?: Sealed | undefined;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'null' }
);

/** A text that is only told when it is asked for. */
export interface Sealed {
  reveal(): string;
}

export interface MergeHints {
  readonly strategy?: MergeStrategy | undefined;
  readonly deduplicated?: boolean | undefined;
  readonly onMissingKey?: 'append' | undefined;
  readonly history?: HistoryHints | undefined;
}

/** How a table keeps the earlier versions of its rows: for the strategy `scd2`. */
export interface HistoryHints {
  /** Valid from, valid to. @default _dlt_valid_from, _dlt_valid_to */
  readonly validityColumns?: readonly [from: string, to: string] | undefined;
  /** @default null */
  readonly activeRecordTimestamp?: Moment | null | undefined;
  readonly boundaryTimestamp?: Moment | undefined;
  /** A column of the rows that differs from version to version. @default a hash of the row in _dlt_id */
  readonly rowVersionColumn?: string | undefined;
}

export interface ColumnHint {
  readonly name: string;
  readonly dataType?: DataType | undefined;
  readonly nullable?: boolean | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  readonly timezone?: boolean | undefined;
  readonly primaryKey?: boolean | undefined;
  readonly mergeKey?: boolean | undefined;
  readonly hardDelete?: boolean | undefined;
  readonly dedupSort?: 'asc' | 'desc' | undefined;
  readonly unique?: boolean | undefined;
  readonly description?: string | undefined;
  /** Properties of a stored document that nothing here reads, such as `partition`. */
  readonly extra?: Extra | undefined;
}
