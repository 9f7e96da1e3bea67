import { accountOf, connectionOf, environmentOf, jobOf, projectOf, repositoryOf } from './work-rows.ts';
import {
  auditLogOf,
  groupOf,
  inviteOf,
  licensesOf,
  notificationOf,
  serviceTokenOf,
  userOf,
  webhookOf,
} from './people-rows.ts';
import type { DbtRow, Place } from './place.ts';
import { runCountAt, runOf } from './run-rows.ts';

/** The lists of an account, by the names of their tables. */
export type DbtList =
  | 'environments'
  | 'jobs'
  | 'connections'
  | 'runs'
  | 'projects'
  | 'repositories'
  | 'users'
  | 'notifications'
  | 'invites'
  | 'licenses'
  | 'groups'
  | 'audit_logs'
  | 'service_tokens'
  | 'webhook_subscriptions';

/** How many rows the first account has at moment 0; the others have a fifth of it. */
export interface DbtCloudCounts {
  readonly accounts: number;
  readonly runs: number;
  readonly jobs: number;
  readonly environments: number;
  readonly projects: number;
  readonly connections: number;
  readonly users: number;
  /** A full page and no more. */
  readonly notifications: number;
  readonly auditLogs: number;
}

export const dbtCloudCounts: DbtCloudCounts = {
  accounts: 2,
  runs: 412,
  jobs: 130,
  environments: 23,
  projects: 7,
  connections: 4,
  users: 12,
  notifications: 100,
  auditLogs: 250,
};

export interface DbtAccount {
  readonly id: number;
  readonly row: DbtRow;
  readonly lists: Readonly<Record<DbtList, readonly DbtRow[]>>;
}

/** What is there at a moment: a pure function, so that two mocks of one seed say the same. */
export function dbtAccounts(counts: DbtCloudCounts, seed: number, moment: number): readonly DbtAccount[] {
  return Array.from({ length: counts.accounts }, (_, index) => {
    const share = (count: number): number => (index === 0 ? count : Math.ceil(count / 5));
    const place: Place = {
      seed,
      moment,
      account: 1001 + index,
      firstRun: 70_000_000 + index * 1_000_000,
      firstJob: 5000 + index * 100_000,
      jobCount: share(counts.jobs) + moment,
      firstProject: 10 + index * 1000,
      projectCount: share(counts.projects),
      firstEnvironment: 40 + index * 10_000,
      environmentCount: share(counts.environments),
    };
    return { id: place.account, row: accountOf(index, place), lists: listsOf(place, counts, share) };
  });
}

function listsOf(
  place: Place,
  counts: DbtCloudCounts,
  share: (count: number) => number,
): Readonly<Record<DbtList, readonly DbtRow[]>> {
  const { moment } = place;
  const list = (length: number, make: (index: number, place: Place) => DbtRow): readonly DbtRow[] =>
    Array.from({ length }, (_, index) => make(index, place));
  const firstRuns = share(counts.runs);
  // Jobs that came later have no runs yet, and runs keep the job that they had.
  const ofRuns = { ...place, jobCount: place.jobCount - moment };
  return {
    environments: list(place.environmentCount, environmentOf),
    jobs: list(place.jobCount, jobOf),
    connections: list(share(counts.connections), connectionOf),
    runs: Array.from({ length: runCountAt(firstRuns, moment) }, (_, index) => runOf(index, ofRuns, firstRuns)),
    projects: list(place.projectCount, projectOf),
    repositories: list(place.projectCount, repositoryOf),
    users: list(share(counts.users), userOf),
    notifications: list(share(counts.notifications), notificationOf),
    invites: list(moment, inviteOf),
    licenses: list(1, licensesOf),
    groups: list(4, groupOf),
    audit_logs: list(share(counts.auditLogs) + 20 * moment, auditLogOf),
    service_tokens: list(3, serviceTokenOf),
    webhook_subscriptions: list(2, webhookOf),
  };
}
