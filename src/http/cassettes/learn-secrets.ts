import { parseJson } from '../../core/json.ts';
import { writeJson } from '../../core/json-write.ts';
import type { WireRequest } from '../../core/runtime.ts';
import { isSecretName } from '../../core/secret-names.ts';
import { isRow, type Row, type Value } from '../../core/value.ts';
import { parsedUrl } from '../request-url.ts';
import type { SecretBook } from './options.ts';

/**
 * Looks at each request for credentials that nobody announced, so that an answer which repeats one does not tell it.
 * @returns what to call with each request before anything of it is written
 */
export function secretLearner(book: SecretBook): (request: WireRequest) => void {
  const seen = new Set<string>();
  const isFirst = (place: string): boolean => {
    if (seen.has(place) || seen.size >= mostPlaces) return false;
    seen.add(place);
    return true;
  };
  return (request) => {
    for (const [name, value] of Object.entries(request.headers)) learnHeader(book, name.toLowerCase(), value);
    const url = parsedUrl(request.url);
    if (url === undefined) return;
    const isFirstOfApi = isFirst(url.origin);
    if (!isFirst(`${request.method} ${url.origin}${url.pathname}`)) return;
    for (const [name, value] of url.searchParams) {
      const isSecret = isFirstOfApi ? isSecretName(name) : isCredentialName(name);
      if (isSecret && value.length >= shortest) book.learn(value);
    }
  };
}

/**
 * `token` and `key` are names of cursors and of data as well: a cursor that was masked in the answers would lead
 * nowhere. What the very first request carries cannot have come from an answer.
 */
function isCredentialName(name: string): boolean {
  return isSecretName(name) && !/^(?:token|key|auth|session|sig|signature)$/i.test(name);
}

const mostPlaces = 10_000;
/** Shorter ones are hardly secrets, and are found by chance in the data. */
const shortest = 8;

function learnHeader(book: SecretBook, name: string, value: string): void {
  if (name === 'cookie') {
    for (const cookie of value.split(';')) learnCookie(book, cookie);
    return;
  }
  if (!isSecretName(name) && !secretHeader.test(name)) return;
  book.learn(value);
  const [, scheme = '', credential = ''] = /^([\w-]+) +(\S.*)$/.exec(value) ?? [];
  if (credential !== '') book.learn(credential);
  if (scheme.toLowerCase() !== 'basic') return;
  const [, password = ''] = Buffer.from(credential, 'base64').toString('utf8').split(/:(.*)/s);
  book.learn(password);
}

/** Headers have names of their own for the same few things: `x-acme-auth`, `session-token-v2`. */
const secretHeader = /auth|token|secret|api-?key|session|credential|password|signature/;

function learnCookie(book: SecretBook, pair: string): void {
  const value = pair.slice(pair.indexOf('=') + 1).trim();
  if (value.length >= shortest) book.learn(value);
}

/**
 * The `Set-Cookie` of an answer with a stand-in for its value, so that a replayed log-in still finds it. A date on which
 * it ends is left out, or it would be over when it is replayed; one in the far past takes a cookie back, and stays.
 */
export function withoutValue(cookie: string, book: SecretBook): string {
  const [pair = '', ...attributes] = cookie.split(';');
  learnCookie(book, pair);
  const name = pair.slice(0, Math.max(0, pair.indexOf('='))).trim();
  const kept = attributes.filter((attribute) => !/^\s*expires=(?!.*\b19\d\d\b)/i.test(attribute));
  return [`${name}=${maskedToken}`, ...kept].join(';');
}

/** What stands in place of a token that the API gave: a text that every header may hold. */
export const maskedToken = 'masked-in-cassette';

/**
 * An answer that gives out credentials, without them: the token of OAuth 2 (RFC 6749, section 5.1), or any member with
 * the name of a secret where the request itself carried one in its body. Undefined for every other answer.
 */
export function withoutTokens(body: Uint8Array, request: WireRequest, book: SecretBook): string | undefined {
  const looksLikeTokens = body.byteLength <= longestTokenAnswer;
  const value = looksLikeTokens ? jsonObject(body) : undefined;
  if (value === undefined) return undefined;
  if (typeof value['access_token'] !== 'string' && !carriesSecret(request)) return undefined;
  return writeJson(maskTokens(value, book));
}

const longestTokenAnswer = 100_000;

function jsonObject(body: Uint8Array): Row | undefined {
  try {
    const value = parseJson(body);
    return isRow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function carriesSecret({ body }: WireRequest): boolean {
  const text = Buffer.from(body ?? []).toString('utf8');
  const names = [...text.matchAll(/(?:^|&|")([\w.-]{1,64})(?:=|"\s*:\s*")/g)].map(([, name = '']) => name);
  return names.some((name) => name === 'grant_type' || isCredentialName(name));
}

function maskTokens(value: Value, book: SecretBook): Value {
  if (Array.isArray(value)) return value.map((element: Value) => maskTokens(element, book));
  if (!isRow(value)) return value;
  const members = Object.entries(value).map(([name, member]): readonly [string, Value] => {
    if (!isSecretName(name) || typeof member !== 'string' || member === '') return [name, maskTokens(member, book)];
    book.learn(member);
    return [name, maskedToken];
  });
  return Object.fromEntries(members);
}
