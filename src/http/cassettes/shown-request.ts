import { createHash } from 'node:crypto';
import { parseJson } from '../../core/json.ts';
import type { WireRequest } from '../../core/runtime.ts';
import { isSecretName } from '../../core/secret-names.ts';
import { isRow, type Value } from '../../core/value.ts';
import { jsonBody } from '../json-body.ts';
import { redactHeaders, redactUrl, type Mask } from '../redact.ts';

/** A request as it may be written down: every credential in it reads `***`. */
export interface ShownRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** @param mask knows the values of secrets; secrets are known by their names too */
export function shownRequest(request: WireRequest, mask: Mask): ShownRequest {
  const plain: Mask = (text) => starred(mask(text));
  const headers = Object.entries(redactHeaders(request.headers, plain)).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  const shown = {
    method: request.method,
    url: redactUrl(request.url, plain),
    // Names in lower case and once each, as the wire keeps them.
    headers: Object.fromEntries(headers) as ShownRequest['headers'],
  };
  if (request.body === undefined || request.body.byteLength === 0) return shown;
  return { ...shown, body: bodyText(request.body, contentTypeOf(request.headers), plain) };
}

/**
 * What a request is found by, in hex: method, address, body, and the headers that choose between answers. Credentials
 * are masked in it, so it is the same whoever asks.
 */
export function requestKey({ method, url, headers, body }: ShownRequest): string {
  const choosing = choosingHeaders.map((name) => (Object.hasOwn(headers, name) ? headers[name] : null));
  return createHash('sha256')
    .update(JSON.stringify([method, url, choosing, body ?? null]))
    .digest('hex');
}

/** For people who want to ask the same by hand. */
export function commandLine({ method, url, headers, body }: ShownRequest): string {
  const parts = [
    'curl',
    ...(method === 'GET' ? [] : ['-X', method]),
    shellWord(url),
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', shellWord(`${name}: ${value}`)]),
    ...(body === undefined ? [] : ['--data', shellWord(body)]),
  ];
  return parts.join(' ');
}

/** The mask of a redactor, in letters that every header and address may hold. */
export function starred(text: string): string {
  return text.replaceAll(/(?:•••|(?:%E2%80%A2){3})/gi, '***');
}

const choosingHeaders: readonly string[] = ['accept', 'accept-language', 'content-type', 'prefer'];

/** A body as it may be shown: members and form fields with the name of a secret read `***`. */
export function bodyText(bytes: Uint8Array, contentType: string, mask: Mask): string {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return redactUrl(`?${Buffer.from(bytes).toString('latin1')}`, mask).slice(1);
  }
  return mask(withoutNamedSecrets(bytes) ?? Buffer.from(bytes).toString('utf8'));
}

/** Undefined for what is no JSON. */
function withoutNamedSecrets(bytes: Uint8Array): string | undefined {
  try {
    return Buffer.from(jsonBody(starNamed(parseJson(bytes)))).toString('latin1');
  } catch {
    return undefined;
  }
}

/** The parser refuses what is nested too deep for this. */
function starNamed(value: Value): Value {
  if (Array.isArray(value)) return value.map((element: Value) => starNamed(element));
  if (!isRow(value)) return value;
  const members = Object.entries(value).map(([name, member]): readonly [string, Value] => [
    name,
    isSecretName(name) && typeof member === 'string' ? '***' : starNamed(member),
  ]);
  return Object.fromEntries(members);
}

function contentTypeOf(headers: WireRequest['headers']): string {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
  return found?.[1].toLowerCase() ?? '';
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
