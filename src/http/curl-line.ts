import { isSecretName } from '../core/secret-names.ts';
import { ExactNumber, isRow, type Value } from '../core/value.ts';
import type { ApiRequest } from './http.ts';
import { redactHeaders, redactUrl, type Mask } from './redact.ts';
import { requestBody } from './request-body.ts';
import { requestUrl } from './request-url.ts';

/**
 * A request as a line for a shell, so that whoever reads an error can ask the API the same by hand. It runs nothing but
 * curl, whatever the request holds. Secrets read `***`: headers that are not known to be harmless, parameters and
 * members of the body with the name of a secret, and every known secret wherever it stands (S1). A body is shown up to
 * 1000 characters. Where a text has control characters its quotes are those of bash, zsh and ksh.
 */
export function curlLine(request: ApiRequest, mask: Mask): string {
  const url = shownUrl(request, mask);
  const body = shownBody(request, mask);
  const implied = body === undefined ? 'GET' : 'POST';
  const words = [
    ...(request.method === implied ? [] : ['-X', request.method]),
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...shownHeaders(request, mask).flatMap((header) => ['-H', header]),
    ...(body === undefined ? [] : ['--data-raw', body]),
    url,
  ];
  return ['curl', ...words.map(quoted)].join(' ');
}

const longestBody = 1000;
const hidden = '***';

function shownUrl(request: ApiRequest, mask: Mask): string {
  return redactUrl(URL.canParse(request.url) ? requestUrl(request, mask).href : request.url, mask);
}

/** With the type that the body would get by itself; a text has none, where curl would make it a form. */
function shownHeaders(request: ApiRequest, mask: Mask): readonly string[] {
  const shown = Object.entries(redactHeaders(request.headers, mask)).map(([name, value]) => `${name}: ${value}`);
  const body = requestBody(request);
  const isTyped = Object.keys(request.headers).some((name) => name.toLowerCase() === 'content-type');
  if (body === undefined || isTyped) return shown;
  return [...shown, `Content-Type:${body.contentType === undefined ? '' : ` ${body.contentType}`}`];
}

/** Masked before it is cut, so that no half of a secret is left at the end (S24). */
function shownBody({ json, data }: ApiRequest, mask: Mask): string | undefined {
  const harmless = {
    json: json === undefined ? undefined : withoutSecrets(json),
    data: typeof data === 'object' ? data.map(([name, text]) => [name, shownValue(name, text)] as const) : data,
  };
  const body = requestBody(harmless);
  if (body === undefined) return undefined;
  const text = mask(Buffer.from(body.bytes).toString('utf8')).replaceAll('%2A%2A%2A', hidden);
  return text.length > longestBody ? `${text.slice(0, longestBody).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}

function withoutSecrets(value: Value): Value {
  if (value instanceof ExactNumber || typeof value !== 'object' || value === null) return value;
  if (!isRow(value)) return value.map(withoutSecrets);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shownMember(name, member)]));
}

function shownMember(name: string, member: Value): Value {
  return isSecretName(name) ? hidden : withoutSecrets(member);
}

function shownValue(name: string, text: string): string {
  return isSecretName(name) ? hidden : text;
}

/** One word of a shell, in which nothing is expanded. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!unsafeCharacters.test(word)) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
  return `$'${word.replaceAll(/[\\']/g, String.raw`\$&`).replaceAll(new RegExp(unsafeCharacters, 'gu'), escaped)}'`;
}

/** What a terminal obeys, or shows as something else (S16). */
const unsafeCharacters = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|\p{Cs}/u;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
