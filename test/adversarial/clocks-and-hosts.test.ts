import { describe, expect, test } from 'vitest';
import type { Runtime } from '../../src/core/runtime.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import { walkAll } from '../recording-api.ts';
import { failureOf, hostileApi, items, loading, ofKind, walk, withoutWaits, type HostileApi } from './hostile-api.ts';

const single = { paginator: 'single_page', data_selector: '$' } as const;
const day = 86_400_000;

/** The wall clock is set by so much at each look; durations go on as they are. */
function jumping(...jumps: readonly number[]): (runtime: Runtime) => Runtime {
  let looks = 0;
  return (runtime) => {
    const patient = withoutWaits(runtime);
    const now = (): number => runtime.clock.now() + (jumps[looks++ % jumps.length] ?? 0);
    return { ...patient, clock: { ...patient.clock, now } };
  };
}

describe('F2.17, R23: clocks', () => {
  /** Rows of a growing list, changed at so many seconds of the server's own time. */
  const growing = (most: () => number): Promise<HostileApi> =>
    hostileApi(({ query }) => {
      const since = Number(query.get('since'));
      const changed = Array.from({ length: most() }, (_, index) => ({ id: index, changed: index + 1 }));
      return { body: changed.filter((row) => row.changed >= since) };
    });
  const resources = items(
    {
      ...single,
      params: { since: '{incremental.start_value}' },
      incremental: { cursor_path: 'changed', initial_value: 0 },
    },
    { write_disposition: 'append', primary_key: 'id' },
  );

  test.each([
    ['a day ahead and a day behind in turn', [day, -day]],
    ['set back in the middle', [0, 0, 0, -3600_000]],
    ['set forth by ten years', [0, 3650 * day]],
    ['an hour back and forth, as twice a year', [0, 3600_000, 0, -3600_000]],
    ['a second more', [0, 1000]],
  ])('%s: windows come from the rows, nothing is lost or twice', async (_, jumps) => {
    let most = 10;
    const target = await loading({ change: jumping(...jumps) });
    const api = await growing(() => most);
    for (most of [10, 25, 25, 40]) await target.run(api, resources);
    expect(await target.rows('select count(*), count(distinct id), max(id) from items')).toEqual([['40', '40', '39']]);
    expect(api.targets()).toEqual([0, 10, 25, 25].map((since) => `/items?since=${since}`));
  });

  test('a replaced table is that of the last run, also when its clock says that it was the first', async () => {
    let run = 0;
    const target = await loading({
      change: (runtime) => {
        const patient = withoutWaits(runtime);
        return { ...patient, clock: { ...patient.clock, now: () => runtime.clock.now() - run * day } };
      },
    });
    const api = await hostileApi(() => ({ body: [{ run }] }));
    for (run = 1; run <= 3; run += 1) await target.run(api, items(single, { write_disposition: 'replace' }));
    expect(await target.rows('select run from items')).toEqual([['3']]);
    run = 4;
    await target.run(api, items(single, { write_disposition: 'merge', primary_key: 'run' }));
    expect((await target.rows('select run from items order by run')).flat()).toEqual(['3', '4']);
  });

  test('a date to wait for is compared with the clock of the server', async () => {
    const serverNow = Date.now() - day;
    const api = await hostileApi(({ earlier }) => {
      const headers = {
        date: new Date(serverNow).toUTCString(),
        'retry-after': new Date(serverNow + 20_000).toUTCString(),
      };
      return earlier === 0 ? { status: 429, headers } : { body: [{ id: 1 }] };
    });
    const { events } = await walk(api, items(single));
    expect(ofKind(events, 'request-retried')).toMatchObject([{ waitMs: 20_000 }]);
  });
});

