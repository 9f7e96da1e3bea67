/** What is tried again, how often, and after which waits. */
export interface RetryPolicy {
  /** In all, of those that were not rate-limited. @default 5, as dlt */
  readonly attempts: number;
  /** Tried again; any other status of 400 or more is an error at once. @default 408, 425, 429 and all from 500 to 599 */
  readonly statuses: readonly number[];
  /** The wait before the second attempt is at random up to this: dlt's `backoff_factor`. @default one second */
  readonly firstWaitMs: number;
  /** Each further wait is at random up to this many times the one before. @default 2 */
  readonly growth: number;
  /** Longest single wait; also the most that a server is given which asks for one. @default five minutes */
  readonly longestWaitMs: number;
  /** The wait after a 429 that does not say how long: dbt means 300 s, PersistIQ 60 s. @default growing, as all others */
  readonly rateLimitedWaitMs?: number | undefined;
  /** As long as this a request is tried again from its first 429 on, and never less than `attempts`. @default 15 minutes */
  readonly patienceMs: number;
  /** No attempt is made that would begin later than this after the first. @default 30 minutes */
  readonly budgetMs: number;
  /** False: a POST, PUT or PATCH goes again only when it surely did nothing. @default true, as dlt */
  readonly repeatWrites: boolean;
}

export const retryPolicy: RetryPolicy = {
  attempts: 5,
  statuses: [408, 425, 429, ...Array.from({ length: 100 }, (_, index) => 500 + index)],
  firstWaitMs: 1000,
  growth: 2,
  longestWaitMs: 300_000,
  patienceMs: 900_000,
  budgetMs: 1_800_000,
  repeatWrites: true,
};
