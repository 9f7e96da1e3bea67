import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulateWalk, type SimulatedAnswer, type SimulatedWalk } from '../../../../test/simulated-walk.ts';
import { isSluiceError } from '../../../core/error.ts';
import type { Row } from '../../../core/value.ts';
import type { ApiRequest } from '../../../http/http.ts';
import type { PaginatorObject } from './vocabulary.ts';

/** An API as it may be: with odd pages, with counts that are wrong, and with one way to say where the next page is. */
interface Api {
  readonly style: 'page' | 'offset' | 'next_page' | 'cursor' | 'link' | 'header' | 'last_row';
  /** Rows of each page; a page without rows may stand anywhere. */
  readonly sizes: readonly number[];
  readonly basePage: 0 | 1;
  /** How much the count differs from the truth; undefined: the API does not count. */
  readonly countIsOff: number | undefined;
  readonly hasFlag: boolean;
  readonly tellsCurrentPage: boolean;
  readonly behindLast: 'empty' | 'last page';
  readonly knowsPageParam: boolean;
  readonly link: 'absolute' | 'rooted' | 'query' | 'sibling';
  /** False: nothing is configured. */
  readonly isConfigured: boolean;
}

const apis: fc.Arbitrary<Api> = fc.record({
  style: fc.constantFrom('page', 'offset', 'next_page', 'cursor', 'link', 'header', 'last_row'),
  sizes: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 8 }),
  basePage: fc.constantFrom(0, 1),
  countIsOff: fc.option(fc.oneof(fc.constant(0), fc.integer({ min: -4, max: 4 })), { nil: undefined }),
  hasFlag: fc.boolean(),
  tellsCurrentPage: fc.boolean(),
  behindLast: fc.constantFrom('empty', 'last page'),
  knowsPageParam: fc.boolean(),
  link: fc.constantFrom('absolute', 'rooted', 'query', 'sibling'),
  isConfigured: fc.boolean(),
});

test('every row comes once, or the walk says that it is not sure', () => {
  const verdicts = new Map<string, number>();
  fc.assert(
    fc.property(apis, (api) => {
      fc.pre(saysWhereItEnds(api));
      const walk = walked(api);
      const verdict = walk?.end.verdict ?? 'error';
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      if (walk === undefined || verdict === 'unknown' || verdict === 'short' || isOneWordOfTheApi(api, walk)) return;
      expect(walk.rows).toEqual(allRows(api));
    }),
    { numRuns: 2000 },
  );
  expect(verdicts.get('proven') ?? 0).toBeGreaterThan(500);
});

/** The pages of the API. Those of an offset have no borders of their own, and no page is empty before the last. */
function pagesOf({ style, sizes }: Api): readonly (readonly Row[])[] {
  let id = 0;
  const cursors = style === 'offset' || style === 'last_row' ? sizes.filter((size) => size > 0) : sizes;
  return cursors.map((size) => Array.from({ length: size }, () => ({ id: (id += 1) })));
}

function allRows(api: Api): readonly Row[] {
  return pagesOf(api).flat();
}

/** An empty page, or nothing at all, is all that many APIs say of their end: it must be true then. */
function saysWhereItEnds(api: Api): boolean {
  const { style, sizes, countIsOff, hasFlag, isConfigured, behindLast } = api;
  const hasSign = countIsOff !== undefined || hasFlag;
  // A count of pages that are not there, and the last page again for each of them, is for the guard of the walk.
  if (style === 'page' && isConfigured && behindLast === 'last page' && (countIsOff ?? 1) > 0) return hasFlag;
  // Numbers from 0 that nothing tells of, and a count that is wrong: what is missing looks like what was miscounted.
  const isHidden = api.basePage === 0 && !api.tellsCurrentPage && (countIsOff ?? 0) !== 0;
  if (style === 'page' && !isConfigured && isHidden) return false;
  const isOne = sizes.length === 1 && !sizes.includes(0);
  if (style === 'last_row') return isConfigured || hasFlag;
  if (style === 'offset') return isConfigured || hasSign;
  return style !== 'page' || hasSign || (isConfigured ? !sizes.includes(0) : isOne);
}

/** Where the API counts exactly what came and says nothing else, there is nothing that could show it to be wrong. */
function isOneWordOfTheApi(api: Api, walk: SimulatedWalk): boolean {
  if (api.hasFlag || api.countIsOff === undefined || api.countIsOff >= 0) return false;
  if (api.style === 'offset') return walk.rows.length === countOf(api) || !api.isConfigured;
  return api.style === 'page' && walk.targets.length >= countOf(api);
}

