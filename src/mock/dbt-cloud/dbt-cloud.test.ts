import { describe, expect, test } from 'vitest';
import type { MockResponse } from '../mock-api.ts';
import { dbtCloudMock, mockToken, type DbtCloudMock } from './index.ts';
import type { DbtRow } from './place.ts';

interface Answer {
  readonly status: { readonly code: number; readonly is_success: boolean; readonly user_message: string };
  readonly data: readonly DbtRow[];
  readonly extra: { readonly pagination: { readonly count: number; readonly total_count: number } };
}

function ask(api: DbtCloudMock, target: string, authorization = `Token ${mockToken}`): MockResponse {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const headers = { authorization };
  return api.handle({ method: 'GET', path, query: new URLSearchParams(query), headers, body: '', origin: 'http://x' });
}

/** What a list says, as its own client reads it. */
function read(api: DbtCloudMock, target: string): Answer {
  return JSON.parse(ask(api, target).body) as Answer;
}

const runs = '/api/v2/accounts/1001/runs/';
const field = ({ data }: Answer, name: string): readonly unknown[] => data.map((row) => row[name]);

describe('dbtCloudMock() is as strict as the real one (2.1, 2.2)', () => {
  const api = dbtCloudMock();

  test('Token and Bearer are let in, anything else is 401 in the envelope', () => {
    expect(ask(api, runs, `Bearer ${mockToken}`).status).toBe(200);
    const refused = ask(api, runs, mockToken);
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.body)).toMatchObject({ status: { code: 401, is_success: false }, data: null });
  });

  test('a limit over 100 is refused, clamped or given, as told', () => {
    expect(ask(api, `${runs}?limit=101`).status).toBe(400);
    expect(read(dbtCloudMock({ cap: 'clamp' }), `${runs}?limit=5000`).extra.pagination).toEqual({
      count: 100,
      total_count: 412,
    });
    expect(read(dbtCloudMock({ cap: 'none' }), `${runs}?limit=5000`).data).toHaveLength(412);
  });

  test('the last page is short, and beyond it nothing is', () => {
    expect(read(api, `${runs}?offset=400`).extra.pagination).toEqual({ count: 12, total_count: 412 });
    expect(read(api, `${runs}?offset=500`).data).toEqual([]);
  });

  test('without its slash a path is redirected, and keeps its query', () => {
    const { status, headers } = ask(api, '/api/v2/accounts/1001/runs?limit=1');
    expect([status, headers?.['location']]).toEqual([301, '/api/v2/accounts/1001/runs/?limit=1']);
  });

  test.each([
    '/api/v2/accounts/7/runs/',
    '/api/v2/accounts/1001/none/',
    '/api/v2/accounts/1001/groups/',
    '/',
    '/__proto__/',
  ])('%s is 404 in the envelope', (path) => {
    expect(JSON.parse(ask(api, path).body)).toMatchObject({ status: { code: 404, is_success: false } });
  });

  test('what was deleted comes when it is asked for', () => {
    const jobs = '/api/v2/accounts/1001/jobs/';
    const counts = ['', '?state=active', '?state=2', '?state=all'].map((query) => read(api, jobs + query).extra);
    const [usual = 0, active = 0, deleted = 0, all = 0] = counts.map(({ pagination }) => pagination.total_count);
    expect([usual, active + deleted]).toEqual([active, all]);
    expect(deleted).toBeGreaterThan(5);
    expect(ask(api, `${jobs}?state=some`).status).toBe(400);
  });
});

describe('dbtCloudMock() and time (2.4)', () => {
  const api = dbtCloudMock();
  const range = (name: string, ...ends: readonly string[]): string =>
    `${runs}?${name}__range=${encodeURIComponent(JSON.stringify(ends))}`;

  test('order_by takes three fields, and no time', () => {
    for (const order of ['id', '-id', 'created_at', '-finished_at'])
      expect(ask(api, `${runs}?order_by=${order}`).status).toBe(200);
    for (const order of ['status', '2026-01-01T00:00:00'])
      expect(ask(api, `${runs}?order_by=${order}`).status).toBe(400);
  });

  test('runs without an end come first, from the newest end on', () => {
    const ends = field(read(api, `${runs}?order_by=-finished_at`), 'finished_at');
    const open = ends.findIndex((end) => end !== null);
    expect(open).toBeGreaterThan(1);
    expect(ends.slice(open)).not.toContain(null);
    const texts = ends.slice(open).map((end) => String(end).replace(' ', 'T'));
    expect(texts).toEqual(texts.toSorted().toReversed());
  });

  test('a range is a list of two times, inclusive; null is in none', () => {
    const [third] = read(api, `${runs}?limit=1&offset=399`).data;
    const time = String(third?.['created_at']).replace(' ', 'T').replace('+00:00', '');
    expect(field(read(api, range('created_at', time, '9999-12-31T00:00:00')), 'id')[0]).toBe(third?.['id']);
    expect(field(read(api, range('finished_at', '2026-01-01', '9999-12-31')), 'finished_at')).not.toContain(null);
    expect(ask(api, range('created_at', time)).status).toBe(400);
    expect(ask(api, `${runs}?created_at__range=2026-01-01`).status).toBe(400);
  });

  test('of times with an offset only the date counts', () => {
    const zoned = read(api, range('created_at', '2026-01-19T23:00:00+00:00', '9999-12-31')).extra.pagination
      .total_count;
    const dated = read(api, range('created_at', '2026-01-19', '9999-12-31')).extra.pagination.total_count;
    expect(zoned).toBe(dated);
  });

  test('the same seed and moment give the same bytes, and time changes runs', () => {
    const [one, other] = [dbtCloudMock(), dbtCloudMock()];
    expect(ask(one, runs).body).toBe(ask(other, runs).body);
    expect(ask(dbtCloudMock({ seed: 2 }), runs).body).not.toBe(ask(dbtCloudMock(), runs).body);
    const before = one.rows('runs');
    one.advance();
    const after = one.rows('runs');
    expect(after.length).toBeGreaterThan(before.length);
    const ended = before.filter(
      ({ finished_at }, index) => finished_at === null && after[index]?.['finished_at'] !== null,
    );
    expect(ended.length).toBeGreaterThan(1);
  });

  test('how long ago something was is said anew at every reading', () => {
    const [one, other] = [read(api, runs), read(api, runs)];
    expect(field(one, 'id')).toEqual(field(other, 'id'));
    expect(field(one, 'finished_at_humanized')).not.toEqual(field(other, 'finished_at_humanized'));
  });
});
