import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lightdash, type LightdashOptions } from '../src/connectors/lightdash/index.ts';
import {
  lightdashMock,
  lightdashMockLogin,
  lightdashMockToken,
  type LightdashMock,
  type LightdashMockOptions,
} from '../src/mock/lightdash/index.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import type { Source } from '../src/sources/source.ts';
import { ConnectorBed, textsOf } from './connector-bed.ts';

let bed: ConnectorBed;
beforeEach(() => {
  bed = new ConnectorBed();
});
afterEach(() => bed.close());

async function serve(options: LightdashMockOptions = {}): Promise<LightdashMock> {
  const api = lightdashMock(options);
  await bed.serve(api);
  return api;
}

function source(more: Pick<LightdashOptions, 'charts' | 'detailsApi'> = {}): Source {
  return lightdash({ token: lightdashMockToken, baseUrl: bed.mock.url, ...more });
}

async function run(
  select: readonly string[],
  more: Pick<LightdashOptions, 'charts' | 'detailsApi'> = {},
): Promise<RunReport> {
  return bed.run(source(more), { select });
}

const asked = (end: RegExp): readonly string[] =>
  bed.mock.requests.filter(({ path }) => end.test(path)).map(({ path }) => path);

describe('vendors 0, trap 6: what results is', () => {
  test('an object is one row, and not one row for each of its values', async () => {
    const api = await serve();
    await run(['project_details', 'project_tables_configuration']);
    expect(await bed.texts('select project_uuid from raw.project_details')).toEqual(
      textsOf(api.rows('projects'), 'projectUuid'),
    );
    expect(await bed.texts('select table_selection__type from raw.project_tables_configuration')).toHaveLength(5);
  });

  test('users are in results.data, each a row of its own', async () => {
    const api = await serve();
    await run(['users']);
    expect(await bed.texts('select user_uuid from raw.users')).toEqual(textsOf(api.rows('users'), 'userUuid'));
    expect(asked(/users$/)).toHaveLength(3);
  });

  test('users of an old server are the list itself, all at once', async () => {
    const api = await serve({ oldServer: true });
    await run(['users']);
    expect(await bed.texts('select user_uuid from raw.users')).toEqual(textsOf(api.rows('users'), 'userUuid'));
    expect(asked(/users$/)).toHaveLength(1);
  });
});

