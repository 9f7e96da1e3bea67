import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ruddr } from '../src/connectors/ruddr/index.ts';
import type { MockOptions } from '../src/mock/mock-api.ts';
import { ruddrMock, ruddrMockToken, type RuddrMock, type RuddrMockOptions } from '../src/mock/ruddr/index.ts';
import { ruddrLists } from '../src/mock/ruddr/lists.ts';
import type { RunOptions } from '../src/pipeline/options.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import { ConnectorBed, textsOf } from './connector-bed.ts';

let bed: ConnectorBed;
beforeEach(() => {
  bed = new ConnectorBed();
});
afterEach(() => bed.close());

async function serve(options: RuddrMockOptions = {}, running: MockOptions = {}): Promise<RuddrMock> {
  const api = ruddrMock(options);
  await bed.serve(api, running);
  return api;
}

async function run(options: RunOptions = {}, token = ruddrMockToken): Promise<RunReport> {
  return bed.run(ruddr({ token, baseUrl: bed.mock.url, requestsPerSecond: 1000 }), options);
}

const lists = [...ruddrLists.keys()];
const filled = lists.filter((list) => list !== 'project_monthly_budget_expenses');

async function expectAll(api: RuddrMock): Promise<void> {
  for (const list of filled) {
    expect(await bed.texts(`select id from raw.${list}`), list).toEqual(textsOf(api.rows(list), 'id'));
  }
}

/** One request for each hundred rows, one for a list without any, and one for the workspace. */
function fewestRequests(api: RuddrMock): number {
  return lists.reduce((sum, list) => sum + Math.max(1, Math.ceil(api.rows(list).length / 100)), 1);
}

describe('ruddr(), loaded from an API that behaves like it', () => {
  test('every stream arrives, proven to be whole, with one request a page and none beyond the last', async () => {
    const api = await serve();
    const report = await run();
    expect(report.outcome).toBe('done');
    expect(report.resources.map(({ name }) => name)).toEqual(['workspace', ...lists]);
    expect(report.resources.filter(({ name, end }) => name !== 'workspace' && end?.verdict !== 'proven')).toEqual([]);
    await expectAll(api);
    expect(bed.mock.requests).toHaveLength(fewestRequests(api));
    expect(await bed.texts('select name from raw.workspace')).toEqual([String(api.workspace['name'])]);
  });

  test('the same with failures, cut answers and 429 without a word on how long', async () => {
    const api = await serve({ refuseEvery: 17 }, { faults: { failEvery: 6, dropEvery: 7 } });
    const report = await run();
    expect(report.outcome).toBe('done');
    await expectAll(api);
    const { failed, dropped } = bed.mock.strikes;
    const refused = bed.mock.requests.filter(({ status }) => status === 429).length;
    expect([failed > 0, dropped > 0, refused > 0]).toEqual([true, true, true]);
    expect(bed.mock.requests).toHaveLength(fewestRequests(api) + failed + dropped + refused);
  }, 60_000);

  test('the same from a server that clamps limits', async () => {
    const api = await serve({ capMode: 'clamp' });
    await run();
    await expectAll(api);
    expect(bed.mock.requests).toHaveLength(fewestRequests(api));
  });

  test('a second run after changes: all that is there is right, and what is gone stays, for the API cannot tell', async () => {
    const api = await serve();
    await run({ select: ['projects'] });
    const before = new Set(textsOf(api.rows('projects'), 'id'));
    bed.mock.advance();
    await run({ select: ['projects'] });
    const now = textsOf(api.rows('projects'), 'id');
    expect(await bed.texts('select id from raw.projects')).toEqual([...new Set([...before, ...now])].toSorted());
    const stored = new Map((await bed.ask('select id, status_id from raw.projects')).map(([id, state]) => [id, state]));
    expect(api.rows('projects').filter((row) => stored.get(row.id) !== row['statusId'])).toEqual([]);
  });

  test('a second run that replaces leaves exactly what is there, nested rows included', async () => {
    const api = await serve();
    const select = ['clients', 'invoices', 'workspace_members'] as const;
    await run({ select });
    bed.mock.advance();
    await run({ select, writeDisposition: 'replace' });
    for (const list of select) {
      expect(await bed.texts(`select id from raw.${list}`), list).toEqual(textsOf(api.rows(list), 'id'));
    }
    const lines = api.rows('invoices').flatMap((row) => row['lines'] as { readonly id: string }[]);
    expect(await bed.texts('select id from raw.invoices__lines')).toEqual(textsOf(lines, 'id'));
    const payments = api.rows('invoices').flatMap((row) => row['payments'] as { readonly id: string }[]);
    expect(payments.length).toBeGreaterThan(0);
    expect(await bed.texts('select id from raw.invoices__payments')).toEqual(textsOf(payments, 'id'));
  });

  test('the same run twice changes nothing', async () => {
    await serve();
    const select = ['time_entries', 'invoices'];
    await run({ select });
    const count = 'select (select count(*) from raw.time_entries) + (select count(*) from raw.invoices__lines)';
    const before = await bed.texts(count);
    await run({ select });
    expect(await bed.texts(count)).toEqual(before);
  });

  test('S1: the key is in no file, no table and no event', async () => {
    await serve({ refuseEvery: 3 }, { faults: { failEvery: 4 } });
    await run({ select: ['clients', 'workspace'] });
    expect(bed.whereIs(ruddrMockToken)).toEqual([]);
    await expect(run({}, 'wrong0key0that0nobody0knows')).rejects.toThrow();
    expect(bed.whereIs('wrong0key0that0nobody0knows')).toEqual([]);
  }, 60_000);

  test('what people write is stored as they wrote it', async () => {
    const api = await serve();
    await run({ select: ['clients'] });
    const stored = new Map(
      (await bed.ask('select id, name, street_address from raw.clients')).map((row) => [row[0], row]),
    );
    const expected = api.rows('clients').map((row) => [row.id, row['name'], row['streetAddress']]);
    expect(expected.filter((row) => JSON.stringify(stored.get(row[0])) !== JSON.stringify(row))).toEqual([]);
  });
});
