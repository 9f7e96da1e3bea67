import { afterEach, describe, expect, test } from 'vitest';
import type { Answer, Recorded } from '../recording-api.ts';
import { workshop, type Workshop } from './run-guide.ts';

let shop: Workshop;
afterEach(() => shop.close());

/** Requests for one path, with their queries, in order. */
const of = (path: RegExp): readonly string[] => shop.api.targets().filter((target) => path.test(target));
const page = (body: unknown): Answer => ({ body });
const credentials = (header: string): ReadonlySet<string | undefined> =>
  new Set(shop.api.requests.map(({ headers }) => headers[header]));

describe('12.6: the guide for Svix, as it stands', () => {
  const answer = ({ path, query }: Recorded): Answer => {
    const lists = new Map<string, readonly object[]>([
      ['/v1/app', [{ id: 'a' }, { id: 'b' }]],
      ['/v1/event-type', [{ name: 'user.created', updatedAt: '2024-01-01T00:00:00Z' }]],
      ['/v1/app/a/endpoint', [{ id: 'ep1' }]],
      ['/v1/app/b/endpoint', [{ id: 'ep2' }]],
      ['/ingest/api/v1/source', [{ id: 's' }]],
      ['/ingest/api/v1/source/s/endpoint', [{ id: 'se' }]],
    ]);
    const rows = lists.get(path) ?? [];
    const at = Number(query.get('iterator')?.slice(1) ?? 0);
    return page({ data: rows.slice(at, at + 1), iterator: `i${at + 1}`, done: at + 1 >= rows.length });
  };

  test('asks for every list, and follows iterator until done', async () => {
    shop = await workshop(answer);
    await shop.run('svix.md', ['api_key=testsk']);
    expect(of(/^\/v1\/app(?:$|\?)/)).toEqual(['/v1/app', '/v1/app?iterator=i1']);
    expect(shop.api.targets().toSorted()).toEqual(
      [
        '/v1/app',
        '/v1/app?iterator=i1',
        '/v1/event-type',
        '/v1/management/authentication/api-token',
        '/v1/app/a/endpoint',
        '/v1/app/b/endpoint',
        '/v1/app/a/integration',
        '/v1/app/b/integration',
        '/ingest/api/v1/source',
        '/ingest/api/v1/source/s/endpoint',
        '/v1/operational-webhook/endpoint',
      ].toSorted(),
    );
    expect(credentials('authorization')).toEqual(new Set(['Bearer testsk']));
    expect(await shop.rows('endpoints', 'id')).toEqual(['ep1', 'ep2']);
  });

  test('L15: event types, whose key text and code disagree on, are replaced by every run', async () => {
    shop = await workshop(answer);
    await shop.run('svix.md', ['api_key=testsk']);
    await shop.run('svix.md', ['api_key=testsk']);
    expect(await shop.rows('event_types', 'name')).toEqual(['user.created']);
    expect(await shop.rows('applications', 'id')).toEqual(['a', 'b']);
  });
});

describe('12.7: the guide for Ruddr, as it stands', () => {
  test('asks for 100 rows after the last one, unless hasMore is missing or false', async () => {
    shop = await workshop(({ path, query }) => {
      if (path !== '/api/workspace/clients') return page({ results: [{ id: `${path}1` }] });
      const isLast = query.get('startingAfter') === 'k';
      return page({ results: isLast ? [{ id: 'z' }] : [{ id: 'j' }, { id: 'k' }], hasMore: !isLast });
    });
    await shop.run('ruddr.md', ['api_token=testtoken']);
    expect(of(/clients/)).toEqual([
      '/api/workspace/clients?limit=100',
      '/api/workspace/clients?limit=100&startingAfter=k',
    ]);
    expect(shop.api.requests).toHaveLength(14);
    expect(credentials('authorization')).toEqual(new Set(['Bearer testtoken']));
    expect(await shop.rows('clients', 'id')).toEqual(['j', 'k', 'z']);
    expect(await shop.rows('project_expense', 'id')).toEqual(['/api/workspace/project-expenses1']);
  });
});

