import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dbtCloud, type DbtCloudOptions } from '../src/connectors/dbt-cloud/index.ts';
import { duckdb } from '../src/destinations/duckdb/index.ts';
import { dbtCloudMock, mockToken, type DbtCloudMock, type DbtCloudMockOptions } from '../src/mock/dbt-cloud/index.ts';
import { startMockApi } from '../src/mock/mock-api.ts';
import { pipeline } from '../src/pipeline/pipeline.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { ConnectorBed } from './connector-bed.ts';
import { expectTruth } from './connector-truth.ts';
import { FakeClock } from './loopback.ts';

let bed: ConnectorBed;
beforeEach(() => {
  bed = new ConnectorBed();
});
afterEach(() => bed.close());

async function serve(options: DbtCloudMockOptions = {}): Promise<DbtCloudMock> {
  const api = dbtCloudMock(options);
  await bed.serve(api);
  return api;
}

async function run(select: readonly string[], options: Partial<DbtCloudOptions> = {}): Promise<RunReport> {
  return bed.run(dbtCloud({ token: mockToken, host: bed.mock.url, ...options }), { select });
}

const first = { accountIds: [1001] } as const;
const queries = (path: RegExp): readonly URLSearchParams[] =>
  bed.mock.requests.filter((request) => path.test(request.path)).map(({ query }) => new URLSearchParams(query));
const rowsOf = (report: RunReport, name: string): number | undefined =>
  report.resources.find((resource) => resource.name === name)?.rows;

describe('vendors 0, trap 1: a limit of 5000', () => {
  test('is a hundred where the server is not said to be one’s own', async () => {
    const api = await serve();
    const report = await run(['runs'], { pageSize: 5000 });
    expect(rowsOf(report, 'runs')).toBe(api.rows('runs').length);
    expect(new Set(queries(/runs/).map((query) => query.get('limit')))).toEqual(new Set(['100']));
    const remarks = dbtCloud({ token: 'x', pageSize: 5000 }).remarks ?? [];
    expect(remarks.map(({ path }) => path)).toEqual(['host', 'page_size']);
  });

  test('against a server that clamps: the offset steps by the rows that came', async () => {
    const api = await serve({ cap: 'clamp' });
    await run(['runs'], { ...first, pageSize: 5000, singleTenant: true });
    await expectTruth(bed, 'runs', api.accounts[0]?.lists.runs ?? []);
    expect(queries(/runs/).map((query) => query.get('offset'))).toEqual(['0', '100', '200', '300', '400']);
  });

  test('against a server that refuses it: an error, and not an empty list', async () => {
    await serve({ cap: 'reject' });
    await expect(run(['runs'], { pageSize: 5000, singleTenant: true })).rejects.toThrow(/400/);
  });
});

describe('vendors 0, trap 8: runs through jobs miss those of deleted jobs', () => {
  test('the list of the account is read, and deleted jobs are there to be found', async () => {
    const api = await serve();
    await run(['runs', 'jobs'], first);
    expect(queries(/runs/).every((query) => !query.has('job_definition_id'))).toBe(true);
    expect(queries(/jobs/).map((query) => query.get('state'))).toEqual(['all', 'all']);
    const deleted = api.accounts[0]?.lists.jobs.filter((job) => job['state'] === 2).map((job) => job['id']) ?? [];
    const ofDeleted = api.rows('runs').filter((run) => deleted.includes(run['job_id'])).length;
    expect(ofDeleted).toBeGreaterThan(10);
    const sql = 'select count(*) from raw.runs r join raw.jobs j on r.job_id = j.id where j.state = 2';
    expect(await bed.texts(sql)).toEqual([String(ofDeleted)]);
  });

  test('2.5: job_ids is a filter of the server, called job_definition_id', async () => {
    const api = await serve();
    await run(['runs'], { accountIds: [1001, 1002], jobIds: [5000, 105_001] });
    const wanted = api.rows('runs').filter(({ job_id }) => job_id === 5000 || job_id === 105_001);
    await expectTruth(bed, 'runs', wanted);
    expect(queries(/runs/).map((query) => query.get('job_definition_id'))).toHaveLength(4);
    expect(() => dbtCloud({ token: 'x', jobIds: [1] })).toThrow(/job_ids: needs account_ids/);
  });
});

