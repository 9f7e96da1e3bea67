/**
 * The words of a declarative REST source, as dlt's `rest_api` has them: every key, spelled as it is pasted. Only types
 * live here; `read-config.ts` checks that what came fits them. Keys that are not in dlt's vocabulary say so.
 * @see sections 1 to 6 of the REST reference
 */
import type { WriteDisposition } from '../../schema/table.ts';
import type { AuthConfig } from './auth/vocabulary.ts';
import type { PaginatorConfig } from './paginators/vocabulary.ts';
import type { ColumnConfig, WriteDispositionConfig } from './reading/hint-vocabulary.ts';

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
