import { describe, expect, test } from 'vitest';
import type { MockResponse } from '../mock-api.ts';
import { mockApiKey, persistIqMock, type PersistIqMock } from './index.ts';

interface Answer {
  readonly has_more?: boolean;
  readonly next_page?: string | null;
  readonly leads: readonly Readonly<Record<string, unknown>>[];
}

function ask(api: PersistIqMock, target: string, key: string | undefined = mockApiKey): MockResponse {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const headers = { 'x-api-key': key };
  return api.handle({ method: 'GET', path, query: new URLSearchParams(query), headers, body: '', origin: 'http://x' });
}

function read(api: PersistIqMock, target: string): Answer {
  return JSON.parse(ask(api, target).body) as Answer;
}

describe('persistIqMock() is as strict as the real one (3.1 to 3.3)', () => {
  const api = persistIqMock();

  test('a wrong key is 401, with an object as its error and the limit in its headers', () => {
    const refused = ask(api, '/v1/users', 'other');
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.body)).toMatchObject({ status: 'error', error: { reason: 'unauthorized' } });
    expect(refused.headers).toMatchObject({ 'x-ratelimit-limit': '100', 'x-request-id': 'request-1' });
  });

  test('next_page is an address, and null after the last', () => {
    expect(read(api, '/v1/leads?page=9')).toMatchObject({ has_more: true, next_page: 'http://x/v1/leads?page=10' });
    const last = read(api, '/v1/leads?page=13');
    expect([last.has_more, last.next_page, last.leads.length]).toEqual([false, null, 50]);
    expect(read(api, '/v1/leads?page=99')).toMatchObject({ has_more: false, leads: [] });
  });

  test.each(['', '?page=0', '?page=x', '?page=http://x/v1/leads?page=2'])('leads%s is the first page', (query) => {
    expect(read(api, `/v1/leads${query}`).leads[0]).toEqual(api.rows('leads')[0]);
  });

  test('users, fields and statuses say nothing of pages', () => {
    for (const list of ['users', 'lead_fields', 'lead_statuses']) {
      expect(Object.keys(read(api, `/v1/${list}`))).toEqual(['status', 'errors', list]);
    }
    expect(read(persistIqMock({ usersPaged: true }), '/v1/users')).toMatchObject({ has_more: false, next_page: null });
  });

  test.each(['/v1/none', '/v2/users', '/v1/campaigns/c_none/leads', '/v1/__proto__'])('%s is 404', (path) => {
    expect(ask(api, path).status).toBe(404);
  });

  test('leads are filtered by changes that they do not show', () => {
    const later = persistIqMock();
    later.advance();
    const since = '/v1/leads?updated_after=2026-06-01T00:00:00Z';
    expect(read(api, since).leads).toEqual([]);
    const changed = read(later, since).leads;
    expect(changed.length).toBe(100);
    expect(changed.every((row) => !('updated_at' in row))).toBe(true);
    expect(read(later, '/v1/leads?created_after=2026-06-01T00:00:00Z').leads).toHaveLength(30);
    expect(read(api, '/v1/leads?status=replied').leads.every(({ status }) => status === 'replied')).toBe(true);
    expect(ask(api, '/v1/leads?updated_after=yesterday').status).toBe(400);
  });

  test('over the limit is 429 until the minute that the headers name', () => {
    let nowMs = 90_000;
    const limited = persistIqMock({ limit: { requests: 2, now: () => nowMs } });
    const answers = [1, 2, 3].map(() => ask(limited, '/v1/tags'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers?.['x-ratelimit-remaining'])).toEqual(['1', '0', '0']);
    expect(answers[2]?.headers?.['x-ratelimit-reset']).toBe('120');
    nowMs = 120_000;
    expect(ask(limited, '/v1/tags').status).toBe(200);
  });

  test('the same seed gives the same bytes, and no identity is given twice', () => {
    const body = (options: Parameters<typeof persistIqMock>[0]): string =>
      ask(persistIqMock(options), '/v1/leads').body;
    expect(body({})).toBe(body({}));
    expect(body({ seed: 2 })).not.toBe(body({}));
    for (const list of ['leads', 'events', 'campaign_leads', 'replies', 'dnc_domains'] as const) {
      const ids = api.rows(list).map(({ id }) => id);
      expect(new Set(ids).size, list).toBe(ids.length);
    }
  });
});
