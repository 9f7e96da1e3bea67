import { isSecretName } from '../core/secret-names.ts';
import { foreignOrigin } from './errors.ts';
import type { ApiRequest, Interceptor } from './http.ts';
import { type Mask, redactUrl } from './redact.ts';
import { absoluteUrl, parsedUrl } from './request-url.ts';

/** True when both are http or https URLs with the same scheme, host and port; a trailing dot makes another host. */
export function sameOrigin(one: string, other: string): boolean {
  const [first, second] = [parsedUrl(one), parsedUrl(other)];
  return first?.origin !== undefined && first.origin !== 'null' && first.origin === second?.origin;
}

/**
 * Keeps requests, and what they carry, with the API that they are meant for. The URL is looked at as it will be sent:
 * what goes to `origin` gets its credentials from `auth`; what goes to an allowed host gets none, and loses all headers
 * but the plain ones; everything else is refused before anything is sent (S2).
 * @param allowedHosts `host` or `host:port`; never reached over http when the origin is https
 * @throws `http_foreign_origin` from the send
 */
export function boundCredentials(
  origin: string,
  auth: Interceptor,
  allowedHosts: readonly string[] = [],
  mask?: Mask,
): Interceptor {
  return (next) => {
    const withCredentials = auth(next);
    return async (request, signal) => {
      const url = absoluteUrl(request.url, mask);
      const bound: ApiRequest = { ...request, url: url.href };
      if (sameOrigin(url.href, origin)) return withCredentials(bound, signal);
      if (!isAllowedHost(url, origin, allowedHosts))
        throw foreignOrigin(redactUrl(url.href, mask), originOf(origin), url.host);
      return next(withoutCredentials(bound), signal);
    };
  };
}

/** True for a host that the user named, unless it would be asked over http although `from` is https. */
export function isAllowedHost(url: URL, from: string, allowedHosts: readonly string[]): boolean {
  if (url.protocol === 'http:' && parsedUrl(from)?.protocol === 'https:') return false;
  return allowedHosts.some((host) => host.toLowerCase() === url.host);
}

/** For another host: plain headers only, and no parameter that has the name of a secret. */
export function withoutCredentials(request: ApiRequest): ApiRequest {
  const headers = Object.entries(request.headers).filter(([name]) => plainHeaders.has(name.toLowerCase()));
  const params = request.params.filter(([name]) => !isSecretName(name));
  return { ...request, headers: Object.fromEntries(headers), params };
}

const plainHeaders: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'user-agent',
]);

function originOf(url: string): string {
  return parsedUrl(url)?.origin ?? redactUrl(url);
}
