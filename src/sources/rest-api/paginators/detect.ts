import { memberPath } from '../../../core/json-path.ts';
import type { Value } from '../../../core/value.ts';
import type { ApiRequest } from '../../../http/http.ts';
import type { DetectablePaginator, PageNumberConfig } from './vocabulary.ts';
import { linkOf } from './link.ts';
import { nextTargets, type NextTarget } from './next-target.ts';
import type { ApiPage } from './paginator.ts';
import { countOf } from './paging-fields.ts';
import { pagingMembers, type PagingMember } from './paging-members.ts';

/** A way to the next page that an answer shows. */
export interface Detection {
  readonly paginator: DetectablePaginator;
  /** What it was seen by. */
  readonly sign: string;
}

/**
 * How the pages of an API hang together, from its first answer (4.10): a link in the header, an address in the body, the
 * number of the next page, the count of pages, a cursor. Unlike dlt's, it looks only where APIs speak of paging (W8),
 * knows numbers from cursors, and begins to count where the API does (W2).
 */
export function detectPaginator(request: ApiRequest, page: ApiPage): Detection | undefined {
  if (linkOf(page.headers['link'] ?? '', 'next') !== undefined) {
    return { paginator: { type: 'header_link' }, sign: 'a Link header with rel="next"' };
  }
  const targets = [...nextTargets(request, page)];
  const ofKind = (kind: NextTarget['kind']): NextTarget | undefined => targets.find((target) => target.kind === kind);
  const next = ofKind('link') ?? ofKind('page');
  if (next !== undefined) return detectionOf(next, request);
  const counted = byPageCount(request, page);
  if (counted !== undefined) return counted;
  const cursor = ofKind('cursor');
  return cursor && detectionOf(cursor, request);
}

function detectionOf(target: NextTarget, request: ApiRequest): Detection {
  const sign = `${target.kind === 'link' ? 'the address' : `the ${target.kind}`} at ${target.path}`;
  if (target.kind === 'link') return { paginator: { type: 'json_link', next_url_path: target.path }, sign };
  if (target.kind === 'cursor') {
    return { paginator: { type: 'cursor', cursor_path: target.path, cursor_param: target.param }, sign };
  }
  const paginator: PageNumberConfig = {
    type: 'page_number',
    base_page: Math.min(1, Math.max(0, target.page - 1)),
    page: target.page - 1,
    page_param: pageParam(request)?.[0] ?? 'page',
    total_path: null,
    stop_after_empty_page: false,
    next_page_path: target.path,
  };
  return { paginator, sign };
}

const strongCountKeys = /^(?:total_?pages|total_?page_?count|page_?count|num_?pages|last_?page)$/i;
const weakCountKeys = /^pages$/i;
const pageKeys = /^(?:page|current_?page|page_?(?:number|no|num|index)|number|current)$/i;
const companionKeys = /^(?:page|current_?page|page_?(?:number|no|num|index|size)|per_?page|limit|size|count|total.*)$/i;
const pageParams = /^(?:page|page_?(?:number|no|num|index)|p|pg)$/i;

/** Where the API says how many pages there are: from the page that came to the last one. */
function byPageCount(request: ApiRequest, page: ApiPage): Detection | undefined {
  for (const member of pagingMembers(page)) {
    if (!isPageCount(member)) continue;
    const [param, asked] = pageParam(request) ?? ['page', undefined];
    const basePage = asked === undefined ? currentPage(member, page) : Math.min(1, asked);
    const path = memberPath(member.names);
    const paginator: PageNumberConfig = {
      type: 'page_number',
      base_page: basePage,
      page: asked ?? basePage,
      page_param: param,
      total_path: path,
    };
    return { paginator, sign: `the count of pages at ${path}` };
  }
  return undefined;
}

function isPageCount({ key, value, names, holder }: PagingMember): boolean {
  if (value === null || countOf(value) === undefined || typeof value === 'boolean') return false;
  if (strongCountKeys.test(key)) return true;
  // Books have pages too.
  const hasCompany = names.length > 1 || Object.keys(holder).some((other) => companionKeys.test(other));
  return weakCountKeys.test(key) && hasCompany;
}

/** A parameter of the user's own that is the number of a page. */
function pageParam(request: ApiRequest): readonly [name: string, page: number] | undefined {
  const found = request.params.find(([name, text]) => pageParams.test(name) && /^\d+$/.test(text));
  return found && [found[0], Number(found[1])];
}

/** What the API calls its first page: 0 where the answer says so, and 1 otherwise, as nearly all do (W2). */
function currentPage({ holder }: PagingMember, page: ApiPage): 0 | 1 {
  const nearby: readonly (readonly [string, Value])[] = Object.entries(holder);
  const said = nearby.find(([key, value]) => pageKeys.test(key) && isBase(value));
  const elsewhere = said ?? [...pagingMembers(page)].map(({ key, value }) => [key, value] as const).find(isCurrent);
  return elsewhere?.[1] === 0 || elsewhere?.[1] === '0' ? 0 : 1;
}

function isCurrent([key, value]: readonly [string, Value]): boolean {
  return pageKeys.test(key) && isBase(value);
}

function isBase(value: Value): boolean {
  return value === 0 || value === 1 || value === '0' || value === '1';
}
