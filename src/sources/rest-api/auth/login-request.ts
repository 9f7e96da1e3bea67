import { isSluiceError, type SluiceError } from '../../../core/error.ts';
import type { ApiRequest, ApiResponse } from '../../../http/http.ts';
import type { AuthParts } from './auth.ts';
import { loginUnanswered } from './errors.ts';

/**
 * The answer to a login or to a request for a token. What fails here was retried already, so its error is not retryable:
 * the request that waits for the login would begin all of it again.
 */
export async function askForLogin(parts: AuthParts, request: ApiRequest, signal: AbortSignal): Promise<ApiResponse> {
  try {
    return await parts.send(request, signal);
  } catch (error) {
    throw isSluiceError(error) && error.retryable ? loginUnanswered(error) : error;
  }
}

/** True for the error of a login or token endpoint that says no for good: status 400, 401, 403 and 422. */
export function isRefusal(error: unknown): error is SluiceError {
  return isSluiceError(error) && [400, 401, 403, 422].includes(Number(error.details['status']));
}
