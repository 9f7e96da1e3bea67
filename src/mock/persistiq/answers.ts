/**
 * What PersistIQ says when it gives no rows: `error` is an object, although the key of batches is a list.
 * @see vendors reference, section 3.1
 */
import { jsonResponse } from '../json-response.ts';
import type { MockResponse } from '../mock-api.ts';

export function unauthorized(): MockResponse {
  return failed(401, 'unauthorized', 'The API key is not valid');
}

export function badParams(message: string): MockResponse {
  return failed(400, 'bad_params', message);
}

export function notFound(what: string): MockResponse {
  return failed(404, 'invalid_request', `${what} was not found`);
}

/** The outer `status` is left out, as it sometimes is. */
export function tooManyRequests(): MockResponse {
  return jsonResponse(429, { error: { reason: 'too_many_requests', message: 'Rate limit exceeded' } });
}

function failed(status: number, reason: string, message: string): MockResponse {
  return jsonResponse(status, { status: 'error', error: { reason, message } });
}
