/** What a function of the user gets: rows, and what there is to know of the batch that they are. */
import type { Cell } from '../../schema/cell.ts';
import type { DataType, MergeStrategy, WriteDisposition } from '../../schema/table.ts';

/** A row by the names of its columns; see `cellTypes` for the values. */
export type DeliveredRow = { readonly [column: string]: Cell };

/** Takes the rows of one batch; the next one comes when it is done. What it throws ends the run. */
export type Receive = (rows: readonly DeliveredRow[], batch: DeliveredBatch) => Promise<void> | void;

export interface DeliveredBatch {
  /** Of the dataset; nested tables have names such as `orders__lines`. */
  readonly table: string;
  /** What the table is nested in; undefined for root tables. */
  readonly parent?: string | undefined;
  readonly loadId: string;
  /** The same rows have the same id when they come again, and no other rows have it: for remembering what is done. */
  readonly batchId: string;
  readonly columns: readonly DeliveredColumn[];
  /** What the resource asks for; rows of a nested table go with their root. What it means is up to the function. */
  readonly writeDisposition: WriteDisposition;
  /** Set where the disposition is `merge`. */
  readonly mergeStrategy?: MergeStrategy | undefined;
  /** Fires when the run is asked to stop. */
  readonly signal: AbortSignal;
}

export interface DeliveredColumn {
  readonly name: string;
  readonly dataType: DataType;
  readonly nullable: boolean;
  readonly primaryKey: boolean;
  readonly mergeKey: boolean;
}

export interface CallbackOptions {
  readonly receive: Receive;
  /**
   * Is asked to empty tables: before the rows of a run that replaces them, and where a refresh begins anew. Without it
   * resources with the disposition `replace` are refused. It may be asked twice for the same load.
   */
  readonly empty?:
    | ((
        tables: readonly string[],
        load: { readonly loadId: string; readonly signal: AbortSignal },
      ) => Promise<void> | void)
    | undefined;
  /** Most rows of a batch. @default 1000 */
  readonly batchRows?: number | undefined;
  /**
   * Where it is kept what was delivered, with schema and state, so that the next run goes on; from the working folder.
   * Without this folder everything comes again.
   * @default '.sluice/callback'
   */
  readonly folder?: string | undefined;
}
