/** Spellings of guides for the keys of the vocabulary (L1), by their bare names. */
export type Spellings = ReadonlyMap<string, string>;

/** Letter case, blanks and signs count for nothing. */
export function bareName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function spellings(table: Readonly<Record<string, readonly string[]>>): Spellings {
  return new Map(
    Object.entries(table).flatMap(([key, names]) => [key, ...names].map((name) => [bareName(name), key] as const)),
  );
}

export const topKeys: Spellings = spellings({
  client: ['base_config', 'client_config', 'api', 'connection'],
  resources: ['endpoints', 'streams', 'tables'],
  resource_defaults: ['defaults'],
});

export const clientKeys: Spellings = spellings({
  base_url: ['url', 'api_url', 'root_url', 'host', 'api_base', 'base url prefix'],
  auth: ['authentication', 'authorization'],
  headers: ['default_headers', 'http_headers'],
  paginator: ['pagination', 'paging', 'default_paginator'],
});

export const resourceKeys: Spellings = spellings({
  name: ['resource', 'resource_name', 'stream', 'stream_name'],
  table_name: ['table', 'destination table'],
  primary_key: ['primary_keys', 'key', 'unique_key', 'unique_keys', 'id_field', 'primary key field', 'key properties'],
  merge_key: ['merge_keys'],
  write_disposition: ['write_mode', 'load_mode', 'sync_mode', 'disposition'],
});

export const endpointKeys: Spellings = spellings({
  path: ['endpoint', 'endpoint_path', 'url', 'url_path', 'uri', 'route', 'relative path', 'api path', 'request'],
  method: ['http_method', 'verb', 'request_method'],
  params: ['query_params', 'query_parameters', 'parameters', 'query', 'query string'],
  headers: ['request headers'],
  json: ['body', 'json_body', 'payload', 'request body'],
  data_selector: [
    'selector',
    'data_path',
    'data_key',
    'record_path',
    'records_path',
    'record_selector',
    'json_path',
    'jsonpath',
    'records',
    'response_key',
    'response_path',
    'response_data',
    'response_data_structure',
    'response data path',
    'response structure',
    'response',
    'response root',
    'results path',
    'results key',
    'result key',
    'root key',
    'items path',
    'rows',
    'rows in',
    'rows at',
    'data location',
    'data field',
  ],
  paginator: [
    'pagination',
    'paging',
    'pagination_type',
    'pagination strategy',
    'pagination style',
    'pagination method',
  ],
  incremental: ['incremental_loading', 'incremental_sync', 'incremental loading cursor', 'incremental support'],
  parent: [
    'parent_stream',
    'parent_resource',
    'parent_endpoint',
    'depends_on',
    'dependency',
    'depends',
    'child of',
    'nested under',
  ],
});

export const paginatorKeys: Spellings = spellings({
  type: ['kind', 'style', 'strategy', 'method', 'pagination type'],
  cursor_param: [
    'cursor_parameter',
    'token parameter',
    'page token parameter',
    'cursor query parameter',
    'token param',
  ],
  cursor_path: ['cursor_jsonpath', 'next_cursor_path', 'next cursor', 'next cursor path', 'cursor field', 'token path'],
  next_token: ['next_page_token_jsonpath', 'next page token', 'next page token path', 'next_token_path'],
  next_url_path: [
    'next_link_path',
    'next_url',
    'next link',
    'next page url',
    'next page url jsonpath',
    'next page link',
  ],
  next_page_path: ['next_page_determination', 'next page', 'next page field', 'next_page_jsonpath'],
  page_param: ['page_parameter', 'parameter_names', 'parameter_name', 'page_number_param', 'page number parameter'],
  base_page: ['start_page', 'first_page', 'initial_page', 'starting page', 'page starts at', 'page start'],
  limit: [
    'default_limit',
    'page_size',
    'default_page_size',
    'per_page',
    'records per page',
    'max_page_size',
    'max limit',
    'maximum limit',
    'maximum page size',
    'batch size',
  ],
  limit_param: ['limit_parameter', 'page_size_parameter', 'page_size_param', 'per_page_param', 'size parameter'],
  offset_param: ['offset_parameter', 'start parameter'],
  offset: ['initial_offset', 'start_offset'],
  total_path: ['total_jsonpath', 'total count path', 'total field', 'total', 'total records'],
  stop_condition: ['stop', 'end condition', 'termination', 'termination condition', 'stop when'],
  has_more_path: ['has_more', 'has more field', 'more flag', 'has_more_jsonpath', 'has more flag'],
  links_next_key: ['rel', 'link relation'],
});

