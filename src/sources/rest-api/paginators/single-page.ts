import { shape } from '../reading/reading.ts';
import type { SinglePageConfig } from './vocabulary.ts';
import { nextSign } from './next-signs.ts';
import { endWith, type Paginator, type PaginatorKind } from './paginator.ts';

/** One request and no more, whatever the answer says (4.2). */
export const singlePage: PaginatorKind<SinglePageConfig> = {
  read: shape<SinglePageConfig>({ type: () => 'single_page' as const }),
  build: () => onePage('one page', 'one page was asked for'),
};

/** Where nobody said how the pages hang together: the first one, and whether there seem to be more. */
export function noPaginator(): Paginator {
  return onePage('one page, as no paginator is given', 'no paginator is given');
}

function onePage(summary: string, why: string): Paginator {
  return {
    summary,
    first: (request) => request,
    next(_request, page) {
      const sign = nextSign(page);
      if (sign === undefined) return endWith('consistent', `${why}, and nothing in the answer speaks of a next one`);
      return endWith('unknown', `${why}, but the answer has ${sign}`);
    },
  };
}
