import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ruddr, type RuddrOptions } from '../src/connectors/ruddr/index.ts';
import { ruddrMock, ruddrMockToken, type RuddrMock, type RuddrMockOptions } from '../src/mock/ruddr/index.ts';
import type { RuddrList } from '../src/mock/ruddr/lists.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import { restApi } from '../src/sources/rest-api/index.ts';
import { ConnectorBed, textsOf } from './connector-bed.ts';

let bed: ConnectorBed;
beforeEach(() => {
  bed = new ConnectorBed();
});
afterEach(() => bed.close());

async function serve(options: RuddrMockOptions = {}): Promise<RuddrMock> {
  const api = ruddrMock(options);
  await bed.serve(api);
  return api;
}

async function run(select: readonly RuddrList[], options: Partial<RuddrOptions> = {}): Promise<RunReport> {
  const source = ruddr({ token: ruddrMockToken, baseUrl: bed.mock.url, requestsPerSecond: 1000, ...options });
  return bed.run(source, { select });
}

const ids = (list: RuddrList): Promise<readonly string[]> => bed.texts(`select id from raw.${list}`);

describe('vendors 0, trap 2: Ruddr gives ten rows where nobody asks for more', () => {
  test('every request asks for a hundred', async () => {
    await serve();
    await run(['clients', 'projects']);
    const limits = bed.mock.requests.map(({ query }) => new URLSearchParams(query).get('limit'));
    expect(limits).toEqual(Array.from({ length: 5 }, () => '100'));
  });

  test('holidays are paged like all lists: more than a page of them arrives', async () => {
    const api = await serve({ scale: 5 });
    await run(['holidays']);
    expect(api.rows('holidays').length).toBeGreaterThan(100);
    expect(await ids('holidays')).toEqual(textsOf(api.rows('holidays'), 'id'));
  });

  test('members are the rows in results, not one row for each page', async () => {
    const api = await serve({ scale: 3 });
    await run(['workspace_members']);
    expect(await ids('workspace_members')).toEqual(textsOf(api.rows('workspace_members'), 'id'));
    expect(bed.mock.requests).toHaveLength(2);
  });
});

