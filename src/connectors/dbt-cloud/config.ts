import type { Secret } from '../../config/secret.ts';
import type { Row } from '../../core/value.ts';
import type { EndpointConfig, ResourceConfig, RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import { givenRows } from './given-rows.ts';
import { administrationLists, changing, openMap, timestamp, workLists, type ListOfAccount } from './lists.ts';
import { allMustAnswer, mayBeRefused } from './refusals.ts';
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
        limit: scope.singleTenant ? scope.pageSize : Math.min(scope.pageSize, mostRows),
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
      endpoint: { data_selector: 'data', response_actions: allMustAnswer },
    },
    resources: [...accounts(scope), ...ofAccounts(scope), ...(scope.runDetails ? ofRuns : [])],
  };
}

/** Multi-tenant servers refuse more. */
const mostRows = 100;
/** Many tokens cannot list accounts, so that those which are named are asked for one by one. */
function accounts({ accountIds, jobIds }: DbtCloudScope): RestApiConfig['resources'] {
  if (accountIds === undefined)
    return [{ name: 'accounts', columns: changing, endpoint: { path: 'accounts/', paginator: 'single_page' } }];
  const pairs = (jobIds ?? []).flatMap((job_id) => accountIds.map((account_id): Row => ({ account_id, job_id })));
  return [
    givenRows(
      'account_ids',
      accountIds.map((id) => ({ id })),
    ),
    ...(jobIds === undefined ? [] : [givenRows('job_ids', pairs)]),
    {
      name: 'accounts',
      columns: changing,
      endpoint: {
        path: 'accounts/{resources.account_ids.id}/',
        paginator: 'single_page',
        response_actions: mayBeRefused,
      },
    },
  ];
}

/** All that hangs on an account. Rows are given its number, for not all of them have it. */
function ofAccounts(scope: DbtCloudScope): readonly ResourceConfig[] {
  const parent = scope.accountIds === undefined ? 'accounts' : 'account_ids';
  const placed = ({ endpoint, ...list }: ListOfAccount): ResourceConfig => ({
    include_from_parent: [{ field: 'id', as: 'account_id' }],
    ...list,
    endpoint: { ...endpoint, path: `${startOf(endpoint)}accounts/{resources.${parent}.id}/${endpoint.path}` },
  });
  const runs = runsOf(scope);
  return [
    ...workLists.map(placed),
    placed(connectionsOf(scope)),
    scope.jobIds === undefined ? (ofOneAccount(runs, scope) ?? placed(runs)) : ofJobs(runs),
    ...administrationLists.map(placed),
  ];
}

/** Version 2 of the API is where `base_url` leads. */
function startOf({ from_root: isThird }: EndpointConfig): string {
  return isThird === true ? '/api/v3/' : '';
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
function runsOf({ runsBy, startDate }: DbtCloudScope): ListOfAccount {
  const times = Object.fromEntries(timesOfRuns.map((name) => [name, timestamp]));
  return {
    name: 'runs',
    columns: { ...changing, ...times },
    endpoint: { path: 'runs/', ...runsQuery(runsBy, startDate) },
  };
}

/** What is asked once can stop where it meets what is known, and be taken up again; what hangs on a row cannot. */
function ofOneAccount(runs: ListOfAccount, { accountIds = [] }: DbtCloudScope): ResourceConfig | undefined {
  const [only] = accountIds;
  if (only === undefined || accountIds.length > 1) return undefined;
  return { ...runs, endpoint: { ...runs.endpoint, path: `accounts/${only}/runs/` } };
}

/** The same list once for each job, which the server filters by. */
function ofJobs(runs: ListOfAccount): ResourceConfig {
  const { params } = runs.endpoint;
  return {
    ...runs,
    include_from_parent: ['account_id'],
    endpoint: {
      ...runs.endpoint,
      path: 'accounts/{resources.job_ids.account_id}/runs/',
      params: { ...params, job_definition_id: '{resources.job_ids.job_id}' },
    },
  };
}

function connectionsOf({ connections, connectionDetails }: DbtCloudScope): ListOfAccount {
  return {
    name: 'connections',
    columns: { ...changing, config: openMap, details: openMap },
    ...(connectionDetails ? {} : { processing_steps: [{ map: withoutDetails }] }),
    endpoint: { path: 'connections/', from_root: connections === 'v3', response_actions: mayBeRefused },
  };
}

function withoutDetails({ config: _config, details: _details, ...row }: Row): Row {
  return row;
}

const ofRuns: readonly ResourceConfig[] = [
  {
    name: 'run_steps',
    columns: { ...changing, started_at: timestamp, finished_at: timestamp },
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
