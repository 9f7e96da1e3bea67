/** The words of `paginator`: how pages hang together. @see section 4 of the REST reference */

/** A name alone takes all defaults. */
export type PaginatorConfig = PaginatorObject | Exclude<PaginatorObject['type'], 'offset'> | 'json_response';
/** Every paginator, by its type. */
export type PaginatorObject =
  SinglePageConfig | PageNumberConfig | OffsetConfig | CursorConfig | JsonLinkConfig | HeaderLinkConfig | AutoConfig;

/** As if no paginator were given. */
export interface AutoConfig {
  readonly type: 'auto';
}

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
}

/** Rows have numbers. */
export interface OffsetConfig {
  readonly type: 'offset';
  /** Rows to ask for. */
  readonly limit: number;
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
}

/** Each answer has the cursor of the next page. */
export interface CursorConfig {
  readonly type: 'cursor';
  /** JSONPath to the cursor of the next page. @default cursors.next */
  readonly cursor_path?: string | undefined;
  /** @default cursor */
  readonly cursor_param?: string | null | undefined;
  readonly cursor_body_path?: string | null | undefined;
  /** @default false */
  readonly stop_after_empty_page?: boolean | null | undefined;
  /** JSONPath to a flag; false ends the walk although there is a cursor. */
  readonly has_more_path?: string | null | undefined;
  /** Not in dlt: JSONPath to a value that ends the walk when it is truthy. */
  readonly done_path?: string | null | undefined;
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
