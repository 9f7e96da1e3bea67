import { setMaxListeners } from 'node:events';
import { isSluiceError, type SluiceError } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';
import type { Runtime } from '../../core/runtime.ts';
import { retriesUsedUp, statusRefused, unauthorized } from '../errors.ts';
import type { ApiRequest, ApiResponse, Interceptor } from '../http.ts';
import { type Mask, maskNothing, redactUrl } from '../redact.ts';
import { askedAs, requestUrl } from '../request-url.ts';
import type { Traffic } from '../traffic.ts';
import { type Failure, History, isRateLimited, nextWait, type Wait } from './next-wait.ts';
import { type RetryPolicy, retryPolicy } from './retry-policy.ts';

/** What is told before each wait. */
export interface Retry {
  /** Redacted. */
  readonly url: string;
  /** The one that failed, from 1. */
  readonly attempt: number;
  readonly waitMs: number;
  readonly reason: string;
  readonly rateLimited: boolean;
}

export interface RetryOptions {
  /** Waits and chance come from here, so that a test can run through them at once. */
  readonly runtime: Pick<Runtime, 'clock' | 'randomBytes'>;
  readonly policy?: Partial<RetryPolicy> | undefined;
  /** The budget that the requests share. @default none: each request retries as if it were alone */
  readonly traffic?: Pick<Traffic, 'takeRetry' | 'pauseMs'> | undefined;
  /** Must not throw. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
  /**
   * Reads the answer, and throws where it cannot; a retryable error makes the request go again. No client retries a body
   * that was cut without a length, so the parser belongs in here.
   */
  readonly check?: ((response: ApiResponse, request: ApiRequest) => void) | undefined;
  /** True for an answer that is wanted whatever its status says, as response actions want it. @default status below 400 */
  readonly accepts?: ((response: ApiResponse) => boolean) | undefined;
  readonly mask?: Mask | undefined;
  /** Where the credential is looked up, for the hint of a 401: `SOURCES__SVIX__TOKEN or .sluice/secrets.toml`. */
  readonly credentialPlace?: string | undefined;
}

/**
 * Repeats a request until its answer is whole: after the statuses of the policy, after a failed or cut connection, after
 * a time-out, and when `check` asks for it. What the server says about waiting is obeyed; else the wait grows, with full
 * jitter. Being rate-limited is no failure, and does not use up the attempts.
 * @throws the last error; `http_unauthorized` for 401 and 403, `http_status` for every other status, both with the first
 * 200 characters of what the server said
 */
export function retrying(options: RetryOptions): Interceptor {
  const retrier: Retrier = { ...options, policy: { ...retryPolicy, ...options.policy } };
  const { clock } = options.runtime;
  return (next) => async (request, signal) => {
    const history = new History(clock.monotonicMs());
    for (;;) {
      const outcome = await attempted(retrier, () => next(request, signal), request, history.attempts + 1);
      if (outcome.kind === 'answered') return outcome.response;
      history.add(outcome, clock.monotonicMs());
      const wait = nextWait(retrier, outcome, request, history);
      if (wait === undefined) throw outcome.error;
      if (!isRateLimited(outcome) && options.traffic?.takeRetry() === false) throw retriesUsedUp(outcome.error);
      options.onRetry?.(told(outcome, wait, history.attempts, redactUrl(requestUrl(request).href, options.mask)));
      // Many may wait with the signal of one run: that is no leak.
      setMaxListeners(0, signal);
      await clock.sleep(wait.waitMs, signal);
    }
  };
}

interface Retrier extends RetryOptions {
  readonly policy: RetryPolicy;
}

type Outcome = { readonly kind: 'answered'; readonly response: ApiResponse } | Failure;

/** An error that is not ours is an abort or a fault, and goes through. */
async function attempted(
  retrier: Retrier,
  send: () => Promise<ApiResponse>,
  request: ApiRequest,
  attempt: number,
): Promise<Outcome> {
  let response: ApiResponse | undefined;
  try {
    response = await send();
    const isWanted = retrier.accepts?.(response) ?? response.status < 400;
    if (!isWanted) return { kind: 'failed', error: refused(retrier, request, response, attempt), response };
    retrier.check?.(response, request);
    return { kind: 'answered', response };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return { kind: 'failed', error, response };
  }
}

function refused(retrier: Retrier, request: ApiRequest, response: ApiResponse, attempts: number): SluiceError {
  const { status } = response;
  const { mask, credentialPlace, policy } = retrier;
  const excerpt = serverSaid(response.body, mask ?? maskNothing);
  const facts = { status, attempts, excerpt, credentialPlace, retryable: policy.statuses.includes(status) };
  const asked = askedAs(request, mask);
  return status === 401 || status === 403 ? unauthorized(asked, facts) : statusRefused(asked, facts);
}

const excerptLength = 200;
const looked = 16_384;
const longestSecret = 4096;

/**
 * The start of a body in quotes: masked before it is cut, so that no half of a secret is left at the end, and with the
 * end of what was looked at thrown away for the same reason (S24).
 */
export function serverSaid(body: Uint8Array, mask: Mask): string {
  const text = mask(new TextDecoder().decode(body.subarray(0, looked))).trim();
  const whole = body.byteLength > looked ? text.slice(0, -longestSecret) : text;
  return whole === '' ? '' : `"${printable(whole, excerptLength)}"`;
}

function told(failure: Failure, wait: Wait, attempt: number, url: string): Retry {
  const status = failure.response?.status;
  const isStatus = failure.error.code === 'http_status';
  const reason = `${isStatus ? `status ${String(status)}` : failure.error.message}${wait.note}`;
  return { url, attempt, waitMs: wait.waitMs, reason, rateLimited: isRateLimited(failure) };
}
