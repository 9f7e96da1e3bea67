/**
 * Where a walk goes on, as plain JSON: the request to send next, and what the walk has learnt. Headers and method are
 * not in it, and a parameter that is as configured is there by name only, so no secret of the configuration gets in.
 * What comes back may be anything, for a state file is not ours alone: it is checked like an answer.
 */
import { isRow, type Row, type Value } from '../../../core/value.ts';
import type { ApiRequest, QueryParam } from '../../../http/http.ts';
import { sameOrigin } from '../../../http/origin.ts';
import { positionUnreadable } from '../errors.ts';
import { readStored } from '../paginators/index.ts';
import type { PaginatorObject } from '../paginators/vocabulary.ts';

/** The next step of a walk. */
export interface WalkPosition {
  readonly request: ApiRequest;
  /** Of the page that the request brings, from 1. */
  readonly page: number;
  readonly found?: Found | undefined;
  /** The paginator that was found out, where nobody said one. */
  readonly settled?: PaginatorObject | undefined;
}

/** Where the rows were, to be looked for there again. */
export interface Found {
  /** The path of keys, when nobody said it. */
  readonly rowKeys?: readonly string[] | undefined;
  /** Which of several selectors. */
  readonly selector?: number | undefined;
}

/** @param first the request that the walk began with, as configured */
export function toResumeFrom({ request, page, found, settled }: WalkPosition, first: ApiRequest): Value {
  return {
    url: request.url,
    params: savedPairs(request.params, first.params),
    ...(request.json === undefined ? {} : { json: request.json }),
    ...(isForm(request.data) ? { data: savedPairs(request.data, isForm(first.data) ? first.data : []) } : {}),
    page,
    ...(found?.rowKeys === undefined ? {} : { row_keys: [...found.rowKeys] }),
    ...(found?.selector === undefined ? {} : { selector: found.selector }),
    // Paginators that are found out are plain data.
    ...(settled === undefined ? {} : { paginator: settled as unknown as Value }),
  };
}

/** @throws `state_unreadable` for what this source cannot have written */
export function fromResumeFrom(saved: Value, first: ApiRequest, resource: string): WalkPosition {
  if (!isRow(saved)) throw positionUnreadable(resource, 'the position is no object');
  const [url, page] = [own(saved, 'url'), own(saved, 'page')];
  if (typeof url !== 'string' || !URL.canParse(url)) throw positionUnreadable(resource, 'the position has no address');
  if (!sameOrigin(url, first.url)) throw positionUnreadable(resource, 'its address is on another host');
  if (typeof page !== 'number' || !Number.isSafeInteger(page) || page < 1) {
    throw positionUnreadable(resource, 'the position has no page number');
  }
  const params = readPairs(own(saved, 'params'), first.params, resource);
  // A text is never changed by a paginator, and is what the configuration says.
  const data = isForm(first.data) ? readPairs(own(saved, 'data'), first.data, resource) : first.data;
  const request = { ...first, url, params, json: own(saved, 'json'), data };
  const selector = own(saved, 'selector');
  const found = { rowKeys: readKeys(saved, resource), selector: typeof selector === 'number' ? selector : undefined };
  return { request, page, found, settled: readSettled(own(saved, 'paginator'), resource) };
}

/** What is as configured is there by name only. */
function savedPairs(pairs: readonly QueryParam[], first: readonly QueryParam[]): Value {
  const configured = new Map(first);
  return pairs.map(([name, text]) => (configured.get(name) === text ? [name] : [name, text]));
}

function readPairs(saved: Value | undefined, first: readonly QueryParam[], resource: string): readonly QueryParam[] {
  const configured = new Map(first);
  return listOf(saved, resource).map((param): QueryParam => {
    const [name, written] = listOf(param, resource);
    const text = written === undefined && typeof name === 'string' ? configured.get(name) : written;
    if (typeof name !== 'string' || typeof text !== 'string') {
      throw positionUnreadable(resource, 'a parameter of the position is not in the configuration');
    }
    return [name, text];
  });
}

function isForm(data: ApiRequest['data']): data is readonly QueryParam[] {
  return typeof data === 'object';
}

function readSettled(saved: Value | undefined, resource: string): PaginatorObject | undefined {
  if (saved === undefined) return undefined;
  const settled = readStored(saved);
  if (settled === undefined) throw positionUnreadable(resource, 'the paginator of the position is not readable');
  return settled;
}

function readKeys(saved: Row, resource: string): readonly string[] | undefined {
  const keys = own(saved, 'row_keys');
  if (keys === undefined) return undefined;
  return listOf(keys, resource).map((key) => {
    if (typeof key !== 'string') throw positionUnreadable(resource, 'the place of the rows is not readable');
    return key;
  });
}

function listOf(value: Value | undefined, resource: string): readonly Value[] {
  if (!Array.isArray(value)) throw positionUnreadable(resource, 'the position has another shape');
  // A list of values and nothing else: rows and exact numbers are no lists.
  return value as readonly Value[];
}

function own(row: Row, key: string): Value | undefined {
  return Object.hasOwn(row, key) ? row[key] : undefined;
}
