import type { Value } from '../../../core/value.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { paginationContradiction, paginationValue } from '../errors.ts';
import {
  bool,
  filledText,
  oneOf,
  orNull,
  positiveNumber,
  refuse,
  shape,
  text,
  type Place,
} from '../reading/reading.ts';
import { textOf } from '../requests/value-text.ts';
import type { CursorConfig } from './vocabulary.ts';
import { namedPlace, placeSeen, usualPath, type CursorPlace } from './cursor-place.ts';
import { flagSign, targetSign } from './next-signs.ts';
import { endAtMark, endWith, goOn, type ApiPage, type GoOn, type PaginatorKind, type TheEnd } from './paginator.ts';
import { glimpseFlag, isTruthy, pagingPath, pathText, type PagingPath } from './paging-fields.ts';
import { checkMissing, endAtNothing, endWithoutFlag, moreFlag, readMore, type MoreFlag } from './range-end.ts';
import { checkSlot, fillSlot, slotOf, slotText, type Slot } from './slot.ts';
import { parseStopCondition, stopConditionText, type StopCondition } from './stop-condition.ts';

/** Each answer has the cursor of the next page; without one, or where the API says so, the walk ends (4.7). */
export const cursor: PaginatorKind<CursorConfig> = {
  read(value, place) {
    const config = readKeys(value, place);
    if (config !== undefined) checkKeys(config, place);
    return config;
  },

  build(config, resource) {
    const rules = rulesOf(config, resource);
    const named = namedPlace(config);
    return {
      summary: `${slotText(rules.slot)} takes ${sourceText(named)}`,
      first: (request) => withLimit(config, request),
      next(request, page) {
        const place = named ?? placeSeen(config, request, page);
        const step = nextOf(rules, place, request, page);
        if (step.kind === 'end' || named !== undefined || place === undefined) return step;
        return { ...step, settled: { ...config, [place.key]: place.path } };
      },
    };
  },
};

/** A configuration as it is walked. */
interface Rules {
  readonly resource: string;
  readonly slot: Slot;
  readonly flag: MoreFlag;
  readonly done: PagingPath | undefined;
  readonly stopIf: StopCondition | undefined;
  readonly stopAtEmpty: boolean;
}

function rulesOf(config: CursorConfig, resource: string): Rules {
  return {
    resource,
    slot: slotOf(config.cursor_param, config.cursor_body_path, 'cursor'),
    flag: moreFlag(resource, config),
    done: pagingPath(resource, 'done_path', config.done_path),
    stopIf: parseStopCondition(config.stop_condition ?? ''),
    stopAtEmpty: config.stop_after_empty_page ?? false,
  };
}

function nextOf(rules: Rules, place: CursorPlace | undefined, request: ApiRequest, page: ApiPage): GoOn | TheEnd {
  const { resource, slot, flag, stopIf } = rules;
  const found = place?.cursorIn(page);
  const end = endBefore(rules, page, isTruthy(found));
  if (end !== undefined) return end;
  const more = readMore(flag, page.body);
  if (more === false) return endWith('proven', 'the API said there is no next page');
  if (more === undefined && flag.missing === 'stop') {
    const missing = endWithoutFlag(flag, page, 'the answer');
    if (missing !== undefined) return missing;
  }
  if (isTruthy(found)) return goOn(fillSlot(request, slot, cursorText(resource, place, found)));
  const path = place?.path ?? usualPath;
  if (more === true) throw paginationContradiction(resource, flag.field?.path.text ?? '', path);
  if (stopIf?.isMet(page.body, resource) === false) throw paginationContradiction(resource, stopIf.text, path);
  if (place?.key === 'last_row_key' && page.rowCount > 0) cursorText(resource, place, found);
  return endAtMark('the API gave no further cursor', found === undefined ? targetSign(page) : flagSign(page));
}

/** What ends a walk although there may be a cursor. */
function endBefore(rules: Rules, page: ApiPage, hasCursor: boolean): TheEnd | undefined {
  const { resource, done, stopIf, flag, stopAtEmpty } = rules;
  const isEmpty = page.rowCount === 0;
  const promisesMore = glimpseFlag(flag.field, page.body) === true;
  // Without rows and without a cursor the promise of more is a contradiction, told as such further on (W5).
  if (isEmpty && stopAtEmpty && (hasCursor || !promisesMore)) return endAtNothing(flag, page, 'the page is empty');
  if (isTruthy(done?.path.first(page.body))) return endWith('proven', `the API said ${done?.path.text}`);
  const isMet = stopIf?.isMet(page.body, resource);
  if (isMet === true) return endWith('proven', `the stop condition ${stopIf?.text} is met`);
  const saysNothing = stopIf !== undefined && isMet === undefined;
  return saysNothing && isEmpty ? endAtNothing(flag, page, 'the page is empty') : undefined;
}

function cursorText(resource: string, place: CursorPlace | undefined, found: Value | undefined): Value {
  const value = found ?? null;
  if (textOf(value) !== undefined) return value;
  const field = { resource, key: place?.key ?? 'cursor_path', path: place?.path ?? usualPath };
  throw paginationValue(field, 'a text or number', found);
}

/** A parameter of the endpoint's own wins (L7). */
function withLimit({ limit, limit_param }: CursorConfig, request: ApiRequest): ApiRequest {
  const name = limit_param ?? 'limit';
  const isGiven = request.params.some(([known]) => known === name);
  return isGiven || limit === undefined || limit === null
    ? request
    : { ...request, params: [...request.params, [name, String(limit)]] };
}

function sourceText(place: CursorPlace | undefined): string {
  if (place === undefined) return 'the cursor of each answer; the first one shows where it is';
  return place.key === 'last_row_key' ? `${place.path} of the last row of each answer` : `${place.path} of each answer`;
}

function checkKeys(config: CursorConfig, place: Place): void {
  checkSlot(config, { param: 'cursor_param', body: 'cursor_body_path' }, place);
  checkSlot(config, { param: 'cursor_path', body: 'last_row_key' }, place);
  checkMissing(config, place);
  if ((config.limit_param ?? null) !== null && (config.limit ?? null) === null) {
    refuse({ ...place, path: `${place.path}.limit_param` }, { message: 'needs limit' });
  }
}

const readKeys = shape<CursorConfig>({
  type: () => 'cursor' as const,
  cursor_path: pathText,
  last_row_key: orNull(pathText),
  cursor_param: orNull(text),
  cursor_body_path: orNull(filledText),
  stop_after_empty_page: orNull(bool),
  has_more_path: orNull(pathText),
  on_missing_has_more: orNull(oneOf(['stop'])),
  done_path: orNull(pathText),
  stop_condition: orNull(stopConditionText),
  limit: orNull(positiveNumber),
  limit_param: orNull(filledText),
});
