import type { Secret } from '../../config/secret.ts';
import type { EndpointConfig, ResourceConfig, RestApiConfig } from '../../sources/rest-api/vocabulary.ts';

/** What is asked for, and how fast. */
export interface PersistIqScope {
  /** Where the first load of leads begins; everything without it. */
  readonly startDate?: string | undefined;
  readonly requestsPerMinute: number;
}

/**
 * What PersistIQ serves, as its server really pages: numbers from 1 until `has_more` is false. `next_page` is an address
 * and not a number; pages are counted instead, so that filters go along with each of them.
 * @see vendors reference, section 3.6
 */
export function persistIqConfig(baseUrl: string, apiKey: string | Secret, scope: PersistIqScope): RestApiConfig {
  return {
    client: {
      base_url: baseUrl,
      auth: { type: 'api_key', name: 'x-api-key', location: 'header', api_key: apiKey },
      headers: { Accept: 'application/json' },
      paginator: {
        type: 'page_number',
        base_page: 1,
        total_path: null,
        has_more_path: 'has_more',
        on_missing_has_more: 'stop',
        // A page without rows that speaks of more is a slip of the server: only `has_more` ends a list.
        stop_after_empty_page: false,
      },
      rate_limit: { requests: scope.requestsPerMinute, per_seconds: 60 },
      retry: { attempts: 8, rate_limited_wait: 60 },
    },
    resource_defaults: { primary_key: 'id', write_disposition: 'merge', max_table_nesting: 1 },
    resources: [list('users'), leads(scope), ...lists, ...ofCampaigns],
  };
}

/** Fields of the company's own, with any name: one column, or every field would become one. */
const openMap = { data_type: 'json' } as const;
const time = { data_type: 'timestamp' } as const;

/** Leads can be asked for by their last change, but do not show it: what counts is when the last load began. */
function leads({ startDate }: PersistIqScope): ResourceConfig {
  return {
    name: 'leads',
    columns: { data: openMap, last_sent_at: time },
    endpoint: {
      path: 'leads',
      data_selector: 'leads',
      incremental: {
        cursor_path: 'updated_at',
        watermark: 'run_start',
        start_param: 'updated_after',
        value_format: 'iso',
        ...(startDate === undefined ? {} : { initial_value: startDate }),
        lag: 600,
      },
    },
  };
}

/** Lists without pages answer without `has_more`. */
const lists: readonly ResourceConfig[] = [
  list('campaigns'),
  { ...list('events'), columns: { data: openMap, created_at: time } },
  list('tags'),
  list('dnc_domains'),
  { ...list('lead_fields'), endpoint: { path: 'lead_fields', data_selector: 'lead_fields', paginator: 'single_page' } },
  {
    ...list('lead_statuses'),
    endpoint: { path: 'lead_statuses', data_selector: 'lead_statuses', paginator: 'single_page' },
  },
];

function list(name: string): ResourceConfig {
  return { name, endpoint: { path: name, data_selector: name } };
}

/** A campaign may be gone by the time that it is asked for. */
const mayBeGone: Pick<EndpointConfig, 'response_actions'> = {
  response_actions: [{ status_code: 404, action: 'ignore' }],
};

const ofCampaigns: readonly ResourceConfig[] = [
  {
    name: 'campaign_leads',
    include_from_parent: ['id'],
    columns: { lead__data: openMap, lead__last_sent_at: time },
    endpoint: { path: 'campaigns/{resources.campaigns.id}/leads', data_selector: 'campaign_leads', ...mayBeGone },
  },
  {
    name: 'replies',
    include_from_parent: ['id'],
    columns: { sent_at: time },
    endpoint: { path: 'campaigns/{resources.campaigns.id}/replies', data_selector: 'replies', ...mayBeGone },
  },
];
