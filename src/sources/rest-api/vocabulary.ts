/**
 * The words of a declarative REST source, as dlt's `rest_api` has them: every key, spelled as it is pasted. Only types
 * live here; `read-config.ts` checks that what came fits them. Keys that are not in dlt's vocabulary say so.
 * @see sections 1 to 6 of the REST reference
 */
import type { Secret } from '../../config/secret.ts';
import type { DataType, WriteDisposition } from '../../schema/table.ts';

/** @typeParam Name, Path literals that the compiler looks through for parents; see `known-parents.ts` */
export interface RestApiConfig<Name extends string = string, Path extends string = string> {
  readonly client: ClientConfig;
  /** Merged under every resource that is written as an object or a string. */
  readonly resource_defaults?: ResourceDefaults | null | undefined;
  readonly resources: readonly (Name | ResourceConfig<Name, Path>)[];
}

/** What all requests have in common. */
export interface ClientConfig {
  /** Joined with each path by exactly one slash; may be empty where all paths are absolute. */
  readonly base_url: string;
  /** Sent as they are: braces mean nothing here. */
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
  readonly auth?: AuthConfig | null | undefined;
  /** Not in dlt: other hosts (`host` or `host:port`) that links may lead to; they get no credentials. */
  readonly allowed_hosts?: readonly string[] | null | undefined;
  /** For endpoints that have none, neither their own nor by default. */
  readonly paginator?: PaginatorConfig | null | undefined;
}

/** A resource whose name is not known yet. */
export type ResourceDefaults = Omit<ResourceConfig, 'name' | 'endpoint'> & {
  readonly endpoint?: EndpointConfig | undefined;
};

/** One table, and how its rows are asked for. */
export interface ResourceConfig<Name extends string = string, Path extends string = string> {
  readonly name: Name;
  /** A text is the path. @default the name */
  readonly endpoint?: Path | EndpointConfig<Path> | undefined;
  /** Fields of the parent's row that each row gets as `_<parent>_<field>`. */
  readonly include_from_parent?: readonly string[] | undefined;
  /** False: it is asked for its children only. @default true */
  readonly selected?: boolean | undefined;
  /** @default the name */
  readonly table_name?: string | null | undefined;
  readonly write_disposition?: WriteDisposition | WriteDispositionConfig | null | undefined;
  readonly primary_key?: string | readonly string[] | null | undefined;
  readonly merge_key?: string | readonly string[] | null | undefined;
  readonly columns?: readonly ColumnConfig[] | Readonly<Record<string, ColumnConfig>> | null | undefined;
  /** Levels of nested tables; deeper values stay JSON. */
  readonly max_table_nesting?: number | null | undefined;
}

/** The long form of a disposition. */
export interface WriteDispositionConfig {
  readonly disposition: WriteDisposition;
  readonly strategy?: 'delete-insert' | null | undefined;
}

/** What is known of a column before any row came. */
export interface ColumnConfig {
  readonly name?: string | undefined;
  readonly data_type?: DataType | null | undefined;
  readonly nullable?: boolean | null | undefined;
  readonly precision?: number | null | undefined;
  readonly scale?: number | null | undefined;
  readonly timezone?: boolean | null | undefined;
  readonly primary_key?: boolean | null | undefined;
  readonly merge_key?: boolean | null | undefined;
  readonly hard_delete?: boolean | null | undefined;
  readonly dedup_sort?: 'asc' | 'desc' | null | undefined;
  readonly unique?: boolean | null | undefined;
  readonly description?: string | null | undefined;
}

/** How the rows of one resource are asked for. */
export interface EndpointConfig<Path extends string = string> {
  /** May hold placeholders, and a query. @default the name of the resource */
  readonly path?: Path | undefined;
  /** @default GET */
  readonly method?: 'GET' | 'POST' | undefined;
  /** The query, and the values of placeholders in the path. */
  readonly params?: Readonly<Record<string, ParamConfig>> | undefined;
  readonly json?: Readonly<Record<string, unknown>> | undefined;
  /** Null takes away the client's header of this name. */
  readonly headers?: Readonly<Record<string, string | number | boolean | null>> | null | undefined;
  readonly paginator?: PaginatorConfig | null | undefined;
  /** JSONPath of the rows. @default the list that looks most like rows */
  readonly data_selector?: string | null | undefined;
  readonly response_actions?: readonly ResponseActionConfig[] | null | undefined;
  /** Instead of the client's; null asks without credentials. */
  readonly auth?: AuthConfig | null | undefined;
  /**
   * Not in dlt: what happens for a parent's row without a value for a placeholder. `skip` asks nothing for it.
   * @default fail
   */
  readonly missing_parent_field?: 'fail' | 'skip' | null | undefined;
}

/** Null is not sent. */
export type ParamText = string | number | bigint | boolean | null;
/** A list is sent as the same name several times. */
export type ParamConfig = ParamText | readonly ParamText[] | ResolveConfig;

/** Fills the path placeholder of the same name from each row of the parent. */
export interface ResolveConfig {
  readonly type: 'resolve';
  readonly resource: string;
  /** JSONPath into the row. */
  readonly field: string;
}

/** Matches when all that is given does. */
export interface ResponseActionConfig {
  readonly status_code?: number | null | undefined;
  /** Found anywhere in the body, as it is spelled. */
  readonly content?: string | null | undefined;
  /** Ends the walk with the pages that came before. */
  readonly action: 'ignore';
}

/** A name alone looks all its secrets up. */
export type AuthConfig = AuthObject | AuthObject['type'] | BearerAlias;
/** Every auth, by its type. */
export type AuthObject = BearerConfig | ApiKeyConfig | HttpBasicConfig;
/** Without a `type` an auth is `bearer`. */
export type BearerAlias = Omit<BearerConfig, 'type'>;

/** `Authorization: Bearer <token>`. */
export interface BearerConfig {
  readonly type: 'bearer';
  readonly token?: SecretText;
}

/** A key in a header, the query or a cookie. */
export interface ApiKeyConfig {
  readonly type: 'api_key';
  readonly api_key?: SecretText;
  /** Of the header, query parameter or cookie. @default Authorization */
  readonly name?: string | undefined;
  /** `param` is `query`. @default header */
  readonly location?: 'header' | 'query' | 'param' | 'cookie' | undefined;
  /** Not in dlt: what is sent, with one placeholder for the key: `Token {api_key}`. */
  readonly format?: string | null | undefined;
}

/** `Authorization: Basic` of name and password. */
export interface HttpBasicConfig {
  readonly type: 'http_basic';
  readonly username?: SecretText;
  readonly password?: SecretText;
}

/** Absent or null: looked up among the secrets. */
export type SecretText = string | Secret | null | undefined;

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
