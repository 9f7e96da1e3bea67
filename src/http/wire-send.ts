import type { Runtime, WireRequest, WireResponse } from '../core/runtime.ts';
import { carryCookies } from './cookies.ts';
import { baseUrlMoved, headerInvalid, redirectRefused, timedOut, tooManyRedirects } from './errors.ts';
import type { ApiRequest, ApiResponse, Send } from './http.ts';
import { requestBody } from './request-body.ts';
import { networkFailure } from './network-failure.ts';
import { isAllowedHost, sameOrigin, withoutCredentials } from './origin.ts';
import { type BodyLimits, bodyLimits, readableEncodings, readBody } from './read-body.ts';
import { type Mask, maskNothing, redactUrl } from './redact.ts';
import { askedAs, parsedUrl, requestUrl } from './request-url.ts';
import { type TimeLimits, timeLimits, TimeWatch } from './time-limits.ts';

export interface HttpOptions {
  /** Instead of `standardHeaders`; a request's own headers go before these. */
  readonly defaultHeaders?: Readonly<Record<string, string>> | undefined;
  /** `host` or `host:port` that a redirect may lead to, without credentials. @default none */
  readonly allowedHosts?: readonly string[] | undefined;
  readonly bodyLimits?: Partial<BodyLimits> | undefined;
  readonly timeLimits?: Partial<TimeLimits> | undefined;
  /** Masks known secrets in what errors show. @default only parameters with the name of a secret are masked */
  readonly mask?: Mask | undefined;
}

/** What is sent unless a request says otherwise (section 2.6 of the REST reference). */
export const standardHeaders: Readonly<Record<string, string>> = {
  'User-Agent': 'sluice/0.1.0',
  Accept: '*/*',
  'Accept-Encoding': readableEncodings,
};

/**
 * The send at the bottom: one request, its redirects within the same origin, and the whole body of the answer. Any
 * status is an answer here.
 * @throws `http_unreachable`, `http_timeout` (retryable but for certificates), `http_redirect`, `http_foreign_origin`,
 * `http_body_limit`, `http_encoding`, `config_invalid` for what cannot be sent; the signal's reason
 */
export function wireSend(runtime: Pick<Runtime, 'fetch'>, options: HttpOptions = {}): Send {
  const wire: Wire = {
    fetch: runtime.fetch,
    defaultHeaders: options.defaultHeaders ?? standardHeaders,
    allowedHosts: options.allowedHosts ?? [],
    bodies: { ...bodyLimits, ...options.bodyLimits },
    times: { ...timeLimits, ...options.timeLimits },
    mask: options.mask ?? maskNothing,
  };
  const slashes = new KnownSlashes();
  return async (request, signal) => {
    let asked = slashes.added(request, wire.mask);
    let earlier: readonly string[] = [];
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const answer = await sendOnce(wire, asked, signal);
      const cookies = [...earlier, ...answer.response.cookies];
      if (answer.location === undefined) return { ...answer.response, cookies, url: asked.url };
      const moved = redirected(wire, asked, answer.response.status, answer.location);
      earlier = sameOrigin(moved.url, asked.url) ? cookies : [];
      slashes.learn(asked, moved, answer.response, wire.mask);
      asked = carryCookies(moved, { ...answer.response, url: asked.url });
    }
    throw tooManyRedirects(askedAs(request, wire.mask), mostRedirects);
  };
}

const mostRedirects = 5;
const mostSlashesKnown = 10_000;

/**
 * Paths that a server has moved for good to where they end with a slash: it is asked there at once from then on, and
 * not once more for every page (RFC 9110, sections 15.4.2 and 15.4.9).
 */
class KnownSlashes {
  readonly #paths = new Set<string>();

