import { createHash } from 'node:crypto';
import type { ApiRequest } from './http.ts';
import { requestBody } from './request-body.ts';

/**
 * What a request is found by in the log of answers: SHA-256, in hex, of the resource and of all that is asked. Requests
 * that differ only in the order or letter case of header names have the same key.
 */
export function answerKey(resource: string, request: ApiRequest): string {
  const headers = Object.entries(request.headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
  const { bytes, contentType } = requestBody(request) ?? {};
  const body = bytes === undefined ? null : Buffer.from(bytes).toString('latin1');
  const asked = JSON.stringify([resource, request.method, request.url, request.params, headers, body, contentType]);
  return createHash('sha256').update(asked).digest('hex');
}
