import { shape } from '../reading/reading.ts';
import type { SinglePageConfig } from './vocabulary.ts';
import { nextSign } from './next-signs.ts';
import { endWith, type PaginatorKind } from './paginator.ts';

/** One request and no more, whatever the answer says (4.2). */
export const singlePage: PaginatorKind<SinglePageConfig> = {
  read: shape<SinglePageConfig>({ type: () => 'single_page' as const }),

  build: () => ({
    summary: 'one page',
    first: (request) => request,
    next(_request, page) {
      const sign = nextSign(page);
      const why = 'one page was asked for';
      if (sign === undefined) return endWith('consistent', `${why}, and nothing in the answer speaks of a next one`);
      return endWith('unknown', `${why}, but the answer has ${sign}`);
    },
  }),
};
