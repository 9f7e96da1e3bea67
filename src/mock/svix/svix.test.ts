import { describe, expect, test } from 'vitest';
import type { MockResponse } from '../mock-api.ts';
import { mockToken, svixMock, type SvixMock } from './index.ts';

interface List {
  readonly data: readonly Record<string, unknown>[];
  readonly iterator: string | null;
  readonly prevIterator?: string;
  readonly done: boolean;
}

function ask(api: SvixMock, target: string, authorization: string | undefined = `Bearer ${mockToken}`): MockResponse {
  const [path = '', query = ''] = target.split('?');
  const headers = { authorization };
  return api.handle({ method: 'GET', path, query: new URLSearchParams(query), headers, body: '', origin: 'http://x' });
}

/** What a list says, as its own client reads it. */
function read(api: SvixMock, target: string): List {
  const response = ask(api, target);
  expect(response.status).toBe(200);
  return JSON.parse(response.body) as List;
}

function walk(api: SvixMock, target: string): { readonly rows: readonly Record<string, unknown>[]; pages: number } {
  const rows: Record<string, unknown>[] = [];
  for (let pages = 1, iterator = ''; ; pages += 1) {
    const page: List = read(api, `${target}${iterator === '' ? '' : `&iterator=${iterator}`}`);
    rows.push(...page.data);
    if (page.done || page.iterator === null) return { rows, pages };
    iterator = page.iterator;
  }
}

describe('svixMock() is as strict as the real one (4.1, 4.2)', () => {
  const api = svixMock({ applications: 30, eventTypes: 60 });
  const text = (target: string): unknown => JSON.parse(ask(api, target).body);

  test('no token and a wrong token are 401 with a code', () => {
    expect(ask(api, '/api/v1/app', '').status).toBe(401);
    const refused = ask(api, '/api/v1/app', 'Bearer other');
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.body)).toEqual({ code: 'authentication_failed', detail: 'Invalid token' });
  });

  test('a limit over 250 is refused and not clamped', () => {
    expect(ask(api, '/api/v1/app?limit=251').status).toBe(422);
    expect(text('/api/v1/app?limit=251')).toEqual({
      detail: [{ loc: ['query', 'limit'], msg: 'Given limit must not exceed 250', type: 'value_error' }],
    });
    expect(ask(api, '/api/v1/app?limit=250').status).toBe(200);
    expect(ask(api, '/api/v1/app?limit=0').status).toBe(422);
  });

  test.each(['limit=many', 'order=up'])('%s cannot be read and is 400', (query) => {
    expect(ask(api, `/api/v1/app?${query}`).status).toBe(400);
    expect(text(`/api/v1/app?${query}`)).toMatchObject({ code: 'generic_error' });
  });

  test('a flag that is neither true nor false is 400', () => {
    expect(ask(api, '/api/v1/event-type?include_archived=yes').status).toBe(400);
  });

  test.each(['', 'app_short', 'ep_2abcdefghijklmnopqrstuvwxyz'])('iterator "%s" is refused', (iterator) => {
    expect(ask(api, `/api/v1/app?iterator=${iterator}`).status).toBe(422);
  });

  test('an unknown application is a JSON 404, an unknown route one without a body', () => {
    expect(text('/api/v1/app/app_nobody/endpoint')).toEqual({ code: 'not_found', detail: 'Entity not found' });
    expect(ask(api, '/v1/app')).toEqual({ status: 404, body: '' });
    expect(ask(api, '/api/v1/app/%E0%A4%A/endpoint').status).toBe(404);
  });

  test('a server of one\u2019s own has no integrations, ingest, tokens and whoami', () => {
    const own = svixMock({ applications: 3, selfHosted: true });
    const id = String(own.rows('applications')[0]?.['id']);
    const missing = [`/api/v1/app/${id}/integration`, '/ingest/api/v1/source', '/api/v1/auth/whoami'];
    expect(missing.map((path) => ask(own, path))).toEqual(missing.map(() => ({ status: 404, body: '' })));
    expect(ask(own, `/api/v1/app/${id}/endpoint`).status).toBe(200);
  });

  test('whoami names the environment that the tokens are under, or null', () => {
    expect(text('/api/v1/auth/whoami')).toMatchObject({ envId: api.environmentId });
    const path = `/api/v1/management/authentication/${api.environmentId}/api-token`;
    expect(read(api, path).data).toEqual(api.rows('tokens'));
    expect(ask(api, '/api/v1/management/authentication/org_other/api-token').status).toBe(404);
    expect(JSON.parse(ask(svixMock({ environment: false }), '/api/v1/auth/whoami').body)).toMatchObject({
      envId: null,
    });
  });

  test('a list that the token may not read is 403', () => {
    const refused = ask(svixMock({ forbidden: ['ingest_source'] }), '/ingest/api/v1/source');
    expect([refused.status, JSON.parse(refused.body)]).toMatchObject([403, { code: 'insufficient access' }]);
  });
});