describe('12.5: the guide for PersistIQ, as it stands', () => {
  const answer = ({ path, query }: Recorded): Answer => {
    const number = Number(query.get('page'));
    const link = `https://api.persistiq.com${path}?page=${number + 1}`;
    if (path === '/v1/users') return page({ users: [{ id: 'u' }] });
    if (path === '/v1/campaigns') return page({ campaigns: [{ id: 'c' }], has_more: false, next_page: null });
    const isLast = number === 2;
    const leads = [{ id: `l${number}`, updated_at: `2024-05-0${number}T00:00:00Z` }];
    return page({ leads, has_more: !isLast, next_page: isLast ? null : link });
  };

  test('takes the page out of next_page, and asks for what is new on every page', async () => {
    shop = await workshop(answer);
    await shop.run('persistiq.md', ['access_token=testkey'], '/v1/');
    expect(of(/users/)).toEqual(['/v1/users?page=1']);
    expect(of(/leads/)).toEqual(['/v1/leads?page=1', '/v1/leads?page=2']);
    expect(credentials('x-api-key')).toEqual(new Set(['testkey']));
    await shop.run('persistiq.md', ['access_token=testkey'], '/v1/');
    expect(of(/leads/).slice(2)).toEqual([
      '/v1/leads?updated_after=2024-05-02T00%3A00%3A00Z&page=1',
      '/v1/leads?updated_after=2024-05-02T00%3A00%3A00Z&page=2',
    ]);
    expect(await shop.rows('leads', 'id')).toEqual(['l1', 'l2']);
  });

  test('L10: begins at start_date where it is set, and takes rows without updated_at', async () => {
    shop = await workshop(({ path }) => page({ [path.slice(4)]: [{ id: 'x' }], has_more: false }));
    for (const _run of [1, 2])
      await shop.run('persistiq.md', ['access_token=k12345', 'start_date=2024-01-01T00:00:00Z'], '/v1/');
    expect(of(/leads/)).toEqual(Array(2).fill('/v1/leads?updated_after=2024-01-01T00%3A00%3A00Z&page=1'));
    expect(await shop.rows('leads', 'id')).toEqual(['x']);
  });
});

describe('12.4: the guide for dbt Cloud, as it stands', () => {
  const total = 3;
  const answer =
    (most: number) =>
    ({ path, query }: Recorded): Answer => {
      if (path === '/api/v2/accounts') return page({ data: [{ id: 7 }] });
      const start = Number(query.get('offset'));
      const all = Array.from({ length: total }, (_, index) => ({
        id: index + 1,
        finished_at: `2024-03-0${index + 1} 12:34:56.1+00:00`,
      }));
      const rows = all.slice(start, start + Math.min(most, Number(query.get('limit'))));
      const isRuns = path.endsWith('/runs');
      const sorted =
        isRuns && query.get('order_by')?.startsWith('-') === true
          ? [{ id: 9, finished_at: null }, ...all.toReversed()]
          : rows;
      return page({
        data: sorted,
        extra: { pagination: { count: sorted.length, total_count: isRuns ? sorted.length : total } },
      });
    };

  test('steps by the rows that come, where a server gives fewer', async () => {
    shop = await workshop(answer(2));
    await shop.run('dbt-cloud.md', ['api_key=testtoken'], '/api/v2/');
    expect(of(/jobs/)).toEqual([
      '/api/v2/accounts/7/jobs?offset=0&limit=5000',
      '/api/v2/accounts/7/jobs?offset=2&limit=5000',
    ]);
    expect(of(/accounts$/)).toEqual(['/api/v2/accounts']);
    expect(credentials('authorization')).toEqual(new Set(['Token testtoken']));
    expect(await shop.rows('connections', 'id')).toEqual(['1', '2', '3']);
  });

  test('L9: asks for 100 rows where a server refuses 5000', async () => {
    shop = await workshop((request) =>
      Number(request.query.get('limit')) > 100 ? { status: 400, body: { status: { code: 400 } } } : answer(2)(request),
    );
    await shop.run('dbt-cloud.md', ['api_key=testtoken'], '/api/v2/');
    expect(of(/jobs/)).toEqual([
      '/api/v2/accounts/7/jobs?offset=0&limit=5000',
      '/api/v2/accounts/7/jobs?offset=0&limit=100',
      '/api/v2/accounts/7/jobs?offset=2&limit=100',
    ]);
    expect(await shop.rows('jobs', 'id')).toEqual(['1', '2', '3']);
  });

  test('L11: runs are sorted by finished_at, and the newest first once there is something to go on from', async () => {
    shop = await workshop(answer(5000));
    await shop.run('dbt-cloud.md', ['api_key=testtoken'], '/api/v2/');
    await shop.run('dbt-cloud.md', ['api_key=testtoken'], '/api/v2/');
    expect(of(/runs/)).toEqual([
      '/api/v2/accounts/7/runs?order_by=finished_at&offset=0&limit=5000',
      '/api/v2/accounts/7/runs?order_by=-finished_at&offset=0&limit=5000',
    ]);
    expect(await shop.rows('runs', 'id')).toEqual(['1', '2', '3', '9']);
  });

  test('12.2 rule 1: an account that the user sets is asked for alone', async () => {
    shop = await workshop(answer(5000));
    await shop.run('dbt-cloud.md', ['api_key=testtoken', 'sources.dbt_cloud.account_id=42'], '/api/v2/');
    expect(of(/jobs/)).toEqual(['/api/v2/accounts/42/jobs?offset=0&limit=5000']);
  });

  test('12.2 rule 1: each of several accounts', async () => {
    shop = await workshop(answer(5000));
    await shop.run('dbt-cloud.md', ['api_key=testtoken', 'sources.dbt_cloud.account_ids=[42, 43]'], '/api/v2/');
    expect(of(/jobs/).toSorted()).toEqual([42, 43].map((id) => `/api/v2/accounts/${id}/jobs?offset=0&limit=5000`));
  });
});

