import { describe, expect, test } from 'vitest';
import type { MockResponse } from '../mock-api.ts';
import { lightdashMock, lightdashMockLogin, lightdashMockToken, type LightdashMock } from './index.ts';

type Headers = Readonly<Record<string, string>>;
const withToken: Headers = { authorization: `ApiKey ${lightdashMockToken}` };

function ask(api: LightdashMock, target: string, headers: Headers = withToken): MockResponse {
  const [path = '', query = ''] = target.split('?');
  return api.handle({ method: 'GET', path, query: new URLSearchParams(query), headers, body: '', origin: '' });
}

function logIn(api: LightdashMock, login: unknown): MockResponse {
  const body = JSON.stringify(login);
  return api.handle({
    method: 'POST',
    path: '/api/v1/login',
    query: new URLSearchParams(),
    headers: {},
    body,
    origin: '',
  });
}

/** What an answer says. */
function read(answer: MockResponse): { readonly status: string; readonly results: never; readonly error: never } {
  return JSON.parse(answer.body) as never;
}

describe('lightdashMock() lets in as the real one does (1.1)', () => {
  test('a token goes as ApiKey; one of a service account as Bearer', () => {
    const api = lightdashMock();
    expect(ask(api, '/api/v1/user').status).toBe(200);
    expect(ask(api, '/api/v1/user', { authorization: `Bearer ${lightdashMockToken}` }).status).toBe(401);
    const service = lightdashMock({ token: 'ldsvc_x' });
    expect(ask(service, '/api/v1/user', { authorization: 'Bearer ldsvc_x' }).status).toBe(200);
  });

  test('a refusal has status, name and number in an envelope', () => {
    const refused = ask(lightdashMock(), '/api/v1/user', {});
    expect(refused.status).toBe(401);
    expect(read(refused)).toMatchObject({ status: 'error', error: { statusCode: 401, name: 'AuthorizationError' } });
  });

  test('a login opens a session, which ends after its requests', () => {
    const api = lightdashMock({ sessionRequests: 2 });
    const cookie = (logIn(api, lightdashMockLogin).headers?.['set-cookie'] ?? '').split(';')[0] ?? '';
    expect(cookie).toMatch(/^connect\.sid=/);
    const statuses = [1, 2, 3].map(() => ask(api, '/api/v1/user', { cookie }).status);
    expect([statuses, api.logins]).toEqual([[200, 200, 401], 1]);
  });

  test.each([{ ...lightdashMockLogin, password: 'x' }, {}, null, 'text'])('login %j is refused', (login) => {
    expect(logIn(lightdashMock(), login).status).toBe(401);
  });

  test('health is open, and says whether somebody is there', () => {
    const api = lightdashMock();
    const isThere = [{}, withToken].map((headers) => read(ask(api, '/api/v1/health', headers)).results);
    expect(isThere).toMatchObject([{ isAuthenticated: false }, { isAuthenticated: true }]);
  });

  test('an old server takes a session only on some routes', () => {
    const api = lightdashMock({ oldServer: true });
    const uuid = String(api.rows('projects')[0]?.['projectUuid']);
    expect([ask(api, '/api/v1/org/projects').status, ask(api, `/api/v1/projects/${uuid}`).status]).toEqual([200, 401]);
  });
});

describe('lightdashMock() answers as the real one does (1.2, 1.3)', () => {
  const api = lightdashMock();
  const first = (stream: string, field: string): string => String(api.rows(stream)[0]?.[field]);

  test('users are paged where page and size are both given, and come whole with one or none', () => {
    const paged = read(ask(api, '/api/v1/org/users?page=3&pageSize=100')).results;
    expect(paged).toMatchObject({ pagination: { page: 3, pageSize: 100, totalPageCount: 3, totalResults: 257 } });
    for (const query of ['', '?page=1', '?pageSize=10']) {
      const { data, ...rest } = read(ask(api, `/api/v1/org/users${query}`)).results as { data: readonly unknown[] };
      expect([data.length, rest]).toEqual([257, {}]);
    }
  });

  test('a size over 100 is refused, or clamped', () => {
    expect(ask(api, '/api/v1/org/users?page=1&pageSize=101').status).toBe(400);
    const clamped = read(ask(lightdashMock({ capMode: 'clamp' }), '/api/v1/org/users?page=1&pageSize=5000')).results;
    expect(clamped).toMatchObject({ pagination: { pageSize: 100, totalPageCount: 3 } });
  });

  test('unknown parameters are not read', () => {
    const path = `/api/v1/projects/${first('projects', 'projectUuid')}/dashboards`;
    expect(ask(api, `${path}?since=2030-01-01T00:00:00Z&next_page=2`)).toEqual(ask(api, path));
  });

  test('a tables configuration does not say of which project it is', () => {
    const answer = ask(api, `/api/v1/projects/${first('projects', 'projectUuid')}/tablesConfiguration`);
    expect(Object.keys(read(answer).results)).toEqual(['tableSelection']);
  });

  test('what is private is 403, what is written in SQL or nowhere 404', () => {
    const sql = api.rows('charts').find((row) => row['source'] === 'sql');
    const seen = new Set(api.rows('dashboards').map((row) => row['uuid']));
    const hidden = api.rows('project_dashboards').find((row) => !seen.has(row['uuid']));
    const paths = [
      `dashboards/${String(hidden?.['uuid'])}`,
      `saved/${String(sql?.['uuid'])}`,
      'saved/%E0%A4%A',
      'nothing',
    ];
    expect(paths.map((path) => ask(api, `/api/v1/${path}`).status)).toEqual([403, 404, 404, 404]);
  });

  test('a project can be without anything in it', () => {
    const empty = String(api.rows('projects').at(-1)?.['projectUuid']);
    expect(read(ask(api, `/api/v1/projects/${empty}/charts`))).toEqual({ status: 'ok', results: [] });
  });

  test('time passes: dashboards come, change and go, and tiles of charts that are gone are empty', () => {
    const world = lightdashMock();
    const before = new Map(world.rows('dashboards').map((row) => [row['uuid'], row['name']]));
    world.advance();
    const now = world.rows('dashboards');
    const kept = now.filter((row) => before.has(row['uuid']));
    const changed = kept.filter((row) => before.get(row['uuid']) !== row['name']);
    expect([now.length > kept.length, before.size > kept.length, changed.length > 0]).toEqual([true, true, true]);
    const charts = new Set(world.rows('charts').map((row) => row['uuid']));
    // Tiles of the mock are a list of objects.
    const tiles = now.flatMap((row) => row['tiles'] as { readonly properties: Readonly<Record<string, unknown>> }[]);
    const shown = tiles.map(({ properties }) => properties['savedChartUuid'] ?? null);
    expect(shown.filter((uuid) => uuid !== null && !charts.has(uuid))).toEqual([]);
  });
});
