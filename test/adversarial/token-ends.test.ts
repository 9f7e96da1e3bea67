import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { failureOf, hostileApi, loading, type HostileApi, type Resources } from './hostile-api.ts';

const childCount = 120;
const resources: Resources = [
  {
    name: 'p',
    write_disposition: 'append',
    endpoint: {
      path: 'p',
      paginator: 'single_page',
      data_selector: '$',
      incremental: { cursor_path: 'id', initial_value: -1 },
    },
  },
  {
    name: 'c',
    write_disposition: 'append',
    endpoint: { path: 'p/{resources.p.id}/c', paginator: 'single_page', data_selector: '$' },
  },
];

interface TokenApi extends HostileApi {
  readonly refused: string[];
  readonly given: string[];
  /** From here on no token is refused. */
  heal(): void;
}

/** Tokens are good for so many answers each; requests that were on their way with one are refused too. */
async function tokenApi(answersOf: (token: number) => number): Promise<TokenApi> {
  const [refused, given]: [string[], string[]] = [[], []];
  let tokens = 0;
  let isHealed = false;
  const left = new Map<string, number>();
  const api = await hostileApi(async ({ path, target, headers }) => {
    if (path === '/token') {
      tokens += 1;
      left.set(`Bearer t${tokens}`, answersOf(tokens));
      return { body: { access_token: `t${tokens}`, token_type: 'bearer' } };
    }
    await sleep(3);
    const token = headers.authorization ?? '';
    const answers = left.get(token) ?? 0;
    if (answers === 0 && !isHealed) {
      refused.push(target);
      return { status: 401, body: { error: 'token expired' } };
    }
    left.set(token, answers - 1);
    given.push(target);
    return { body: path === '/p' ? [...Array(childCount).keys()].map((id) => ({ id })) : [{ path }] };
  });
  return { ...api, refused, given, heal: () => (isHealed = true) };
}

const authOf = (api: HostileApi): NonNullable<Parameters<Awaited<ReturnType<typeof loading>>['run']>[2]> => ({
  auth: {
    type: 'oauth2_client_credentials',
    access_token_url: `${api.url}/token`,
    client_id: 'me',
    client_secret: 'canary-secret',
  },
});
const tokenCount = (api: HostileApi): number => api.asked.filter(({ path }) => path === '/token').length;

describe('F2.9: a token that runs out in the middle', () => {
  test('is asked for once for all requests in flight, and the same requests go again', async () => {
    const target = await loading();
    const api = await tokenApi((token) => (token === 1 ? 50 : 1000));
    await target.run(api, resources, authOf(api));
    expect(tokenCount(api)).toBe(2);
    expect(api.refused.length).toBeGreaterThan(1);
    expect(new Set(api.refused).size).toBe(api.refused.length);
    expect(api.given).toHaveLength(childCount + 1);
    expect(new Set(api.given).size).toBe(childCount + 1);
    expect(await target.rows('select count(*), count(distinct path) from c')).toEqual([['120', '120']]);
  });

  test('again and again: one token each time', async () => {
    const target = await loading();
    const api = await tokenApi(() => 25);
    await target.run(api, resources, authOf(api));
    expect(tokenCount(api)).toBe(Math.ceil((childCount + 1) / 25));
    expect(api.given).toHaveLength(childCount + 1);
  });

  test('a second 401 is an error; the state has not moved, and the next run has it all once', async () => {
    const target = await loading();
    const api = await tokenApi((token) => (token === 1 ? 50 : 0));
    const failure = await failureOf(target.run(api, resources, authOf(api)));
    expect(failure).toMatchObject({ code: 'http_unauthorized', message: expect.stringContaining('401') });
    // Walks that were begun side by side each ask once for another token than the one that they were refused with.
    expect(tokenCount(api)).toBeGreaterThan(1);
    expect(tokenCount(api)).toBeLessThan(18);
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect((await target.status().catch(() => undefined))?.state?.resources ?? {}).toEqual({});
    api.heal();
    await target.run(api, resources, authOf(api));
    expect(await target.rows('select count(*), count(distinct path) from c')).toEqual([['120', '120']]);
    expect(await target.rows('select count(*), count(distinct id) from p')).toEqual([['120', '120']]);
  });
});
