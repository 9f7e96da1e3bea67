/**
 * What is asked for from one run to the next. A plan holds what the configuration says; `window.ts` makes the window
 * of a run of it; `filter-rows.ts` keeps the rows that belong to the window; `remember.ts` says what is kept of them.
 */
import type { JsonPath } from '../../../core/json-path.ts';
import type { Value } from '../../../core/value.ts';
import type { RunContext } from '../../source.ts';
import type { CursorOrder } from './cursor-order.ts';
import type { RowKey } from './row-hash.ts';
import type { ValueFormat } from './vocabulary.ts';

/** An incremental configuration without anything left open. */
export interface IncrementalPlan {
  readonly resource: string;
  readonly cursorText: string;
  readonly cursor: JsonPath;
  readonly order: CursorOrder;
  readonly initial: Value | undefined;
  readonly end: Value | undefined;
  /** Absent: it moves nothing. */
  readonly lag?: number | undefined;
  readonly func: 'max' | 'min';
  /** How rows with the cursor of the start are told apart; `off` where they are not. */
  readonly rowKey: RowKey | 'off';
  readonly missing: 'raise' | 'include' | 'exclude';
  readonly rowOrder: 'asc' | 'desc' | undefined;
  readonly isStartOpen: boolean;
  readonly isEndClosed: boolean;
  readonly usesScheduler: boolean;
  readonly watermark: 'rows' | 'run_start';
  readonly valueFormat: ValueFormat | undefined;
  convert(value: Value): Value;
  /** Tells once a run that rows came which are older than the start that was asked for. */
  tellIgnoredStart(run: RunContext, olderCount: number, rowCount: number): void;
  /** A key of the configuration, for `{incremental.<key>}`. */
  written(key: string): Value | undefined;
}
