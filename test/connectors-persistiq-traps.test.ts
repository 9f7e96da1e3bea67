import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { persistiq, type PersistIqOptions } from '../src/connectors/persistiq/index.ts';
import { duckdb } from '../src/destinations/duckdb/index.ts';
import type { MockApi } from '../src/mock/mock-api.ts';
import {
  mockApiKey,
  persistIqMock,
  type PersistIqMock,
  type PersistIqMockOptions,
} from '../src/mock/persistiq/index.ts';
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

async function serve(options: PersistIqMockOptions = {}): Promise<PersistIqMock> {
  const api = persistIqMock(options);
  await bed.serve(api);
  return api;
}

async function run(select: readonly string[], options: Partial<PersistIqOptions> = {}): Promise<RunReport> {
  const fast = { requestsPerMinute: 60_000, baseUrl: `${bed.mock.url}/v1/` };
  return bed.run(persistiq({ apiKey: mockApiKey, ...fast, ...options }), { select });
}

/** Time that is slept is over at once, but has passed. */
async function runIn(
  clock: FakeClock,
  select: readonly string[],
  options: Partial<PersistIqOptions> = {},
): Promise<RunReport> {
  const runtime = { ...nodeRuntime({ workingFolder: bed.folder }), clock };
  const destination = duckdb(join(bed.folder, 'x.duckdb'));
  const source = persistiq({ apiKey: mockApiKey, baseUrl: `${bed.mock.url}/v1/`, ...options });
  return pipeline({ name: 'persistiq', destination, dataset: 'raw', runtime }).run(source, { select });
}

const sent = (name: string): readonly (string | null)[] =>
  bed.mock.requests.map(({ query }) => new URLSearchParams(query).get(name));

describe('vendors 0, trap 3: next_page is an address', () => {
  test('pages are counted from 1, beyond the ninth too, and each is asked for once', async () => {
    const api = await serve();
    await run(['leads']);
    expect(sent('page')).toEqual(Array.from({ length: 13 }, (_, index) => String(index + 1)));
    await expectTruth(bed, 'leads', api.rows('leads'), ['data']);
  });

  test('a full page without more is the last', async () => {
    const api = await serve();
    await run(['dnc_domains']);
    expect(api.rows('dnc_domains')).toHaveLength(200);
    expect(sent('page')).toEqual(['1', '2']);
  });
});

describe('vendors 0, trap 4: leads do not say when they were changed', () => {
  test('the next run asks for what changed since ten minutes before the last one began', async () => {
    await serve();
    const { startedAt } = await runIn(new FakeClock(), ['leads'], { requestsPerMinute: 60_000 });
    expect(new Set(sent('updated_after'))).toEqual(new Set([null]));
    bed.mock.advance();
    await runIn(new FakeClock(), ['leads'], { requestsPerMinute: 60_000 });
    const [, , asked] = [null, null, ...sent('updated_after').slice(13)];
    // A second may pass while the run is opened.
    expect([0, 1000]).toContain(Date.parse(asked ?? '') - (Date.parse(startedAt) - 600_000));
    // On each page: whether next_page repeats it is not known.
    expect(new Set(sent('updated_after').slice(13))).toEqual(new Set([asked]));
    expect(sent('page').slice(13)).toEqual(['1', '2']);
  });

  test('the API filters, and shows no time of change', () => {
    const [lead] = persistIqMock().rows('leads');
    expect(Object.keys(lead ?? {})).not.toContain('updated_at');
  });
});

describe('vendors 3.5: the guide against reality', () => {
  test('90 a minute: nothing is refused by an API that allows 100', async () => {
    const clock = new FakeClock();
    const api = await serve({ leads: 20_000, limit: { requests: 100, now: () => clock.now() } });
    await runIn(clock, ['leads']);
    expect(bed.mock.requests).toHaveLength(200);
    expect(bed.mock.requests.filter(({ status }) => status === 429)).toEqual([]);
    expect(await bed.texts('select count(*) from raw.leads')).toEqual([String(api.rows('leads').length)]);
  }, 30_000);

  test('the key goes out as it is, and with it what to answer with', async () => {
    const seen: Readonly<Record<string, string | undefined>>[] = [];
    const api = persistIqMock();
    const watched: MockApi = {
      ...api,
      handle: (request) => {
        seen.push(request.headers);
        return api.handle(request);
      },
    };
    await bed.serve(watched);
    await run(['tags']);
    expect(seen[0]).toMatchObject({ 'x-api-key': mockApiKey, accept: 'application/json' });
    expect(seen[0]?.['user-agent']).toMatch(/./);
  });

  test('the host is the vendor’s', () => {
    expect(persistiq({ apiKey: 'x' }).requests?.[0]?.url).toBe('https://api.persistiq.com/v1/users?page=1');
  });
});

