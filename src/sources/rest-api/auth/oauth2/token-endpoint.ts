import { parseJson } from '../../../../core/json.ts';
import { printable } from '../../../../core/printable.ts';
import { ExactNumber, isRow, type Row, type Value } from '../../../../core/value.ts';
import { Secret } from '../../../../config/secret.ts';
import type { ApiRequest } from '../../../../http/http.ts';
import type { AuthParts } from '../auth.ts';
import { tokenMissing, type FoundInstead } from '../errors.ts';
import { askForLogin } from '../login-request.ts';

/** An access token, and when another one is needed. */
export interface AccessToken {
  readonly secret: Secret;
  /** On the clock that never jumps. */
  readonly endsAtMs: number;
}

export interface TokenAnswer {
  readonly access: AccessToken;
  readonly refresh?: Secret | undefined;
}

/** Longest time before its end that a token counts as ended; never more than a quarter of its life (W32). */
const marginMs = 30_000;

/**
 * Asks a token endpoint once (RFC 6749, section 5).
 * @param defaultSeconds where the answer does not say how long the token lives
 * @throws `token_missing`, what `http/` throws
 */
export async function askForToken(
  parts: AuthParts,
  request: ApiRequest,
  defaultSeconds: number,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  // The time that the request takes is part of the token's life.
  const askedAtMs = parts.runtime.clock.monotonicMs();
  const { body } = await askForLogin(parts, request, signal);
  const answer = readObject(body);
  const token = secretIn(parts, answer, 'access_token');
  const refresh = secretIn(parts, answer, 'refresh_token');
  if (token === undefined) throw tokenMissing(request.url, 'access_token', foundInstead(answer));
  const lifeMs = lifeSeconds(answer?.['expires_in'], defaultSeconds) * 1000;
  const endsAtMs = askedAtMs + lifeMs - Math.min(marginMs, lifeMs / 4);
  return { access: { secret: token, endsAtMs }, refresh };
}

/** A token of the configuration, which nobody knows the end of. */
export function presetToken(secret: Secret | undefined): AccessToken | undefined {
  return secret === undefined ? undefined : { secret, endsAtMs: Infinity };
}

function readObject(body: Uint8Array): Row | undefined {
  try {
    const answer = parseJson(body);
    return isRow(answer) ? answer : undefined;
  } catch {
    // The answer may hold a token: nothing of it is told.
    return undefined;
  }
}

function secretIn(parts: AuthParts, answer: Row | undefined, key: string): Secret | undefined {
  const value = answer !== undefined && Object.hasOwn(answer, key) ? answer[key] : undefined;
  return typeof value === 'string' && value !== '' ? parts.remember(new Secret(value)) : undefined;
}

/** Names only, and the code of an error (RFC 6749, section 5.2). */
function foundInstead(answer: Row | undefined): FoundInstead {
  if (answer === undefined) return { what: 'it is no JSON object' };
  const keys = Object.keys(answer).slice(0, 8);
  const error = Object.hasOwn(answer, 'error') ? answer['error'] : undefined;
  const what = keys.length === 0 ? 'it is empty' : `it has ${keys.map((key) => printable(key, 40)).join(', ')}`;
  return { what, error: typeof error === 'string' ? error : undefined };
}

/** Numbers in text count (5.5); what is no number says nothing. */
function lifeSeconds(value: Value | undefined, defaultSeconds: number): number {
  const text = value instanceof ExactNumber ? value.text : value;
  const isNumber = typeof text === 'number' || typeof text === 'bigint' || (typeof text === 'string' && text !== '');
  const seconds = isNumber ? Number(text) : Number.NaN;
  return Number.isNaN(seconds) ? defaultSeconds : Math.max(0, seconds);
}