function countOf(api: Api): number {
  const truth = api.style === 'offset' ? allRows(api).length : pagesOf(api).length;
  return Math.max(0, truth + (api.countIsOff ?? 0));
}

/** Undefined where the walk failed, as it may with an error of ours only. */
function walked(api: Api): SimulatedWalk | undefined {
  try {
    return simulateWalk(api.isConfigured ? configOf(api) : undefined, (request) => answerOf(api, request));
  } catch (error) {
    if (isSluiceError(error)) return undefined;
    throw error;
  }
}

function configOf({ style, countIsOff, hasFlag, basePage }: Api): PaginatorObject {
  const flag = hasFlag ? { has_more_path: 'has_more' } : {};
  const total_path = countIsOff === undefined ? null : style === 'page' ? 'total_pages' : 'total';
  const configs: Record<Api['style'], PaginatorObject> = {
    page: { type: 'page_number', base_page: basePage, total_path, ...flag },
    offset: { type: 'offset', limit: 4, total_path, ...flag },
    next_page: {
      type: 'page_number',
      base_page: basePage,
      total_path: null,
      next_page_path: 'next_page',
      stop_after_empty_page: false,
    },
    cursor: { type: 'cursor' },
    link: { type: 'json_link' },
    header: { type: 'header_link' },
    last_row: { type: 'cursor', cursor_param: 'starting_after', ...flag },
  };
  return configs[style];
}

function answerOf(api: Api, request: ApiRequest): SimulatedAnswer {
  const pages = pagesOf(api);
  if (api.style === 'offset') return offsetAnswer(api, request);
  const index = indexOf(api, request);
  const isBehind = index >= pages.length || index < 0;
  const data = (isBehind && api.behindLast === 'last page' ? pages.at(-1) : pages[index]) ?? [];
  const isLast = index >= pages.length - 1;
  const flag: Row = api.hasFlag ? { has_more: !isLast } : {};
  const next = isLast ? null : index + 1;
  switch (api.style) {
    case 'page': {
      const current: Row = api.tellsCurrentPage ? { page: index + api.basePage } : {};
      const count: Row = api.countIsOff === undefined ? {} : { total_pages: countOf(api) };
      return { body: { data, ...current, ...count, ...flag } };
    }
    case 'next_page':
      return { body: { data, next_page: next === null ? null : next + api.basePage, ...flag } };
    case 'cursor':
      return { body: { data, cursors: { next: next === null ? null : `c${next}` }, ...flag } };
    case 'link':
      return { body: { data, next: next === null ? null : linkTo(api, next), ...flag } };
    case 'header':
      return { body: data, headers: next === null ? {} : { link: `<${linkTo(api, next)}>; rel="next"` } };
    default:
      return { body: { data, ...flag } };
  }
}

function offsetAnswer(api: Api, request: ApiRequest): SimulatedAnswer {
  const rows = allRows(api);
  const start = Number(param(request, 'offset') ?? 0);
  // A cap of its own for each place: pages have any size.
  const cap = api.sizes[start % api.sizes.length] || 1;
  const data = rows.slice(start, start + Math.min(Number(param(request, 'limit') ?? 4), cap));
  const count: Row = api.countIsOff === undefined ? {} : { total: countOf(api) };
  const flag: Row = api.hasFlag ? { has_more: start + data.length < rows.length } : {};
  return { body: { data, ...count, ...flag } };
}

/** Which page a request means, from 0. */
function indexOf(api: Api, request: ApiRequest): number {
  if (api.style === 'page' || api.style === 'next_page') {
    const page = api.knowsPageParam || api.isConfigured ? param(request, 'page') : undefined;
    return page === undefined ? 0 : Number(page) - api.basePage;
  }
  if (api.style === 'last_row') {
    const after = Number(param(request, 'starting_after') ?? 0);
    const index = pagesOf(api).findIndex((page) => page.some(({ id }) => Number(id) > after));
    return index < 0 ? pagesOf(api).length : index;
  }
  const cursor = param(request, 'cursor') ?? new URL(request.url).searchParams.get('cursor') ?? 'c0';
  return Number(cursor.slice(1));
}

function linkTo(api: Api, index: number): string {
  const forms = { absolute: 'http://api/v1/items', rooted: '/v1/items', query: '', sibling: 'items' };
  return `${forms[api.link]}?cursor=c${index}`;
}

function param(request: ApiRequest, name: string): string | undefined {
  return request.params.find(([known]) => known === name)?.[1];
}
