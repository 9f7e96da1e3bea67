import { nearest } from '../../../core/nearest.ts';
import { didYouMean, type Problem } from '../../../config/problem.ts';
import { isPlain, keyOf, refuse, shape, type Place, type Read, type SecretLookup } from '../reading/reading.ts';
import type { AutoConfig, PaginatorObject } from './vocabulary.ts';
import { cursor } from './cursor.ts';
import { headerLink } from './header-link.ts';
import { jsonLink } from './json-link.ts';
import { offset } from './offset.ts';
import { pageNumber } from './page-number.ts';
import type { Paginator, PaginatorKind } from './paginator.ts';
import { noPaginator, singlePage } from './single-page.ts';

/** Every `type` a paginator can have. A new one is a file and a line here. */
const paginatorKinds: {
  readonly [T in PaginatorObject['type']]: PaginatorKind<Extract<PaginatorObject, { readonly type: T }>>;
} = {
  auto: { read: shape<AutoConfig>({ type: () => 'auto' as const }), build: noPaginator },
  single_page: singlePage,
  page_number: pageNumber,
  offset,
  cursor,
  json_link: jsonLink,
  header_link: headerLink,
};

interface AnyKind {
  readonly read: Read<PaginatorObject>;
  build(config: never, resource: string): Paginator;
}

const notYet: readonly string[] = ['header_cursor'];
// Indexed by a text from outside: a map has no prototype to fall into.
const kinds: ReadonlyMap<string, AnyKind> = new Map<string, AnyKind>([
  ...Object.entries(paginatorKinds),
  ['json_response', jsonLink],
]);

/** An alias or an object; the keys allowed are those of its type (W38). */
export function readPaginator(value: unknown, place: Place): PaginatorObject | undefined {
  if (typeof value !== 'string' && !isPlain(value)) {
    return refuse(place, { message: 'must be the name of a paginator or an object with its type', found: value });
  }
  const at = typeof value === 'string' ? place : keyOf(place, 'type');
  const type = typeof value === 'string' ? value : value['type'];
  if (type === undefined) return refuse(at, { message: `is missing: it is one of ${known()}` });
  if (typeof type === 'string' && notYet.includes(type))
    return refuse(at, { message: `"${type}" is not supported yet` });
  const kind = typeof type === 'string' ? kinds.get(type) : undefined;
  if (kind === undefined) {
    const near = typeof type === 'string' ? nearest(type, kinds.keys()) : undefined;
    return refuse(at, { message: `must be one of ${known()}`, found: type, hint: didYouMean(near) });
  }
  return kind.read(typeof value === 'string' ? { type } : value, place);
}

/** @param config undefined or `auto`: nobody said how the pages hang together */
export function buildPaginator(config: PaginatorObject | undefined, resource: string): Paginator {
  const chosen = config ?? { type: 'auto' };
  const kind = kinds.get(chosen.type);
  // The kind was chosen by the type of this very object, so the object has the shape that the kind builds from.
  return kind === undefined ? noPaginator() : kind.build(chosen as never, resource);
}

/** A paginator that a walk found out and that was saved with its position; undefined for anything else. */
export function readStored(value: unknown): PaginatorObject | undefined {
  const problems: Problem[] = [];
  const place: Place = { path: '', problems, secrets: noSecrets };
  const read = readPaginator(value, place);
  return problems.length === 0 ? read : undefined;
}

const noSecrets: SecretLookup = { find: () => undefined, remember: (secret) => secret, hint: () => '' };

function known(): string {
  return [...kinds.keys()].join(', ');
}
