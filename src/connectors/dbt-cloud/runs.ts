import type { EndpointConfig, ParamConfig } from '../../sources/rest-api/vocabulary.ts';
import type { IncrementalConfig } from '../../sources/rest-api/index.ts';

/**
 * How runs are asked for after the first time.
 * - `created_at`: those created since two days before the newest that is known, in every state.
 * - `finished_at`: the newest end first, until what is known; those without an end come each time, however old.
 * - `finished_only`: those that ended since one hour before the newest known end; others are left out.
 */
export type RunsBy = 'created_at' | 'finished_at' | 'finished_only';

/** The names of `RunsBy`, for checks. */
export const runsByNames: readonly RunsBy[] = ['created_at', 'finished_at', 'finished_only'];

type RunsQuery = Required<Pick<EndpointConfig, 'params' | 'incremental'>>;

/**
 * The query of the list of runs. `order_by` sorts and filters nothing; the filters are ranges, written as JSON lists of
 * two times without a zone, because the server compares only the dates of times that have one.
 * @param startDate where the first run of the pipeline begins; everything without it
 * @see vendors reference, section 2.4
 */
export function runsQuery(by: RunsBy, startDate: string | undefined): RunsQuery {
  return queries[by](startDate === undefined ? {} : { initial_value: startDate });
}

type Start = Pick<IncrementalConfig, 'initial_value'>;

const queries: Readonly<Record<RunsBy, (start: Start) => RunsQuery>> = {
  created_at: (start) => ({
    params: { order_by: 'id', created_at__range: sinceStart },
    // A run may take a day, and may have been queued for as long before.
    incremental: { ...start, ...zoneless, cursor_path: 'created_at', lag: 2 * day, on_cursor_value_missing: 'include' },
  }),
  finished_at: (start) => ({
    params: { order_by: '-finished_at' },
    // Rows without an end come first in this order, and neither end the walk nor move the cursor.
    incremental: { ...start, ...endings, row_order: 'desc', on_cursor_value_missing: 'include' },
  }),
  finished_only: (start) => ({
    params: { order_by: 'finished_at', finished_at__range: sinceStart },
    incremental: { ...start, ...zoneless, ...endings, on_cursor_value_missing: 'exclude' },
  }),
};

const day = 86_400;
/** Runs may end in another order than that in which the list learns of it. */
const endings = { cursor_path: 'finished_at', lag: 3600 } as const;
const zoneless = { value_format: 'iso_no_zone' } as const;
const sinceStart: ParamConfig = '["{incremental.start_value}","9999-12-31T00:00:00"]';