export const authKeys: Spellings = spellings({
  type: ['method', 'auth type', 'authentication type', 'kind', 'scheme', 'authentication', 'authentication method'],
  location: ['in', 'sent in', 'placement'],
  name: [
    'parameter_name',
    'header_name',
    'param_name',
    'header',
    'parameter',
    'key name',
    'header key',
    'query parameter',
  ],
  format: ['header_format', 'value format', 'value', 'template', 'prefix', 'header value'],
  token: ['access_token', 'bearer token', 'personal access token', 'api token'],
  api_key: ['key', 'secret'],
  username: ['user', 'login', 'email', 'user name'],
  password: [],
  access_token_url: ['token_url', 'token endpoint', 'access token url'],
  client_id: [],
  client_secret: [],
});

export const incrementalKeys: Spellings = spellings({
  cursor_path: [
    'cursor_field',
    'cursor',
    'replication_key',
    'date_timestamp_field',
    'timestamp field',
    'date field',
    'cursor column',
    'incremental field',
    'cursor jsonpath',
  ],
  start_param: [
    'param_name',
    'start_param_name',
    'parameter_name',
    'query_parameter',
    'parameter',
    'filter parameter',
    'query param',
  ],
  end_param: ['end_parameter', 'end param name'],
  value_format: ['format', 'expected_format', 'date format', 'timestamp format', 'cursor format'],
  initial_value: ['start_value', 'recommended_initial_value', 'initial', 'start_date', 'default start', 'start from'],
  lag: ['lookback', 'lookback window', 'attribution window'],
  row_order: ['order', 'sort order'],
  resource: [
    'endpoint',
    'stream',
    'applies to',
    'endpoints',
    'resources',
    'streams',
    'supported endpoints',
    'supported by',
  ],
  incremental_support: ['supported', 'support', 'incremental support', 'incremental'],
});

/** The key that is meant; undefined for what is no spelling of any. */
export function keyFor(name: string, known: Spellings): string | undefined {
  return known.get(bareName(name));
}

/** A name as tables have it: `Project Details` is `project_details`; empty where nothing is left of it. */
export function resourceName(title: string): string {
  return resourceTitle(title).replace(/_(?:endpoint|resource|stream|api|table)$/, '');
}

/** The same with its last word, though it be `Endpoint`, `Stream` or their like. */
export function resourceTitle(title: string): string {
  return title
    .replaceAll(/`/g, '')
    .replace(/\([^)]*\)/g, ' ')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** One thing of several: `categories` is `category`, `statuses` is `status`. */
export function singular(name: string): string {
  if (/(?:ss|us|is)$/.test(name)) return name;
  if (name.endsWith('ies') && name.length > 4) return `${name.slice(0, -3)}y`;
  if (/(?:ses|xes|ches|shes|zes)$/.test(name)) return name.replace(/(?<=s|x|ch|sh|z)es$/, '');
  return name.replace(/s$/, '');
}

/** True for names that mean the same: letter case, signs, a plural and a last `Stream` or `Endpoint` count for nothing. */
export function isSameName(one: string, other: string): boolean {
  const [left, right] = [one, other].map((name) => singular(bareName(resourceName(name))));
  return left === right && left !== '';
}
