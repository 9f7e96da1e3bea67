import type { Value } from '../../../core/value.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { paginationValue } from '../errors.ts';
import { bool, filledText, oneOf, orNull, shape, text, wholeNumber } from '../reading/reading.ts';
import { textOf } from '../requests/value-text.ts';
import type { PageNumberConfig } from './vocabulary.ts';
import { followLink } from './link.ts';
import { endWith, goOn, type ApiPage, type NextPage, type PaginatorKind, type TheEnd } from './paginator.ts';
import { countOf, glimpseCount, glimpseFlag, pagingPath, pathText, readCount } from './paging-fields.ts';
import type { PagingPath } from './paging-fields.ts';
import {
  checkRangeEnd,
  endAtNothing,
  endOfRange,
  moreFlag,
  totalOf,
  readMore,
  type MoreFlag,
  type RangeTotal,
} from './range-end.ts';
import { checkSlot, fillSlot, numberInSlot, slotOf, slotText, type Slot } from './slot.ts';

/** Pages have numbers; the walk ends at the last one, at an empty one, or where the API says so (4.3). */
export const pageNumber: PaginatorKind<PageNumberConfig> = {
  read(value, place) {
    const config = readKeys(value, place);
    if (config === undefined) return undefined;
    checkSlot(config, { param: 'page_param', body: 'page_body_path' }, place);
    checkRangeEnd(config, { maximum_page: config.maximum_page, next_page_path: config.next_page_path }, place);
    return config;
  },

  build(config, resource) {
    const range = rangeOf(config, resource);
    const { slot, firstPage, basePage } = range;
    return {
      summary: range.nextPage
        ? `${slotText(slot)} takes ${range.nextPage.path.text} of each answer, from ${firstPage}`
        : `${slotText(slot)} counts pages from ${firstPage}`,
      first: (request) => fillSlot(request, slot, firstPage),
      next(request, page) {
        const current = numberInSlot(request, slot, firstPage);
        if (range.stopAtEmpty && page.rowCount === 0) return endAtEmpty(range, page, current);
        const total = readCount(range.total.field, page.body);
        const { nextPage } = range;
        if (nextPage !== undefined) return goWhereItSays({ ...range, nextPage }, request, page, { current, total });
        const end = endAt(range, page, { current, next: current + 1, total });
        return end ?? goOn(fillSlot(request, slot, current + 1));
      },
      counted(page) {
        const count = glimpseCount(range.total.field, page.body);
        return count === undefined ? undefined : { count, of: 'pages' };
      },
      *ahead(request, page) {
        const total = glimpseCount(range.total.field, page.body);
        if (total === undefined || range.nextPage || (range.stopAtEmpty && page.rowCount === 0)) return;
        if (glimpseFlag(range.flag.field, page.body) === false) return;
        const end = Math.min(total + basePage, range.maximum);
        for (let next = numberInSlot(request, slot, firstPage) + 1; next < end; next += 1) {
          yield fillSlot(request, slot, next);
        }
      },
    };
  },
};

/** A configuration as it is walked. */
interface Range {
  readonly resource: string;
  readonly slot: Slot;
  readonly basePage: number;
  readonly firstPage: number;
  readonly maximum: number;
  readonly stopAtEmpty: boolean;
  readonly total: RangeTotal;
  readonly flag: MoreFlag;
  readonly nextPage: PagingPath | undefined;
}

function rangeOf(config: PageNumberConfig, resource: string): Range {
  const basePage = config.base_page ?? 0;
  return {
    resource,
    slot: slotOf(config.page_param, config.page_body_path, 'page'),
    basePage,
    firstPage: config.page ?? basePage,
    maximum: config.maximum_page ?? Number.POSITIVE_INFINITY,
    stopAtEmpty: config.stop_after_empty_page ?? true,
    total: totalOf(resource, config, ['total']),
    flag: moreFlag(resource, config),
    nextPage: pagingPath(resource, 'next_page_path', config.next_page_path),
  };
}

