import { isSluiceError, type SluiceError } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';
import type { Runtime } from '../../core/runtime.ts';
import { statusRefused, unauthorized } from '../errors.ts';
import type { ApiRequest, ApiResponse, Interceptor } from '../http.ts';
import { type Mask, maskNothing, redactUrl } from '../redact.ts';
import { readRetryAfter } from '../retry-after.ts';
import { askedAs, requestUrl } from '../request-url.ts';

export interface RetryPolicy {
  /** In all. @default 5, as dlt */
  readonly attempts: number;
  /** The wait before attempt n + 1 is at random up to this times two to the power of n - 1. @default one second */
  readonly firstWaitMs: number;
  /** Longest single wait; also the most that `Retry-After` is given. @default five minutes */
  readonly longestWaitMs: number;
  /** No attempt is made that would begin later than this after the first. @default 30 minutes */
  readonly budgetMs: number;
  /** False: a POST, PUT or PATCH goes again only when it surely did nothing. @default true, as dlt */
  readonly repeatWrites: boolean;
}

export const retryPolicy: RetryPolicy = {
  attempts: 5,
  firstWaitMs: 1000,
  longestWaitMs: 300_000,
  budgetMs: 1_800_000,
  repeatWrites: true,
};

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
 * Repeats a request until its answer is whole: after 408, 425, 429 and 5xx, after a failed or cut connection, after a
 * time-out, and when `check` asks for it. `Retry-After` is obeyed; else the wait doubles, with full jitter.
 * @throws the last error; `http_unauthorized` for 401 and 403, `http_status` for every other status, both with the first
 * 200 characters of what the server said
 */
export function retrying(options: RetryOptions): Interceptor {
  const retrier: Retrier = { ...options, policy: { ...retryPolicy, ...options.policy } };
  const { clock } = options.runtime;
  return (next) => async (request, signal) => {
    const startedMs = clock.monotonicMs();
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await attempted(retrier, () => next(request, signal), request, attempt);
      if (outcome.kind === 'answered') return outcome.response;
      const wait = nextWait(retrier, outcome, request, attempt);
      const isTooLate = wait !== undefined && clock.monotonicMs() - startedMs + wait.waitMs > retrier.policy.budgetMs;
      if (wait === undefined || isTooLate) throw outcome.error;
      options.onRetry?.(told(outcome, wait, attempt, redactUrl(requestUrl(request).href, options.mask)));
      await clock.sleep(wait.waitMs, signal);
    }
  };
}

interface Retrier extends RetryOptions {
  readonly policy: RetryPolicy;
}

type Outcome = { readonly kind: 'answered'; readonly response: ApiResponse } | Failure;

interface Failure {
  readonly kind: 'failed';
  readonly error: SluiceError;
  readonly response?: ApiResponse | undefined;
}

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
  const { mask, credentialPlace } = retrier;
  const excerpt = serverSaid(response.body, mask ?? maskNothing);
  const facts = { status, attempts, excerpt, credentialPlace, retryable: isPassing(status) };
  const asked = askedAs(request, mask);
  return status === 401 || status === 403 ? unauthorized(asked, facts) : statusRefused(asked, facts);
}

function isPassing(status: number): boolean {
  return [408, 425, 429].includes(status) || (status >= 500 && status <= 599);
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

interface Wait {
  readonly waitMs: number;
  readonly note: string;
}

/** Undefined where trying again is over or would not help. */
function nextWait(retrier: Retrier, failure: Failure, request: ApiRequest, attempt: number): Wait | undefined {
  const { policy, runtime } = retrier;
  if (!failure.error.retryable || attempt >= policy.attempts) return undefined;
  if (!policy.repeatWrites && request.method !== 'GET' && !surelyDidNothing(failure)) return undefined;
  const given = readRetryAfter(failure.response?.headers ?? {}, runtime.clock.now(), policy.longestWaitMs);
  if (given !== undefined) {
    const asked = given.askedMs === undefined ? '' : `; the server asked to wait ${given.askedMs / 1000} s`;
    return { waitMs: given.waitMs, note: asked };
  }
  // A kept connection that the server had closed says nothing about the server: ask again on a new one (F2.19).
  if (attempt === 1 && request.method === 'GET' && failure.error.details['reset'] === true) {
    return { waitMs: 0, note: '' };
  }
  const ceilingMs = Math.min(policy.longestWaitMs, policy.firstWaitMs * 2 ** (attempt - 1));
  return { waitMs: Math.round(ceilingMs * chance(runtime)), note: '' };
}

function surelyDidNothing(failure: Failure): boolean {
  return failure.response?.status === 429 || failure.error.details['unsent'] === true;
}

/** From 0 to 1. */
function chance(runtime: Pick<Runtime, 'randomBytes'>): number {
  const bytes = runtime.randomBytes(Uint32Array.BYTES_PER_ELEMENT);
  return Buffer.from(bytes).readUInt32BE() / 0xffff_ffff;
}

function told(failure: Failure, wait: Wait, attempt: number, url: string): Retry {
  const status = failure.response?.status;
  const isStatus = failure.error.code === 'http_status';
  const reason = `${isStatus ? `status ${String(status)}` : failure.error.message}${wait.note}`;
  return { url, attempt, waitMs: wait.waitMs, reason, rateLimited: isStatus && status === 429 };
}