  added(request: ApiRequest, mask: Mask): ApiRequest {
    if (this.#paths.size === 0 || request.method !== 'GET') return request;
    const url = requestUrl(request, mask);
    if (!this.#paths.has(url.origin + url.pathname)) return request;
    url.pathname += '/';
    return { ...request, url: url.href, params: [] };
  }

  learn(asked: ApiRequest, moved: ApiRequest, { status, headers }: Answer['response'], mask: Mask): void {
    const isForGood = (status === 301 || status === 308) && !/no-store|no-cache/.test(headers['cache-control'] ?? '');
    const [from, to] = [requestUrl(asked, mask), requestUrl(moved, mask)];
    const isSlash = to.origin === from.origin && to.pathname === `${from.pathname}/` && to.search === from.search;
    if (!isForGood || !isSlash || asked.method !== 'GET' || this.#paths.size >= mostSlashesKnown) return;
    this.#paths.add(from.origin + from.pathname);
  }
}

interface Wire {
  readonly fetch: Runtime['fetch'];
  readonly defaultHeaders: Readonly<Record<string, string>>;
  readonly allowedHosts: readonly string[];
  readonly bodies: BodyLimits;
  readonly times: TimeLimits;
  readonly mask: Mask;
}

interface Answer {
  readonly response: Omit<ApiResponse, 'url'>;
  /** Set when it redirects. */
  readonly location?: string | undefined;
}

async function sendOnce(wire: Wire, request: ApiRequest, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const wireRequest = toWire(wire, request);
  const asked = askedAs(request, wire.mask);
  const watch = new TimeWatch(signal, wire.times.wholeMs, (what, limitMs) => timedOut(asked, what, limitMs));
  try {
    const head = await watch.within(wire.times.headMs, 'no answer came', (watched) => wire.fetch(wireRequest, watched));
    const pieces = watch.pieces(head.body, wire.times.idleMs);
    const location = locationOf(head);
    // The body of a redirect is read too, so that its connection can be used again.
    const body = await readBody({ asked, headers: head.headers, pieces }, wire.bodies);
    return { response: { status: head.status, headers: head.headers, cookies: head.cookies, body }, location };
  } catch (error) {
    signal.throwIfAborted();
    throw networkFailure(error, new URL(wireRequest.url).origin, wire.mask);
  } finally {
    watch.close();
  }
}

function toWire(wire: Wire, request: ApiRequest): WireRequest {
  const { href } = requestUrl(request, wire.mask);
  const body = requestBody(request);
  const headers = mergedHeaders(
    wire.defaultHeaders,
    body?.contentType === undefined ? {} : { 'Content-Type': body.contentType },
    request.headers,
  );
  if (body !== undefined) return { method: request.method, url: href, headers, body: body.bytes };
  // Without a body these methods still say that it is empty: `Content-Length: 0`.
  const nothing = request.method === 'GET' ? undefined : new Uint8Array(0);
  return { method: request.method, url: href, headers, body: nothing };
}

/** Later ones win, whatever the letter case of their names. */
function mergedHeaders(...layers: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const merged = new Map<string, readonly [name: string, value: string]>();
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(value)) {
        throw headerInvalid(JSON.stringify(name.slice(0, 100)));
      }
      merged.set(name.toLowerCase(), [name, value]);
    }
  }
  return Object.fromEntries(merged.values());
}

function locationOf(head: WireResponse): string | undefined {
  return [301, 302, 303, 307, 308].includes(head.status) ? head.headers['location'] : undefined;
}

/** The request that follows a redirect; its query is that of the new URL alone (F2.18, case 140). */
function redirected(wire: Wire, request: ApiRequest, status: number, location: string): ApiRequest {
  const from = requestUrl(request, wire.mask);
  const target = parsedUrl(location) ?? resolved(location, from);
  const asked = askedAs(request, wire.mask);
  if (target === undefined) throw redirectRefused(asked, 'an unreadable URL', 'which cannot be followed');
  const shown = redactUrl(target.href, wire.mask);
  if (from.protocol === 'https:' && target.protocol !== 'https:') {
    throw redirectRefused(asked, shown, 'which is not encrypted');
  }
  const moved: ApiRequest = { ...request, url: target.href, params: [] };
  const next = status < 307 && request.method !== 'GET' ? asGet(moved) : moved;
  if (sameOrigin(target.href, from.href)) return next;
  if (!isAllowedHost(target, from.href, wire.allowedHosts)) throw baseUrlMoved(asked, shown, target);
  if (requestBody(next) !== undefined) throw redirectRefused(asked, shown, 'where its body must not go');
  return withoutCredentials(next);
}

function resolved(location: string, from: URL): URL | undefined {
  return URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}

function asGet(request: ApiRequest): ApiRequest {
  const headers = Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== 'content-type');
  return { method: 'GET', url: request.url, params: request.params, headers: Object.fromEntries(headers) };
}
