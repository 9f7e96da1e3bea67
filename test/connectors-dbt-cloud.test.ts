import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dbtCloud, type DbtCloudOptions } from '../src/connectors/dbt-cloud/index.ts';
import { dbtCloudMock, mockToken, type DbtCloudMock, type DbtCloudMockOptions } from '../src/mock/dbt-cloud/index.ts';
import type { DbtList } from '../src/mock/dbt-cloud/rows.ts';
import type { MockOptions } from '../src/mock/mock-api.ts';
import type { RunOptions } from '../src/pipeline/options.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import { ConnectorBed } from './connector-bed.ts';
import { expectTruth } from './connector-truth.ts';

let bed: ConnectorBed;
beforeEach(() => {
  bed = new ConnectorBed();
});
afterEach(() => bed.close());

async function serve(options: DbtCloudMockOptions = {}, more: MockOptions = {}): Promise<DbtCloudMock> {
  const api = dbtCloudMock(options);
  await bed.serve(api, more);
  return api;
}

async function run(options: Partial<DbtCloudOptions> = {}, more: RunOptions = {}): Promise<RunReport> {
  return bed.run(dbtCloud({ token: mockToken, host: bed.mock.url, ...options }), more);
}

const lists = [
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

/** Everything that the API has, and nothing else; how long ago something was is said anew at every reading. */
async function expectAll(api: DbtCloudMock): Promise<void> {
  for (const list of lists) {
    const rows = api.rows(list);
    if (rows.length > 0) await expectTruth(bed, list, rows);
  }
  await expectTruth(bed, 'connections', api.rows('connections'), ['config']);
  // These rows do not say which account they are of, or only those of the first account are shown.
  const ofAccounts = (list: DbtList) =>
    api.accounts.flatMap(({ id, lists: own }) => own[list].map((row) => ({ ...row, account_id: id })));
  await expectTruth(bed, 'users', ofAccounts('users'), ['licenses']);
  await expectTruth(bed, 'licenses', ofAccounts('licenses'));
  await expectTruth(bed, 'audit_logs', api.accounts[0]?.lists.audit_logs ?? [], ['actor', 'event_context']);
}

/** One request for each page there is, and one for each list that is empty or refused. */
function leastRequests(api: DbtCloudMock, runs: (rows: DbtCloudMock['accounts'][number]) => number): number {
  const pages = (count: number): number => Math.max(1, Math.ceil(count / 100));
  const ofAccounts = api.accounts.map((account, index) => {
    const counts = Object.entries(account.lists).map(([list, rows]) => {
      if (list === 'audit_logs' && index > 0) return 0;
      return list === 'runs' ? runs(account) : rows.length;
    });
    return counts.reduce((sum, count) => sum + pages(count), 0);
  });
  return ofAccounts.reduce((sum, count) => sum + count, 1);
}

describe('dbt-cloud, loaded from an API that behaves like it', () => {
  test('every row of every list arrives, with the least requests there can be', async () => {
    const api = await serve();
    const report = await run();
    expect(report.outcome).toBe('done');
    await expectAll(api);
    expect(bed.mock.requests).toHaveLength(leastRequests(api, ({ lists: own }) => own.runs.length));
  });

  test.each(['reject', 'clamp', 'none'] as const)('cap mode %s: every row arrives', async (cap) => {
    const api = await serve({ cap });
    await run({ pageSize: 5000, singleTenant: cap !== 'reject' });
    await expectAll(api);
    const sizes = new Set(bed.mock.requests.map(({ query }) => new URLSearchParams(query).get('limit')));
    expect([...sizes]).toContain(cap === 'reject' ? '100' : '5000');
  });

  test('with 5xx and cut answers every row arrives once', async () => {
    const api = await serve({}, { faults: { failEvery: 7, dropEvery: 9 } });
    const report = await run();
    expect(report.outcome).toBe('done');
    expect(bed.mock.strikes.failed).toBeGreaterThan(3);
    expect(bed.mock.strikes.dropped).toBeGreaterThan(2);
    await expectAll(api);
  }, 60_000);

  test('children of an account are told apart, nested rows too', async () => {
    const api = await serve();
    await run({}, { select: ['jobs'] });
    const expected = api.rows('jobs').flatMap((job) => {
      // A list of texts, as the rows are made.
      const steps = job['execute_steps'] as readonly string[];
      return steps.map((step) => `${String(job['id'])} ${step}`);
    });
    const sql = `select j.id || ' ' || s.value from raw.jobs j join raw.jobs__execute_steps s on s._dlt_parent_id = j._dlt_id`;
    expect(await bed.texts(sql)).toEqual(expected.toSorted());
  });

  test('the token is in no file, no event and no request that is kept', async () => {
    await serve();
    await run();
    await expect(run({ token: 'dbtc_wrong_secret' })).rejects.toMatchObject({ code: 'http_unauthorized' });
    expect(bed.whereIs(mockToken)).toEqual([]);
    expect(bed.whereIs('dbtc_wrong_secret')).toEqual([]);
    const { requests } = dbtCloud({ token: mockToken, host: bed.mock.url });
    expect(JSON.stringify([bed.mock.requests, requests])).not.toContain(mockToken);
  });
});

describe('dbt-cloud, run again', () => {
  test('created_at: after six hours exactly the final truth, and only the newest runs are asked for', async () => {
    const api = await serve();
    await run();
    const open = api.rows('runs').filter((row) => row['finished_at'] === null).length;
    expect(open).toBeGreaterThan(2);
    const before = bed.mock.requests.length;
    const newest = newestCreated(api);
    bed.mock.advance();
    await run();
    await expectAll(api);
    const since = ({ lists: own }: DbtCloudMock['accounts'][number]): number =>
      own.runs.filter((row) => momentOf(row['created_at']) >= newest - 48 * 3_600_000).length;
    expect(bed.mock.requests.length - before).toBe(leastRequests(api, since));
    expect(await bed.texts('select count(*) from raw.runs where finished_at is null')).not.toEqual([String(open)]);
  });

  test('created_at: five times in a row', async () => {
    const api = await serve({ runs: 120, jobs: 20 });
    for (let time = 0; time < 5; time += 1) {
      await run({}, { select: ['jobs', 'runs'] });
      bed.mock.advance();
    }
    await run({}, { select: ['jobs', 'runs'] });
    await expectTruth(bed, 'jobs', api.rows('jobs'));
    await expectTruth(bed, 'runs', api.rows('runs'));
  }, 60_000);

  test('finished_at: runs that go on come each time, and the walk stops at what is known', async () => {
    const api = await serve();
    const newestFirst = { runsBy: 'finished_at', accountIds: [1001] } as const;
    const runs = (): DbtCloudMock['accounts'][number]['lists']['runs'] => api.accounts[0]?.lists.runs ?? [];
    await run(newestFirst, { select: ['runs'] });
    await expectTruth(bed, 'runs', runs());
    expect(bed.mock.requests).toHaveLength(5);
    bed.mock.advance();
    await run(newestFirst, { select: ['runs'] });
    await expectTruth(bed, 'runs', runs());
    // The first of five pages has all that is new, and some that is known.
    expect(bed.mock.requests).toHaveLength(6);
  });

  test('finished_at: with several accounts the walk of each stops at what is known, and nothing is lost', async () => {
    const api = await serve();
    await run({ runsBy: 'finished_at' }, { select: ['runs'] });
    const before = bed.mock.requests.length;
    bed.mock.advance();
    await run({ runsBy: 'finished_at' }, { select: ['runs'] });
    await expectTruth(bed, 'runs', api.rows('runs'));
    // The accounts, and one page of each account.
    expect(bed.mock.requests.length - before).toBe(1 + api.accounts.length);
  });

  test('finished_only: exactly the runs that have ended', async () => {
    const api = await serve();
    await run({ runsBy: 'finished_only' }, { select: ['runs'] });
    bed.mock.advance();
    await run({ runsBy: 'finished_only' }, { select: ['runs'] });
    const ended = api.rows('runs').filter((row) => row['finished_at'] !== null);
    await expectTruth(bed, 'runs', ended);
  });

  test('start_date: the first run begins there', async () => {
    const api = await serve();
    await run({ startDate: '2026-01-19T00:00:00Z' }, { select: ['runs'] });
    const since = api.rows('runs').filter((row) => momentOf(row['created_at']) >= Date.UTC(2026, 0, 19));
    expect(since.length).toBeGreaterThan(0);
    await expectTruth(bed, 'runs', since);
  });

  test('with faults between, the second run leaves the final truth, too', async () => {
    const api = await serve({ runs: 230 }, { faults: { failEvery: 5, dropEvery: 8 } });
    await run();
    bed.mock.advance();
    await run();
    await expectAll(api);
  }, 60_000);
});

function momentOf(created: unknown): number {
  return Date.parse(String(created).replace(' ', 'T'));
}

function newestCreated(api: DbtCloudMock): number {
  return Math.max(...api.rows('runs').map((row) => momentOf(row['created_at'])));
}
