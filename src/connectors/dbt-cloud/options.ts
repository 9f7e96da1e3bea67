import { configError } from '../../config/problem.ts';
import type { DbtCloudScope } from './config.ts';
import type { DbtCloudPlace } from './host.ts';
import type { RunsBy } from './runs.ts';

/** How an account is reached, and what is loaded of it. */
export interface DbtCloudOptions extends DbtCloudPlace {
  /** Of a service account or a person. */
  readonly token: string;
  /** @default every account that the token can list; service tokens often cannot */
  readonly accountIds?: readonly number[] | undefined;
  /** Runs of these jobs only; needs `accountIds`. @default runs of all jobs, deleted ones too */
  readonly jobIds?: readonly number[] | undefined;
  /** @default created_at */
  readonly runsBy?: RunsBy | undefined;
  /** Where the first load of runs begins: ISO 8601. @default with the first of all */
  readonly startDate?: string | undefined;
  /** Rows a page; more than 100 only where `singleTenant` is true. @default 100 */
  readonly pageSize?: number | undefined;
  /** True for a server of the customer's own, which gives pages of any size. @default false */
  readonly singleTenant?: boolean | undefined;
  /** Which API lists connections; `v2` is the former one, which most servers no longer have. @default v3 */
  readonly connections?: 'v3' | 'v2' | undefined;
  /** False leaves out how warehouses are reached: `config` and `details`. @default true */
  readonly connectionDetails?: boolean | undefined;
  /** True loads steps and artifacts of runs, too: two requests for each run. @default false */
  readonly runDetails?: boolean | undefined;
}

/**
 * What is asked for, with every default in its place.
 * @throws `config_invalid`
 */
export function scopeOf(options: Omit<DbtCloudOptions, 'token'>): DbtCloudScope {
  const { accountIds, jobIds } = options;
  if (jobIds !== undefined && accountIds === undefined) {
    throw configError('dbt-cloud', [{ path: 'job_ids', message: 'needs account_ids' }]);
  }
  return {
    accountIds,
    jobIds,
    startDate: options.startDate,
    runsBy: options.runsBy ?? 'created_at',
    pageSize: options.pageSize ?? 100,
    singleTenant: options.singleTenant ?? false,
    connections: options.connections ?? 'v3',
    connectionDetails: options.connectionDetails ?? true,
    runDetails: options.runDetails ?? false,
  };
}
