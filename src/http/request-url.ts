import { urlInvalid } from './errors.ts';
import type { ApiRequest, QueryParam } from './http.ts';
import { type Mask, redactUrl } from './redact.ts';

/**
 * The URL that is asked: the query that came with it, then the parameters, form-encoded as dlt does it (section 2.2 of
 * the REST reference). The fragment is dropped.
 * @throws `config_invalid` unless it is an absolute http or https URL without a user part
 */
export function requestUrl(request: Pick<ApiRequest, 'url' | 'params'>, mask?: Mask): URL {
  const url = absoluteUrl(request.url, mask);
  url.hash = '';
  const query = [url.search.slice(1), request.params.map(formEncoded).join('&')].filter((part) => part !== '');
  url.search = query.join('&');
  return url;
}

/** @throws `config_invalid` */
export function absoluteUrl(text: string, mask?: Mask): URL {
  const url = parsedUrl(text);
  if (url === undefined) throw urlInvalid(redactUrl(text, mask), 'it is not an absolute URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw urlInvalid(redactUrl(text, mask), 'only http and https can be asked');
  }
  if (url.username !== '' || url.password !== '') {
    throw urlInvalid(redactUrl(text, mask), 'it holds a user name or password');
  }
  return url;
}

/** A request as errors name it: `GET https://…`, redacted. */
export function askedAs(request: ApiRequest, mask?: Mask): string {
  return `${request.method} ${redactUrl(requestUrl(request, mask).href, mask)}`;
}

/** Undefined for what is no absolute URL. `URL.parse` does the same, from Node 22 on. */
export function parsedUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** `name=value` as forms and queries spell it. */
export function formEncoded([name, text]: QueryParam): string {
  return `${quotePlus(name)}=${quotePlus(text)}`;
}

/** All but letters, digits and `_.-~` in percent form, a space as `+`; a lone surrogate becomes U+FFFD. */
function quotePlus(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\uFFFD'))
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
