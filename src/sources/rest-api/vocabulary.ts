/**
 * The words of a declarative REST source, as dlt's `rest_api` has them: every key, spelled as it is pasted. Only types
 * live here; `read-config.ts` checks that what came fits them. Keys that are not in dlt's vocabulary say so.
 * @see sections 1 to 6 of the REST reference
 */
import type { Row } from '../../core/value.ts';
import type { WriteDisposition } from '../../schema/table.ts';
import type { AuthConfig } from './auth/vocabulary.ts';
import type { PaginatorConfig } from './paginators/vocabulary.ts';
import type { Resource } from '../source.ts';
import type { IncrementalConfig, IncrementalParamConfig } from './incremental/vocabulary.ts';
import type {
  ColumnConfig,
  MaskConfig,
  NestedHintConfig,
  ReferenceConfig,
  SchemaContractConfig,
  WriteDispositionConfig,
} from './reading/hint-vocabulary.ts';
import type { StepConfig } from './steps/vocabulary.ts';

/** A REST source: one API, and which of its lists become tables. @see typing/ for what literals are held to beyond it */
export interface RestApiConfig {
  /** Not in dlt: where the JSON Schema of this file is, for editors; it means nothing when it runs. */
  readonly $schema?: string | undefined;
  readonly client: ClientConfig;
  /** Merged under every resource that is written as an object or a string. */
  readonly resource_defaults?: ResourceDefaults | null | undefined;
  /** Also ready-made ones, written as code. */
  readonly resources: readonly (string | ResourceConfig | Resource)[];
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
  /** Not in dlt: most requests that are on their way at once. @default 8 */
  readonly max_concurrency?: number | null | undefined;
  /** Not in dlt: is not exceeded, whatever the API allows. @default as fast as the API allows */
  readonly rate_limit?: RateLimitConfig | null | undefined;
  /** Not in dlt: what is asked again, how often and when. */
  readonly retry?: RetryConfig | null | undefined;
}

/** So many requests in any time of this length. */
export interface RateLimitConfig {
  readonly requests: number;
  readonly per_seconds: number;
}

/** How failures that may pass are met. */
export interface RetryConfig {
  /** In all. @default 5 */
  readonly attempts?: number | null | undefined;
  /** Longest wait before the second attempt, in seconds; each further one may be twice as long. @default 1 */
  readonly backoff_factor?: number | null | undefined;
  /** In seconds, `Retry-After` too. @default 300 */
  readonly max_wait?: number | null | undefined;
  /** Answers that are asked for again. @default 408, 425, 429 and all from 500 on */
  readonly statuses?: readonly number[] | null | undefined;
  /** Seconds to wait after a 429 that does not say how long. @default as with other failures */
  readonly rate_limited_wait?: number | null | undefined;
  /** Seconds that 429 answers are waited for in all. @default 900 */
  readonly patience?: number | null | undefined;
  /** False: a POST is sent again only when it surely did nothing. @default true */
  readonly repeat_writes?: boolean | null | undefined;
}

/** A resource whose name is not known yet. */
export type ResourceDefaults = Omit<ResourceConfig, 'name' | 'endpoint'> & {
  readonly endpoint?: EndpointConfig | undefined;
};

