import type { TableHints } from './table.ts';

/** What a resource says about its table. */
export interface HintedTable {
  readonly resource: string;
  /** In the source's own spelling. */
  readonly table: string;
  readonly hints: TableHints;
}
