/**
 * How fast an API may be asked. A `Traffic` is the budget of one origin and one credential, shared by every request of
 * every resource that uses them: how many are on their way at once, how many may start in a time, and how long all of
 * them wait once the server has asked for it. It stands between retry and send, learns from every answer, and holds
 * requests back in the order in which they came; it never repeats or drops one.
 */
import type { Interceptor } from './http.ts';

export interface Traffic {
  /** Put around the send, inside of retry and of credentials: `retry(bound(traffic.interceptor(send)))`. */
  readonly interceptor: Interceptor;
  /** Takes one retry out of the budget (F2.8). False when it is used up: then the failure is final. */
  takeRetry(): boolean;
  /** How long nothing is sent from now on, because the server refused; 0 where it did not. */
  pauseMs(): number;
  figures(): TrafficFigures;
}

export interface TrafficOptions {
  /** Requests on their way at once, at the most; begun with four. @default 8 */
  readonly maxConcurrency?: number | undefined;
  /** Not exceeded, whatever the server says. @default as fast as the server allows */
  readonly rateLimit?: RateLimit | undefined;
  /** The most that the server is given when it asks for a pause. @default five minutes */
  readonly longestWaitMs?: number | undefined;
  /** The pause after a 429 that does not say how long: dbt means 300 s. @default as short as it turns out to do */
  readonly rateLimitedWaitMs?: number | undefined;
}

/** So many requests in any window of this length. */
export interface RateLimit {
  readonly requests: number;
  readonly perSeconds: number;
}

export interface TrafficFigures {
  /** Sent, retries with them. */
  readonly requestCount: number;
  /** Those of them that were held back, for a limit or a place. */
  readonly waitCount: number;
  /** Answers with status 429. */
  readonly rateLimitedCount: number;
  readonly retryCount: number;
  readonly inFlight: number;
  /** How many may be in flight. */
  readonly concurrency: number;
  /** Learnt from 429 answers of a server that does not tell its limit; undefined while there is none. */
  readonly learntPerSecond?: number | undefined;
}
