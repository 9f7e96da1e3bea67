/**
 * Asking an API. A request here is a value: it can be shown, stored and compared, for it never holds a credential;
 * credentials, retries and limits are put around `Send` by interceptors. Redirects, encodings and size limits are
 * handled here and not left to the platform.
 */
import type { Value } from '../core/value.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Absolute, with any query that its path came with; without credentials. */
  readonly url: string;
  /** Added to the query of `url`, in this order, form-encoded. A name may occur more than once. */
  readonly params: readonly QueryParam[];
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: Value | undefined;
  /** Instead of JSON: a text, or pairs that are form-encoded in this order. */
  readonly data?: string | readonly QueryParam[] | undefined;
}

export type QueryParam = readonly [name: string, text: string];

export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Every `Set-Cookie`, those of redirects within the origin too, in order. */
  readonly cookies: readonly string[];
  /** Decoded from its content encoding. */
  readonly body: Uint8Array;
  /** Of the last request, after redirects. */
  readonly url: string;
  /** Set, in one clause, where somebody said that this answer is not wanted, whatever its status is. */
  readonly ignored?: string | undefined;
}

export type Send = (request: ApiRequest, signal: AbortSignal) => Promise<ApiResponse>;

/** Wraps a send: credentials, retry, rate limit and observation are all of this shape. */
export type Interceptor = (next: Send) => Send;
