import type { MockResponse } from './mock-api.ts';

/** An answer of JSON; its headers may be added to. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): MockResponse {
  return jsonText(status, JSON.stringify(body), headers);
}

/** An answer of JSON that is text already, so that its numbers keep their spelling. */
export function jsonText(status: number, body: string, headers: Readonly<Record<string, string>> = {}): MockResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}