describe('vendors 0, trap 7: charts that are on no dashboard', () => {
  test('all charts are asked for, each once, and none that is written in SQL', async () => {
    const api = await serve();
    await run(['saved_charts']);
    expect(await bed.texts('select uuid from raw.saved_charts')).toEqual(textsOf(api.rows('saved_charts'), 'uuid'));
    const paths = asked(/\/saved\//);
    expect(new Set(paths).size).toBe(paths.length);
    const sql = new Set(
      api
        .rows('charts')
        .filter((row) => row['source'] === 'sql')
        .map((row) => String(row['uuid'])),
    );
    expect(sql.size).toBeGreaterThan(0);
    expect(paths.filter((path) => sql.has(path.split('/').at(-1) ?? ''))).toEqual([]);
  });

  test('the route of the guide: those on dashboards, without nulls, each once over all dashboards', async () => {
    const api = await serve();
    await run(['saved_charts'], { charts: 'on_dashboards' });
    const tiles = api
      .rows('dashboards')
      .flatMap((row) => row['tiles'] as { readonly properties: Readonly<Record<string, unknown>> }[]);
    const shown = tiles
      .map(({ properties }) => properties['savedChartUuid'])
      .filter((uuid) => typeof uuid === 'string');
    const distinct = new Set(shown);
    expect([distinct.size < shown.length, shown.length < tiles.length]).toEqual([true, true]);
    expect(asked(/\/saved\//)).toHaveLength(distinct.size);
    const there = api.rows('saved_charts').filter((row) => distinct.has(String(row['uuid'])));
    expect(await bed.texts('select uuid from raw.saved_charts')).toEqual(textsOf(there, 'uuid'));
    expect(there.length).toBeLessThan(api.rows('saved_charts').length);
  });
});

describe('vendors 1.4: the guide against reality', () => {
  test('nothing is sent that the API would not read: no since, no next_page, pages only where there are some', async () => {
    await serve();
    await run(['projects', 'project_dashboards', 'dashboards', 'users', 'groups']);
    const names = bed.mock.requests.flatMap(({ path, query }) =>
      [...new URLSearchParams(query).keys()].map((name) => `${path.split('/').at(-1)} ${name}`),
    );
    expect([...new Set(names)].toSorted()).toEqual([
      'groups includeMembers',
      'groups page',
      'groups pageSize',
      'users page',
      'users pageSize',
    ]);
  });

  test('no cursor: a second run reads everything, for editing a chart does not touch its dashboard', async () => {
    const api = await serve();
    await run(['saved_charts']);
    const first = bed.mock.requests.length;
    await run(['saved_charts']);
    expect(bed.mock.requests).toHaveLength(2 * first);
    expect(await bed.texts('select uuid from raw.saved_charts')).toEqual(textsOf(api.rows('saved_charts'), 'uuid'));
  });

  test('dashboards are asked for by the uuid of the list', async () => {
    const api = await serve();
    await run(['dashboards']);
    const uuids = asked(/\/api\/v1\/dashboards\//).map((path) => ({ uuid: path.split('/').at(-1) }));
    expect(textsOf(uuids, 'uuid')).toEqual(textsOf(api.rows('project_dashboards'), 'uuid'));
  });

  test('the key of a tables configuration comes from its project', async () => {
    const api = await serve();
    await run(['project_tables_configuration']);
    expect(await bed.texts('select project_uuid from raw.project_tables_configuration')).toEqual(
      textsOf(api.rows('projects'), 'projectUuid'),
    );
  });

  test('403 on a list of a project leaves that out; 403 on the users ends the run', async () => {
    const api = await serve({ forbidden: ['/spaces'] });
    const report = await run(['spaces', 'projects']);
    expect(report.resources.find(({ name }) => name === 'spaces')).toMatchObject({ rows: 0, end: { ignoredWalks: 5 } });
    await serve({ forbidden: ['/org/users'] });
    await expect(run(['users'])).rejects.toThrow(/403/);
    expect(api.rows('spaces').length).toBeGreaterThan(0);
  });

  test('401 ends the run', async () => {
    await serve({ token: 'ldpat_another' });
    await expect(run(['projects'])).rejects.toMatchObject({ code: 'http_unauthorized' });
  });

  test('1.1: an old server refuses tokens on some routes, and takes a login', async () => {
    const api = await serve({ oldServer: true });
    await expect(run(['project_details'])).rejects.toMatchObject({ code: 'http_unauthorized' });
    await bed.run(lightdash({ ...lightdashMockLogin, baseUrl: bed.mock.url }), { select: ['project_details'] });
    expect(await bed.texts('select project_uuid from raw.project_details')).toEqual(
      textsOf(api.rows('projects'), 'projectUuid'),
    );
  });

  test('1.3: where version 1 knows no dashboard any more, version 2 is asked', async () => {
    const api = await serve({ newServer: true });
    const report = await run(['dashboards']);
    const listed = api.rows('project_dashboards').length;
    expect(report.resources.find(({ name }) => name === 'dashboards')?.end).toMatchObject({ ignoredWalks: listed });
    await run(['dashboards', 'saved_charts'], { detailsApi: 'v2' });
    expect(await bed.texts('select uuid from raw.dashboards')).toEqual(textsOf(api.rows('dashboards'), 'uuid'));
    expect(await bed.texts('select uuid from raw.saved_charts')).toEqual(textsOf(api.rows('saved_charts'), 'uuid'));
  });

  test('1.3: deep and open objects are one JSON column each, tiles a table', async () => {
    await serve();
    await run(['saved_charts', 'dashboards']);
    const tables = await bed.texts(
      "select table_name from information_schema.tables where table_schema = 'raw' and table_name not like '\\_dlt%' escape '\\'",
    );
    expect(tables).toEqual([
      'dashboards',
      'dashboards__access',
      'dashboards__tabs',
      'dashboards__tiles',
      'saved_charts',
      'saved_charts__color_palette',
    ]);
    const columns = await bed.texts(
      "select column_name from information_schema.columns where table_name = 'saved_charts' and column_name like '%\\_\\_%' escape '\\'",
    );
    expect(columns.filter((name) => /query|config/.test(name))).toEqual([]);
  });
});

describe('vendors 1.1: the address and the token', () => {
  const first = (options: Partial<LightdashOptions>): string | undefined =>
    lightdash({ token: 'x', baseUrl: 'bi.example.com', ...options }).requests?.[0]?.url;

  test.each([
    ['acme.lightdash.cloud', 'https://acme.lightdash.cloud/api/v1/user'],
    ['https://acme.lightdash.cloud/api/v1/', 'https://acme.lightdash.cloud/api/v1/user'],
    ['https://bi.example.com:8443/lightdash/api/v1', 'https://bi.example.com:8443/lightdash/api/v1/user'],
    ['http://localhost:8080', 'http://localhost:8080/api/v1/user'],
    ['localhost:8080', 'http://localhost:8080/api/v1/user'],
    ['127.0.0.1:8080/api/v2', 'http://127.0.0.1:8080/api/v1/user'],
  ])('%s is %s', (baseUrl, url) => expect(first({ baseUrl })).toBe(url));

  test.each([
    ['http://bi.example.com', /not https/],
    ['http://127.0.0.1.example.com', /not https/],
    ['ftp://bi.example.com', /not https/],
    ['https://ada:pa55word@bi.example.com', /user or a password/],
    ['https://', /no address/],
  ])('%s is refused, and not repeated', (baseUrl, why) => {
    expect(() => first({ baseUrl })).toThrow(why);
    expect(() => first({ baseUrl })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    expect(() => first({ baseUrl })).not.toThrow(/pa55word/);
  });

  test('a token of a service account goes as Bearer, any other as ApiKey, unless it is said', async () => {
    const api = await serve({ token: 'ldsvc_local0mock0service' });
    const own = (more: object): Source =>
      lightdash({ token: 'ldsvc_local0mock0service', baseUrl: bed.mock.url, ...more });
    await bed.run(own({}), { select: ['projects'] });
    expect(await bed.texts('select project_uuid from raw.projects')).toEqual(
      textsOf(api.rows('projects'), 'projectUuid'),
    );
    await expect(bed.run(own({ scheme: 'ApiKey' }), { select: ['projects'] })).rejects.toThrow();
  });
});
