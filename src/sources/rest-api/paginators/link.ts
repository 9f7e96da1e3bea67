import type { ApiRequest } from '../../../http/http.ts';
import { endWith, goOn, type NextPage } from './paginator.ts';

/**
 * The request for a link: method, headers and body stay, the query is the link's own (4.6). Relative links start at
 * the address of the request, as in RFC 3986.
 */
export function followLink(request: ApiRequest, link: string): NextPage {
  const url = URL.canParse(link, request.url) ? new URL(link, request.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return endWith('unknown', 'the link to the next page is no address');
  }
  url.hash = '';
  return goOn({ ...request, url: url.href, params: [] });
}

/** The target of the first link with this relation, spelled exactly so. */
export function linkOf(header: string, relation: string): string | undefined {
  for (const [, target, parameters] of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*(?:=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g,
  )) {
    const [, quoted, plain] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/.exec(parameters ?? '') ?? [];
    if ((quoted ?? plain) === relation) return target;
  }
  return undefined;
}
