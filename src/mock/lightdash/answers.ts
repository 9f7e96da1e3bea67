/**
 * What Lightdash says when it gives no rows.
 * @see vendors reference, section 1.1
 */
import { jsonResponse } from '../json-response.ts';
import type { MockResponse } from '../mock-api.ts';

export function ok(results: unknown, headers: Readonly<Record<string, string>> = {}): MockResponse {
  return jsonResponse(200, { status: 'ok', results }, headers);
}

export const invalid = (message: string): MockResponse => refusal(400, 'ParameterError', message);
export const unauthorized = (): MockResponse => refusal(401, 'AuthorizationError', 'Failed to authorize user');
export const forbidden = (): MockResponse => refusal(403, 'ForbiddenError');
export const notFound = (what: string): MockResponse => refusal(404, 'NotFoundError', `${what} not found`);

/** The application has no limit; what is in front of it has, and does not speak JSON. */
export function tooMany(): MockResponse {
  const headers = { 'content-type': 'text/html', 'retry-after': '0' };
  return { status: 429, headers, body: '<html><head><title>429 Too Many Requests</title></head></html>' };
}

/** Some refusals have no message. */
function refusal(statusCode: number, name: string, message?: string): MockResponse {
  const error = message === undefined ? { statusCode, name } : { statusCode, name, message, data: {} };
  return jsonResponse(statusCode, { status: 'error', error });
}
