import { paginatorUnusable } from '../errors.ts';
import { refuse } from '../reading/reading.ts';
import type { CustomConfig, OwnPaginator } from './vocabulary.ts';
import type { NextPage, PaginatorKind } from './paginator.ts';

/** A paginator that is code: its functions are called as they are, with what it is bound to. */
export const custom: PaginatorKind<CustomConfig> = {
  read(value, place) {
    const own = isOwnPaginator(value) ? value : memberOf(value, 'paginator');
    if (isOwnPaginator(own)) return { type: 'custom', paginator: own };
    return refuse(place, { message: 'must be a paginator with the functions first and next' });
  },

  build({ paginator }, resource) {
    return {
      summary: paginator.summary ?? 'as the code of the configuration says',
      first: (request) => paginator.first(request),
      next(request, page) {
        const next: unknown = paginator.next(request, page);
        if (isNextPage(next)) return next;
        throw paginatorUnusable(resource, 'gave neither a request nor an end');
      },
      ahead: (request, page) => paginator.ahead?.(request, page) ?? [],
    };
  },
};

/** True for what has the functions `first` and `next`, be they its own or those of its class. */
export function isOwnPaginator(value: unknown): value is OwnPaginator {
  if (typeof value !== 'object' || value === null) return false;
  return 'first' in value && typeof value.first === 'function' && 'next' in value && typeof value.next === 'function';
}

/** As far as a walk relies on it. */
function isNextPage(value: unknown): value is NextPage {
  const kind = memberOf(value, 'kind');
  if (kind === 'next') return typeof memberOf(memberOf(value, 'request'), 'url') === 'string';
  const end = kind === 'end' ? memberOf(value, 'end') : undefined;
  return ['proven', 'consistent', 'unknown', 'short'].some((verdict) => verdict === memberOf(end, 'verdict'));
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
