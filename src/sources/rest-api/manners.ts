/** How an API is asked politely, as `client` says it: in the words of `http/`. */
import type { TrafficOptions } from '../../http/traffic.ts';
import type { Manners } from './endpoint-plan.ts';
import type { ClientConfig, RetryConfig } from './vocabulary.ts';

/** One object for all endpoints of a client: what shares it shares its budgets. */
export function mannersOf({ max_concurrency: most, rate_limit: limit, retry }: ClientConfig): Manners {
  const pauses = withoutUndefined({
    longestWaitMs: inMs(retry?.max_wait),
    rateLimitedWaitMs: inMs(retry?.rate_limited_wait),
  });
  const traffic: TrafficOptions = {
    ...pauses,
    maxConcurrency: most ?? undefined,
    rateLimit: limit ? { requests: limit.requests, perSeconds: limit.per_seconds } : undefined,
  };
  return { traffic, retry: { ...pauses, ...policyOf(retry ?? {}) } };
}

function policyOf(retry: RetryConfig): Manners['retry'] {
  return withoutUndefined({
    attempts: retry.attempts ?? undefined,
    firstWaitMs: inMs(retry.backoff_factor),
    statuses: retry.statuses ?? undefined,
    patienceMs: inMs(retry.patience),
    repeatWrites: retry.repeat_writes ?? undefined,
  });
}

function inMs(seconds: number | null | undefined): number | undefined {
  return seconds === null || seconds === undefined ? undefined : seconds * 1000;
}

/** What is absent must not go over a default. */
function withoutUndefined<T extends object>(given: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  // Each member that is left is one that was given.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