/** One table, and how its rows are asked for. */
export interface ResourceConfig {
  readonly name: string;
  /** A text is the path. @default the name */
  readonly endpoint?: string | EndpointConfig | undefined;
  /** Code that filters and changes rows before they are loaded. */
  readonly processing_steps?: readonly StepConfig[] | undefined;
  /** dlt asks for children side by side only where this is set; here all are. It changes nothing. */
  readonly parallelized?: boolean | null | undefined;
  /** Fields of the parent's row that each row gets as `_<parent>_<field>`, or under a name of its own. */
  readonly include_from_parent?: readonly (string | IncludedField)[] | undefined;
  /** False: it is asked for its children only. @default true */
  readonly selected?: boolean | undefined;
  /** In code also a function that gives the table of each row. @default the name */
  readonly table_name?: string | ((row: Row) => string) | null | undefined;
  readonly write_disposition?: WriteDisposition | WriteDispositionConfig | null | undefined;
  readonly primary_key?: string | readonly string[] | null | undefined;
  readonly merge_key?: string | readonly string[] | null | undefined;
  readonly columns?: readonly ColumnConfig[] | Readonly<Record<string, ColumnConfig>> | null | undefined;
  /** Levels of nested tables; deeper values stay JSON. */
  readonly max_table_nesting?: number | null | undefined;
  /** What happens to tables, columns and types that are new. */
  readonly schema_contract?: SchemaContractConfig | null | undefined;
  /** How the destination keeps the table, where it has a choice. */
  readonly table_format?: 'iceberg' | 'delta' | 'hive' | 'native' | null | undefined;
  /** Form of the files that rows travel in; sluice chooses by itself. */
  readonly file_format?: string | null | undefined;
  /** Columns that are keys of other tables; kept in the schema for its readers. */
  readonly references?: readonly ReferenceConfig[] | null | undefined;
  /** Hints for the nested tables, by their path. */
  readonly nested_hints?: Readonly<Record<string, NestedHintConfig>> | null | undefined;
  /** Not in dlt: `widen` changes the type of a column that a value does not fit, instead of a variant. @default variant */
  readonly type_conflicts?: 'variant' | 'widen' | null | undefined;
  /** Not in dlt: `keep` makes columns of keys that only ever were null. @default drop */
  readonly null_columns?: 'drop' | 'keep' | null | undefined;
  /** Not in dlt: `create` makes the table also where no row came. @default none */
  readonly empty_table?: 'none' | 'create' | null | undefined;
  /** Not in dlt: paths, such as `items.raw`, whose values stay JSON. */
  readonly json_columns?: readonly string[] | null | undefined;
  /** Not in dlt: paths of all that is loaded. The rest is on no disk. @default everything */
  readonly include_columns?: readonly string[] | null | undefined;
  /** Not in dlt: paths that are on no disk; children can still ask with them. */
  readonly exclude_columns?: readonly string[] | null | undefined;
  /** Not in dlt: paths whose values are masked before they are on any disk. A list masks with a hash. */
  readonly mask_columns?: readonly string[] | Readonly<Record<string, MaskConfig>> | null | undefined;
}

/** Not in dlt: a field of a parent's row, or of one above it, under a chosen name. */
export interface IncludedField {
  /** JSONPath into the row. */
  readonly field: string;
  /** Name in the rows of the child. */
  readonly as: string;
  /** Whose row. @default the parent's */
  readonly resource?: string | undefined;
}

/** How the rows of one resource are asked for. */
export interface EndpointConfig {
  /** May hold placeholders, and a query. @default the name of the resource */
  readonly path?: string | undefined;
  /** Not in dlt: true lets the path begin at the host and not at `base_url`. @default false */
  readonly from_root?: boolean | undefined;
  /** PUT and PATCH, which dlt does not have, only with `reads_only`. @default GET */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | undefined;
  /** Not in dlt: true says that a PUT or PATCH changes nothing, so that it may be sent, and sent again. */
  readonly reads_only?: boolean | undefined;
  /** The query, and the values of placeholders in the path. */
  readonly params?: Readonly<Record<string, ParamConfig>> | undefined;
  readonly json?: Readonly<Record<string, unknown>> | undefined;
  /** Instead of `json`: an object or a list of pairs is sent as a form, a text as it is. */
  readonly data?: DataConfig | null | undefined;
  /** Null takes away the client's header of this name. */
  readonly headers?: Readonly<Record<string, string | number | boolean | null>> | null | undefined;
  readonly paginator?: PaginatorConfig | null | undefined;
  /**
   * JSONPath of the rows. Not in dlt: of several the first that matches the first answer.
   * @default the list that looks most like rows
   */
  readonly data_selector?: string | readonly string[] | null | undefined;
  /** What is asked for from one run to the next. */
  readonly incremental?: IncrementalConfig | null | undefined;
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
export type ParamConfig = ParamText | readonly ParamText[] | ResolveConfig | IncrementalParamConfig;
/** A form, or a text. */
export type DataConfig =
  | string
  | Readonly<Record<string, ParamText | readonly ParamText[]>>
  | readonly (readonly [name: string, value: ParamText | readonly ParamText[]])[];

/** Fills the path placeholder of the same name from each row of the parent. */
export interface ResolveConfig {
  readonly type: 'resolve';
  readonly resource: string;
  /** JSONPath into the row. */
  readonly field: string;
}

/** Code that sees every answer, or what happens to those that match all that is given. */
export type ResponseActionConfig =
  | ActionCode
  | {
      readonly status_code?: number | null | undefined;
      /** Found anywhere in the body, as it is spelled. */
      readonly content?: string | null | undefined;
      /** `ignore` ends the walk with the pages that came before. */
      readonly action: 'ignore' | ActionCode | readonly ActionCode[];
    };

/** Sees an answer, and may change it for all that follow, ignore it, or throw. */
export type ActionCode = (answer: SeenAnswer) => ActionResult | Promise<ActionResult>;

/** An answer as code sees it. */
export interface SeenAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly url: string;
}

/** Nothing leaves the answer as it is; a body that is no text is written as JSON. */
export type ActionResult =
  'ignore' | { readonly status?: number | undefined; readonly body?: unknown } | null | undefined | void;
