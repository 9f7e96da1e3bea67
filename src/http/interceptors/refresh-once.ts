import { isSluiceError, type SluiceError } from '../../core/error.ts';
import type { ApiRequest, ApiResponse, Interceptor } from '../http.ts';
import { SharedCall } from '../shared-call.ts';

/** A credential that ends and can be got anew: a token, a session. */
export interface Renewable<T> {
  /** The one at hand, or a new one where there is none or where it ends. All who ask meanwhile get the same. */
  current(signal: AbortSignal): Promise<T>;
  /** Another one than `refused`: what somebody got meanwhile, or a new one. */
  another(refused: T, signal: AbortSignal): Promise<T>;
}

export interface RenewableOptions<T> {
  /** Asks for a new one. A failure that is not retryable is told to all who come later, and nobody is asked again. */
  readonly obtain: (signal: AbortSignal) => Promise<T>;
  readonly isFresh: (held: T) => boolean;
  /** To begin with, until it is refused. */
  readonly preset?: T | undefined;
}

/** At most one request for a credential is under way at a time (F2.9). */
export function renewable<T>({ obtain, isFresh, preset }: RenewableOptions<T>): Renewable<T> {
  const call = new SharedCall<T>();
  let held = preset;
  let failure: SluiceError | undefined;
  const obtained = async (signal: AbortSignal): Promise<T> => {
    if (failure !== undefined) throw failure;
    try {
      held = await obtain(signal);
      return held;
    } catch (error) {
      if (isSluiceError(error) && !error.retryable && !signal.aborted) failure = error;
      throw error;
    }
  };
  const current = async (signal: AbortSignal): Promise<T> =>
    held !== undefined && isFresh(held) && !call.isOpen ? held : call.join(obtained, signal);
  const another = (refused: T, signal: AbortSignal): Promise<T> =>
    held === refused ? call.join(obtained, signal) : current(signal);
  return { current, another };
}

export interface RefreshOptions<T> {
  readonly credential: Renewable<T>;
  /** Puts the credential on. */
  readonly put: (request: ApiRequest, credential: T) => ApiRequest;
  /** @default status 401; never 403, which a new credential does not change */
  readonly isRefused?: ((response: ApiResponse, request: ApiRequest) => boolean) | undefined;
  /** For errors that say the same. @default none does */
  readonly isRefusal?: ((error: unknown) => boolean) | undefined;
  /** Told of every answer that is no refusal, with the credential that brought it. */
  readonly onAccepted?: ((response: ApiResponse, credential: T) => void) | undefined;
}

/**
 * Sends each request with the credential of the moment. One that is refused goes again once, with another credential;
 * what comes then is the answer, whatever it is (F2.9, W32).
 */
export function refreshOnce<T>(options: RefreshOptions<T>): Interceptor {
  const { credential, put, isRefused = isUnauthorized, isRefusal = () => false, onAccepted } = options;
  return (next) => async (request, signal) => {
    const sendWith = async (held: T): Promise<{ readonly response: ApiResponse; readonly isFine: boolean }> => {
      const response = await next(put(request, held), signal);
      const isFine = !isRefused(response, request);
      if (isFine) onAccepted?.(response, held);
      return { response, isFine };
    };
    const first = await credential.current(signal);
    try {
      const { response, isFine } = await sendWith(first);
      if (isFine) return response;
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    return (await sendWith(await credential.another(first, signal))).response;
  };
}

function isUnauthorized({ status }: ApiResponse): boolean {
  return status === 401;
}
