import { refuse } from '../reading/reading.ts';
import type { CustomConfig, OwnPaginator } from './vocabulary.ts';
import type { PaginatorKind } from './paginator.ts';

/** A paginator that is code: its functions are called as they are, with what it is bound to. */
export const custom: PaginatorKind<CustomConfig> = {
  read(value, place) {
    const own = isOwnPaginator(value) ? value : memberOf(value);
    if (isOwnPaginator(own)) return { type: 'custom', paginator: own };
    return refuse(place, { message: 'must be a paginator with the functions first and next' });
  },

  build({ paginator }) {
    return {
      summary: paginator.summary ?? 'as the code of the configuration says',
      first: (request) => paginator.first(request),
      next: (request, page) => paginator.next(request, page),
      ahead: (request, page) => paginator.ahead?.(request, page) ?? [],
    };
  },
};

/** True for what has the functions `first` and `next`, be they its own or those of its class. */
export function isOwnPaginator(value: unknown): value is OwnPaginator {
  if (typeof value !== 'object' || value === null) return false;
  return 'first' in value && typeof value.first === 'function' && 'next' in value && typeof value.next === 'function';
}

function memberOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'paginator' in value ? value.paginator : undefined;
}
