import { parseWithRows } from '../../../core/json-rows.ts';
import type { Value } from '../../../core/value.ts';
import type { ApiResponse } from '../../../http/http.ts';
import type { Mask } from '../../../http/redact.ts';
import { bodyNotJson } from '../errors.ts';

/**
 * The body of an answer as exact JSON. It is asked for twice, first to see whether the answer is whole, then for its
 * rows, and read once: the newest value is kept until it is asked for again.
 * @throws `body_not_json`; retryable where the end of the body seems to be missing (F2.3, F2.4)
 */
export function readAnswer(
  answer: Pick<ApiResponse, 'status' | 'headers' | 'body'>,
  resource: string,
  mask: Mask,
): Value {
  const known = newest;
  newest = undefined;
  if (known?.body === answer.body) return known.value;
  try {
    const value = parseWithRows(answer.body);
    newest = { body: answer.body, value };
    return value;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const excerpt = mask(Buffer.from(answer.body.subarray(0, 1000)).toString('utf8')).slice(0, 200);
    const contentType = answer.headers['content-type'] ?? '';
    throw bodyNotJson({ resource, status: answer.status, contentType, excerpt, cut: looksCut(answer), cause });
  }
}

/** Not a WeakMap: its values outlive short collections, and millions of rows then fill 50 MB more than they need. */
let newest: { readonly body: Uint8Array; readonly value: Value } | undefined;

/**
 * It begins like JSON and does not end like it; it is said to be JSON and does not even begin like it; or it is the page
 * of a gateway that has a bad moment.
 */
function looksCut({ status, headers, body }: Pick<ApiResponse, 'status' | 'headers' | 'body'>): boolean {
  const text = Buffer.from(body).toString('latin1').trim();
  // The last byte of UTF-16 is none of the text.
  if (/^[[{]/.test(text)) return !/[\]}]\0?$/.test(text);
  const isGarbled = /[/+]json\b/i.test(headers['content-type'] ?? '') && /[[\]{}]/.test(text) && !text.startsWith('<');
  return isGarbled || (status === 200 && text === '') || isGatewayPage(text.slice(0, 4096));
}

/** Other pages, such as one to log in, will be the same the next time. */
function isGatewayPage(text: string): boolean {
  const isPage = /^(?:\u00EF\u00BB\u00BF)?\s*<(?:!doctype html|html|head|title|body)\b/i.test(text);
  return isPage && gatewayWords.test(text);
}

const gatewayWords =
  /\b(?:50[0234] |bad gateway|gateway time-?out|(?:temporarily|service) unavailable|internal server error|upstream (?:connect )?error|try again (?:later|in a)|origin is unreachable)/i;
