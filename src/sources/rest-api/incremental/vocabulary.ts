/** The words of `incremental`: what is asked for from one run to the next. @see section 7 of the REST reference */
import type { Value } from '../../../core/value.ts';

/** Rows from where the last run ended; the cursor is a field of the rows. */
export interface IncrementalConfig {
  /** JSONPath of the cursor in each row, after all processing steps. */
  readonly cursor_path: string;
  /** Where the first run begins. @default with everything */
  readonly initial_value?: Value | undefined;
  /** Where the window ends. It makes the run one of its own: nothing is remembered. */
  readonly end_value?: Value | undefined;
  /** Which of several values is further; code gets one or two values and gives one of them. @default max */
  readonly last_value_func?: 'max' | 'min' | ((values: readonly Value[]) => Value) | null | undefined;
  /** Tells rows with the same cursor apart; an empty list turns that off. @default the resource's, or the whole row */
  readonly primary_key?: string | readonly string[] | null | undefined;
  /** How the API sorts by the cursor, so that a walk can stop early. */
  readonly row_order?: 'asc' | 'desc' | null | undefined;
  /** @default raise */
  readonly on_cursor_value_missing?: 'raise' | 'include' | 'exclude' | null | undefined;
  /** How far to look back: seconds for date-times, days for dates, else in the unit of the cursor. */
  readonly lag?: number | null | undefined;
  /** Whether rows at the start belong to the window. @default closed */
  readonly range_start?: 'open' | 'closed' | null | undefined;
  /** Whether rows at the end belong to the window. @default open */
  readonly range_end?: 'open' | 'closed' | null | undefined;
  /** Takes the window from `DLT_INTERVAL_START` and `DLT_INTERVAL_END`. @default false */
  readonly allow_external_schedulers?: boolean | null | undefined;
  /** Query parameter that gets the start. */
  readonly start_param?: string | null | undefined;
  /** Query parameter that gets the end. */
  readonly end_param?: string | null | undefined;
  /** From a value of the window to what is sent; code. */
  readonly convert?: ((value: Value) => Value) | null | undefined;
  /** Not in dlt: how values of the window are spelled when they are sent. @default as they are */
  readonly value_format?: ValueFormat | null | undefined;
  /**
   * Not in dlt: `run_start` remembers when the run began instead of the furthest cursor, for rows that do not show
   * theirs; no row is filtered then.
   * @default rows
   */
  readonly watermark?: 'rows' | 'run_start' | null | undefined;
}

/**
 * Spellings of a point in time: `2024-03-01T12:00:00Z`, the same without its zone, `2024-03-01`, or as a number since
 * 1970.
 */
export type ValueFormat = 'iso' | 'iso_no_zone' | 'date' | 'epoch_seconds' | 'epoch_milliseconds';

/** Among the params: the parameter is the start of the window. */
export interface IncrementalParamConfig extends Omit<IncrementalConfig, 'start_param' | 'end_param' | 'end_value'> {
  readonly type: 'incremental';
  /** The former name of `convert`. */
  readonly transform?: ((value: Value) => Value) | null | undefined;
}
