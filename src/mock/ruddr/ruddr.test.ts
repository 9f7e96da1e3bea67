import { describe, expect, test } from 'vitest';
import type { MockResponse } from '../mock-api.ts';
import { ruddrMock, ruddrMockToken, type RuddrMock } from './index.ts';
import { ruddrLists } from './lists.ts';
import type { RuddrRow } from './rows.ts';

function ask(api: RuddrMock, target: string, authorization = `Bearer ${ruddrMockToken}`, method = 'GET'): MockResponse {
  const [path = '', query = ''] = target.split('?');
  return api.handle({
    method,
    path,
    query: new URLSearchParams(query),
    headers: { authorization },
    body: '',
    origin: '',
  });
}

interface Page {
  readonly results: readonly RuddrRow[];
  readonly hasMore: boolean;
}

/** What a list says. */
function read(api: RuddrMock, target: string): Page {
  const answer = ask(api, target);
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body) as Page;
}

const clients = '/api/workspace/clients';

describe('ruddrMock() is as strict as the real one (5.1, 5.2)', () => {
  const api = ruddrMock();
  const says = (target: string): unknown => JSON.parse(ask(api, target).body);

  test('a wrong key is 401, an unknown path 404, another method 405, all with status and message', () => {
    expect(ask(api, clients, 'Bearer other').status).toBe(401);
    expect(ask(api, '/api/workspace/nothing').status).toBe(404);
    expect(ask(api, clients, undefined, 'POST').status).toBe(405);
    expect(JSON.parse(ask(api, clients, '').body)).toEqual({ status: 401, message: 'Unauthorized' });
  });

  test.each(['limit=0', 'limit=101', 'limit=ten', 'limit=-1'])('%s is refused', (query) => {
    expect(says(`${clients}?${query}`)).toMatchObject({ status: 400, message: expect.stringContaining("'limit'") });
  });

  test('a limit over 100 is clamped where that is wanted', () => {
    expect(read(ruddrMock({ capMode: 'clamp' }), `${clients}?limit=500`).results).toHaveLength(100);
  });

  test('a cursor that is no UUID is 400, one that is gone 404, two at once are 400', () => {
    const id = String(api.rows('clients')[5]?.id);
    expect(says(`${clients}?startingAfter=5`)).toMatchObject({
      message: "Parameter 'startingAfter' is not a valid UUID.",
    });
    expect(ask(api, `${clients}?startingAfter=00000000-0000-4000-8000-000000000000`).status).toBe(404);
    expect(ask(api, `${clients}?startingAfter=${id}&endingBefore=${id}`).status).toBe(400);
  });

  test('ten rows where nobody asks for more, newest first', () => {
    const { results, hasMore } = read(api, clients);
    expect([results.length, hasMore]).toEqual([10, true]);
    const births = api.rows('clients').map((row) => String(row['createdAt']));
    expect(births).toEqual(births.toSorted().toReversed());
  });

  test('a full last page, a page of one row and an empty list all say that there is no more', () => {
    const behind = (list: string, id: string | undefined): string =>
      `/api/workspace/${list}?limit=100&startingAfter=${id}`;
    const full = read(api, behind('projects', api.rows('projects')[99]?.id));
    const single = read(api, behind('project-members', api.rows('project_members')[99]?.id));
    const none = read(api, '/api/workspace/project-monthly-budget-expenses');
    expect([full, single, none].map(({ results, hasMore }) => [results.length, hasMore])).toEqual([
      [100, false],
      [1, false],
      [0, false],
    ]);
  });

  test('endingBefore goes backwards', () => {
    const ids = api.rows('clients').map(({ id }) => id);
    const { results, hasMore } = read(api, `${clients}?limit=5&endingBefore=${ids[20]}`);
    expect([results.map(({ id }) => id), hasMore]).toEqual([ids.slice(15, 20), true]);
  });

  test('423, 403, and 429 without a header are told apart', () => {
    expect(ask(ruddrMock({ locked: true }), clients).status).toBe(423);
    expect(ask(ruddrMock({ forbidden: ['clients'] }), clients).status).toBe(403);
    const { status, headers } = ask(ruddrMock({ refuseEvery: 1 }), clients);
    expect([status, Object.keys(headers ?? {})]).toEqual([429, ['content-type']]);
  });
});

describe('ruddrMock() rows', () => {
  test('are the same for the same seed and moment, and others for another', () => {
    const moved = (seed: number): RuddrMock => {
      const api = ruddrMock({ seed });
      api.advance();
      return api;
    };
    for (const list of ruddrLists.keys()) expect(moved(1).rows(list)).toEqual(moved(1).rows(list));
    expect(moved(2).rows('clients')).not.toEqual(moved(1).rows('clients'));
  });

  test('come, change and go with time, and identities stay unique', () => {
    const api = ruddrMock();
    const before = new Map(api.rows('projects').map((row) => [row.id, JSON.stringify(row)]));
    api.advance();
    const now = api.rows('projects');
    const kept = now.filter(({ id }) => before.has(id));
    expect(now.length - kept.length).toBeGreaterThan(0);
    expect(before.size - kept.length).toBeGreaterThan(0);
    expect(kept.filter((row) => before.get(row.id) !== JSON.stringify(row)).length).toBeGreaterThan(0);
    expect(new Set(now.map(({ id }) => id)).size).toBe(now.length);
  });

  test('can be taken out, and stay out', () => {
    const api = ruddrMock();
    const id = String(api.rows('holidays')[3]?.id);
    api.remove('holidays', id);
    api.advance();
    expect(api.rows('holidays').map((row) => row.id)).not.toContain(id);
    expect(() => api.remove('holidays', id)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
