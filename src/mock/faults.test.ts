import { afterEach, describe, expect, test } from 'vitest';
import { datasetMock } from './dataset/index.ts';
import { lightdashMock, lightdashMockLogin } from './lightdash/index.ts';
import { startMockApi, type MockApi, type MockOptions, type RunningMock } from './mock-api.ts';
import { mockToken, svixMock } from './svix/index.ts';

let mock: RunningMock | undefined;
afterEach(async () => {
  await mock?.close();
});

const fiftyRows = Array.from({ length: 50 }, (_, id) => ({ id, text: 'x'.repeat(40), price: 1 }));

async function start(faults: MockOptions['faults'], api: MockApi = datasetMock({ name: 'things', rows: fiftyRows })) {
  mock = await startMockApi(api, { faults });
  return mock;
}

async function ask(target: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${mock?.url}${target}`, { headers });
}

const things = '/things?style=offset';

describe('faults on demand', () => {
  test('F2.7: refuseEvery is 429 without Retry-After', async () => {
    await start({ refuseEvery: 2 });
    expect((await ask(things)).status).toBe(200);
    const refused = await ask(things);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
    expect(mock?.strikes.refused).toBe(1);
  });

  test('garbleEvery is 200 with a body that is no JSON: HTML and flipped bits in turns', async () => {
    await start({ garbleEvery: 1 });
    const bodies: string[] = [];
    for (const _turn of [1, 2]) {
      const garbled = await ask(things);
      expect(garbled.status).toBe(200);
      bodies.push(await garbled.text());
    }
    expect(bodies[0]).toContain('<html>');
    expect(bodies[1]).toContain('xxxx');
    for (const body of bodies) expect(() => JSON.parse(body) as unknown).toThrow(SyntaxError);
    expect(mock?.strikes.garbled).toBe(2);
  });

  test('closeEvery answers nothing at all, and is written down with status 0', async () => {
    await start({ closeEvery: 2 });
    expect((await ask(things)).status).toBe(200);
    await expect(ask(things)).rejects.toThrow('fetch failed');
    expect(mock?.strikes.closed).toBe(1);
    expect(mock?.requests.map(({ status }) => status)).toEqual([200, 0]);
  });

  test('expireEvery ends sessions, and a new login is let in', async () => {
    await start({ expireEvery: 3 }, lightdashMock());
    const login = async (): Promise<string> => {
      const body = JSON.stringify(lightdashMockLogin);
      const answer = await fetch(`${mock?.url}/api/v1/login`, { method: 'POST', body });
      return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    };
    const cookie = await login();
    const seen = async (sent: string): Promise<number> => (await ask('/api/v1/user', { cookie: sent })).status;
    expect([await seen(cookie), await seen(cookie), await seen(cookie)]).toEqual([200, 401, 401]);
    expect(await seen(await login())).toBe(401);
    expect(mock?.strikes.expired).toBe(2);
    expect(await seen(await login())).toBe(200);
  });

  test('expireEvery of an API without sessions is a usage error', async () => {
    await expect(start({ expireEvery: 3 }, svixMock())).rejects.toMatchObject({ code: 'usage' });
  });

  test('repeatEvery gives the page before once more, and its cursor with it', async () => {
    await start({ repeatEvery: 1 }, svixMock({ applications: 30 }));
    const page = async (query: string): Promise<{ readonly iterator: string; readonly data: readonly unknown[] }> => {
      const answer = await ask(`/api/v1/app?limit=10${query}`, { authorization: `Bearer ${mockToken}` });
      // As Svix answers.
      return (await answer.json()) as { iterator: string; data: unknown[] };
    };
    const first = await page('');
    expect(await page(`&iterator=${first.iterator}`)).toEqual(first);
    // The same question is no further page, nor is the beginning of the list.
    expect(await page(`&iterator=${first.iterator}`)).not.toEqual(first);
    expect(await page('')).toEqual(first);
    expect(mock?.strikes.repeated).toBe(1);
  });

  test('shuffleEvery changes the order of rows and nothing else', async () => {
    await start({ shuffleEvery: 2, seed: 3 }, datasetMock({ name: 'things', rows: fiftyRows }));
    const texts = [await (await ask(things)).text(), await (await ask(things)).text()];
    expect(texts[0]).not.toBe(texts[1]);
    const sorted = texts.map((text) => text.match(/[{][^{}]*[}]/g)?.toSorted());
    expect(sorted[0]).toEqual(sorted[1]);
    expect(mock?.strikes.shuffled).toBe(1);
  });

  test('one strike a request at most: the first of the list wins', async () => {
    await start({ failEvery: 2, closeEvery: 2, garbleEvery: 1 });
    expect((await ask(things)).status).toBe(200);
    expect((await ask(things)).status).toBe(503);
    expect(mock?.strikes).toMatchObject({ failed: 1, closed: 0, garbled: 1 });
  });
});
