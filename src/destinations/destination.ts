/**
 * Where data goes: what a destination can do, as data, and how to reach it. Loading is *prepare*, which no reader
 * sees and which may run twice, then *commit*, which makes a load visible, all of it, once. The plan says what must be
 * true afterwards; how is the destination's business.
 */
import type { LoadId, TableName } from '../core/names.ts';
import type { Runtime } from '../core/runtime.ts';
import type { PipelineState } from '../core/state.ts';
import type { FileFormat } from '../formats/format.ts';
import type { LoadIdentity, PackageFile, PackageRefresh } from '../load-package/load-package.ts';
import type { Cell } from '../schema/cell.ts';
import type { DataType, MergeStrategy, Schema, TableSchema, WriteDisposition } from '../schema/table.ts';

export interface Destination {
  /** Such as `duckdb`. */
  readonly name: string;
  /** Where it is, for people; without credentials. */
  readonly location: string;
  readonly capabilities: Capabilities;
  /** @throws `destination_locked`, `destination_unreachable`, `destination_format` */
  connect(target: Target): Promise<JobClient>;
  /** Reads only what is there; undefined when nothing was ever loaded there. Same errors as `connect`. */
  read(target: Target): Promise<DatasetReader | undefined>;
  /** The statements of a step, for people: what `plan` prints. */
  describe(step: LoadStep, target: Target): readonly string[];
}

/** One dataset, as one pipeline sees it. */
export interface Target {
  readonly pipeline: string;
  readonly schemaName: string;
  /** After the naming convention. */
  readonly dataset: string;
  /** For what only lives as long as the connection. Absolute. */
  readonly temporaryFolder: string;
  /** The way to the files of packages, and to everything else that no driver reaches by itself. */
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** Tells people what they should know and what is no error. */
  readonly notice?: ((message: string) => void) | undefined;
}

/** Facts, not code: shared code asks these and never the destination's name. */
export interface Capabilities {
  /** Most liked first. */
  readonly formats: readonly FileFormat[];
  /** As dlt writes it into its state document, such as `dlt.destinations.duckdb`. */
  readonly dltType: string;
  readonly commit: CommitKind;
  /** The others are refused when a load is planned. */
  readonly dispositions: readonly WriteDisposition[];
  /** Empty where rows that are there cannot be changed. */
  readonly mergeStrategies: readonly MergeStrategy[];
  /** How values of a type are kept when no hint says more, in the destination's own spelling. */
  readonly types: { readonly [Type in DataType]: string };
  readonly maxIdentifierLength: number;
  readonly decimal: { readonly precision: number; readonly scale: number };
  /** Years of dates without a time; those beyond are refused with `destination_refused`. @default 1 to 9999 */
  readonly dateYears?: { readonly first: number; readonly last: number } | undefined;
  /** Digits of the largest integer type that the format calls `wei`. */
  readonly weiPrecision: number;
  /**
   * Whether rows that are only appended can be put in while their load is still being written, see `JobClient.ahead()`.
   * @default false
   */
  readonly loadsAhead?: boolean | undefined;
  /** What it can do to a column that is there, in the transaction of the rows, losing nothing. @default nothing */
  readonly retyping?: Retyping | undefined;
}

/** Which other types a column can get. */
export interface Retyping {
  /** To which a column can be widened from each type below; see `schema/retyped.ts` for the lattice. */
  readonly widerTypes: readonly DataType[];
  /** Whether a column without any value can get any type. */
  readonly allNull: boolean;
}

/**
 * How a load becomes visible. `transaction`: rows, schema, state and load record at once, for every reader.
 * `load_record`: the record comes last, and at once for readers that go by it; others may see files or rows of a load
 * that is under way. `delivery`: as it arrives, at least once.
 */
export type CommitKind = 'transaction' | 'load_record' | 'delivery';

/** A live connection to one dataset. */
export interface JobClient {
  /** What the newest committed load left; empty for a dataset that has none. */
  restore(): Promise<Restored>;
  /** Does work that no reader sees yet; may run twice with the effect of once. */
  prepare(step: LoadStep): Promise<void>;
  /**
   * Does steps of a load whose rows are still being written: final tables that fit, and rows in files that are whole.
   * Nobody sees them, and nothing waits for them: whoever else writes there goes first, and undoes them. The commit has
   * all steps and leaves out what is done; a load with a commit that differs, and one that never gets there, begins anew
   * as if this had not been. False where it was not done. There where the capabilities have `loadsAhead`.
   */
  ahead?(load: LoadIdentity, steps: readonly LoadStep[]): Promise<boolean>;
  /** Makes the load visible: all of it, once. */
  commit(load: LoadIdentity, steps: readonly LoadStep[]): Promise<CommitOutcome>;
  close(): Promise<void>;
}

