import { dbtCloudMock, mockToken, type DbtCloudMock } from '../../src/mock/dbt-cloud/index.ts';
import type { DbtList } from '../../src/mock/dbt-cloud/rows.ts';
import { asFormerConnection } from '../../src/mock/dbt-cloud/work-rows.ts';
import { pages } from './pages.ts';
import { table, type ApiRow } from './truth.ts';
import type { Vendor } from './vendors.ts';

const ofGuide: readonly DbtList[] = ['connections', 'environments', 'jobs', 'runs'];
const ofConnector = [
  'accounts',
  'environments',
  'jobs',
  'connections',
  'runs',
  'projects',
  'repositories',
  'notifications',
  'invites',
  'groups',
  'service_tokens',
  'webhook_subscriptions',
] as const;

export const dbtCloudVendor: Vendor = {
  name: 'dbt-cloud',
  caps: ['reject', 'clamp'],
  world(cap) {
    const api = dbtCloudMock({ cap });
    return {
      api,
      secret: mockToken,
      guide: {
        settings: (url) => [`client.base_url=${url}/api/v2/`],
        environment: { SOURCES__DBT_CLOUD__API_KEY: mockToken },
        truth: () => ({
          accounts: table(api.rows('accounts')),
          connections: table(api.rows('connections').map((row) => asFormerConnection(row as never))),
          environments: table(api.rows('environments').filter(isThere)),
          jobs: table(api.rows('jobs').filter(isThere)),
          runs: table(api.rows('runs')),
        }),
        fewest: () => fewestOfGuide(api, cap === 'reject'),
      },
      connector: {
        settings: (url) => [`client.base_url=${url}/api/v2/`],
        environment: { SOURCES__DBT_CLOUD__TOKEN: mockToken, SOURCES__DBT_CLOUD__PAGE_SIZE: '5000' },
        truth: () => Object.fromEntries(ofConnector.map((list) => [list, table(api.rows(list))])),
        fewest: () => fewestOfAll(api),
      },
    };
  },
};

/** What was deleted comes only to those who ask for it, and the guide does not. */
function isThere({ state }: ApiRow): boolean {
  return state !== 2;
}

/** Its paths lack the slash, and its limit may be too high: each list of each account says so once. */
function fewestOfGuide(api: DbtCloudMock, isRefused: boolean): number {
  const walks = api.accounts.flatMap(({ lists }) =>
    ofGuide.map((list) => pages(lists[list].filter((row) => list === 'runs' || isThere(row)).length, 100)),
  );
  const foundOut = walks.length + 1 + (isRefused ? walks.length : 0);
  return walks.reduce((sum, count) => sum + count, 1) + foundOut;
}

function fewestOfAll(api: DbtCloudMock): number {
  const ofAccounts = api.accounts.flatMap(({ lists }, place) =>
    // Audit logs are a feature of the first account, and are not asked for once more where they are refused.
    Object.entries(lists).map(([list, rows]) => (list === 'audit_logs' && place > 0 ? 0 : pages(rows.length, 100))),
  );
  return ofAccounts.reduce((sum, count) => sum + count, 1);
}
