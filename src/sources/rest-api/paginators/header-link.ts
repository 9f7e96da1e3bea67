import { shape, text } from '../reading/reading.ts';
import type { HeaderLinkConfig } from './vocabulary.ts';
import { followLink } from './link.ts';
import { endWith, type PaginatorKind } from './paginator.ts';

/** Each answer has the address of the next page in its `Link` header (4.6, RFC 8288). */
export const headerLink: PaginatorKind<HeaderLinkConfig> = {
  read: shape<HeaderLinkConfig>({ type: () => 'header_link' as const, links_next_key: text }),

  build(config) {
    const relation = config.links_next_key ?? 'next';
    return {
      summary: `follows the Link header with rel="${relation}"`,
      first: (request) => request,
      next(request, page) {
        const link = linkOf(page.headers['link'] ?? '', relation);
        return link === undefined ? endWith('proven', 'the API gave no further link') : followLink(request, link);
      },
    };
  },
};

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
