import type { Secret } from '../../config/secret.ts';
import type { EndpointConfig, ResourceConfig, RestApiConfig } from '../../sources/rest-api/vocabulary.ts';

/** Regions that have a host of their own; a token says its region behind the last point. */
const regions: readonly string[] = ['us', 'eu', 'in', 'ca', 'au'];

/**
 * The host that a token belongs to: `sk_….eu` is answered by the European one. A token without a known region goes to
 * the host that all regions share.
 */
export function svixBaseUrl(token: string): string {
  const region = token.slice(token.lastIndexOf('.') + 1);
  return regions.includes(region) ? `https://api.${region}.svix.com/` : 'https://api.svix.com/';
}

/** Not every product and every key reaches every list: what is refused or not there is left out. */
const mayBeRefused: Pick<EndpointConfig, 'response_actions'> = {
  response_actions: [
    { status_code: 403, action: 'ignore' },
    { status_code: 404, action: 'ignore' },
  ],
};
const mayBeMissing: Pick<EndpointConfig, 'response_actions'> = {
  response_actions: [{ status_code: 404, action: 'ignore' }],
};

/** Maps with keys of the customer's own: one column each, or every key would become one. */
const openMap = { data_type: 'json' } as const;
const metadata = { metadata: openMap } as const;

/** Whom the token stands for; only asked for the tokens of its environment. */
const environment: ResourceConfig = {
  name: 'environment',
  selected: false,
  endpoint: {
    path: 'api/v1/auth/whoami',
    data_selector: '$',
    paginator: 'single_page',
    params: { limit: null, order: null },
    ...mayBeRefused,
  },
};

/**
 * What Svix serves, as its server really pages: keyset lists in ascending order, which nothing shifts; `iterator` comes
 * with every page that has rows, so that only `done` ends a list.
 */
export function svixConfig(baseUrl: string, token: string | Secret): RestApiConfig {
  return {
    client: {
      base_url: baseUrl,
      auth: { type: 'bearer', token },
      paginator: {
        type: 'cursor',
        cursor_path: 'iterator',
        cursor_param: 'iterator',
        done_path: 'done',
        stop_after_empty_page: true,
      },
    },
    resource_defaults: {
      primary_key: 'id',
      write_disposition: 'merge',
      max_table_nesting: 1,
      endpoint: { data_selector: 'data', params: { limit: 250, order: 'ascending' } },
    },
    resources,
  };
}

const resources: readonly ResourceConfig[] = [
  { name: 'applications', columns: metadata, endpoint: { path: 'api/v1/app' } },
  {
    name: 'event_types',
    // They have no id; archived ones and schemas come only when asked for.
    primary_key: 'name',
    columns: { schemas: openMap },
    endpoint: { path: 'api/v1/event-type', params: { include_archived: 'true', with_content: 'true' } },
  },
  environment,
  {
    name: 'tokens',
    endpoint: {
      path: 'api/v1/management/authentication/{resources.environment.envId}/api-token',
      missing_parent_field: 'skip',
      ...mayBeRefused,
    },
  },
  {
    name: 'endpoints',
    columns: metadata,
    include_from_parent: ['id'],
    endpoint: { path: 'api/v1/app/{resources.applications.id}/endpoint' },
  },
  {
    name: 'integrations',
    include_from_parent: ['id'],
    endpoint: { path: 'api/v1/app/{resources.applications.id}/integration', ...mayBeMissing },
  },
  {
    name: 'ingest_source',
    columns: { ...metadata, config: openMap },
    endpoint: { path: 'ingest/api/v1/source', ...mayBeRefused },
  },
  {
    name: 'ingest_source_endpoint',
    columns: metadata,
    include_from_parent: ['id'],
    endpoint: { path: 'ingest/api/v1/source/{resources.ingest_source.id}/endpoint', ...mayBeMissing },
  },
  {
    name: 'webhook_endpoint',
    columns: metadata,
    endpoint: { path: 'api/v1/operational-webhook/endpoint', ...mayBeRefused },
  },
];
