import { compileJsonPath } from '../../../core/json-path.ts';
import { paginationValue } from '../errors.ts';
import { shape } from '../reading/reading.ts';
import type { JsonLinkConfig } from './vocabulary.ts';
import { followLink } from './link.ts';
import { flagSign, targetSign } from './next-signs.ts';
import { endAtMark, type PaginatorKind } from './paginator.ts';
import { pathText } from './paging-fields.ts';

/** Each answer has the address of the next page in its body; none, null or an empty one ends the walk (4.6, W19). */
export const jsonLink: PaginatorKind<JsonLinkConfig> = {
  read: shape<JsonLinkConfig>({ type: () => 'json_link' as const, next_url_path: pathText }),

  build(config, resource) {
    const path = compileJsonPath(config.next_url_path ?? 'next');
    return {
      summary: `follows the link at ${path.text} of each answer`,
      first: (request) => request,
      next(request, page) {
        const link = path.first(page.body);
        // A path that finds nothing may be misspelled: then the answer has something else that leads on.
        if (link === undefined) return endAtMark('the API gave no further link', targetSign(page));
        if (link === null || link === '') return endAtMark('the API gave no further link', flagSign(page));
        if (typeof link === 'string') return followLink(request, link);
        throw paginationValue({ resource, key: 'next_url_path', path: path.text }, 'an address', link);
      },
    };
  },
};
