import { masked, type Secret } from '../../../config/secret.ts';
import { withCookies } from '../../../http/cookies.ts';
import type { ApiRequest } from '../../../http/http.ts';
import type { Auth } from './auth.ts';

/** Where a credential stands in a request. */
export interface CredentialPlace {
  readonly location: 'header' | 'query' | 'cookie';
  readonly name: string;
}

/**
 * An auth that is one value at one place.
 * @param valueOf is called for each request, with what a secret is to be spelled as
 */
export function placedCredential(place: CredentialPlace, valueOf: (tell: (secret: Secret) => string) => string): Auth {
  const put = (request: ApiRequest): ApiRequest =>
    withCredential(
      request,
      place,
      valueOf((secret) => secret.reveal()),
    );
  return {
    open: () => (next) => (request, signal) => next(put(request), signal),
    show: (request) =>
      withCredential(
        request,
        place,
        valueOf(() => masked),
      ),
  };
}

/** The request with the value at its place. What stands there already is replaced, in whatever letter case (2.6, W30). */
export function withCredential(request: ApiRequest, { location, name }: CredentialPlace, value: string): ApiRequest {
  if (location === 'header') return { ...request, headers: { ...without(request.headers, name), [name]: value } };
  return location === 'query' ? withParam(request, name, value) : withCookies(request, [{ name, value }]);
}

function without(headers: ApiRequest['headers'], name: string): ApiRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([header]) => header.toLowerCase() !== name.toLowerCase()));
}

function withParam(request: ApiRequest, name: string, value: string): ApiRequest {
  const url = new URL(request.url);
  // Deleting spells the whole query anew, so it is done only where a link brought the key along.
  if (url.searchParams.has(name)) url.searchParams.delete(name);
  const params = request.params.filter(([param]) => param !== name);
  return { ...request, url: url.href, params: [...params, [name, value]] };
}