describe('vendors 2.5: the guide against reality', () => {
  test('connections are those of v3; the former list is an option, and left out where it is gone', async () => {
    const api = await serve();
    await run(['connections']);
    expect(bed.mock.requests.map(({ path }) => path)).toContain('/api/v3/accounts/1001/connections/');
    await serve({ missing: ['connections'] });
    const report = await run(['connections'], { connections: 'v2' });
    expect(bed.mock.requests.map(({ path }) => path)).toContain('/api/v2/accounts/1001/connections/');
    expect(report.resources[0]).toMatchObject({ name: 'connections', end: { ignoredWalks: 2 } });
    expect(await bed.texts('select count(*) from raw.connections')).toEqual([String(api.rows('connections').length)]);
  });

  test('how warehouses are reached can be left out', async () => {
    await serve();
    await run(['connections'], { connectionDetails: false });
    expect(await bed.texts('select count(config) from raw.connections')).toEqual(['0']);
    expect(bed.whereIs('xy12345')).toEqual([]);
  });

  test('accounts come on one page', async () => {
    await serve();
    const report = await run(['accounts']);
    expect(bed.mock.requests.map(({ path, query }) => `${path}?${query}`)).toEqual(['/api/v2/accounts/?']);
    expect(rowsOf(report, 'accounts')).toBe(2);
  });

  test('a 429 that says nothing is waited out for five minutes, and not knocked at', async () => {
    const api = await serve({ coolDown: { after: 2, answers: 1 } });
    const clock = new FakeClock();
    const runtime = { ...nodeRuntime({ workingFolder: bed.folder }), clock };
    const destination = duckdb(join(bed.folder, 'x.duckdb'));
    const source = dbtCloud({ token: mockToken, host: bed.mock.url, ...first });
    const line = pipeline({ name: 'dbt_cloud', destination, dataset: 'raw', runtime });
    await line.run(source, { select: ['runs'] });
    await expectTruth(bed, 'runs', api.accounts[0]?.lists.runs ?? []);
    expect(Math.max(...clock.sleptMs)).toBeGreaterThanOrEqual(300_000);
    expect(bed.mock.requests.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  test('paths end in a slash, so that nothing is redirected', async () => {
    await serve();
    await bed.run(dbtCloud({ token: mockToken, host: bed.mock.url }));
    const bare = bed.mock.requests.map(({ path }) => path).filter((path) => !path.endsWith('/'));
    expect(new Set(bare.map((path) => path.replace(/\d+/, 'N')))).toEqual(
      new Set(['/api/vN/accounts/1001/webhooks/subscriptions', '/api/vN/accounts/1002/webhooks/subscriptions']),
    );
    expect(bed.mock.requests.filter(({ status }) => status > 299).map(({ path }) => path)).toEqual([
      '/api/v3/accounts/1002/audit-logs/',
    ]);
  });
});

describe('vendors 2.1: access', () => {
  test.each([
    [{}, 'https://cloud.getdbt.com/'],
    [{ accountPrefix: 'AB123' }, 'https://ab123.us1.dbt.com/'],
    [{ accountPrefix: 'ab123', region: 'eu1' }, 'https://ab123.eu1.dbt.com/'],
    [{ host: 'ab123.us1.dbt.com' }, 'https://ab123.us1.dbt.com/'],
    [{ host: 'https://dbt.example.com/deploy/1001/jobs' }, 'https://dbt.example.com/'],
  ])('%j is reached at %s', (place, origin) => {
    const urls = dbtCloud({ token: 'x', ...place }).requests?.map(({ url }) => new URL(url).origin) ?? [];
    expect(new Set(urls)).toEqual(new Set([new URL(origin).origin]));
  });

  test.each([
    { accountPrefix: 'evil.example/' },
    { accountPrefix: 'ab123', region: 'eu1.evil' },
    { accountPrefix: 'ab123', host: 'dbt.example.com' },
    { region: 'eu1' },
    { host: 'user:pass@dbt.example.com' },
    { host: 'not a host' },
  ])('%j is refused before a token goes anywhere', (place) => {
    expect(() => dbtCloud({ token: 'x', ...place })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });

  test('the shared host is remarked on, and no other', () => {
    const remarks = (host?: string): readonly string[] =>
      (dbtCloud({ token: 'x', host }).remarks ?? []).map(({ path }) => path);
    expect(remarks()).toEqual(['host']);
    expect(remarks('ab123.us1.dbt.com')).toEqual([]);
  });

  test('a redirect to another host gets no token, and the run says where it leads', async () => {
    const elsewhere = await startMockApi(dbtCloudMock());
    try {
      await serve({ movedTo: elsewhere.url });
      await expect(run(['accounts'])).rejects.toThrow(new URL(elsewhere.url).host);
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  test('a token that cannot list accounts: those that are named are read', async () => {
    const api = await serve({ listsAccounts: false });
    await expect(run(['environments'])).rejects.toThrow(/403/);
    await run(['environments', 'accounts'], { accountIds: [1002] });
    await expectTruth(bed, 'environments', api.accounts[1]?.lists.environments ?? []);
    await expectTruth(bed, 'accounts', api.rows('accounts').slice(1));
  });

  test('an answer that says in its envelope that it failed is no empty list', async () => {
    const api = await serve({ stumbling: ['jobs'] });
    await run(['jobs']);
    await expectTruth(bed, 'jobs', api.rows('jobs'));
  });

  test('lists that are refused or not there are left out; runs must be there', async () => {
    await serve({ forbidden: ['users', 'groups'], missing: ['licenses'] });
    const report = await run(['users', 'groups', 'licenses', 'jobs']);
    expect(report.outcome).toBe('done');
    expect([rowsOf(report, 'users'), rowsOf(report, 'groups'), rowsOf(report, 'licenses')]).toEqual([0, 0, 0]);
    await serve({ missing: ['runs'] });
    await expect(run(['runs'])).rejects.toThrow(/404/);
  });
});

describe('vendors 2.2 to 2.4: paging and time', () => {
  test('a full last page is the last, and a list that is empty is asked once', async () => {
    const api = await serve({ accounts: 1 });
    const report = await run(['notifications', 'invites']);
    expect(api.rows('notifications')).toHaveLength(100);
    expect(report.resources.map(({ name, requests }) => [name, requests])).toEqual([
      ['notifications', 1],
      ['invites', 1],
    ]);
  });

  test('lists without a count lose nothing, on full pages neither', async () => {
    const api = await serve({ countless: true });
    await run(['notifications', 'jobs']);
    await expectTruth(bed, 'notifications', api.rows('notifications'));
    await expectTruth(bed, 'jobs', api.rows('jobs'));
  });

  test('order_by sorts; the time goes into a range of two times without a zone', async () => {
    await serve();
    await run(['runs']);
    const [query] = queries(/runs/);
    expect([query?.get('order_by'), query?.has('created_at__range')]).toEqual(['id', false]);
    bed.mock.advance();
    await run(['runs']);
    const ranges = queries(/runs/).map((each) => each.get('created_at__range'));
    // Two days before the newest run of the first look.
    expect(ranges.at(-1)).toMatch(/^\["2026-01-18T00:00:00[.\d]*","9999-12-31T00:00:00"\]$/);
  });

  test('both spellings of times are times, and runs without an end are kept', async () => {
    const api = await serve();
    expect(new Set(api.rows('runs').map((row) => String(row['created_at'])[10]))).toEqual(new Set(['T', ' ']));
    await run(['runs']);
    const types = await Promise.all(
      ['created_at', 'finished_at', 'started_at'].map((name) => bed.typeOf('runs', name)),
    );
    expect(new Set(types)).toEqual(new Set(['TIMESTAMP WITH TIME ZONE']));
    const open = api.rows('runs').filter((row) => row['finished_at'] === null).length;
    expect(await bed.texts('select count(*) from raw.runs where finished_at is null')).toEqual([String(open)]);
    const columns = "select column_name from information_schema.columns where table_schema = 'raw'";
    expect((await bed.texts(columns)).filter((name) => name.includes('__v_'))).toEqual([]);
  });

  test('2.3: steps and artifacts of runs, where there are any', async () => {
    const api = await serve({ accounts: 1, runs: 60 });
    await run(['run_steps', 'run_artifacts', 'runs'], { ...first, runDetails: true });
    const runs = api.rows('runs');
    const count = (field: string, value: (row: unknown) => boolean): number =>
      runs.filter((row) => value(row[field])).length;
    const steps = 3 * count('started_at', (value) => value !== null);
    expect(await bed.texts('select count(distinct id) from raw.run_steps')).toEqual([String(steps)]);
    const files = 3 * count('artifacts_saved', (value) => value === true);
    const sql = 'select count(distinct (account_id, run_id, value)) from raw.run_artifacts';
    expect(await bed.texts(sql)).toEqual([String(files)]);
  });
});
