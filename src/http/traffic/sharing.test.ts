import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Loopback, plainFetch, serve } from '../../../test/loopback.ts';
import { VirtualClock } from '../../../test/virtual-time.ts';
import type { ApiRequest, ApiResponse, Send } from '../http.ts';
import { type Retry, retrying } from '../interceptors/retry.ts';
import type { Traffic, TrafficOptions } from '../traffic.ts';
import { wireSend } from '../wire-send.ts';
import { openTraffic } from './open-traffic.ts';

let clock: VirtualClock;
let api: Loopback;
let answer: (path: string, index: number) => { readonly status: number; readonly headers?: Record<string, string> };
let asked: { readonly path: string; readonly atMs: number }[];
const listener: RequestListener = (request, response) => {
  const path = request.url ?? '';
  const { status, headers = {} } = answer(path, asked.length);
  asked.push({ path, atMs: clock.monotonicMs() });
  response.sendDate = false;
  void clock.idle(clock.sleep(10)).then(() => response.writeHead(status, headers).end('{}'));
};
beforeEach(async () => {
  clock = new VirtualClock();
  asked = [];
  answer = () => ({ status: 200 });
  api = await serve(listener);
});
afterEach(() => api.close());

const { signal } = new AbortController();
const timesOf = (prefix: string): number[] =>
  asked.filter(({ path }) => path.startsWith(prefix)).map(({ atMs }) => Math.round(atMs));

interface Client {
  readonly traffic: Traffic;
  readonly told: Retry[];
  readonly ask: (path: string, signal?: AbortSignal) => Promise<ApiResponse>;
}

function client(options: TrafficOptions = {}): Client {
  const traffic = openTraffic({ clock }, options);
  const told: Retry[] = [];
  const wire = wireSend({ fetch: plainFetch });
  const send: Send = (request, signal) => clock.busy(wire(request, signal));
  const randomBytes = (count: number): Uint8Array => new Uint8Array(count).fill(0xff);
  const ask = retrying({ runtime: { clock, randomBytes }, traffic, onRetry: (retry) => told.push(retry) });
  const shared = ask(traffic.interceptor(send));
  const request = (path: string): ApiRequest => ({ method: 'GET', url: api.origin + path, params: [], headers: {} });
  return { traffic, told, ask: (path, by = signal) => shared(request(path), by) };
}

