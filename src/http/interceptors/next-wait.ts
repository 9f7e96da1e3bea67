import type { SluiceError } from '../../core/error.ts';
import type { Runtime } from '../../core/runtime.ts';
import { askedWait } from '../asked-wait.ts';
import type { ApiRequest, ApiResponse } from '../http.ts';
import type { Traffic } from '../traffic.ts';
import type { RetryPolicy } from './retry-policy.ts';

export interface Failure {
  readonly kind: 'failed';
  readonly error: SluiceError;
  readonly response?: ApiResponse | undefined;
}

/** What one request has been through. */
export class History {
  readonly startedMs: number;
  attempts = 0;
  rateLimitedCount = 0;
  #rateLimitedMs: number | undefined;

  constructor(startedMs: number) {
    this.startedMs = startedMs;
  }

  add(failure: Failure, nowMs: number): void {
    this.attempts += 1;
    if (!isRateLimited(failure)) return;
    this.rateLimitedCount += 1;
    this.#rateLimitedMs ??= nowMs;
  }

  get failureCount(): number {
    return this.attempts - this.rateLimitedCount;
  }

  /** The first 429; the start where there was none. */
  get rateLimitedMs(): number {
    return this.#rateLimitedMs ?? this.startedMs;
  }
}

export function isRateLimited({ error, response }: Failure): boolean {
  return error.code === 'http_status' && response?.status === 429;
}

export interface Wait {
  readonly waitMs: number;
  /** Empty, or the end of a sentence. */
  readonly note: string;
}

interface Waiting {
  readonly runtime: Pick<Runtime, 'clock' | 'randomBytes'>;
  readonly policy: RetryPolicy;
  readonly traffic?: Pick<Traffic, 'pauseMs'> | undefined;
}

/** Undefined where trying again is over or would not help. */
export function nextWait(waiting: Waiting, failure: Failure, request: ApiRequest, history: History): Wait | undefined {
  const { policy, runtime } = waiting;
  if (!failure.error.retryable) return undefined;
  if (!policy.repeatWrites && request.method !== 'GET' && !surelyDidNothing(failure)) return undefined;
  const wait = isRateLimited(failure)
    ? rateLimitedWait(waiting, failure, history)
    : failureWait(waiting, failure, request, history);
  const startsMs = runtime.clock.monotonicMs() + (wait?.waitMs ?? 0);
  return startsMs - history.startedMs > policy.budgetMs ? undefined : wait;
}

/** The most that is added to a wait which has not helped so often. */
const persistentWaitMs = 30_000;

/** What the server asked for, what the shared budget waits for, or a growing time; until patience is over. */
function rateLimitedWait(waiting: Waiting, failure: Failure, history: History): Wait | undefined {
  const { policy, runtime, traffic } = waiting;
  const isPersistent = history.attempts >= policy.attempts;
  const pauseMs = traffic?.pauseMs() ?? 0;
  const asked = given(waiting, failure) ?? (pauseMs > 0 ? { waitMs: pauseMs, note: '' } : undefined);
  const ceilingMs = growingMs(policy, history.rateLimitedCount);
  const wait = asked ?? { waitMs: jittered(runtime, ceilingMs), note: '' };
  if (!isPersistent) return wait;
  // A server that says 0 again and again must not be asked again and again.
  const waitMs = Math.max(wait.waitMs, Math.min(ceilingMs / 2, persistentWaitMs));
  const waitedMs = runtime.clock.monotonicMs() - history.rateLimitedMs + waitMs;
  return waitedMs > policy.patienceMs ? undefined : { ...wait, waitMs };
}

function failureWait(waiting: Waiting, failure: Failure, request: ApiRequest, history: History): Wait | undefined {
  const { policy, runtime } = waiting;
  if (history.failureCount >= policy.attempts) return undefined;
  const asked = given(waiting, failure);
  if (asked !== undefined) return asked;
  // A kept connection that the server had closed says nothing about the server: ask again on a new one (F2.19).
  if (history.attempts === 1 && request.method === 'GET' && failure.error.details['reset'] === true) {
    return { waitMs: 0, note: '' };
  }
  return { waitMs: jittered(runtime, growingMs(policy, history.failureCount)), note: '' };
}

function given({ runtime, policy }: Waiting, { response }: Failure): Wait | undefined {
  const asked = response === undefined ? undefined : askedWait(response, runtime.clock.now(), policy);
  if (asked === undefined) return undefined;
  const note = asked.askedMs === undefined ? '' : `; the server asked to wait ${asked.askedMs / 1000} s`;
  return { waitMs: asked.waitMs, note };
}

function growingMs({ firstWaitMs, growth, longestWaitMs }: RetryPolicy, count: number): number {
  return Math.min(longestWaitMs, firstWaitMs * growth ** (count - 1));
}

function jittered(runtime: Pick<Runtime, 'randomBytes'>, ceilingMs: number): number {
  const bytes = runtime.randomBytes(Uint32Array.BYTES_PER_ELEMENT);
  return Math.round((ceilingMs * Buffer.from(bytes).readUInt32BE()) / 0xffff_ffff);
}

function surelyDidNothing(failure: Failure): boolean {
  return failure.response?.status === 429 || failure.error.details['unsent'] === true;
}
