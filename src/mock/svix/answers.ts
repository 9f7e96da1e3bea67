/**
 * What Svix says when it gives no rows.
 * @see vendors reference, section 4.1
 */
import { jsonResponse } from '../json-response.ts';
import type { MockResponse } from '../mock-api.ts';

export function unauthorized(): MockResponse {
  return jsonResponse(401, { code: 'authentication_failed', detail: 'Invalid token' });
}

export function forbidden(): MockResponse {
  return jsonResponse(403, { code: 'insufficient access', detail: 'Not authorized to read this' });
}

export function notFound(): MockResponse {
  return jsonResponse(404, { code: 'not_found', detail: 'Entity not found' });
}

/** No such route: the router answers before anything that speaks JSON does. */
export function unrouted(): MockResponse {
  return { status: 404, body: '' };
}

/** A value that was read and is not allowed. */
export function invalidQuery(name: string, message: string): MockResponse {
  return jsonResponse(422, { detail: [{ loc: ['query', name], msg: message, type: 'value_error' }] });
}

/** A value that cannot even be read. */
export function unreadableQuery(detail: string): MockResponse {
  return jsonResponse(400, { code: 'generic_error', detail });
}
