/**
 * What Ruddr says when it gives no rows.
 * @see vendors reference, section 5.1
 */
import { jsonResponse } from '../json-response.ts';
import type { MockResponse } from '../mock-api.ts';

export const unauthorized = (): MockResponse => refusal(401, 'Unauthorized');
export const forbidden = (): MockResponse => refusal(403, 'This feature is not enabled in the workspace');
export const notFound = (): MockResponse => refusal(404, 'Not found');
export const notAllowed = (): MockResponse => refusal(405, 'Method not allowed');
/** Somebody switched the access by API off. */
export const locked = (): MockResponse => refusal(423, 'API access is disabled');
/** Without any header that says how long to wait. */
export const tooMany = (): MockResponse => refusal(429, 'Too many requests');

export function invalid(parameter: string, why: string): MockResponse {
  return refusal(400, `Parameter '${parameter}' ${why}.`);
}

function refusal(status: number, message: string): MockResponse {
  return jsonResponse(status, { status, message });
}
