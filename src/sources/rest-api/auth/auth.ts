/**
 * How requests prove who asks. An auth is an interceptor: it puts the credential on when a request leaves and nothing
 * else ever holds it, so that requests can be shown, stored and compared. Which origin may see it is not decided here;
 * the client binds it to its own.
 */
import type { ApiRequest, Interceptor } from '../../../http/http.ts';
import { masked, Secret } from '../../../config/secret.ts';
import { refuse, type Read } from '../reading/reading.ts';

/** Puts a credential on, and shows where. */
export interface Auth {
  readonly interceptor: Interceptor;
  /** The request with the credential's place filled by a mask; for plans. */
  show(request: ApiRequest): ApiRequest;
}

/** One `type` of the vocabulary: how its keys are read, and what is made of them. */
export interface AuthKind<Config> {
  readonly read: Read<Config>;
  build(config: Config): Auth;
}

/** Where a credential stands in a request. */
export interface CredentialPlace {
  readonly location: 'header' | 'query' | 'cookie';
  readonly name: string;
}

/**
 * An auth that is one value at one place. What stands there already is replaced, in whatever letter case (2.6, W30).
 * @param valueOf is called for each request, with what a secret is to be spelled as
 */
export function placedCredential(place: CredentialPlace, valueOf: (tell: (secret: Secret) => string) => string): Auth {
  return {
    interceptor: (next) => (request, signal) =>
      next(
        withCredential(
          request,
          place,
          valueOf((secret) => secret.reveal()),
        ),
        signal,
      ),
    show: (request) =>
      withCredential(
        request,
        place,
        valueOf(() => masked),
      ),
  };
}

/** A secret from the configuration, or else from where secrets are kept; a problem where there is none. */
export function readSecret(key: string): Read<Secret> {
  return (value, place) => {
    if (value instanceof Secret) return place.secrets.remember(value);
    if (typeof value === 'string') return place.secrets.remember(new Secret(value));
    if (value !== null && value !== undefined) return refuse(place, { message: 'must be a text' });
    const found = place.secrets.find(key);
    if (found === undefined) return refuse(place, { message: 'is not set', hint: place.secrets.hint(key) });
    return place.secrets.remember(found);
  };
}

/** The object with each of these keys present, so that absent secrets are looked up. */
export function withSecretKeys(value: unknown, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const absent = keys.filter((key) => !Object.hasOwn(value, key)).map((key) => [key, null]);
  return { ...value, ...Object.fromEntries(absent) };
}

function withCredential(request: ApiRequest, { location, name }: CredentialPlace, value: string): ApiRequest {
  if (location === 'header') return { ...request, headers: { ...without(request.headers, name), [name]: value } };
  if (location === 'query') return withParam(request, name, value);
  const cookies = Object.entries(request.headers).find(([header]) => header.toLowerCase() === 'cookie')?.[1];
  const cookie = [...(cookies === undefined ? [] : [cookies]), `${name}=${value}`].join('; ');
  return { ...request, headers: { ...without(request.headers, 'cookie'), Cookie: cookie } };
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
