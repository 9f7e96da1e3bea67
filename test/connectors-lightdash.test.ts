import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lightdash, type LightdashOptions } from '../src/connectors/lightdash/index.ts';
import {
  lightdashMock,
  lightdashMockLogin,
  lightdashMockToken,
  type LightdashMock,
  type LightdashMockOptions,
} from '../src/mock/lightdash/index.ts';
import type { MockOptions } from '../src/mock/mock-api.ts';
import type { RunOptions } from '../src/pipeline/options.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import { ConnectorBed, textsOf } from './connector-bed.ts';

let bed: ConnectorBed;
beforeEach(() => {
  bed = new ConnectorBed();
});
afterEach(() => bed.close());

async function serve(options: LightdashMockOptions = {}, running: MockOptions = {}): Promise<LightdashMock> {
  const api = lightdashMock(options);
  await bed.serve(api, running);
  return api;
}

async function run(options: RunOptions = {}, more: Partial<LightdashOptions> = {}): Promise<RunReport> {
  // What is given has either a token or a login.
  const all = { token: lightdashMockToken, baseUrl: bed.mock.url, ...more } as LightdashOptions;
  return bed.run(lightdash(all), options);
}

const keys = [
  ['projects', 'projectUuid', 'project_uuid'],
  ['project_details', 'projectUuid', 'project_uuid'],
  ['project_tables_configuration', 'projectUuid', 'project_uuid'],
  ['project_dashboards', 'uuid', 'uuid'],
  ['dashboards', 'uuid', 'uuid'],
  ['saved_charts', 'uuid', 'uuid'],
  ['users', 'userUuid', 'user_uuid'],
  ['charts', 'uuid', 'uuid'],
  ['chart_summaries', 'uuid', 'uuid'],
  ['content', 'uuid', 'uuid'],
  ['spaces', 'uuid', 'uuid'],
  ['explores', 'name', 'name'],
  ['groups', 'uuid', 'uuid'],
  ['schedulers', 'schedulerUuid', 'scheduler_uuid'],
  ['scheduler_runs', 'runId', 'run_id'],
  ['metrics_catalog', 'catalogSearchUuid', 'catalog_search_uuid'],
] as const;

async function expectAll(
  api: LightdashMock,
  streams: readonly string[] = keys.map(([stream]) => stream),
): Promise<void> {
  for (const [stream, field, column] of keys.filter(([name]) => streams.includes(name))) {
    expect(await bed.texts(`select ${column} from raw.${stream}`), stream).toEqual(textsOf(api.rows(stream), field));
  }
}

/** One request for each hundred rows of a list, and for each project, dashboard and chart that may be there. */
function fewestRequests(api: LightdashMock): number {
  const pages = (stream: string): number => Math.ceil(api.rows(stream).length / 100);
  const projects = textsOf(api.rows('projects'), 'projectUuid');
  const inProjects = ['metrics_catalog', 'schedulers', 'scheduler_runs'].flatMap((stream) =>
    projects.map((uuid) =>
      Math.max(1, Math.ceil(api.rows(stream).filter((row) => row['projectUuid'] === uuid).length / 100)),
    ),
  );
  const drawn = api.rows('charts').filter((row) => row['source'] !== 'sql').length;
  const fixed = 2 + pages('users') + pages('groups') + pages('content');
  return (
    fixed +
    projects.length * 7 +
    inProjects.reduce((sum, count) => sum + count, 0) +
    api.rows('project_dashboards').length +
    drawn
  );
}

