import { ExactNumber, isRow, type Value } from '../../../core/value.ts';
import { linkOf } from './link.ts';
import type { ApiPage } from './paginator.ts';
import { pagingMembers, isOneRow, type PagingMember } from './paging-members.ts';

/** What in an answer looks as if there were another page, in a few words; undefined where nothing does. */
export function nextSign(page: ApiPage): string | undefined {
  return headerSign(page) ?? signIn(page, [targetSignOf, flagSignOf, totalSignOf]);
}

/** The same, but not from counts of rows: they are the same on the last page. */
export function targetSign(page: ApiPage): string | undefined {
  if (linkOf(page.headers['link'] ?? '', 'next') !== undefined) return linkHeaderSign;
  return signIn(page, [targetSignOf, flagSignOf]);
}

/** Only a flag that says so. */
export function flagSign(page: ApiPage): string | undefined {
  return signIn(page, [flagSignOf]);
}

/** What in an answer says that there is no other page. */
export function lastSign(page: ApiPage): string | undefined {
  for (const { key, value } of membersOf(page)) {
    const isNothing = value === null || value === '' || value === false;
    if (nextKeys.test(key) && isNothing) return `"${key}" without a value`;
    if (flagKeys.test(key) && value === false) return `"${key}" that is false`;
  }
  return undefined;
}

/** Names of what leads to the next page: `next`, `nextPageUrl`, `next_cursor`, `@odata.nextLink`; not `next_run`. */
export const nextKeys: RegExp =
  /^(?:@?odata\.)?next(?:[_\- ]?(?:page|url|uri|link|href|cursor|token|offset|start|marker|key|id|path|number|results?|records|items))*$/i;
const flagKeys = /^(?:has_?(?:more|next|next_?page|more_?(?:items|pages|results|rows|records))|more|more_?available)$/i;
const totalKeys =
  /^(?:count|total|total_?(?:count|rows|items|results|records|elements|size|entries|hits)|(?:row|item|result|record)_?count)$/i;
const linkHeaderSign = 'a Link header with rel="next"';

type SignOf = (member: PagingMember, page: ApiPage) => string | undefined;

function signIn(page: ApiPage, signsOf: readonly SignOf[]): string | undefined {
  for (const member of membersOf(page)) {
    for (const signOf of signsOf) {
      const sign = signOf(member, page);
      if (sign !== undefined) return sign;
    }
  }
  return undefined;
}

/** Of an answer that is its own only row, too: a list may be missing where its next page is not. */
function* membersOf(page: ApiPage): Generator<PagingMember> {
  const { body } = page;
  if (isRow(body) && isOneRow(page, body)) {
    for (const [key, value] of Object.entries(body)) {
      if (!totalKeys.test(key)) yield { names: [key], key, value, holder: body };
    }
  }
  yield* pagingMembers(page);
}

function targetSignOf({ key, value, names }: PagingMember): string | undefined {
  if (nextKeys.test(key) && isTarget(value)) return `"${key}" with a value`;
  if (/^(?:after|end_?cursor)$/i.test(key) && /^cursors$/i.test(names.at(-2) ?? '') && isTarget(value)) {
    return `"${names.slice(-2).join('.')}" with a value`;
  }
  const isLinks = /^_?links?$/i.test(key) && Array.isArray(value);
  // A list of values and nothing else: rows and exact numbers are no lists.
  return isLinks && (value as readonly Value[]).some(isNextLink) ? `"${key}" with rel "next"` : undefined;
}

function flagSignOf({ key, value }: PagingMember): string | undefined {
  if (!flagKeys.test(key)) return undefined;
  return value === true || value === 1 || value === 'true' ? `"${key}" that is true` : undefined;
}

function totalSignOf({ key, value }: PagingMember, { rowCount }: ApiPage): string | undefined {
  const isMore = totalKeys.test(key) && (typeof value === 'number' || typeof value === 'bigint') && value > rowCount;
  return isMore ? `"${key}" of ${value}` : undefined;
}

/** Headers that say more than the body: GitLab's, and what many others call alike. */
function headerSign({ headers, rowCount }: ApiPage): string | undefined {
  if (linkOf(headers['link'] ?? '', 'next') !== undefined) return linkHeaderSign;
  if ((headers['x-next-page'] ?? '') !== '') return 'a header x-next-page';
  const counts = { 'x-total-pages': 1, 'x-total-count': rowCount, 'x-total': rowCount };
  const name = Object.entries(counts).find(([header, known]) => Number(headers[header] ?? 0) > known)?.[0];
  return name === undefined ? undefined : `a header ${name} of ${headers[name]}`;
}

function isTarget(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  if (isRow(value)) return Object.entries(value).some(([key, inner]) => innerKeys.test(key) && isTarget(inner));
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof ExactNumber || value === true;
}

const innerKeys = /^(?:href|url|link|uri|after|cursor|token|page|offset|starting_?after)/i;

function isNextLink(value: Value): boolean {
  return isRow(value) && Object.hasOwn(value, 'rel') && value['rel'] === 'next';
}
