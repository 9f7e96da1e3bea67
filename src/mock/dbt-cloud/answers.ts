/**
 * What dbt Cloud says when it gives no rows: in the same envelope as rows.
 * @see vendors reference, section 2.1
 */
import { jsonResponse } from '../json-response.ts';
import type { MockResponse } from '../mock-api.ts';

export function unauthorized(): MockResponse {
  return failed(401, 'Invalid token.');
}

export function forbidden(): MockResponse {
  return failed(403, 'You do not have permission to perform this action.');
}

/** Also for what is there but may not be seen. */
export function notFound(): MockResponse {
  return failed(404, 'The requested resource was not found. Please check that you have the proper permissions');
}

export function badRequest(message: string, data: unknown = null): MockResponse {
  return failed(400, message, data);
}

/** Nobody is told how long it takes: it is five minutes. */
export function coolingDown(): MockResponse {
  return failed(429, 'Too many requests.');
}

/** HTTP says that all is well, and the envelope that it is not. */
export function failedInside(): MockResponse {
  return { ...failed(500, 'Something went wrong'), status: 200 };
}

export function movedTo(location: string): MockResponse {
  return { status: 301, headers: { location }, body: '' };
}

function failed(code: number, message: string, data: unknown = null): MockResponse {
  const status = { code, is_success: false, user_message: message, developer_message: '' };
  return jsonResponse(code, { status, data });
}

/** A success, with what it says beside its rows. */
export function envelope(data: unknown, extra?: unknown): MockResponse {
  const status = { code: 200, is_success: true, user_message: 'Success!', developer_message: '' };
  return jsonResponse(200, { status, data, ...(extra === undefined ? {} : { extra }) });
}
