import type { Secret } from '../../config/secret.ts';
import type { ResourceConfig, RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import { numbersOf } from './columns.ts';

export interface RuddrWishes {
  /** Of the 20 that all keys of a workspace share. @default 15 */
  readonly requestsPerSecond?: number | undefined;
}

/** One host for everybody. */
export const ruddrHost = 'https://www.ruddr.io/';

/** What an address may end with without meaning another server. */
export const ruddrApiPath: RegExp = /\/api(?:\/workspace)?$/;

/**
 * What Ruddr serves, as it really pages: newest first, and the place in a list is the `id` of the last row. Nothing can
 * be asked for by its time of change, so each run reads everything.
 */
export function ruddrConfig(baseUrl: string, token: string | Secret, wishes: RuddrWishes = {}): RestApiConfig {
  return {
    client: {
      base_url: baseUrl,
      auth: { type: 'bearer', token },
      // A missing `hasMore` is no end: the walk goes on behind the last row until nothing comes.
      paginator: {
        type: 'cursor',
        cursor_path: 'results[-1].id',
        cursor_param: 'startingAfter',
        has_more_path: 'hasMore',
        stop_after_empty_page: true,
      },
      // All keys of a workspace share 20 a second, and nothing in an answer tells how many are left.
      rate_limit: { requests: wishes.requestsPerSecond ?? 15, per_seconds: 1 },
    },
    resource_defaults: {
      primary_key: 'id',
      write_disposition: 'merge',
      max_table_nesting: 2,
      // 10 rows a page where nobody asks for more, and 100 at most. 403: the workspace does not have the feature.
      endpoint: {
        data_selector: 'results',
        params: { limit: 100 },
        response_actions: [{ status_code: 403, action: 'ignore' }],
      },
    },
    resources: [workspace, ...lists.map(listed)],
  };
}

/** Whose data it is; asked first, as it tells whether the key is good. */
const workspace: ResourceConfig = {
  name: 'workspace',
  endpoint: { path: 'api/workspace', data_selector: '$', paginator: 'single_page', params: { limit: null } },
};

/** Names of tables and last parts of paths: first those of the guide, then what else people want. */
const lists: readonly (readonly [name: string, path: string])[] = [
  ['clients', 'clients'],
  ['projects', 'projects'],
  ['project_members', 'project-members'],
  ['project_tasks', 'project-tasks'],
  ['expense_reports', 'expense-reports'],
  ['expense_items', 'expense-items'],
  ['expense_categories', 'expense-categories'],
  ['project_expense', 'project-expenses'],
  ['project_budget_expenses', 'project-budget-expenses'],
  ['workspace_members', 'members'],
  ['opportunity_stages', 'opportunity-stages'],
  ['invoices', 'invoices'],
  ['holidays', 'holidays'],
  ['time_entries', 'time-entries'],
  ['timesheets', 'timesheets'],
  ['allocations', 'allocations'],
  ['opportunities', 'opportunities'],
  ['project_roles', 'project-roles'],
  ['project_monthly_budget_expenses', 'project-monthly-budget-expenses'],
  ['time_off_types', 'time-off-types'],
];

function listed([name, path]: readonly [string, string]): ResourceConfig {
  return { name, ...numbersOf[name], endpoint: { path: `api/workspace/${path}` } };
}