describe('lightdash(), loaded from an API that behaves like it', () => {
  test('every stream arrives, and nothing is asked that need not be', async () => {
    const api = await serve();
    const report = await run();
    expect(report.outcome).toBe('done');
    await expectAll(api);
    expect(bed.mock.requests).toHaveLength(fewestRequests(api));
    const ignored = report.resources.map(({ name, end }) => [name, end?.ignoredWalks ?? 0] as const);
    expect(ignored.filter(([, count]) => count > 0)).toEqual([
      ['dashboards', api.rows('project_dashboards').length - api.rows('dashboards').length],
      ['saved_charts', 2],
    ]);
    expect(await bed.texts('select email from raw.current_user')).toEqual(['user-0@example.com']);
  });

  test('the same with failures, cut answers and 429 in HTML', async () => {
    const api = await serve({ refuseEvery: 41 }, { faults: { failEvery: 23, dropEvery: 29 } });
    const report = await run();
    expect(report.outcome).toBe('done');
    await expectAll(api);
    const { failed, dropped } = bed.mock.strikes;
    const refused = bed.mock.requests.filter(({ status }) => status === 429).length;
    expect([failed > 0, dropped > 0, refused > 0]).toEqual([true, true, true]);
    expect(bed.mock.requests).toHaveLength(fewestRequests(api) + failed + dropped + refused);
  }, 60_000);

  test('the same from a server that clamps page sizes', async () => {
    const api = await serve({ capMode: 'clamp' });
    await run({ select: ['users', 'schedulers'] });
    await expectAll(api, ['users', 'schedulers']);
  });

  test('a second run after changes: all that is there is right, and what is gone stays, for the API cannot tell', async () => {
    const api = await serve();
    const select = ['dashboards', 'saved_charts'];
    await run({ select });
    const before = new Map(select.map((stream) => [stream, textsOf(api.rows(stream), 'uuid')]));
    bed.mock.advance();
    await run({ select });
    for (const stream of select) {
      const ever = new Set([...(before.get(stream) ?? []), ...textsOf(api.rows(stream), 'uuid')]);
      expect(await bed.texts(`select uuid from raw.${stream}`), stream).toEqual([...ever].toSorted());
      const stored = new Map(
        (await bed.ask(`select uuid, name from raw.${stream}`)).map(([uuid, name]) => [uuid, name]),
      );
      expect(api.rows(stream).filter((row) => stored.get(row['uuid']) !== row['name'])).toEqual([]);
    }
  }, 60_000);

  test('a second run that replaces leaves exactly what is there, tiles included', async () => {
    const api = await serve();
    const select = keys.map(([stream]) => stream);
    await run({ select });
    bed.mock.advance();
    await run({ select, writeDisposition: 'replace' });
    await expectAll(api);
    // Tiles of the mock are a list of objects.
    const tiles = api.rows('dashboards').flatMap((row) => row['tiles'] as { readonly uuid: string }[]);
    expect(await bed.texts('select uuid from raw.dashboards__tiles')).toEqual(textsOf(tiles, 'uuid'));
  }, 60_000);

  test('a session logs in once, and once more when it has ended', async () => {
    const api = await serve({ sessionRequests: 30 });
    const source = lightdash({ ...lightdashMockLogin, baseUrl: bed.mock.url });
    await bed.run(source, { select: ['project_dashboards', 'dashboards'] });
    await expectAll(api, ['project_dashboards', 'dashboards']);
    expect(api.logins).toBe(2);
    expect(bed.whereIs(lightdashMockLogin.password)).toEqual([]);
    expect(bed.whereIs('local0mock0session')).toEqual([]);
  });

  test('a login that is refused ends the run, and its password is nowhere', async () => {
    await serve();
    const source = lightdash({ ...lightdashMockLogin, password: 'wrong0password0here', baseUrl: bed.mock.url });
    await expect(bed.run(source)).rejects.toMatchObject({ code: 'http_unauthorized' });
    expect(bed.whereIs('wrong0password0here')).toEqual([]);
  });

  test('S1: the token is in no file, no table and no event', async () => {
    await serve({ refuseEvery: 7 }, { faults: { failEvery: 5 } });
    await run({ select: ['project_details', 'users'] });
    expect(bed.whereIs(lightdashMockToken)).toEqual([]);
  }, 60_000);

  test('secrets of a project are left out, their names stay', async () => {
    await serve();
    await run({ select: ['project_details'] });
    expect(bed.whereIs('ghp_local0mock0token0in0a0project').filter((file) => file.endsWith('.duckdb'))).toEqual([]);
    expect(bed.whereIs('local0mock0value0of0a0variable').filter((file) => file.endsWith('.duckdb'))).toEqual([]);
    const [connection] = await bed.texts(
      "select dbt_connection from raw.project_details where dbt_connection like '%github%'",
    );
    expect(JSON.parse(connection ?? '')).toMatchObject({ branch: 'main', environment: [{ key: 'DBT_PASSWORD' }] });
  });
});