describe('F2.7, V12: a server that asks to wait', () => {
  test.each([429, 503])('%s with Retry-After: nobody of the budget asks meanwhile', async (status) => {
    answer = (_, index) => ({ status: index === 0 ? status : 200, headers: { 'retry-after': '7' } });
    const [ours, theirs] = [client(), client()];
    const later = async ({ ask }: Client, path: string): Promise<void> => {
      await clock.sleep(1000);
      await Promise.all([1, 2, 3].map((page) => ask(`${path}/${page}`)));
    };
    await clock.run(Promise.all([ours.ask('/ours/0'), later(ours, '/ours'), later(theirs, '/theirs')]));
    expect(timesOf('/ours').map((atMs) => atMs >= 7010)).toEqual([false, true, true, true, true]);
    expect(timesOf('/theirs')).toEqual([1000, 1000, 1000]);
  });

  test('one path refuses: the walks of all other paths of the budget stop, those of another budget do not', async () => {
    const [ours, theirs] = [client(), client()];
    let refusals = 0;
    answer = (path) => {
      if (path !== '/ours/narrow' || refusals > 0) return { status: 200 };
      refusals += 1;
      return { status: 429, headers: { 'retry-after': '60' } };
    };
    const until = async ({ ask }: Client, path: string): Promise<void> => {
      while (clock.monotonicMs() < 90_000) {
        await ask(path);
        await clock.sleep(200);
      }
    };
    await clock.run(Promise.all([until(ours, '/ours/narrow'), until(ours, '/ours/wide'), until(theirs, '/theirs')]));
    const waiting = (prefix: string): number => timesOf(prefix).filter((atMs) => atMs > 10 && atMs < 60_010).length;
    expect(waiting('/ours')).toBe(0);
    expect(waiting('/theirs')).toBeGreaterThan(200);
    expect(ours.told).toMatchObject([{ waitMs: 60_000, rateLimited: true }]);
  });

  test.each([
    ['-1', 1000],
    ['soon', 1000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['315360000', 300_000],
    ['Thu, 01 Jan 2036 00:00:00 GMT', 300_000],
  ])('an absurd wait, %s, is capped', async (retryAfter, waitMs) => {
    answer = (_, index) => (index === 0 ? { status: 429, headers: { 'retry-after': retryAfter } } : { status: 200 });
    await clock.run(client().ask('/a'));
    expect(timesOf('/')[1]).toBe(10 + waitMs);
  });

  test('row 15: a 429 without a word is as long as the connector knows', async () => {
    answer = (_, index) => ({ status: index === 0 ? 429 : 200 });
    const { ask } = client({ rateLimitedWaitMs: 300_000 });
    await clock.run(Promise.all([ask('/a'), ask('/b'), ask('/c')]));
    expect(timesOf('/').filter((atMs) => atMs > 10 && atMs < 300_010)).toEqual([]);
  });

  test('one request first, when the pause is over', async () => {
    answer = () => ({ status: clock.monotonicMs() < 20_000 ? 429 : 200, headers: { 'retry-after': '5' } });
    const { ask, traffic } = client();
    await clock.run(Promise.all(Array.from({ length: 6 }, (_, index) => ask(`/${index}`))));
    const within = (fromMs: number): number =>
      timesOf('/').filter((atMs) => atMs >= fromMs && atMs < fromMs + 5000).length;
    expect([within(5000), within(10_015), within(15_025)]).toEqual([1, 1, 1]);
    expect(traffic.figures()).toMatchObject({ rateLimitedCount: 4 + 3, inFlight: 0 });
  });

  test('always 429: an error when the patience is over, and not before', async () => {
    answer = () => ({ status: 429 });
    const failing = clock.run(client().ask('/a'));
    await expect(failing).rejects.toMatchObject({ code: 'http_status', details: { status: 429 } });
    expect(clock.monotonicMs()).toBeGreaterThan(300_000);
    expect(clock.monotonicMs()).toBeLessThanOrEqual(900_100);
    expect(asked.length).toBeLessThan(60);
  });
});

describe('who goes when', () => {
  test('first come, first served', async () => {
    const { ask } = client({ maxConcurrency: 1 });
    const paths = Array.from({ length: 30 }, (_, index) => `/${index}`);
    await clock.run(Promise.all(paths.map((path) => ask(path))));
    expect(asked.map(({ path }) => path)).toEqual(paths);
  });

  test('no walk starves: all come as far as each other', async () => {
    const { ask } = client({ maxConcurrency: 3, rateLimit: { requests: 20, perSeconds: 1 } });
    const walk = async (name: string): Promise<void> => {
      while (clock.monotonicMs() < 20_000) await ask(`/${name}`);
    };
    await clock.run(Promise.all(['a', 'b', 'c', 'd', 'e'].map(walk)));
    const counts = ['/a', '/b', '/c', '/d', '/e'].map((path) => timesOf(path).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  test('an abort releases those who wait, with its reason, and leaves nothing behind', async () => {
    const { ask, traffic } = client({ rateLimit: { requests: 1, perSeconds: 3600 } });
    const abort = new AbortController();
    const all = [ask('/kept'), ask('/a', abort.signal), ask('/b', abort.signal)];
    const outcomes = Promise.allSettled(all);
    await clock.run(all[0] ?? Promise.reject(new Error('none')));
    abort.abort(new Error('stop now'));
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(all[1]).rejects.toThrow('stop now');
    expect(clock.sleeperCount).toBe(0);
    expect(traffic.figures()).toMatchObject({ requestCount: 1, inFlight: 0 });
    await expect(ask('/late', abort.signal)).rejects.toThrow('stop now');
  });

  test('one who leaves makes room for the next one', async () => {
    const { ask } = client({ maxConcurrency: 1 });
    const abort = new AbortController();
    const first = ask('/first');
    const leaving = ask('/leaving', abort.signal).catch(() => 'left');
    const last = ask('/last');
    abort.abort(new Error('stop'));
    await clock.run(Promise.all([first, last]));
    expect(await leaving).toBe('left');
    expect(asked.map(({ path }) => path)).toEqual(['/first', '/last']);
  });
});

describe('F2.8: the retry budget', () => {
  test('a storm gets at most a tenth more requests than were asked for', async () => {
    answer = () => ({ status: 503 });
    const { ask, traffic } = client();
    let wanted = 0;
    const errors: unknown[] = [];
    const walk = async (): Promise<void> => {
      while (clock.monotonicMs() < 120_000) {
        wanted += 1;
        await ask('/a').catch((error: unknown) => errors.push(error));
        await clock.sleep(200);
      }
    };
    await clock.run(Promise.all([walk(), walk(), walk(), walk()]));
    expect(asked.length - wanted).toBe(traffic.figures().retryCount);
    expect(wanted).toBeGreaterThan(400);
    expect(asked.length - wanted).toBeLessThanOrEqual(0.1 * wanted + 20);
    const usedUp = errors.filter((error) =>
      String(error).includes('too many requests of the last minute were retries'),
    );
    expect(usedUp.length).toBeGreaterThan(wanted / 2);
    expect(usedUp[0]).toMatchObject({
      code: 'http_status',
      retryable: true,
      details: { status: 503, retriesUsedUp: true },
    });
  });

  test('one in a hundred fails at random: all of them are tried again', async () => {
    answer = (_, index) => ({ status: index % 100 === 99 ? 500 : 200 });
    const { ask, traffic } = client();
    for (let page = 0; page < 500; page += 1) await clock.run(ask(`/${page}`));
    expect(traffic.figures()).toMatchObject({ requestCount: 505, retryCount: 5 });
  });
});
