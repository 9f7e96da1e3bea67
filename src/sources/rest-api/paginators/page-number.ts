import { bool, filledText, orNull, shape, text, wholeNumber, refuse, type Place } from '../reading/reading.ts';
import type { PageNumberConfig } from './vocabulary.ts';
import { endWith, goOn, type NextPage, type PaginatorKind } from './paginator.ts';
import { glimpseCount, pagingPath, pathText, readCount, readFlag } from './paging-fields.ts';
import { checkSlot, fillSlot, numberInSlot, slotOf, slotText } from './slot.ts';

/** Pages have numbers; the walk ends at the last one, at an empty one, or where the API says so (4.3). */
export const pageNumber: PaginatorKind<PageNumberConfig> = {
  read(value, place) {
    const config = readKeys(value, place);
    if (config !== undefined) checkEnd(config, place);
    return config;
  },

  build(config, resource) {
    const slot = slotOf(config.page_param, config.page_body_path, 'page');
    const basePage = config.base_page ?? 0;
    const firstPage = config.page ?? basePage;
    const total = pagingPath(resource, 'total_path', config.total_path, 'total');
    const hasMore = pagingPath(resource, 'has_more_path', config.has_more_path);
    const maximum = config.maximum_page ?? Number.POSITIVE_INFINITY;
    const stopAtEmpty = config.stop_after_empty_page ?? true;

    return {
      summary: `${slotText(slot)} counts pages from ${firstPage}`,
      first: (request) => fillSlot(request, slot, firstPage),
      next(request, page) {
        const current = numberInSlot(request, slot, firstPage);
        if (stopAtEmpty && page.rowCount === 0) {
          return endAtEmpty(current, current - basePage, glimpseCount(total, page.body));
        }
        const pageCount = readCount(total, page.body);
        const more = readFlag(hasMore, page.body);
        const next = current + 1;
        if (more === false) return endWith('proven', `the API said that page ${current} is the last`);
        if (more === undefined && pageCount !== undefined && next >= pageCount + basePage) {
          return endWith('proven', `all ${pageCount} pages were read`);
        }
        if (next >= maximum) return endWith('unknown', `maximum_page ${maximum} was reached`);
        if (more === undefined && hasMore !== undefined) {
          return endWith('unknown', `the answer of page ${current} has no ${hasMore.path.text}`);
        }
        return goOn(fillSlot(request, slot, next));
      },
    };
  },
};

/** An API may count pages that it does not have: the walk is right to end, but nobody knows whether it is whole. */
function endAtEmpty(current: number, pagesBefore: number, pageCount: number | undefined): NextPage {
  const isEarly = pageCount !== undefined && pagesBefore < pageCount && pagesBefore > 0;
  if (isEarly) return endWith('unknown', `page ${current} is empty, but the API counts ${pageCount} pages`);
  return endWith('proven', `page ${current} is empty`);
}

const readKeys = shape<PageNumberConfig>(
  {
    type: () => 'page_number' as const,
    base_page: wholeNumber,
    page: orNull(wholeNumber),
    page_param: orNull(text),
    page_body_path: orNull(filledText),
    total_path: orNull(pathText),
    maximum_page: orNull(wholeNumber),
    stop_after_empty_page: orNull(bool),
    has_more_path: orNull(pathText),
  },
  {},
);

function checkEnd(config: PageNumberConfig, place: Place): void {
  checkSlot(config, { param: 'page_param', body: 'page_body_path' }, place);
  const ends = [
    config.total_path === undefined ? 'total' : config.total_path,
    config.maximum_page,
    config.has_more_path,
  ];
  const endless = ends.every((end) => end === null || end === undefined || end === '');
  if (endless && config.stop_after_empty_page === false) {
    refuse(place, { message: 'must have total_path, maximum_page, has_more_path or stop_after_empty_page to end' });
  }
}
