/**
 * How a walk goes from page to page. A paginator keeps nothing: where it is stands in the request that was sent last,
 * so a walk can be taken up again by sending that request, and one paginator serves any number of walks at once
 * (W16). It never talks to the API and never decides about rows.
 */
import type { Value } from '../../../core/value.ts';
import type { WalkEnd } from '../../../core/verdict.ts';
import type { ApiRequest } from '../../../http/http.ts';
import type { Read } from '../reading/reading.ts';
import type { SettledPaginator } from './plain-vocabulary.ts';

/** An answer as a paginator sees it. */
export interface ApiPage {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Value;
  /** What the data selector found, before anything is done with it. */
  readonly rows: readonly Value[];
  /** As many as there are `rows`. */
  readonly rowCount: number;
}

/** Where the next page is, or why there is none. */
export type NextPage = GoOn | TheEnd;

/** There is another page. */
export interface GoOn {
  readonly kind: 'next';
  readonly request: ApiRequest;
  /** From here on the walk goes by this paginator, which was chosen by what the answer has. It is plain JSON. */
  readonly settled?: SettledPaginator | undefined;
  /** For people: what was noticed about the API, and what is done about it. */
  readonly notice?: string | undefined;
}

/** There is no other page. */
export interface TheEnd {
  readonly kind: 'end';
  readonly end: WalkEnd;
  readonly notice?: undefined;
}

/** Says where the next page is. */
export interface Paginator {
  /** How the walk goes on and where it ends, in one clause; for plans. */
  readonly summary: string;
  /** The request for the first page. */
  first(request: ApiRequest): ApiRequest;
  /** What may be asked instead of the first request, where the API refuses it with 400 or 422 (L9). */
  ifRefused?(request: ApiRequest): ApiRequest | undefined;
  /**
   * @param request the one that brought the page
   * @throws `pagination_value`, `pagination_contradiction`
   */
  next(request: ApiRequest, page: ApiPage): NextPage;
  /**
   * Requests that follow this one as far as the count of the answer tells, in order, for fetching ahead. A hint: `next`
   * decides what is used. Made one by one, for an API may count to any number.
   */
  ahead?(request: ApiRequest, page: ApiPage): Iterable<ApiRequest>;
  /** How many rows or pages the API counts in all, where an answer says so. */
  counted?(page: ApiPage): Counted | undefined;
}

/** What an API says there is in all. */
export interface Counted {
  readonly count: number;
  readonly of: 'rows' | 'pages';
}

/** One `type` of the vocabulary: how its keys are read, and what is made of them. */
export interface PaginatorKind<Config> {
  readonly read: Read<Config>;
  /** @param resource for messages */
  build(config: Config, resource: string): Paginator;
}

/** There is another page. */
export function goOn(request: ApiRequest): GoOn {
  return { kind: 'next', request };
}

/** The walk is over. */
export function endWith(verdict: WalkEnd['verdict'], reason: string): TheEnd {
  return { kind: 'end', end: { verdict, reason } };
}

/** The walk is over as the API says so; whatever in the answer says otherwise takes the trust from it. */
export function endAtMark(reason: string, contrary: string | undefined): TheEnd {
  return contrary === undefined
    ? endWith('proven', reason)
    : endWith('unknown', `${reason}, but the answer has ${contrary}`);
}