describe('F2.18, S2: redirects', () => {
  const key = 'canary-7f3a';
  const withKey = { headers: { 'X-Api-Key': key }, auth: { type: 'bearer', token: key } } as const;
  const moved = (status: number, location: string): { status: number; headers: Record<string, string> } => ({
    status,
    headers: { location },
  });

  test.each([301, 302, 303, 307, 308])('%i within the host is followed, with credentials', async (status) => {
    const api = await hostileApi(({ path }) =>
      path === '/items' ? moved(status, '/v2/items?a=1') : { body: [{ id: 1 }] },
    );
    expect((await walk(api, items(single), withKey)).rows['items']).toEqual([{ id: 1 }]);
    expect(api.targets()).toEqual(['/items', '/v2/items?a=1']);
    expect(api.asked.map(({ headers }) => [headers.authorization, headers['x-api-key']])).toEqual([
      [`Bearer ${key}`, key],
      [`Bearer ${key}`, key],
    ]);
  });

  test('each page is redirected: the pages after it are asked for as configured', async () => {
    const api = await hostileApi(({ path, query }) => {
      const page = Number(query.get('page'));
      if (path === '/items') return moved(307, `/v2/items?page=${page}`);
      return { body: page < 3 ? [{ page }] : [] };
    });
    const paged = { ...single, paginator: { type: 'page_number', total_path: null } };
    expect((await walk(api, items(paged))).rows['items']).toEqual([{ page: 0 }, { page: 1 }, { page: 2 }]);
  });

  test.each(['127.0.0.1', 'localhost'])('another origin, %s, is not asked, and its address is said', async (host) => {
    const other = await hostileApi(() => ({ body: [{ id: 666 }] }));
    const elsewhere = other.url.replace('127.0.0.1', host);
    const api = await hostileApi(() => moved(302, `${elsewhere}/items`));
    const failure = await failureOf(walk(api, items(single), withKey));
    expect(failure).toMatchObject({ message: expect.stringContaining(elsewhere) });
    expect(String(failure)).not.toContain(key);
    expect([api.asked.length, other.asked.length]).toEqual([1, 0]);
  });

  test('an allowed host is asked without any credential', async () => {
    const other = await hostileApi(() => ({ body: [{ id: 1 }] }));
    const api = await hostileApi(() => moved(302, `${other.url}/items`));
    const allowed = { ...withKey, allowed_hosts: [new URL(other.url).host] };
    expect((await walk(api, items(single), allowed)).rows['items']).toEqual([{ id: 1 }]);
    expect(JSON.stringify(other.asked.map(({ headers }) => headers))).not.toContain(key);
  });

  test('a loop ends after five', async () => {
    const api = await hostileApi(() => moved(302, '/items'));
    expect(await failureOf(walk(api, items(single)))).toMatchObject({ code: 'http_redirect' });
    expect(api.asked.length).toBeLessThanOrEqual(6);
  });

  test('307 keeps a POST as it is, 303 turns it into a GET without a body', async () => {
    const methods: string[] = [];
    const api = await hostileApi(({ path }, response) => {
      methods.push(`${response.req.method} ${path} ${response.req.headers['content-length'] ?? '-'}`);
      if (path === '/items') return moved(307, '/a');
      return path === '/a' ? moved(303, '/b') : { body: [{ id: 1 }] };
    });
    await walk(api, items({ ...single, method: 'POST', json: { q: 1 } }));
    expect(methods).toEqual(['POST /items 8', 'POST /a 8', 'GET /b -']);
  });
});

describe('F2.20: hosts that are not there', () => {
  const asked = (baseUrl: string): Promise<unknown> =>
    failureOf(walkAll(restApi({ client: { base_url: baseUrl }, resources: items(single) })));

  test('a name that nobody knows is tried again, then said with what to check', async () => {
    expect(await asked('http://nobody.invalid/')).toMatchObject({
      code: 'http_unreachable',
      message: expect.stringContaining('http://nobody.invalid'),
      retryable: true,
    });
  });

  test('a name that is found the second time', async () => {
    const api = await hostileApi(() => ({ body: [{ id: 1 }] }));
    const target = await loading({
      change: (runtime) => {
        let times = 0;
        const fetch: Runtime['fetch'] = (request, signal) => {
          times += 1;
          const url = times === 1 ? request.url.replace(/127\.0\.0\.1:\d+/, 'nobody.invalid') : request.url;
          return runtime.fetch({ ...request, url }, signal);
        };
        return withoutWaits({ ...runtime, fetch });
      },
    });
    await target.run(api, items(single));
    expect(await target.rows('select id from items')).toEqual([['1']]);
  });

  test('a server without encryption behind https is an error that is not waited for', async () => {
    const api = await hostileApi(() => ({ body: [] }));
    const failure = await asked(`${api.url.replace('http:', 'https:')}/`);
    expect(failure).toMatchObject({ name: 'SluiceError', code: 'http_unreachable' });
    expect(nodeRuntime().environment['NODE_TLS_REJECT_UNAUTHORIZED']).toBeUndefined();
  });
});
