import type { ApiRequest } from './http.ts';
import { jsonBody } from './json-body.ts';
import { formEncoded } from './request-url.ts';

/** A body as it goes over the wire. */
export interface RequestBody {
  readonly bytes: Uint8Array;
  /** Said unless the request says another; a plain text has none, as with dlt (section 2.7 of the REST reference). */
  readonly contentType?: string | undefined;
}

/** Undefined where nothing is sent: an empty form is no body. JSON that says nothing gives way to `data` (2.7). */
export function requestBody({ json, data }: Pick<ApiRequest, 'json' | 'data'>): RequestBody | undefined {
  if (typeof data === 'string') return { bytes: Buffer.from(data, 'utf8') };
  if (data !== undefined && data.length > 0) {
    const bytes = Buffer.from(data.map(formEncoded).join('&'), 'latin1');
    return { bytes, contentType: 'application/x-www-form-urlencoded' };
  }
  return json === undefined ? undefined : { bytes: jsonBody(json), contentType: 'application/json' };
}