describe('vendors 3.1 to 3.3: limits and lists', () => {
  test('a 429 is waited out until the reset that it names', async () => {
    const clock = new FakeClock();
    const api = await serve({ limit: { requests: 3, now: () => clock.now() } });
    await runIn(clock, ['leads'], { requestsPerMinute: 60_000 });
    expect(bed.mock.requests.some(({ status }) => status === 429)).toBe(true);
    await expectTruth(bed, 'leads', api.rows('leads'), ['data']);
    expect(Math.max(...clock.sleptMs)).toBeLessThanOrEqual(61_000);
  });

  test('a 429 that names none is waited out for a minute', async () => {
    const api = persistIqMock();
    let count = 0;
    const refusing: MockApi = {
      ...api,
      handle: (request) => ((count += 1) === 2 ? { status: 429, body: '{"error":{}}' } : api.handle(request)),
    };
    await bed.serve(refusing);
    const clock = new FakeClock();
    await runIn(clock, ['leads'], { requestsPerMinute: 60_000 });
    expect(Math.max(...clock.sleptMs)).toBeGreaterThanOrEqual(60_000);
    await expectTruth(bed, 'leads', api.rows('leads'), ['data']);
  });

  test('users come whole and without has_more, or in pages: both are read to the end', async () => {
    const whole = await serve({ users: 7 });
    const report = await run(['users']);
    await expectTruth(bed, 'users', whole.rows('users'));
    expect(report.resources[0]).toMatchObject({ requests: 1, end: { verdict: 'consistent' } });
    const paged = await serve({ users: 250, usersPaged: true });
    await run(['users']);
    expect(sent('page')).toEqual(['1', '2', '3']);
    await expectTruth(bed, 'users', paged.rows('users'));
  });

  test('an empty page that promises more is passed, and nothing behind it is lost', async () => {
    const api = await serve({ gaps: { leads: 3, campaign_leads: 1 } });
    await run(['leads', 'campaigns', 'campaign_leads']);
    await expectTruth(bed, 'leads', api.rows('leads'), ['data']);
    expect(await bed.texts('select count(*) from raw.campaign_leads')).toEqual([
      String(api.rows('campaign_leads').length),
    ]);
  });

  test('a campaign that is gone is passed over, and counted', async () => {
    const api = await serve({ goneCampaigns: [1] });
    const report = await run(['campaign_leads']);
    const gone = api.rows('campaigns')[1]?.['id'];
    const left = api.rows('campaign_leads').filter((row) => row['campaign_id'] !== gone);
    expect(await bed.texts('select id from raw.campaign_leads')).toEqual(left.map(({ id }) => String(id)).toSorted());
    expect(report.resources.find(({ name }) => name === 'campaign_leads')?.end).toMatchObject({ ignoredWalks: 1 });
  });

  test('fields of the company’s own are one JSON column, whatever they are called', async () => {
    const api = await serve();
    await run(['leads', 'campaign_leads', 'lead_fields']);
    expect([await bed.typeOf('leads', 'data'), await bed.typeOf('campaign_leads', 'lead__data')]).toEqual([
      'JSON',
      'JSON',
    ]);
    const named = api.rows('leads').filter((row) => JSON.stringify(row['data']).includes('constructor')).length;
    expect(named).toBeGreaterThan(10);
    const sql = `select count(*) from raw.leads where json_extract_string(data, '$.constructor') = 'plain text'`;
    expect(await bed.texts(sql)).toEqual([String(named)]);
    const columns = `select column_name from information_schema.columns where table_schema = 'raw' and table_name = 'leads'`;
    expect(await bed.texts(columns)).toHaveLength(12);
  });

  test('events come 500 a page', async () => {
    const api = await serve();
    await run(['events']);
    expect(sent('page')).toEqual(['1', '2']);
    await expectTruth(bed, 'events', api.rows('events'), ['data']);
  });
});
