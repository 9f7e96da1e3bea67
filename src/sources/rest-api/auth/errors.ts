/** What can go wrong while a login or a token is asked for. The texts of the requests in here are masked already. */
import { SluiceError } from '../../../core/error.ts';
import { printable } from '../../../core/printable.ts';
import { redactUrl } from '../../../http/redact.ts';

/** For a token endpoint that says no: `refusal` is what the request ended with. */
export function tokenRefused(refusal: SluiceError): SluiceError {
  return new SluiceError(`Cannot get a token: ${reasonOf(refusal)}`, {
    code: 'http_unauthorized',
    phase: 'extract',
    hint: 'Check client_id, client_secret and the address of the token endpoint, and that this client may get a token',
    details: { status: refusal.details['status'] },
    cause: refusal,
  });
}

/** The refresh token is used up, expired or taken back, and no program can get another one (F2.10). */
export function refreshTokenLost(reason: string, cause?: unknown): SluiceError {
  return new SluiceError(`Cannot refresh the token: ${reason}`, {
    code: 'http_unauthorized',
    phase: 'extract',
    hint: 'Log in to the API again and set refresh_token to the one that you get: a new one goes before the one that is kept',
    cause,
  });
}

/**
 * @param wanted the field, or the path of it
 * @param found what the answer has instead, and the `error` that it speaks of
 */
export function tokenMissing(url: string, wanted: string, found: FoundInstead): SluiceError {
  const said = found.error === undefined ? '' : ` and says "${printable(found.error, 80)}"`;
  return new SluiceError(
    `Cannot get a token from ${redactUrl(url)}: the answer has no ${wanted}, ${found.what}${said}`,
    {
      code: 'token_missing',
      phase: 'extract',
      hint: 'Check the address of the token endpoint or login, and what it answers',
      details: { wanted, error: found.error },
    },
  );
}

/** What an answer without a token has. */
export interface FoundInstead {
  /** A clause: `it is no JSON object`. */
  readonly what: string;
  readonly error?: string | undefined;
}

/** For a login that says no. */
export function loginRefused(refusal: SluiceError): SluiceError {
  return new SluiceError(`Cannot log in: ${reasonOf(refusal)}`, {
    code: 'http_unauthorized',
    phase: 'extract',
    hint: 'Check the address and the values of login: user, password and what else it asks for',
    details: { status: refusal.details['status'] },
    cause: refusal,
  });
}

/** @param wanted the names of the cookies that did not come */
export function cookieMissing(url: string, wanted: readonly string[]): SluiceError {
  const what = wanted.length === 0 ? 'no cookie' : `no cookie ${wanted.map((name) => printable(name, 80)).join(', ')}`;
  return new SluiceError(`Cannot log in at ${redactUrl(url)}: the answer sets ${what} for this API`, {
    code: 'token_missing',
    phase: 'extract',
    hint: 'Check the values of login, and the names in cookie',
    details: { wanted },
  });
}

/** For a login that got no answer, or none but errors, however often it was asked. */
export function loginUnanswered(failure: SluiceError): SluiceError {
  return new SluiceError(`Cannot log in or get a token: ${reasonOf(failure)}`, {
    code: failure.code,
    phase: 'extract',
    hint: failure.hint,
    details: failure.details,
    cause: failure,
  });
}

/** A session that is sent to the login page right after its login. */
export function sessionRefused(url: string): SluiceError {
  return new SluiceError(`Cannot ask ${redactUrl(url)}: it leads to the login page, after a new login too`, {
    code: 'http_unauthorized',
    phase: 'extract',
    hint: 'Check that the user of login may read this',
  });
}

/** `Cannot POST https://…: status 400` without its first word. */
function reasonOf(refusal: SluiceError): string {
  return refusal.message.replace(/^Cannot /, '');
}
