import { memberPath } from '../../../core/json-path.ts';
import { ExactNumber, isRow, type Value } from '../../../core/value.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { nextKeys } from './next-signs.ts';
import { pagingMembers, type PagingMember } from './paging-members.ts';
import type { ApiPage } from './paginator.ts';
import { countOf } from './paging-fields.ts';

/** What an answer has that leads to its next page, and the JSONPath to it. */
export type NextTarget =
  | { readonly kind: 'link'; readonly path: string; readonly link: string }
  | { readonly kind: 'page'; readonly path: string; readonly page: number }
  | { readonly kind: 'cursor'; readonly path: string; readonly param: string };

/** In the order of the answer (4.10). */
export function* nextTargets(request: ApiRequest, page: ApiPage): Generator<NextTarget> {
  for (const member of pagingMembers(page)) {
    const target = targetOf(member, page.rowCount);
    if (target !== undefined) yield target;
  }
  if (isRow(page.body)) yield* linksToItself(request, page.body);
}

function targetOf(member: PagingMember, rowCount: number): NextTarget | undefined {
  const { names, key, value } = member;
  if (isAfter(names) && isScalar(value)) return { kind: 'cursor', path: memberPath(names), param: key };
  if (!nextKeys.test(key)) return undefined;
  return isRow(value) ? targetWithin(names, value) : scalarTarget(names, value, rowCount);
}

/** `paging.cursors.after` is what Facebook's Graph API and others have. */
function isAfter(names: readonly string[]): boolean {
  return names.at(-1) === 'after' && names.at(-2) === 'cursors';
}

/** `_links.next.href`, and `paging.next.after` where there is no address. */
function targetWithin(names: readonly string[], value: Readonly<Record<string, Value>>): NextTarget | undefined {
  const members = Object.entries(value);
  for (const [key, inner] of members) {
    const isLink = /^(?:href|url|uri|link)/i.test(key) && typeof inner === 'string' && inner !== '';
    if (isLink) return { kind: 'link', path: memberPath([...names, key]), link: inner };
  }
  const cursor = members.find(([key, inner]) => /^(?:after|cursor|starting_?after)$/i.test(key) && isScalar(inner));
  return cursor && { kind: 'cursor', path: memberPath([...names, cursor[0]]), param: cursor[0] };
}

function scalarTarget(names: readonly string[], value: Value, rowCount: number): NextTarget | undefined {
  const key = names.at(-1) ?? '';
  const path = memberPath(names);
  if (typeof value === 'string' && isLink(key, value)) return { kind: 'link', path, link: value };
  if (!isScalar(value)) return undefined;
  const number = countOf(value);
  const param = /^next[_-]?(offset|start)$/i.exec(key)?.[1]?.toLowerCase();
  if (number === undefined || param !== undefined) return { kind: 'cursor', path, param: param ?? 'cursor' };
  if (isPageKey(key, value)) return { kind: 'page', path, page: number };
  // A number that is called nothing but next may be a page or a row.
  if (/^next$/i.test(key) && number === rowCount && number > 2) return { kind: 'cursor', path, param: 'offset' };
  return { kind: 'cursor', path, param: 'cursor' };
}

function isPageKey(key: string, value: Value): boolean {
  if (/^next[_-]?page(?:[_-]?number)?$/i.test(key)) return true;
  return /^next$/i.test(key) && (value === 1 || value === 2);
}

/** Names that speak of cursors mean no address unless it is a whole one: base64 may begin with a slash. */
function isLink(key: string, value: string): boolean {
  if (/^https?:\/\//i.test(value)) return true;
  if (/cursor|token|marker|offset|start|id$|key$/i.test(key)) return false;
  if (/(?:url|uri|link|href)$/i.test(key)) return value !== '';
  return value.startsWith('/') || /^[^?#\s]*\?[^=\s]+=/.test(value);
}

/** An answer that is its own only row may still lead on, where the address is that of the request but for its query. */
function* linksToItself(request: ApiRequest, body: Readonly<Record<string, Value>>): Generator<NextTarget> {
  for (const [key, value] of Object.entries(body)) {
    if (!nextKeys.test(key) || typeof value !== 'string' || !URL.canParse(value, request.url)) continue;
    const [link, own] = [new URL(value, request.url), new URL(request.url)];
    const isItself = link.origin === own.origin && link.pathname === own.pathname && link.search !== '';
    if (isItself) yield { kind: 'link', path: memberPath([key]), link: value };
  }
}

function isScalar(value: Value): boolean {
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof ExactNumber) return true;
  return typeof value === 'string' && value !== '';
}
