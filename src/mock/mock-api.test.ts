import { afterEach, describe, expect, test } from 'vitest';
import { datasetMock } from './dataset/index.ts';
import { startMockApi, type MockOptions, type RunningMock } from './mock-api.ts';
import { mockApi, mocks } from './registry.ts';

const open: RunningMock[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((mock) => mock.close()));
});

async function start(options: MockOptions = {}): Promise<RunningMock> {
  const rows = Array.from({ length: 50 }, (_, id) => ({ id, text: 'x'.repeat(40) }));
  const mock = await startMockApi(datasetMock({ name: 'things', rows }), options);
  open.push(mock);
  return mock;
}

async function ask(mock: RunningMock): Promise<number | 'cut'> {
  try {
    const response = await fetch(`${mock.url}/things?style=offset`);
    await response.text();
    return response.status;
  } catch {
    return 'cut';
  }
}

async function askTimes(mock: RunningMock, count: number): Promise<readonly (number | 'cut')[]> {
  const answers: (number | 'cut')[] = [];
  for (let asked = 0; asked < count; asked += 1) answers.push(await ask(mock));
  return answers;
}

describe('startMockApi()', () => {
  test('serves on loopback and writes down what was asked', async () => {
    const mock = await start();
    expect(mock.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await ask(mock)).toBe(200);
    expect(mock.requests).toEqual([{ method: 'GET', path: '/things', query: 'style=offset', at: 1, status: 200 }]);
  });

  test('a taken port is a usage error that names it', async () => {
    const mock = await start();
    const port = Number(new URL(mock.url).port);
    await expect(start({ port })).rejects.toMatchObject({ code: 'usage', details: { port } });
  });

  test('close() cuts what is open, and the port is free again', async () => {
    const mock = await start();
    await ask(mock);
    await mock.close();
    expect(await ask(mock)).toBe('cut');
    await start({ port: Number(new URL(mock.url).port) });
  });

  test('a body that is too large is cut off', async () => {
    const mock = await start();
    const sent = fetch(`${mock.url}/things`, { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) });
    await expect(sent).rejects.toThrow();
  });
});

describe('faults', () => {
  test('failEvery strikes the last of each so many, and is counted', async () => {
    const mock = await start({ faults: { failEvery: 3 } });
    expect(await askTimes(mock, 6)).toEqual([200, 200, 503, 200, 200, 503]);
    expect(mock.strikes).toMatchObject({ failed: 2, dropped: 0, limited: 0, refused: 0, shuffled: 0 });
  });

  test('a seed chooses which one, the same each time', async () => {
    const [one, other] = [
      await start({ faults: { failEvery: 4, seed: 7 } }),
      await start({ faults: { failEvery: 4, seed: 7 } }),
    ];
    const answers = await askTimes(one, 40);
    expect(answers.filter((answer) => answer === 503)).toHaveLength(10);
    expect(await askTimes(other, 40)).toEqual(answers);
  });

  test('F2.2: dropEvery cuts the body half way', async () => {
    const mock = await start({ faults: { dropEvery: 2 } });
    expect(await askTimes(mock, 4)).toEqual([200, 'cut', 200, 'cut']);
    expect(mock.strikes.dropped).toBe(2);
    expect(mock.requests.map(({ status }) => status)).toEqual([200, 0, 200, 0]);
  });

  test('F2.7: over the rate limit is 429 with Retry-After, until the window ends', async () => {
    const mock = await start({ faults: { rateLimit: { requests: 2, perMs: 60_000 } } });
    expect(await askTimes(mock, 2)).toEqual([200, 200]);
    const refused = await fetch(`${mock.url}/things`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(mock.strikes.limited).toBe(1);
  });

  test('delayMs holds the answer', async () => {
    const mock = await start({ faults: { delayMs: 30 } });
    const startedAt = performance.now();
    expect(await ask(mock)).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29);
  });
});

describe('registry', () => {
  test('every name makes an API that is called like this', async () => {
    for (const name of mocks.keys()) expect((await mockApi(name)).name).toBe(name);
  });

  test.each(['svx', '__proto__', 'constructor'])('"%s" is not found, and the error says what is', async (name) => {
    await expect(mockApi(name)).rejects.toMatchObject({ code: 'source_not_found' });
  });

  test('a near name is suggested', async () => {
    await expect(mockApi('svx')).rejects.toMatchObject({ hint: 'Did you mean "svix"?' });
  });
});
