import type { PipelineState } from '../core/state.ts';
import type { Schema } from '../schema/table.ts';
import type { ColumnBatch } from './batch.ts';

/** The next batches of a run, of any tables, with the schema that describes them. The second currency of the line. */
export interface Stretch {
  readonly batches: readonly ColumnBatch[];
  /** Describes all rows so far; it only grows from stretch to stretch. */
  readonly schema: Schema;
  /** Set at a safe point: true of exactly the rows up to here, so a package may be sealed. */
  readonly state?: PipelineState | undefined;
  /** Rows received from the source in this stretch, by resource; nested rows not counted. */
  readonly received: ReadonlyMap<string, number>;
  /** Whose rows came for which table in this stretch, in the source's own spelling and in that order. */
  readonly hinted: readonly { readonly resource: string; readonly table: string }[];
}