interface Spot {
  readonly current: number;
  readonly next: number;
  readonly total: number | undefined;
}

function endAt(range: Range, page: ApiPage, { current, next, total }: Spot): TheEnd | undefined {
  const signs = {
    flag: range.flag,
    total: range.total,
    hasMoreByCount: total === undefined ? undefined : next < total + range.basePage,
    isAtMaximum: next >= range.maximum,
  };
  return endOfRange(page, signs, {
    last: `the API said that page ${current} is the last`,
    counted: `it counts ${total} pages`,
    all: `all ${total} pages were read`,
    maximum: `maximum_page ${range.maximum} was reached`,
    here: `the answer of page ${current}`,
  });
}

/** An API may count pages that it does not have: the walk is right to end, but nobody knows whether it is whole. */
function endAtEmpty(range: Range, page: ApiPage, current: number): TheEnd {
  const count = glimpseCount(range.total.field, page.body);
  // An empty list may well be counted as one page.
  const isEarly = count !== undefined && count > Math.max(1, current - range.basePage);
  if (isEarly) return endWith('unknown', `page ${current} is empty, but the API counts ${count} pages`);
  if ((range.nextPage?.path.first(page.body) ?? '') !== '') {
    return endWith('unknown', `page ${current} is empty, but the API names a next one`);
  }
  return endAtNothing(range.flag, page, `page ${current} is empty`);
}

/** The answer names the next page: by its number, or by a link that has the number (L8). */
function goWhereItSays(
  range: Range & { readonly nextPage: PagingPath },
  request: ApiRequest,
  page: ApiPage,
  { current, total }: Omit<Spot, 'next'>,
): NextPage {
  const more = readMore(range.flag, page.body);
  if (more === false) return endWith('proven', `the API said that page ${current} is the last`);
  const named = range.nextPage.path.first(page.body) ?? '';
  const next = named === '' && more === true ? current + 1 : numberNamed(named, range.slot, request);
  if (named === '' && more === undefined) return endUnnamed(range, current, total);
  if ((next ?? current) >= range.maximum) return endWith('unknown', `maximum_page ${range.maximum} was reached`);
  if (next !== undefined) return goOn(fillSlot(request, range.slot, next));
  if (typeof named === 'string' && /^(?:https?:|[/?.])|\?/i.test(named)) return followLink(request, named);
  const field = { resource: range.resource, key: 'next_page_path', path: range.nextPage.path.text };
  throw paginationValue(field, 'the number of a page or a link to it', named);
}

function endUnnamed({ basePage }: Range, current: number, total: number | undefined): TheEnd {
  if (total === undefined || current + 1 >= total + basePage) return endWith('proven', 'the API named no next page');
  return endWith('unknown', `the API named no page after ${current}, but counts ${total} pages`);
}

function numberNamed(named: Value, slot: Slot, request: ApiRequest): number | undefined {
  const text = textOf(named) ?? '';
  if (typeof named !== 'boolean' && /^\s*\d+\s*$/.test(text)) return countOf(named);
  if (typeof named !== 'string' || !URL.canParse(named, request.url)) return undefined;
  const name = slot.kind === 'query' ? slot.name : (slot.path.at(-1) ?? '');
  const inQuery = new URL(named, request.url).searchParams.get(name) ?? '';
  return /^\d+$/.test(inQuery) ? countOf(inQuery) : undefined;
}

const readKeys = shape<PageNumberConfig>({
  type: () => 'page_number' as const,
  base_page: wholeNumber,
  page: orNull(wholeNumber),
  page_param: orNull(text),
  page_body_path: orNull(filledText),
  total_path: orNull(pathText),
  maximum_page: orNull(wholeNumber),
  stop_after_empty_page: orNull(bool),
  has_more_path: orNull(pathText),
  on_missing_has_more: orNull(oneOf(['stop'])),
  on_missing_total: orNull(oneOf(['stop'])),
  next_page_path: orNull(pathText),
});