describe('vendors 5.4: the guide against reality', () => {
  test('limit is a query parameter; a limit over 100 is refused, or clamped and nothing is lost', async () => {
    const over = (): ReturnType<typeof restApi> =>
      restApi(
        {
          client: { base_url: bed.mock.url, auth: { token: ruddrMockToken } },
          resources: [
            {
              name: 'clients',
              endpoint: {
                path: 'api/workspace/clients',
                data_selector: 'results',
                params: { limit: 500 },
                paginator: {
                  type: 'cursor',
                  cursor_path: 'results[-1].id',
                  cursor_param: 'startingAfter',
                  has_more_path: 'hasMore',
                },
              },
            },
          ],
        },
        { name: 'over' },
      );
    await serve();
    await expect(bed.run(over())).rejects.toThrow(/400/);
    const api = await serve({ capMode: 'clamp' });
    await bed.run(over());
    expect(await ids('clients')).toEqual(textsOf(api.rows('clients'), 'id'));
  });

  test('the cursor is the id of the last row, and hasMore ends the walk, on a full last page too', async () => {
    const api = await serve();
    await run(['projects']);
    const [first, second] = bed.mock.requests.map(({ query }) => new URLSearchParams(query).get('startingAfter'));
    expect([first, second]).toEqual([null, api.rows('projects')[99]?.id]);
    expect(bed.mock.requests).toHaveLength(2);
  });

  test('the host is the vendor’s own, over https', () => {
    const urls = ruddr({ token: 'x' }).requests?.map(({ url }) => url);
    expect(urls?.[1]).toBe('https://www.ruddr.io/api/workspace/clients?limit=100');
    const own = (baseUrl: string): string | undefined => ruddr({ token: 'x', baseUrl }).requests?.[0]?.url;
    expect(own('https://proxy.example.com/ruddr/api/workspace/')).toBe('https://proxy.example.com/ruddr/api/workspace');
    expect(() => own('http://proxy.example.com')).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });

  test('423 is final: nothing is asked again', async () => {
    await serve({ locked: true });
    await expect(run(['clients'])).rejects.toThrow(/423/);
    expect(bed.mock.requests).toHaveLength(1);
  });

  test('403 leaves out a feature that the workspace does not have, and the others arrive', async () => {
    const api = await serve({ forbidden: ['invoices'] });
    const report = await run(['invoices', 'holidays']);
    expect(report.resources.map(({ name, rows }) => [name, rows])).toEqual(
      [
        ['holidays', api.rows('holidays').length],
        ['invoices', 0],
      ].toSorted((one, other) => (one[0] === 'invoices' ? -1 : 1) - (other[0] === 'invoices' ? -1 : 1)),
    );
    expect(report.resources.find(({ name }) => name === 'invoices')?.end).toMatchObject({ ignoredWalks: 1 });
  });

  test('a wrong key ends the run', async () => {
    await serve();
    await expect(run(['clients'], { token: 'wrong' })).rejects.toMatchObject({ code: 'http_unauthorized' });
  });

  test('429 without a header is waited for', async () => {
    const api = await serve({ refuseEvery: 2 });
    await run(['clients']);
    expect(await ids('clients')).toEqual(textsOf(api.rows('clients'), 'id'));
    expect(bed.mock.requests.map(({ status }) => status)).toEqual([200, 429, 200, 429, 200]);
  }, 60_000);

  test('a missing hasMore loses nothing: the walk goes on until nothing comes', async () => {
    const api = await serve({ withoutHasMore: ['clients', 'holidays'] });
    await run(['clients', 'holidays']);
    expect(await ids('clients')).toEqual(textsOf(api.rows('clients'), 'id'));
    expect(await ids('holidays')).toEqual(textsOf(api.rows('holidays'), 'id'));
  });

  test('5.5: no rows and a promise of more is an error that names the stream', async () => {
    await serve({ promising: ['expense_items'] });
    await expect(run(['expense_items'])).rejects.toThrow(/expense_items/);
  });

  test('5.2: rows that are new during a walk come with the next run', async () => {
    const api = await serve();
    await run(['expense_reports']);
    bed.mock.advance();
    await run(['expense_reports']);
    const stored = new Set(await ids('expense_reports'));
    expect(api.rows('expense_reports').filter(({ id }) => !stored.has(id))).toEqual([]);
  });

  test('5.2: a row that is deleted while it is the cursor ends the run, and one that begins afresh is right', async () => {
    const api = ruddrMock();
    const last = String(api.rows('clients')[99]?.id);
    let isGone = false;
    await bed.serve({
      ...api,
      handle(request) {
        if (request.query.get('startingAfter') === last && !isGone) {
          isGone = true;
          api.remove('clients', last);
        }
        return api.handle(request);
      },
    });
    await expect(run(['clients'])).rejects.toThrow(/404/);
    const source = ruddr({ token: ruddrMockToken, baseUrl: bed.mock.url });
    await bed.run(source, { select: ['clients'], refresh: 'drop_data' });
    expect(await ids('clients')).toEqual(textsOf(api.rows('clients'), 'id'));
  });

  test('5.3: a number that is whole or a fraction has one column, exact where it is money', async () => {
    const api = await serve();
    await run([
      'expense_items',
      'invoices',
      'project_tasks',
      'project_members',
      'opportunity_stages',
      'workspace_members',
    ]);
    const tables = "select table_name || '.' || column_name from information_schema.columns where table_schema = 'raw'";
    expect((await bed.texts(tables)).filter((name) => /__v_/.test(name))).toEqual([]);
    expect(await bed.typeOf('expense_items', 'amount')).toMatch(/^DECIMAL/);
    expect(await bed.typeOf('invoices__lines', 'rate')).toMatch(/^DECIMAL/);
    expect(await bed.typeOf('invoices__lines', 'quantity')).toBe('DOUBLE');
    expect(await bed.typeOf('project_tasks', 'budgeted_hours')).toBe('DOUBLE');
    expect(await bed.typeOf('project_members', 'budget__billable_hours')).toBe('DOUBLE');
    expect(await bed.typeOf('opportunity_stages', 'probability')).toBe('DOUBLE');
    expect(await bed.typeOf('workspace_members__availability_periods__hours_per_day', 'value')).toBe('DOUBLE');
    const sum = api.rows('expense_items').reduce((cents, row) => cents + Math.round(Number(row['amount']) * 100), 0);
    expect(Number((await bed.texts('select sum(amount) from raw.expense_items'))[0])).toBe(sum / 100);
  });
});