export interface Restored {
  readonly newestLoad?: LoadId | undefined;
  readonly schema?: Schema | undefined;
  readonly state?: PipelineState | undefined;
  /** The `_state_version` that goes with the state; 0 when there is none. */
  readonly stateVersion: number;
}

/**
 * `committed`: visible since this call. `already_committed`: an earlier attempt did it and its answer was lost.
 * `fenced`: another load came first, and nothing was changed (cases V4, V5).
 */
export type CommitOutcome = 'committed' | 'already_committed' | 'fenced';

/** Staging is where rows wait to be merged or swapped in; readers of the dataset do not look there. */
export type Area = 'staging' | 'final';

export type LoadStep =
  | { readonly kind: 'migrate'; readonly tables: readonly TableSchema[]; readonly into: Area }
  | { readonly kind: 'truncate'; readonly tables: readonly TableName[]; readonly into: Area }
  /** Tables that are not there are passed over; the others are not there afterwards. */
  | { readonly kind: 'drop'; readonly tables: readonly TableName[]; readonly into: Area }
  | {
      readonly kind: 'copy';
      readonly table: TableSchema;
      readonly files: readonly PackageFile[];
      readonly into: Area;
    }
  /**
   * Rows of staging meet those of the final tables, by the strategy of the root; root first, then its descendants.
   * Where the strategy keeps versions, they begin and end at the boundary (ISO 8601), unless the root says another.
   */
  | { readonly kind: 'merge'; readonly tables: readonly TableSchema[]; readonly boundary: string }
  /** The final tables hold what staging holds, and staging is empty; root first, then its descendants. */
  | { readonly kind: 'swap'; readonly tables: readonly TableSchema[] }
  /** With `forgets`, the versions of this schema that were stored before are deleted. */
  | { readonly kind: 'save_schema'; readonly schema: Schema; readonly forgets?: true | undefined }
  | {
      readonly kind: 'save_state';
      readonly state: PipelineState;
      readonly schemaNames: readonly string[];
      /** What the load began afresh: its resources, or the whole source, lose what was stored. */
      readonly refresh?: PackageRefresh | undefined;
    }
  | { readonly kind: 'record_load'; readonly schema: Schema };

/** A look at what is there, which changes nothing (case S15 of the query a user types). */
export interface DatasetReader {
  tables(): Promise<readonly TableSummary[]>;
  restore(): Promise<Restored>;
  /**
   * Rows of one statement that only reads.
   * @throws `query_refused`, `query_failed`
   */
  query(sql: string, limits: QueryLimits): Promise<QueryResult>;
  /**
   * All rows, batch by batch as they are asked for; one batch is in memory. Each walk has a cursor of its own, so that
   * several go side by side; it is closed at the end, when the walk is left early, when `signal` fires, and by `close()`.
   * @throws `table_not_found`, `query_refused`, `query_failed`, `interrupted`; all of them when the walk begins or goes on
   */
  rows(of: RowsOf, options: RowsOptions): AsyncIterable<RowBatch>;
  close(): Promise<void>;
}

/** A table of the dataset by its name there; or one statement that only reads, with values for `$1`, `$2`, …. */
export type RowsOf =
  | {
      readonly kind: 'table';
      readonly table: string;
      /** @default all */ readonly columns?: readonly string[] | undefined;
    }
  | { readonly kind: 'statement'; readonly sql: string; readonly parameters: readonly Cell[] };

export interface RowsOptions {
  /** Most rows of one batch. */
  readonly batchRows: number;
  readonly signal: AbortSignal;
}

/** Some rows, never none. */
export interface RowBatch {
  /** The same in each batch of a walk, in the order of the cells. */
  readonly columns: readonly string[];
  /** Values are as `cellTypes` says of the data type of their column. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface QueryLimits {
  readonly maxRows: number;
  readonly timeoutMs: number;
}

export interface TableSummary {
  readonly name: string;
  readonly rowCount: bigint;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export interface QueryResult {
  readonly columns: readonly string[];
  /** Numbers that a JavaScript number does not hold are text. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  /** True when there are more rows than the limit let through. */
  readonly truncated: boolean;
}