describe('12.3: the guide for Lightdash, as it stands', () => {
  const tiles = [
    { properties: { savedChartUuid: 'S1' } },
    { properties: { savedChartUuid: null } },
    { properties: { title: 'x' } },
  ];
  const answers: ReadonlyMap<string, unknown> = new Map<string, unknown>([
    ['org/projects', [{ projectUuid: 'P', name: 'p' }]],
    ['projects/P', { projectUuid: 'P', warehouse: 'w' }],
    ['projects/P/tablesConfiguration', { tableSelection: { type: 'ALL' } }],
    ['projects/P/dashboards', [{ uuid: 'D' }, { uuid: 'E' }]],
    ['dashboards/D', { uuid: 'D', tiles }],
    ['dashboards/E', { uuid: 'E', tiles }],
    ['saved/S1', { uuid: 'S1' }],
    ['org/users', { data: [{ userUuid: 'U' }, { userUuid: 'V' }] }],
  ]);

  test('asks for each project, dashboard and distinct chart once', async () => {
    shop = await workshop(({ path }) => page({ status: 'ok', results: answers.get(path.replace('/api/v1/', '')) }));
    await shop.run('lightdash.md', ['token=ldpat_test'], '/api/v1/');
    expect(shop.api.targets().toSorted()).toEqual([...answers.keys()].map((path) => `/api/v1/${path}`).toSorted());
    expect(credentials('authorization')).toEqual(new Set(['ApiKey ldpat_test']));
  });

  test.each([403, 404])('a chart that answers %i is left out', async (status) => {
    const charts = [...tiles, { properties: { savedChartUuid: 'gone' } }];
    shop = await workshop(({ path }) => {
      if (path.endsWith('/saved/gone')) return { status, body: { status: 'error' } };
      const key = path.replace('/api/v1/', '');
      return page({ status: 'ok', results: key === 'dashboards/D' ? { uuid: 'D', tiles: charts } : answers.get(key) });
    });
    await shop.run('lightdash.md', ['token=ldpat_test'], '/api/v1/');
    expect(of(/saved/)).toHaveLength(2);
    expect(await shop.rows('saved_charts', 'uuid')).toEqual(['S1']);
  });

  test('L12, L13: objects are one row, lists in an envelope are rows, keys of the path are in the rows', async () => {
    shop = await workshop(({ path }) => page({ status: 'ok', results: answers.get(path.replace('/api/v1/', '')) }));
    await shop.run('lightdash.md', ['token=ldpat_test'], '/api/v1/');
    expect(await shop.rows('project_tables_configuration', 'project_uuid', 'table_selection__type')).toEqual(['P ALL']);
    expect(await shop.rows('project_dashboards', 'project_uuid', 'uuid')).toEqual(['P D', 'P E']);
    expect(await shop.rows('users', 'user_uuid')).toEqual(['U', 'V']);
    expect(await shop.rows('saved_charts', 'uuid')).toEqual(['S1']);
  });
});

test('L16: a stand-in is refused before the first request, by the name of the setting', async () => {
  shop = await workshop(() => page([]));
  const said = shop.run('svix.md', ['api_key=testsk', 'client.base_url=https://api.example.com']);
  await expect(said).rejects.toThrow();
});
