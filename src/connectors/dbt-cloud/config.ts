import type { Secret } from '../../config/secret.ts';
import type { Row } from '../../core/value.ts';
import type { EndpointConfig, ResourceConfig, RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import { givenRows } from './given-rows.ts';
import { allMustAnswer, mayBeOff, mayBeRefused } from './refusals.ts';
import { runsQuery, type RunsBy } from './runs.ts';

/** What is asked for, and how much at once. */
export interface DbtCloudScope {
  /** Without any, every account that the token can list. */
  readonly accountIds?: readonly number[] | undefined;
  /** Runs of these jobs only; needs `accountIds`. */
  readonly jobIds?: readonly number[] | undefined;
  readonly runsBy: RunsBy;
  readonly startDate?: string | undefined;
  readonly pageSize: number;
  /** True: the server gives more than 100 rows a page. */
  readonly singleTenant: boolean;
  readonly connections: 'v3' | 'v2';
  /** False: what is known of how a warehouse is reached is left out. */
  readonly connectionDetails: boolean;
  /** True: steps and artifacts, with two requests for each run. */
  readonly runDetails: boolean;
}

/**
 * What dbt Cloud serves, as its server really pages: offsets that step by the rows that came, up to the count of the
 * answer. Lists hold what was deleted, too, so that runs find their jobs.
 * @param origin with a slash at the end
 * @see vendors reference, section 2.6
 */
export function dbtCloudConfig(origin: string, token: string | Secret, scope: DbtCloudScope): RestApiConfig {
  return {
    client: {
      base_url: `${origin}api/v2/`,
      auth: { type: 'api_key', name: 'Authorization', location: 'header', api_key: token, format: 'Token {api_key}' },
      headers: { Accept: 'application/json' },
      paginator: {
        type: 'offset',
        // The count is where it is looked for; servers that give none are asked until a page is empty.
        limit: scope.pageSize,
        ...(scope.singleTenant ? {} : { maximum_limit: mostRows }),
      },
      // 5,000 a minute are allowed. Whoever asks for more is shut out for five minutes, told or not.
      rate_limit: { requests: 4500, per_seconds: 60 },
      retry: { rate_limited_wait: 300, max_wait: 330, patience: 1800 },
    },
    resource_defaults: {
      primary_key: 'id',
      write_disposition: 'merge',
      max_table_nesting: 1,
      columns: { created_at: timestamp, updated_at: timestamp },
      endpoint: { data_selector: 'data', response_actions: allMustAnswer },
    },
    resources: [...accounts(scope), ...ofAccounts(scope), ...(scope.runDetails ? ofRuns : [])],
  };
}

/** Multi-tenant servers refuse more. */
const mostRows = 100;
/** The API spells times with `T` and with a blank. */
const timestamp = { data_type: 'timestamp' } as const;
/** What the customer or the kind of warehouse decides the keys of. */
const openMap = { data_type: 'json' } as const;

/** Many tokens cannot list accounts, so that those which are named are asked for one by one. */
function accounts({ accountIds, jobIds }: DbtCloudScope): RestApiConfig['resources'] {
  if (accountIds === undefined)
    return [{ name: 'accounts', endpoint: { path: 'accounts/', paginator: 'single_page' } }];
  const pairs = (jobIds ?? []).flatMap((job_id) => accountIds.map((account_id): Row => ({ account_id, job_id })));
  return [
    givenRows(
      'account_ids',
      accountIds.map((id) => ({ id })),
    ),
    ...(jobIds === undefined ? [] : [givenRows('job_ids', pairs)]),
    {
      name: 'accounts',
      endpoint: {
        path: 'accounts/{resources.account_ids.id}/',
        paginator: 'single_page',
        response_actions: mayBeRefused,
      },
    },
  ];
}

function ofAccounts(scope: DbtCloudScope): readonly ResourceConfig[] {
  const parent = scope.accountIds === undefined ? 'accounts' : 'account_ids';
  const account = `{resources.${parent}.id}`;
  const v2 = (list: string): Pick<EndpointConfig, 'path'> => ({ path: `accounts/${account}/${list}/` });
  const v3 = (list: string): EndpointConfig => ({
    path: `/api/v3/accounts/${account}/${list}`,
    from_root: true,
    response_actions: mayBeRefused,
  });
  /** Rows that do not say which account they are of. */
  const ofAccount = { include_from_parent: [{ field: 'id', as: 'account_id' }] } as const;
  return [
    {
      name: 'environments',
      columns: { connection__details: openMap },
      endpoint: { ...v2('environments'), params: withDeleted },
    },
    { name: 'jobs', endpoint: { ...v2('jobs'), params: withDeleted } },
    connections(scope, v2, v3),
    runs(scope, v2('runs')),
    { name: 'projects', endpoint: { ...v2('projects'), params: withDeleted, response_actions: mayBeRefused } },
    { name: 'repositories', endpoint: { ...v2('repositories'), params: withDeleted, response_actions: mayBeRefused } },
    {
      name: 'users',
      ...ofAccount,
      primary_key: ['account_id', 'id'],
      columns: { licenses: openMap, auth_provider_infos: openMap },
      endpoint: { ...v2('users'), response_actions: mayBeRefused },
    },
    {
      name: 'notifications',
      endpoint: { ...v2('notifications'), params: withDeleted, response_actions: mayBeRefused },
    },
    { name: 'invites', endpoint: { ...v2('invites'), response_actions: mayBeRefused } },
    {
      name: 'licenses',
      ...ofAccount,
      primary_key: 'account_id',
      endpoint: { ...v2('licenses'), response_actions: mayBeRefused },
    },
    { name: 'groups', endpoint: { ...v3('groups/'), params: withDeleted } },
    {
      name: 'audit_logs',
      columns: { actor: openMap, event_context: openMap },
      endpoint: { ...v3('audit-logs/'), response_actions: mayBeOff },
    },
    { name: 'service_tokens', endpoint: v3('service-tokens/') },
    // The only path without a slash at its end.
    { name: 'webhook_subscriptions', endpoint: v3('webhooks/subscriptions') },
  ];
}

/** New rows have the highest id, so that nothing moves while pages are read. */
const withDeleted = { state: 'all', order_by: 'id' } as const;

function connections(
  scope: DbtCloudScope,
  v2: (list: string) => Pick<EndpointConfig, 'path'>,
  v3: (list: string) => EndpointConfig,
): ResourceConfig {
  const endpoint = scope.connections === 'v3' ? v3('connections/') : v2('connections');
  return {
    name: 'connections',
    columns: { config: openMap, details: openMap },
    ...(scope.connectionDetails ? {} : { processing_steps: [{ map: withoutDetails }] }),
    endpoint: { ...endpoint, response_actions: mayBeRefused },
  };
}

function withoutDetails({ config: _config, details: _details, ...row }: Row): Row {
  return row;
}

const timesOfRuns = [
  'dequeued_at',
  'started_at',
  'finished_at',
  'last_checked_at',
  'last_heartbeat_at',
  'should_start_at',
];

/** The list of the whole account: through its jobs, runs of jobs that were deleted would be missed. */
function runs({ jobIds, runsBy, startDate }: DbtCloudScope, ofAccount: Pick<EndpointConfig, 'path'>): ResourceConfig {
  const { params, incremental } = runsQuery(runsBy, startDate);
  const ofJobs = {
    path: 'accounts/{resources.job_ids.account_id}/runs/',
    params: { ...params, job_definition_id: '{resources.job_ids.job_id}' },
  };
  return {
    name: 'runs',
    columns: Object.fromEntries(timesOfRuns.map((name) => [name, timestamp])),
    endpoint: { ...(jobIds === undefined ? { ...ofAccount, params } : ofJobs), incremental },
  };
}

const ofRuns: readonly ResourceConfig[] = [
  {
    name: 'run_steps',
    columns: { started_at: timestamp, finished_at: timestamp },
    endpoint: {
      path: 'accounts/{resources.runs.account_id}/runs/{resources.runs.id}/',
      params: { include_related: '["run_steps"]' },
      data_selector: 'data.run_steps',
      paginator: 'single_page',
      response_actions: mayBeRefused,
    },
  },
  {
    // Texts, and none for runs that are old or were cancelled.
    name: 'run_artifacts',
    primary_key: ['account_id', 'run_id', 'value'],
    include_from_parent: [
      { field: 'account_id', as: 'account_id' },
      { field: 'id', as: 'run_id' },
    ],
    endpoint: {
      path: 'accounts/{resources.runs.account_id}/runs/{resources.runs.id}/artifacts/',
      paginator: 'single_page',
      response_actions: mayBeRefused,
    },
  },
];
