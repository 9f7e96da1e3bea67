import { parseJson, parseJsonText } from '../../core/json.ts';
import { writeJson } from '../../core/json-write.ts';
import { isRow, type Row, type Value } from '../../core/value.ts';
import { cassetteUnreadable } from './errors.ts';
import type { ShownRequest } from './shown-request.ts';

/** An answer as it is kept: its encoding undone, nothing in it that anyone could log in with. */
export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** With stand-ins for their values. */
  readonly cookies: readonly string[];
  readonly body: Uint8Array;
}

/**
 * One exchange as a JSON document. A JSON body stands in it as it was sent, byte for byte, between two lines of ours, so
 * that it can be read, compared and edited; any other body is `body_text`, or `body_base64` where it is no text.
 */
export function writeExchange(request: ShownRequest, { body, cookies, ...rest }: RecordedAnswer): string {
  const answer = cookies.length === 0 ? rest : { ...rest, cookies };
  const head = JSON.stringify({ request, answer }, undefined, 2).slice(0, -2);
  const text = textOf(body);
  if (text === undefined) return `${head},\n  "body_base64": "${Buffer.from(body).toString('base64')}"\n}\n`;
  if (isJson(body)) return `${head}${bodyLine}${text}${endLine}`;
  return `${head},\n  "body_text": ${JSON.stringify(text)}\n}\n`;
}

/** @throws `cassette_unreadable` for what an editor broke */
export function readExchange(bytes: Uint8Array, path: string): RecordedAnswer {
  const text = Buffer.from(bytes).toString('utf8').replaceAll('\r\n', '\n');
  const at = text.indexOf(bodyLine);
  const document = readDocument(at < 0 ? text : `${text.slice(0, at)}${endLine}`, path);
  const answer = memberOf(document, 'answer');
  const status = isRow(answer) ? memberOf(answer, 'status') : undefined;
  const headers = isRow(answer) ? memberOf(answer, 'headers') : undefined;
  const cookies = isRow(answer) ? memberOf(answer, 'cookies') : undefined;
  if (typeof status !== 'number' || !Number.isInteger(status))
    throw cassetteUnreadable(path, 'answer.status is missing');
  const inPlace = at < 0 ? undefined : Buffer.from(text.slice(at + bodyLine.length).replace(/\n\}\s*$/, ''), 'utf8');
  return {
    status,
    headers: readHeaders(headers, path),
    cookies: Array.isArray(cookies) ? cookies.filter((cookie) => typeof cookie === 'string') : [],
    body: inPlace ?? readBody(document, path),
  };
}

/** No text of JSON has a line break in it, so the first such line is ours. */
const bodyLine = ',\n  "body":\n';
const endLine = '\n}\n';

function readDocument(text: string, path: string): Row {
  try {
    const document = parseJsonText(text);
    if (isRow(document)) return document;
  } catch (cause) {
    throw cassetteUnreadable(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
  throw cassetteUnreadable(path, 'it is no JSON object');
}

function readBody(document: Row, path: string): Uint8Array {
  const [text, base64, body] = ['body_text', 'body_base64', 'body'].map((name) => memberOf(document, name));
  if (typeof text === 'string') return Buffer.from(text, 'utf8');
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  if (body === undefined) throw cassetteUnreadable(path, 'body is missing');
  return Buffer.from(writeJson(body), 'utf8');
}

function readHeaders(headers: Value | undefined, path: string): Readonly<Record<string, string>> {
  if (!isRow(headers)) throw cassetteUnreadable(path, 'answer.headers is missing');
  const texts = Object.entries(headers).map(([name, value]) => {
    if (typeof value === 'string') return [name.toLowerCase(), value] as const;
    throw cassetteUnreadable(path, `answer.headers has no text for "${name}"`);
  });
  return Object.fromEntries(texts);
}

function memberOf(row: Row, name: string): Value | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** Line breaks of Windows would not come back as they were. */
function isJson(body: Uint8Array): boolean {
  if (body.byteLength === 0 || body[0] === byteOrderMark || body.includes(carriageReturn)) return false;
  try {
    parseJson(body);
    return true;
  } catch {
    return false;
  }
}

const byteOrderMark = 0xef;
const carriageReturn = 0x0d;
