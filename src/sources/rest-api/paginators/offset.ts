import type { ApiRequest } from '../../../http/http.ts';
import { bool, filledText, oneOf, orNull, positiveNumber, shape, text, wholeNumber } from '../reading/reading.ts';
import type { OffsetConfig } from './vocabulary.ts';
import { endWith, goOn, type ApiPage, type GoOn, type PaginatorKind, type TheEnd } from './paginator.ts';
import { glimpseCount, glimpseFlag, pathText, readCount } from './paging-fields.ts';
import {
  checkRangeEnd,
  endAtNothing,
  endOfRange,
  moreFlag,
  totalOf,
  type MoreFlag,
  type RangeTotal,
} from './range-end.ts';
import { checkSlot, fillSlot, numberInSlot, slotOf, slotText, type Slot } from './slot.ts';

/**
 * Rows have numbers. The walk steps by the rows that came and not by those it asked for, so an API that caps its
 * pages loses nothing (4.4, W1).
 */
export const offset: PaginatorKind<OffsetConfig> = {
  read(value, place) {
    const config = readKeys(value, place);
    if (config === undefined) return undefined;
    checkSlot(config, { param: 'offset_param', body: 'offset_body_path' }, place);
    checkSlot(config, { param: 'limit_param', body: 'limit_body_path' }, place);
    checkRangeEnd(config, { maximum_offset: config.maximum_offset }, place);
    return config;
  },

  build(config, resource) {
    const range = rangeOf(config, resource);
    const { slot, limit, start } = range;
    const limitSlot = slotOf(config.limit_param, config.limit_body_path, 'limit');
    return {
      summary: `${slotText(slot)} moves by the rows that came, ${limit} at most`,
      first: (request) => fillSlot(fillSlot(request, slot, start), limitSlot, limit),
      ifRefused(request) {
        const fewer = config.limit_if_refused ?? limit;
        return fewer < limit ? fillSlot(request, limitSlot, fewer) : undefined;
      },
      next(request, page) {
        const current = numberInSlot(request, slot, start);
        if (range.stopAtEmpty && page.rowCount === 0) return endAtEmpty(range, page, current);
        const next = current + stepAfter(range, page);
        const total = readCount(range.total.field, page.body);
        const end = endAt(range, page, { current, next, total });
        if (end !== undefined) return end;
        const going = goOn(fillSlot(request, slot, next));
        return current === start ? { ...going, notice: noticeOn(range, page, resource) } : going;
      },
      ahead: (request, page) => offsetsAhead(range, request, page),
      counted(page) {
        const count = glimpseCount(range.total.field, page.body);
        return count === undefined ? undefined : { count, of: 'rows' };
      },
    };
  },
};

/** A configuration as it is walked. */
interface Range {
  readonly slot: Slot;
  readonly start: number;
  readonly limit: number;
  readonly maximum: number;
  readonly stopAtEmpty: boolean;
  readonly total: RangeTotal;
  readonly flag: MoreFlag;
}

function rangeOf(config: OffsetConfig, resource: string): Range {
  return {
    slot: slotOf(config.offset_param, config.offset_body_path, 'offset'),
    start: config.offset ?? 0,
    limit: Math.min(config.limit, config.maximum_limit ?? Number.POSITIVE_INFINITY),
    maximum: config.maximum_offset ?? Number.POSITIVE_INFINITY,
    stopAtEmpty: config.stop_after_empty_page ?? true,
    total: totalOf(resource, config, usualTotals),
    flag: moreFlag(resource, config),
  };
}

/** Where APIs count their rows; the first is dlt's (L9). */
const usualTotals: readonly string[] = [
  'total',
  'total_count',
  'totalCount',
  'extra.pagination.total_count',
  'meta.total',
  'pagination.total',
];

/** More rows than asked for may be several of one element: a short step asks twice, a long one loses rows. */
function stepAfter({ limit }: Range, { rowCount }: ApiPage): number {
  return rowCount === 0 ? limit : Math.min(rowCount, limit);
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
    hasMoreByCount: total === undefined ? undefined : next < total,
    isAtMaximum: next >= range.maximum,
  };
  const end = endOfRange(page, signs, {
    last: `the API said that nothing follows offset ${current}`,
    counted: `it counts ${total} rows`,
    all: `all ${total} rows were read`,
    maximum: `maximum_offset ${range.maximum} was reached`,
    here: `the answer at offset ${current}`,
  });
  // Rows beyond the count: whatever is counted there, it is not all of them.
  const isBeyond = total !== undefined && current + page.rowCount > total && page.rowCount <= range.limit;
  if (end?.end.verdict !== 'proven' || !isBeyond || glimpseFlag(range.flag.field, page.body) === false) return end;
  return endWith('unknown', `the API counts ${total} rows, but ${current + page.rowCount} came`);
}

function endAtEmpty({ total, flag }: Range, page: ApiPage, current: number): TheEnd {
  const count = glimpseCount(total.field, page.body);
  if (count !== undefined && current < count) {
    return endWith('short', `the API counts ${count} rows, but its page at offset ${current} is empty`);
  }
  return endAtNothing(flag, page, `nothing is at offset ${current}`);
}

/** Tells people what the first page shows about the size of pages. */
function noticeOn({ limit, total, flag }: Range, { rowCount, body }: ApiPage, resource: string): GoOn['notice'] {
  if (rowCount > limit) {
    return `"${resource}" gets ${rowCount} rows where ${limit} were asked for; rows may come twice`;
  }
  // Without a count or a flag a short page may well be all there is.
  const saysMore = glimpseCount(total.field, body) !== undefined || glimpseFlag(flag.field, body) === true;
  if (rowCount === limit || rowCount === 0 || !saysMore) return undefined;
  return `"${resource}" gets ${rowCount} rows where ${limit} were asked for; the walk steps by what comes`;
}

/** A page that is short although more follow shows the size of pages that the API allows. */
function* offsetsAhead(range: Range, request: ApiRequest, page: ApiPage): Generator<ApiRequest> {
  const total = glimpseCount(range.total.field, page.body);
  if (total === undefined || page.rowCount === 0 || glimpseFlag(range.flag.field, page.body) === false) return;
  const step = stepAfter(range, page);
  const end = Math.min(total, range.maximum);
  for (let next = numberInSlot(request, range.slot, range.start) + step; next < end; next += step) {
    yield fillSlot(request, range.slot, next);
  }
}

const readKeys = shape<OffsetConfig>(
  {
    type: () => 'offset' as const,
    limit: positiveNumber,
    maximum_limit: orNull(positiveNumber),
    limit_if_refused: orNull(positiveNumber),
    offset: wholeNumber,
    offset_param: orNull(text),
    offset_body_path: orNull(filledText),
    limit_param: orNull(text),
    limit_body_path: orNull(filledText),
    total_path: orNull(pathText),
    maximum_offset: orNull(wholeNumber),
    stop_after_empty_page: orNull(bool),
    has_more_path: orNull(pathText),
    on_missing_has_more: orNull(oneOf(['stop'])),
    on_missing_total: orNull(oneOf(['stop'])),
  },
  { required: ['limit'] },
);
