import type { ApiRequest, ApiResponse } from './http.ts';
import { sameOrigin } from './origin.ts';
import { parsedUrl } from './request-url.ts';

/** A cookie as a server set it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  /** Sent over https only. */
  readonly isSecure: boolean;
  /** Hidden from scripts: most often the one that says who asks. */
  readonly isHttpOnly: boolean;
  /** Absent: it ends with the jar. */
  readonly expiresAtMs?: number | undefined;
}

/**
 * The cookies of one origin, kept and sent by the rules of RFC 6265: name and path, expiry, `Secure`. Stricter than a
 * browser in one thing: no cookie goes to another origin, whatever its domain says (S2). A jar holds at most 50 cookies
 * of at most 4096 characters; the oldest make way.
 */
export class CookieJar {
  readonly #origin: string;
  readonly #cookies = new Map<string, Cookie>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Takes in what an answer set, and gives back the cookies that are kept because of it. */
  take({ url, cookies }: Pick<ApiResponse, 'url' | 'cookies'>, nowMs: number): readonly Cookie[] {
    const from = parsedUrl(url);
    if (from === undefined || !sameOrigin(url, this.#origin)) return [];
    const read = cookies.map((text) => readCookie(text, from, nowMs)).filter((cookie) => cookie !== undefined);
    for (const cookie of read) this.#put(cookie, nowMs);
    return read.filter((cookie) => this.#cookies.get(keyOf(cookie)) === cookie);
  }

  /** Those that a request to this URL carries, the longest path first. */
  toSend(url: string, nowMs: number): readonly Cookie[] {
    const target = parsedUrl(url);
    if (target === undefined || !sameOrigin(url, this.#origin)) return [];
    return [...this.#cookies.values()]
      .filter((cookie) => isAlive(cookie, nowMs) && isUnder(target.pathname, cookie.path))
      .filter(({ isSecure }) => !isSecure || target.protocol === 'https:')
      .sort((one, other) => other.path.length - one.path.length);
  }

  /** The one of this name that is not expired, wherever it is sent. */
  find(name: string, nowMs: number): Cookie | undefined {
    return [...this.#cookies.values()].find((cookie) => cookie.name === name && isAlive(cookie, nowMs));
  }

  /** True before the first cookie. */
  get isEmpty(): boolean {
    return this.#cookies.size === 0;
  }

  #put(cookie: Cookie, nowMs: number): void {
    const key = keyOf(cookie);
    if (!isAlive(cookie, nowMs)) {
      this.#cookies.delete(key);
      return;
    }
    this.#cookies.set(key, cookie);
    const [oldest] = this.#cookies.keys();
    if (this.#cookies.size > mostCookies && oldest !== undefined) this.#cookies.delete(oldest);
  }
}

const mostCookies = 50;
const longestCookie = 4096;

/** The request with these cookies beside its own; one of the same name is replaced. */
export function withCookies(request: ApiRequest, cookies: readonly Pick<Cookie, 'name' | 'value'>[]): ApiRequest {
  if (cookies.length === 0) return request;
  const isCookie = (header: string): boolean => header.toLowerCase() === 'cookie';
  const own = Object.entries(request.headers).find(([header]) => isCookie(header))?.[1] ?? '';
  const names = new Set(cookies.map(({ name }) => name));
  const kept = own.split(/; */).filter((pair) => pair !== '' && !names.has(pair.split('=')[0] ?? ''));
  const others = Object.entries(request.headers).filter(([header]) => !isCookie(header));
  const text = [...kept, ...cookies.map(({ name, value }) => `${name}=${value}`)].join('; ');
  return { ...request, headers: { ...Object.fromEntries(others), Cookie: text } };
}

/** The request that follows a redirect, with what the redirect set: form logins set their session there. */
export function carryCookies(request: ApiRequest, from: Pick<ApiResponse, 'url' | 'cookies' | 'headers'>): ApiRequest {
  // The server that says when they expire says also what time it is.
  const nowMs = Date.parse(from.headers['date'] ?? '') || 0;
  const jar = new CookieJar(from.url);
  jar.take(from, nowMs);
  return withCookies(request, jar.toSend(request.url, nowMs));
}

/** Undefined for what no cookie is. The domain is only looked at to refuse what is for others. */
function readCookie(text: string, from: URL, nowMs: number): Cookie | undefined {
  const [pair = '', ...rest] = text.split(';');
  const equals = pair.indexOf('=');
  const [name, value] = [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
  if (equals < 0 || !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\u0020-\u007E\u0080-\u00FF]*$/.test(value)) {
    return undefined;
  }
  const attributes = readAttributes(rest);
  const domain = (attributes.get('domain') ?? '').replace(/^\./, '').toLowerCase();
  const isForeign = domain !== '' && from.hostname !== domain && !from.hostname.endsWith(`.${domain}`);
  if (isForeign || name.length + value.length > longestCookie) return undefined;
  const path = attributes.get('path') ?? '';
  return {
    name,
    value,
    path: path.startsWith('/') ? path : defaultPath(from.pathname),
    isSecure: attributes.has('secure'),
    isHttpOnly: attributes.has('httponly'),
    expiresAtMs: expiryOf(attributes, nowMs),
  };
}

/** The last one of a name counts. */
function readAttributes(parts: readonly string[]): ReadonlyMap<string, string> {
  const entries = parts.map((part) => {
    const [name = '', ...value] = part.split('=');
    return [name.trim().toLowerCase(), value.join('=').trim()] as const;
  });
  return new Map(entries);
}

/** `Max-Age` goes before `Expires`; neither is readable: undefined. */
function expiryOf(attributes: ReadonlyMap<string, string>, nowMs: number): number | undefined {
  const maxAge = attributes.get('max-age') ?? '';
  if (/^-?\d+$/.test(maxAge)) return Number(maxAge) <= 0 ? -Infinity : nowMs + Number(maxAge) * 1000;
  const expires = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(expires) ? undefined : expires;
}

function isAlive({ expiresAtMs }: Cookie, nowMs: number): boolean {
  return expiresAtMs === undefined || expiresAtMs > nowMs;
}

function isUnder(path: string, cookiePath: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}

/** Of RFC 6265, section 5.1.4: the folder of what was asked. */
function defaultPath(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || '/';
}

function keyOf({ name, path }: Cookie): string {
  return `${name};${path}`;
}
