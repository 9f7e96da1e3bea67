import { shape, text } from '../reading/reading.ts';
import type { HeaderLinkConfig } from './vocabulary.ts';
import { followLink, linkOf } from './link.ts';
import { targetSign } from './next-signs.ts';
import { endAtMark, type PaginatorKind } from './paginator.ts';

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
        if (link !== undefined) return followLink(request, link);
        return endAtMark('the API gave no further link', targetSign(page));
      },
    };
  },
};
