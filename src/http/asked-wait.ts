import type { ApiResponse } from './http.ts';
import { readLimitHeaders } from './limit-headers.ts';
import { readRetryAfter, type RetryAfter } from './retry-after.ts';

export interface WaitRules {
  /** The most that a server is given. */
  readonly longestWaitMs: number;
  /** What a 429 means that does not say how long. */
  readonly rateLimitedWaitMs?: number | undefined;
}

/**
 * How long the server wants us to wait (W33, row 15 of the vendors' list): `Retry-After`; else, for a 429 only, the
 * moment at which its rate starts anew, unless some of it is left; else what the connector knows of its 429. Undefined
 * where none of these is there.
 */
export function askedWait(
  { status, headers }: Pick<ApiResponse, 'status' | 'headers'>,
  nowMs: number,
  rules: WaitRules,
): RetryAfter | undefined {
  const given = readRetryAfter(headers, nowMs, rules.longestWaitMs);
  if (given !== undefined || status !== 429) return given;
  const seconds = headers['x-rate-limit-retry-after-seconds'];
  const named = readRetryAfter({ 'retry-after': seconds ?? '' }, nowMs, rules.longestWaitMs);
  if (named !== undefined) return named;
  const reading = readLimitHeaders(headers, nowMs);
  const resetMs = (reading?.remaining ?? 0) === 0 ? reading?.resetInMs : undefined;
  const askedMs = resetMs ?? rules.rateLimitedWaitMs;
  if (askedMs === undefined) return undefined;
  return askedMs > rules.longestWaitMs ? { waitMs: rules.longestWaitMs, askedMs } : { waitMs: askedMs };
}
