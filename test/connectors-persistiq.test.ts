import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { persistiq, type PersistIqOptions } from '../src/connectors/persistiq/index.ts';
import type { MockOptions } from '../src/mock/mock-api.ts';
import {
  mockApiKey,
  persistIqMock,
  type PersistIqMock,
  type PersistIqMockOptions,
} from '../src/mock/persistiq/index.ts';
import type { RunOptions } from '../src/pipeline/options.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import { ConnectorBed } from './connector-bed.ts';
import { expectTruth } from './connector-truth.ts';

let bed: ConnectorBed;
beforeEach(() => {
  bed = new ConnectorBed();
});
afterEach(() => bed.close());

async function serve(options: PersistIqMockOptions = {}, more: MockOptions = {}): Promise<PersistIqMock> {
  const api = persistIqMock(options);
  await bed.serve(api, more);
  return api;
}

async function run(options: Partial<PersistIqOptions> = {}, more: RunOptions = {}): Promise<RunReport> {
  const fast = { requestsPerMinute: 60_000, baseUrl: `${bed.mock.url}/v1/` };
  return bed.run(persistiq({ apiKey: mockApiKey, ...fast, ...options }), more);
}

async function expectAll(api: PersistIqMock): Promise<void> {
  for (const list of [
    'users',
    'campaigns',
    'tags',
    'dnc_domains',
    'lead_fields',
    'lead_statuses',
    'replies',
  ] as const) {
    await expectTruth(bed, list, api.rows(list));
  }
  await expectTruth(bed, 'leads', api.rows('leads'), ['data']);
  await expectTruth(bed, 'events', api.rows('events'), ['data']);
  const flat = api.rows('campaign_leads').map((row) => {
    // As the rows are made.
    const lead = row['lead'] as Readonly<Record<string, unknown>>;
    const fields = Object.entries(lead).map(([name, value]) => [`lead__${name}`, value] as const);
    return { ...row, lead: null, ...Object.fromEntries(fields) };
  });
  await expectTruth(bed, 'campaign_leads', flat, ['lead__data']);
}

function leastRequests(api: PersistIqMock, leads: number): number {
  const pages = (count: number, size = 100): number => Math.max(1, Math.ceil(count / size));
  const campaigns = api.rows('campaigns').map(({ id }) => id);
  const children = (['campaign_leads', 'replies'] as const).flatMap((list) =>
    campaigns.map((id) => pages(api.rows(list).filter((row) => row['campaign_id'] === id).length)),
  );
  const roots = [pages(leads), pages(api.rows('events').length, 500), pages(api.rows('dnc_domains').length), 5];
  return [...children, ...roots].reduce((sum, count) => sum + count, 0);
}

describe('persistiq, loaded from an API that behaves like it', () => {
  test('every row of every list arrives, with the least requests there can be', async () => {
    const api = await serve();
    const report = await run();
    expect(report.outcome).toBe('done');
    await expectAll(api);
    expect(bed.mock.requests).toHaveLength(leastRequests(api, api.rows('leads').length));
  });

  test('with 5xx and cut answers every row arrives once', async () => {
    const api = await serve({}, { faults: { failEvery: 7, dropEvery: 9 } });
    await run();
    expect(bed.mock.strikes.failed).toBeGreaterThan(3);
    expect(bed.mock.strikes.dropped).toBeGreaterThan(2);
    await expectAll(api);
  }, 60_000);

  test('after an advance a second run leaves exactly the final truth, and asks for changed leads only', async () => {
    const api = await serve();
    await run();
    const before = bed.mock.requests.length;
    bed.mock.advance();
    const report = await run();
    await expectAll(api);
    const changed = report.resources.find(({ name }) => name === 'leads')?.rows ?? 0;
    expect(changed).toBe(30 + Math.ceil((1250 - 1) / 9));
    expect(bed.mock.requests.length - before).toBe(leastRequests(api, changed));
  });

  test('three times in a row, with faults', async () => {
    const api = await serve({ leads: 240, events: 20 }, { faults: { failEvery: 6, dropEvery: 11 } });
    for (let time = 0; time < 3; time += 1) {
      await run();
      bed.mock.advance();
    }
    await run();
    await expectAll(api);
  }, 60_000);

  test('the key is in no file, no event and no request that is kept', async () => {
    await serve({ leads: 20 });
    await run();
    await expect(run({ apiKey: 'wrong-secret' })).rejects.toMatchObject({ code: 'http_unauthorized' });
    expect(bed.whereIs(mockApiKey)).toEqual([]);
    expect(bed.whereIs('wrong-secret')).toEqual([]);
    const { requests } = persistiq({ apiKey: mockApiKey });
    expect(JSON.stringify([bed.mock.requests, requests])).not.toContain(mockApiKey);
  });

  test('nested lists of people and replies arrive', async () => {
    const api = await serve();
    await run({}, { select: ['users', 'campaigns', 'replies'] });
    // Lists, as the rows are made.
    const length = (value: unknown): number => (value as readonly unknown[]).length;
    const count = (rows: readonly Readonly<Record<string, unknown>>[], field: string): string =>
      String(rows.reduce((sum, row) => sum + length(row[field]), 0));
    expect(await bed.texts('select count(*) from raw.users__mailboxes')).toEqual([
      count(api.rows('users'), 'mailboxes'),
    ]);
    expect(await bed.texts('select count(*) from raw.replies__cc_emails')).toEqual([
      count(api.rows('replies'), 'cc_emails'),
    ]);
  });

  test('start_date: leads that changed since then, on every page', async () => {
    const api = await serve();
    await run({ startDate: '2025-01-01T12:00:00+00:00' }, { select: ['leads'] });
    const expected = api.rows('leads').slice(721);
    expect(await bed.texts('select id from raw.leads')).toEqual(expected.map(({ id }) => String(id)).toSorted());
    const sent = bed.mock.requests.map(({ query }) => new URLSearchParams(query).get('updated_after'));
    expect(sent).toHaveLength(Math.ceil(expected.length / 100));
    expect(new Set(sent)).toEqual(new Set(['2025-01-01T12:00:00+00:00']));
  });
});
