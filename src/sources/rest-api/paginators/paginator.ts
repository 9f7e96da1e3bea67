/**
 * How a walk goes from page to page. A paginator keeps nothing: where it is stands in the request that was sent last,
 * so a walk can be taken up again by sending that request, and one paginator serves any number of walks at once
 * (W16). It never talks to the API and never decides about rows.
 */
import type { Value } from '../../../core/value.ts';
import type { WalkEnd } from '../../../core/verdict.ts';
import type { ApiRequest } from '../../../http/http.ts';
import type { Read } from '../reading/reading.ts';
import type { PaginatorObject } from './vocabulary.ts';

/** An answer as a paginator sees it. */
export interface ApiPage {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Value;
  /** As many as the data selector found. */
  readonly rowCount: number;
  /** What the data selector found, before any step. */
  readonly rows: readonly Value[];
}

/** Where the next page is, or why there is none. */
export type NextPage =
  | {
      readonly kind: 'next';
      readonly request: ApiRequest;
      /** The paginator that the walk goes on with: it was found out from the answer. */
      readonly settled?: PaginatorObject | undefined;
      /** Something to tell the user, once. */
      readonly notice?: string | undefined;
    }
  | { readonly kind: 'end'; readonly end: WalkEnd };

/** Says where the next page is. */
export interface Paginator {
  /** How the walk goes on and where it ends, in one clause; for plans. */
  readonly summary: string;
  /** The request for the first page. */
  first(request: ApiRequest): ApiRequest;
  /**
   * @param request the one that brought the page
   * @throws `pagination_value`, `pagination_contradiction`
   */
  next(request: ApiRequest, page: ApiPage): NextPage;
  /**
   * The requests that surely follow, as far as the answer tells: a hint for asking ahead, `next` decides what is used.
   */
  ahead?(request: ApiRequest, page: ApiPage): Iterable<ApiRequest>;
}

/** One `type` of the vocabulary: how its keys are read, and what is made of them. */
export interface PaginatorKind<Config> {
  readonly read: Read<Config>;
  /** @param resource for messages */
  build(config: Config, resource: string): Paginator;
}

/** There is another page. */
export function goOn(request: ApiRequest): NextPage {
  return { kind: 'next', request };
}

/** The walk is over. */
export function endWith(verdict: WalkEnd['verdict'], reason: string): NextPage {
  return { kind: 'end', end: { verdict, reason } };
}
