import type { Value } from '../../../core/value.ts';
import { keyOf, refuse, type Place } from '../reading/reading.ts';
import type { MissingFlag } from './vocabulary.ts';
import { flagSign, targetSign } from './next-signs.ts';
import { endAtMark, endWith, type ApiPage, type TheEnd } from './paginator.ts';
import { glimpseFlag, pagingPath, readFlag, type PagingPath } from './paging-fields.ts';

/** What pages with numbers and rows with numbers have in common: how they say that they end (4.3, 4.4). */
export interface RangeConfig {
  readonly total_path?: string | null | undefined;
  readonly stop_after_empty_page?: boolean | null | undefined;
  readonly has_more_path?: string | null | undefined;
  readonly on_missing_has_more?: MissingFlag | null | undefined;
  readonly on_missing_total?: 'stop' | null | undefined;
}

/** What an answer says about the end of its range. */
export interface RangeSigns {
  readonly flag: MoreFlag;
  readonly total: RangeTotal;
  /** What the count says; undefined where there is none. */
  readonly hasMoreByCount: boolean | undefined;
  /** True where the maximum of the configuration is reached. */
  readonly isAtMaximum: boolean;
}

/** How each of them is told. */
export interface RangeWords {
  readonly last: string;
  readonly counted: string;
  readonly all: string;
  readonly maximum: string;
  readonly here: string;
}

/**
 * The count of the configuration; one that may be missing is asked for in vain without an error.
 * @param usual where APIs have it
 */
export function totalOf(resource: string, config: RangeConfig, usual: readonly string[]): RangeTotal {
  const field = pagingPath(resource, 'total_path', config.total_path, ...usual);
  const stops = config.on_missing_total === 'stop';
  return { field: field && stops ? { ...field, asked: false } : field, stopsWithout: stops };
}

/** The count of an answer, and what its lack means. */
export interface RangeTotal {
  readonly field: PagingPath | undefined;
  readonly stopsWithout: boolean;
}

/** The flag of an answer, and what its lack means. */
export interface MoreFlag {
  readonly field: PagingPath | undefined;
  readonly missing: MissingFlag | null | undefined;
}

/** The flag of the configuration. */
export function moreFlag(resource: string, config: RangeConfig): MoreFlag {
  const field = pagingPath(resource, 'has_more_path', config.has_more_path);
  return { field, missing: config.on_missing_has_more };
}

/**
 * Undefined where the flag is missing.
 * @throws `pagination_value` for what is no flag, and for null unless that was said to mean the end
 */
export function readMore(flag: MoreFlag, body: Value): boolean | undefined {
  const isNull = flag.field?.path.first(body) === null;
  return flag.missing === 'stop' && isNull ? undefined : readFlag(flag.field, body);
}

/** The end where the flag is missing although it was named. */
export function endWithoutFlag({ field, missing }: MoreFlag, page: ApiPage, where: string): TheEnd | undefined {
  if (field === undefined) return undefined;
  const reason = `${where} has no ${field.path.text}`;
  return missing === 'stop' ? endAsAgreed(reason, page) : endWith('unknown', reason);
}

/** What is missing was said to mean the end; that is believed unless something in the answer leads on. */
function endAsAgreed(reason: string, page: ApiPage): TheEnd {
  const sign = targetSign(page);
  const agreed = `${reason}, which means the end`;
  return sign === undefined ? endWith('consistent', agreed) : endWith('unknown', `${agreed}, but it has ${sign}`);
}

/**
 * The flag goes before the count, and the maximum before both (W17); the walk goes on where nothing says otherwise.
 * Where flag and count contradict each other the end is not trusted.
 */
export function endOfRange(page: ApiPage, signs: RangeSigns, words: RangeWords): TheEnd | undefined {
  const { flag, total, hasMoreByCount } = signs;
  const more = readMore(flag, page.body);
  if (more === false) {
    return hasMoreByCount === true
      ? endWith('unknown', `${words.last}, but ${words.counted}`)
      : endWith('proven', words.last);
  }
  if (more === undefined && hasMoreByCount === false) return endAtMark(words.all, flagSign(page));
  if (signs.isAtMaximum) return endWith('unknown', words.maximum);
  if (more !== undefined || hasMoreByCount !== undefined) return undefined;
  if (!total.stopsWithout) return endWithoutFlag(flag, page, words.here);
  return endAsAgreed(`${words.here} has no ${total.field?.path.text}`, page);
}

/** The end at a page without rows, which is not trusted where the API says that there is more. */
export function endAtNothing({ field }: MoreFlag, page: ApiPage, reason: string): TheEnd {
  const promisesMore = glimpseFlag(field, page.body) === true;
  return endAtMark(reason, promisesMore ? `"${field?.path.text}" that is true` : flagSign(page));
}

/**
 * Notes a problem where nothing could ever end the range.
 * @param others keys that end it too, and their values; the maximum first
 */
export function checkRangeEnd(config: RangeConfig, others: Readonly<Record<string, unknown>>, place: Place): void {
  const total = config.total_path === undefined ? 'total' : config.total_path;
  const ends = [total, config.has_more_path, ...Object.values(others)];
  const isEndless = ends.every((end) => end === null || end === undefined || end === '');
  if (isEndless && config.stop_after_empty_page === false) {
    const [maximum] = Object.keys(others);
    refuse(place, { message: `must have total_path, ${maximum}, has_more_path or stop_after_empty_page to end` });
  }
  checkMissing(config, place);
}

/** Notes a problem where something may be missing that nobody asked for. */
export function checkMissing(config: RangeConfig, place: Place): void {
  if ((config.on_missing_has_more ?? null) !== null && (config.has_more_path ?? '') === '') {
    refuse(keyOf(place, 'on_missing_has_more'), { message: 'needs has_more_path' });
  }
  if ((config.on_missing_total ?? null) !== null && (config.total_path ?? '') === '') {
    refuse(keyOf(place, 'on_missing_total'), { message: 'needs total_path' });
  }
}
