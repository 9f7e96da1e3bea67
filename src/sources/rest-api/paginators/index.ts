import { nearest } from '../../../core/nearest.ts';
import { didYouMean, type Problem } from '../../../config/problem.ts';
import { isPlain, keyOf, refuse, type Place, type Read, type SecretLookup } from '../reading/reading.ts';
import { withoutAliases } from './aliases.ts';
import { auto, detected } from './auto.ts';
import { cursor } from './cursor.ts';
import { custom, isOwnPaginator } from './custom.ts';
import { headerCursor } from './header-cursor.ts';
import { headerLink } from './header-link.ts';
import { jsonLink } from './json-link.ts';
import { offset } from './offset.ts';
import { pageNumber } from './page-number.ts';
import type { Paginator, PaginatorKind } from './paginator.ts';
import { singlePage } from './single-page.ts';
import type { PaginatorObject, SettledPaginator, WrittenPaginator } from './vocabulary.ts';

/** Every `type` a paginator can have. A new one is a file and a line here. */
const paginatorKinds: {
  readonly [T in PaginatorObject['type']]: PaginatorKind<Extract<PaginatorObject, { readonly type: T }>>;
} = {
  auto,
  single_page: singlePage,
  page_number: pageNumber,
  offset,
  cursor,
  header_cursor: headerCursor,
  json_link: jsonLink,
  header_link: headerLink,
  custom,
  detected,
};

interface AnyKind {
  readonly read: Read<PaginatorObject>;
  build(config: never, resource: string): Paginator;
}

// Indexed by a text from outside: a map has no prototype to fall into.
const kinds: ReadonlyMap<string, AnyKind> = new Map<string, AnyKind>([
  ...Object.entries(paginatorKinds),
  ['json_response', jsonLink],
]);
/** Nobody writes these as a text. */
const unwritten: readonly string[] = ['custom', 'detected'];

/** An alias, an object or code; the keys allowed are those of its type (W38). */
export function readPaginator(value: unknown, place: Place): WrittenPaginator | undefined {
  if (isOwnPaginator(value)) return { type: 'custom', paginator: value };
  if (typeof value !== 'string' && !isPlain(value)) {
    return refuse(place, { message: 'must be the name of a paginator or an object with its type', found: value });
  }
  const at = typeof value === 'string' ? place : keyOf(place, 'type');
  const type = typeof value === 'string' ? value : value['type'];
  if (type === undefined) return refuse(at, { message: `is missing: it is one of ${known().join(', ')}` });
  const kind = typeof type === 'string' && type !== 'detected' ? kinds.get(type) : undefined;
  if (typeof type !== 'string' || kind === undefined) {
    const near = typeof type === 'string' ? nearest(type, known()) : undefined;
    return refuse(at, { message: `must be one of ${known().join(', ')}`, found: type, hint: didYouMean(near) });
  }
  const read = kind.read(typeof value === 'string' ? { type } : withoutAliases(type, value, place), place);
  return read?.type === 'detected' ? undefined : read;
}

/** A paginator that a walk found out and that was saved with its position; undefined for anything else. */
export function readStored(value: unknown): SettledPaginator | undefined {
  const problems: Problem[] = [];
  const place: Place = { path: '', problems, secrets: noSecrets };
  const type = isPlain(value) ? value['type'] : undefined;
  const read = type === 'detected' ? detected.read(value, place) : readPaginator(value, place);
  return problems.length > 0 || read?.type === 'custom' ? undefined : read;
}

const noSecrets: SecretLookup = { find: () => undefined, remember: (secret) => secret, hint: () => '' };

/** @param config undefined or `auto`: nobody said how the pages hang together */
export function buildPaginator(config: PaginatorObject | undefined, resource: string): Paginator {
  const chosen = config ?? { type: 'auto' };
  const kind: AnyKind = kinds.get(chosen.type) ?? auto;
  // The kind was chosen by the type of this very object, so the object has the shape that the kind builds from.
  return kind.build(chosen as never, resource);
}

function known(): readonly string[] {
  return [...kinds.keys()].filter((type) => !unwritten.includes(type));
}