describe('svixMock() pages by keyset (4.2)', () => {
  const api = svixMock({ applications: 120, eventTypes: 60, crowdedEndpoints: 260 });
  const ids = api.rows('applications').map((row) => String(row['id']));

  test('the iterator is the last row\u2019s id on every page, the last one included', () => {
    const first = read(api, '/api/v1/app');
    expect([first.data.length, first.iterator, first.prevIterator, first.done]).toEqual([
      50,
      ids[49],
      `-${ids[0]}`,
      false,
    ]);
    const last = read(api, `/api/v1/app?iterator=${ids[99]}`);
    expect([last.data.length, last.iterator, last.done]).toEqual([20, ids[119], true]);
  });

  test('an empty page has no iterator, and no prevIterator either', () => {
    expect(read(api, `/api/v1/app?iterator=${ids[119]}`)).toEqual({ data: [], iterator: null, done: true });
  });

  test('a full last page is done too', () => {
    expect(read(api, '/api/v1/app?limit=120').done).toBe(true);
  });

  test('a walk sees each row once, in either order, and backwards', () => {
    expect(walk(api, '/api/v1/app?limit=50').rows.map((row) => row['id'])).toEqual(ids);
    expect(walk(api, '/api/v1/app?order=descending').rows.map((row) => row['id'])).toEqual(ids.toReversed());
    expect(read(api, `/api/v1/app?limit=10&iterator=-${ids[50]}`).data.map((row) => row['id'])).toEqual(
      ids.slice(40, 50),
    );
  });

  test('endpoints come newest first unless asked otherwise', () => {
    const path = `/api/v1/app/${ids[2]}/endpoint`;
    const oldestFirst = walk(api, `${path}?limit=250&order=ascending`);
    expect([oldestFirst.rows.length, oldestFirst.pages]).toEqual([260, 2]);
    expect(walk(api, `${path}?limit=250`).rows).toEqual(oldestFirst.rows.toReversed());
  });

  test('an application answers to its uid as well', () => {
    expect(read(api, '/api/v1/app/customer-2/endpoint?limit=250').data).toHaveLength(250);
  });

  test('archived event types and contents are there only when asked for', () => {
    const plain = walk(api, '/api/v1/event-type?limit=50');
    expect(plain.rows).toHaveLength(54);
    expect(plain.rows.every((row) => row['schemas'] === null && !('id' in row) && !('uuid' in row))).toBe(true);
    const all = walk(api, '/api/v1/event-type?limit=50&include_archived=true&with_content=true');
    expect(all.rows).toHaveLength(60);
    expect(all.rows.some((row) => row['schemas'] !== null)).toBe(true);
  });

  test('applications without endpoints are left out on demand', () => {
    const withEndpoints = new Set(api.placedRows('endpoints').map(({ parent }) => parent));
    const found = read(api, '/api/v1/app?limit=250&exclude_apps_with_no_endpoints=true').data;
    expect(new Set(found.map((row) => row['id']))).toEqual(withEndpoints);
    expect(withEndpoints.size).toBeLessThan(120);
  });
});

describe('svixMock() rows (4.3)', () => {
  const api = svixMock();

  test('are the same for the same seed, and row n is the same in a smaller world', () => {
    expect(svixMock().rows('endpoints')).toEqual(api.rows('endpoints'));
    expect(svixMock({ applications: 30 }).rows('applications')).toEqual(api.rows('applications').slice(0, 30));
    expect(svixMock({ seed: 2 }).rows('applications')).not.toEqual(api.rows('applications'));
  });

  test('have unique keys of the documented form, and microseconds', () => {
    const forms = {
      applications: /^app_[A-Za-z0-9]{27}$/,
      endpoints: /^ep_[A-Za-z0-9]{27}$/,
      ingest_source: /^src_[A-Za-z0-9]{22}$/,
    };
    for (const [list, form] of Object.entries(forms)) {
      const keys = api.rows(list as keyof typeof forms).map((row) => String(row['id']));
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.filter((key) => !form.test(key))).toEqual([]);
      expect(keys).toEqual(keys.toSorted());
    }
    expect(api.rows('applications')[0]?.['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  test('of ingest sources differ by type, and a generic webhook has no config', () => {
    const generic = api.rows('ingest_source').filter((row) => row['type'] === 'generic-webhook');
    expect(generic.length).toBeGreaterThan(0);
    expect(generic.some((row) => 'config' in row)).toBe(false);
  });

  test('change by hand and by request; a row that is not there is a mistake of the caller', () => {
    const world = svixMock({ applications: 3 });
    const id = String(world.rows('applications')[1]?.['id']);
    world.change('applications', id, { name: 'by hand' });
    expect(world.rows('applications')[1]).toMatchObject({ id, name: 'by hand' });
    const post = (path: string, body: string): number =>
      world.handle({ method: 'POST', path, query: new URLSearchParams(), headers: {}, body, origin: '' }).status;
    expect(post(`/mock/applications/${id}`, '{"name":"by request"}')).toBe(204);
    expect(world.rows('applications')[1]?.['name']).toBe('by request');
    expect([post('/mock/applications/nobody', '{}'), post(`/mock/toString/${id}`, '{}')]).toEqual([404, 404]);
    expect([post(`/mock/applications/${id}`, '{'), post(`/mock/applications/${id}`, '[]')]).toEqual([400, 400]);
    expect(() => world.change('applications', 'nobody', {})).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('advance()', () => {
  test('rows come, change and go, children with their parents, and the same for the same seed', () => {
    const [api, same] = [svixMock({ applications: 60 }), svixMock({ applications: 60 })];
    const before = new Map(api.rows('applications').map((row) => [row['id'], row]));
    api.advance();
    same.advance();
    const rows = api.rows('applications');
    expect(rows).toEqual(same.rows('applications'));
    const ids = new Set(rows.map(({ id }) => id));
    expect([...before.keys()].filter((id) => !ids.has(id))).toHaveLength(5);
    expect(rows.filter(({ id }) => !before.has(id))).toHaveLength(2);
    const changed = rows.filter((row) => before.has(row['id']) && before.get(row['id']) !== row);
    expect(changed.length).toBeGreaterThan(5);
    const orphans = api.placedRows('endpoints').filter(({ parent }) => !ids.has(parent));
    expect([orphans.length, new Set(api.rows('endpoints').map(({ id }) => id)).size]).toEqual([
      0,
      api.rows('endpoints').length,
    ]);
  });
});
