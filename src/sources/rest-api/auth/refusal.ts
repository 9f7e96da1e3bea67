import { isSluiceError, type SluiceError } from '../../../core/error.ts';

/** True for the error of a login or token endpoint that says no for good: status 400, 401, 403 and 422. */
export function isRefusal(error: unknown): error is SluiceError {
  return isSluiceError(error) && [400, 401, 403, 422].includes(Number(error.details['status']));
}
