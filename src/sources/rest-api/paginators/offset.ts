import {
  bool,
  filledText,
  orNull,
  positiveNumber,
  refuse,
  shape,
  text,
  wholeNumber,
  type Place,
} from '../reading/reading.ts';
import type { OffsetConfig } from './vocabulary.ts';
import { endWith, goOn, type NextPage, type PaginatorKind } from './paginator.ts';
import { glimpseCount, pagingPath, pathText, readCount, readFlag } from './paging-fields.ts';
import { checkSlot, fillSlot, numberInSlot, slotOf, slotText } from './slot.ts';

/**
 * Rows have numbers. The walk steps by the rows that came and not by those it asked for, so an API that caps its
 * pages loses nothing (4.4, W1).
 */
export const offset: PaginatorKind<OffsetConfig> = {
  read(value, place) {
    const config = readKeys(value, place);
    if (config !== undefined) checkEnd(config, place);
    return config;
  },

  build(config, resource) {
    const offsetSlot = slotOf(config.offset_param, config.offset_body_path, 'offset');
    const limitSlot = slotOf(config.limit_param, config.limit_body_path, 'limit');
    const start = config.offset ?? 0;
    const total = pagingPath(resource, 'total_path', config.total_path, 'total');
    const hasMore = pagingPath(resource, 'has_more_path', config.has_more_path);
    const maximum = config.maximum_offset ?? Number.POSITIVE_INFINITY;
    const stopAtEmpty = config.stop_after_empty_page ?? true;

    return {
      summary: `${slotText(offsetSlot)} moves by the rows that came, ${config.limit} at most`,
      first: (request) => fillSlot(fillSlot(request, offsetSlot, start), limitSlot, config.limit),
      next(request, page) {
        const current = numberInSlot(request, offsetSlot, start);
        const isEmpty = page.rowCount === 0;
        if (isEmpty && stopAtEmpty) return endAtEmpty(current, glimpseCount(total, page.body));
        const rowCount = readCount(total, page.body);
        const more = readFlag(hasMore, page.body);
        // More rows than asked for may be several of one element: a short step asks twice, a long one loses rows.
        const next = current + (isEmpty ? config.limit : Math.min(page.rowCount, config.limit));
        if (more === false) return endWith('proven', `the API said that nothing follows offset ${current}`);
        if (more === undefined && rowCount !== undefined && next >= rowCount) {
          return endWith('proven', `all ${rowCount} rows were read`);
        }
        if (next >= maximum) return endWith('unknown', `maximum_offset ${maximum} was reached`);
        if (more === undefined && hasMore !== undefined) {
          return endWith('unknown', `the answer at offset ${current} has no ${hasMore.path.text}`);
        }
        return goOn(fillSlot(request, offsetSlot, next));
      },
    };
  },
};

function endAtEmpty(current: number, rowCount: number | undefined): NextPage {
  if (rowCount === undefined || current >= rowCount) return endWith('proven', `nothing is at offset ${current}`);
  return endWith('short', `the API counts ${rowCount} rows, but its page at offset ${current} is empty`);
}

const readKeys = shape<OffsetConfig>(
  {
    type: () => 'offset' as const,
    limit: positiveNumber,
    offset: wholeNumber,
    offset_param: orNull(text),
    offset_body_path: orNull(filledText),
    limit_param: orNull(text),
    limit_body_path: orNull(filledText),
    total_path: orNull(pathText),
    maximum_offset: orNull(wholeNumber),
    stop_after_empty_page: orNull(bool),
    has_more_path: orNull(pathText),
  },
  { required: ['limit'] },
);

function checkEnd(config: OffsetConfig, place: Place): void {
  checkSlot(config, { param: 'offset_param', body: 'offset_body_path' }, place);
  checkSlot(config, { param: 'limit_param', body: 'limit_body_path' }, place);
  const ends = [
    config.total_path === undefined ? 'total' : config.total_path,
    config.maximum_offset,
    config.has_more_path,
  ];
  const endless = ends.every((end) => end === null || end === undefined || end === '');
  if (endless && config.stop_after_empty_page === false) {
    refuse(place, { message: 'must have total_path, maximum_offset, has_more_path or stop_after_empty_page to end' });
  }
}
