/**
 * The words of every paginator that is plain JSON. What can be written as `paginator` is in `vocabulary.ts`.
 * @see section 4 of the REST reference
 */

/** Every paginator that is plain JSON, by its type. */
export type PlainPaginator =
  | SinglePageConfig
  | PageNumberConfig
  | OffsetConfig
  | CursorConfig
  | HeaderCursorConfig
  | JsonLinkConfig
  | HeaderLinkConfig
  | AutoConfig;
/** What a walk can go on with when an answer has shown how. */
export type SettledPaginator = PlainPaginator | DetectedConfig;

/** As if no paginator were given: the first answer shows how to go on (4.9, 4.10). */
export interface AutoConfig {
  readonly type: 'auto';
}

/** What `auto` found in a first answer. It is kept with the position of a walk, and never written by people. */
export interface DetectedConfig {
  readonly type: 'detected';
  /** What it was seen by, such as `a Link header with rel="next"`. */
  readonly sign: string;
  readonly paginator: DetectablePaginator;
  /**
   * Digests of the rows of the first page and of the last one, where a parameter was guessed: when they come again, the
   * API does not know it (W2).
   */
  readonly seen_rows?: readonly string[] | undefined;
}

/** What the detector can find. */
export type DetectablePaginator = PageNumberConfig | CursorConfig | JsonLinkConfig | HeaderLinkConfig;

/** One request, whatever the answer says. */
export interface SinglePageConfig {
  readonly type: 'single_page';
}

/** Pages have numbers. */
export interface PageNumberConfig {
  readonly type: 'page_number';
  /** What the API calls its first page. @default 0 */
  readonly base_page?: number | undefined;
  /** The page to begin with. @default base_page */
  readonly page?: number | null | undefined;
  /** @default page */
  readonly page_param?: string | null | undefined;
  /** Dotted path in the JSON body, instead of the query. */
  readonly page_body_path?: string | null | undefined;
  /** JSONPath to the count of pages; null or empty: none. @default total, where it exists */
  readonly total_path?: string | null | undefined;
  /** The first page that is not asked for. */
  readonly maximum_page?: number | null | undefined;
  /** @default true */
  readonly stop_after_empty_page?: boolean | null | undefined;
  /** JSONPath to a flag that goes before the count. */
  readonly has_more_path?: string | null | undefined;
  /** Not in dlt; see `MissingFlag`. */
  readonly on_missing_has_more?: MissingFlag | null | undefined;
  /** Not in dlt: what a count at `total_path` that is missing or null means. @default an error */
  readonly on_missing_total?: 'stop' | null | undefined;
  /**
   * Not in dlt: JSONPath to the number of the next page, or to a link that has it in `page_param`; a link without it is
   * followed. None, null or an empty one ends the walk.
   */
  readonly next_page_path?: string | null | undefined;
}

/**
 * What a flag at `has_more_path` that is missing or null means. `stop`: the page is the last one.
 * @default null is an error, and a missing one ends the walk as `unknown` unless a count says more
 */
export type MissingFlag = 'stop';

/** Rows have numbers. */
export interface OffsetConfig {
  readonly type: 'offset';
  /** Rows to ask for. */
  readonly limit: number;
  /** Not in dlt: as many as the API gives at most, where it refuses to be asked for more. */
  readonly maximum_limit?: number | null | undefined;
  /** Not in dlt: rows to ask for instead where the API refuses the first request with 400 or 422. */
  readonly limit_if_refused?: number | null | undefined;
  /** @default 0 */
  readonly offset?: number | undefined;
  /** @default offset */
  readonly offset_param?: string | null | undefined;
  readonly offset_body_path?: string | null | undefined;
  /** @default limit */
  readonly limit_param?: string | null | undefined;
  readonly limit_body_path?: string | null | undefined;
  /** JSONPath to the count of rows; null or empty: none. @default total, where it exists */
  readonly total_path?: string | null | undefined;
  /** The first offset that is not asked for. */
  readonly maximum_offset?: number | null | undefined;
  /** @default true */
  readonly stop_after_empty_page?: boolean | null | undefined;
  readonly has_more_path?: string | null | undefined;
  /** Not in dlt; see `MissingFlag`. */
  readonly on_missing_has_more?: MissingFlag | null | undefined;
  /** Not in dlt: what a count at `total_path` that is missing or null means. @default an error */
  readonly on_missing_total?: 'stop' | null | undefined;
}

/** Each answer has the cursor of the next page. */
export interface CursorConfig {
  readonly type: 'cursor';
  /** JSONPath to the cursor of the next page. @default cursors.next, or what the first answer has instead */
  readonly cursor_path?: string | undefined;
  /** Not in dlt: instead of `cursor_path`, the key whose value in the last row of the page is the cursor. */
  readonly last_row_key?: string | null | undefined;
  /** @default cursor */
  readonly cursor_param?: string | null | undefined;
  readonly cursor_body_path?: string | null | undefined;
  /** @default false */
  readonly stop_after_empty_page?: boolean | null | undefined;
  /** JSONPath to a flag; false ends the walk although there is a cursor. */
  readonly has_more_path?: string | null | undefined;
  /** Not in dlt; see `MissingFlag`. */
  readonly on_missing_has_more?: MissingFlag | null | undefined;
  /** Not in dlt: JSONPath to a value that ends the walk when it is truthy. */
  readonly done_path?: string | null | undefined;
  /**
   * Not in dlt: `done`, `not has_more`, `response['done']`, `not response.get('hasMore', False)`. True ends the walk,
   * and false without a cursor is an error.
   */
  readonly stop_condition?: string | null | undefined;
  /** Not in dlt: rows to ask for, unless the parameter is among the endpoint's own. */
  readonly limit?: number | null | undefined;
  /** Not in dlt. @default limit */
  readonly limit_param?: string | null | undefined;
}

/** Each answer has the cursor of the next page in a header (4.8). */
export interface HeaderCursorConfig {
  readonly type: 'header_cursor';
  /** Name of the header, in any letter case. @default next */
  readonly cursor_key?: string | undefined;
  /** @default cursor */
  readonly cursor_param?: string | undefined;
}

/** dlt also knows it as `json_response`, its former name. */
export interface JsonLinkConfig {
  readonly type: 'json_link';
  /** JSONPath to the address of the next page. @default next */
  readonly next_url_path?: string | undefined;
}

/** Each answer has the link to the next page in a header. */
export interface HeaderLinkConfig {
  readonly type: 'header_link';
  /** The relation in the `Link` header. @default next */
  readonly links_next_key?: string | undefined;
}
