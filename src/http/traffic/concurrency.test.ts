import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../test/virtual-time.ts';
import type { ApiRequest, ApiResponse, Send } from '../http.ts';
import type { TrafficFigures, TrafficOptions } from '../traffic.ts';
import { openTraffic } from './open-traffic.ts';

const request: ApiRequest = { method: 'GET', url: 'https://api.example/items', params: [], headers: {} };
const { signal } = new AbortController();
const answer = (status: number): ApiResponse => ({
  status,
  headers: {},
  cookies: [],
  body: new Uint8Array(0),
  url: request.url,
});

interface Outcome {
  readonly figures: TrafficFigures;
  readonly mostInFlight: number;
  readonly statuses: readonly number[];
}

/** Asks so often with so many walks; the server says with how many in flight it answers how, and after how long. */
async function ask(
  count: number,
  options: TrafficOptions,
  says: (inFlight: number, index: number) => { readonly status?: number; readonly latencyMs: number },
): Promise<Outcome> {
  const clock = new VirtualClock();
  const traffic = openTraffic({ clock }, options);
  const statuses: number[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const send: Send = async () => {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    const { status = 200, latencyMs } = says(inFlight, statuses.length);
    statuses.push(status);
    await clock.sleep(latencyMs);
    inFlight -= 1;
    return answer(status);
  };
  const shared = traffic.interceptor(send);
  await clock.run(Promise.all(Array.from({ length: count }, () => shared(request, signal))));
  return { figures: traffic.figures(), mostInFlight, statuses };
}

describe('how many requests are in flight', () => {
  test('begins with four, and grows to eight while answers come well', async () => {
    const few = await ask(4, {}, () => ({ latencyMs: 100 }));
    expect(few.mostInFlight).toBe(4);
    const many = await ask(200, {}, () => ({ latencyMs: 100 }));
    expect(many.mostInFlight).toBe(8);
    expect(many.figures).toMatchObject({ requestCount: 200, inFlight: 0, concurrency: 8 });
  });

  test('V13: never more than maxConcurrency, whatever the server does', async () => {
    const says = fc.array(
      fc.record({
        status: fc.constantFrom(200, 200, 200, 429, 503, 500),
        latencyMs: fc.integer({ min: 0, max: 5000 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), says, async (maxConcurrency, answers) => {
        const { mostInFlight, figures } = await ask(
          60,
          { maxConcurrency },
          (_, index) => answers[index % answers.length] ?? { latencyMs: 1 },
        );
        expect(mostInFlight).toBeLessThanOrEqual(maxConcurrency);
        expect(figures).toMatchObject({ requestCount: 60, inFlight: 0 });
      }),
      { numRuns: 60 },
    );
  });

  test('does not grow on while latency shows that the server works through a queue', async () => {
    const queueing = await ask(600, { maxConcurrency: 64 }, (inFlight) => ({
      latencyMs: 100 * Math.max(1, inFlight / 4),
    }));
    expect(queueing.mostInFlight).toBeLessThanOrEqual(10);
    const parallel = await ask(3000, { maxConcurrency: 64 }, () => ({ latencyMs: 100 }));
    expect(parallel.mostInFlight).toBeGreaterThan(40);
  });

  test.each([429, 503])('halves once for the %ss of one moment, and grows back', async (status) => {
    let concurrency = 0;
    const clock = new VirtualClock();
    const traffic = openTraffic({ clock });
    const send = (result: number): Promise<ApiResponse> =>
      traffic.interceptor(async () => {
        await clock.sleep(10);
        return answer(result);
      })(request, signal);
    await clock.run(Promise.all(Array.from({ length: 60 }, () => send(200))));
    expect(traffic.figures().concurrency).toBe(8);
    await clock.run(Promise.all(Array.from({ length: 8 }, () => send(status))));
    ({ concurrency } = traffic.figures());
    expect(concurrency).toBe(4);
    await clock.run(Promise.all(Array.from({ length: 400 }, () => send(200))));
    if (status === 503) expect(traffic.figures().concurrency).toBe(8);
  });

  test('a server that allows only two at once is refused by rarely', async () => {
    const { statuses } = await ask(3000, {}, (inFlight) => ({ status: inFlight > 2 ? 429 : 200, latencyMs: 100 }));
    const steady = statuses.slice(1000);
    expect(steady.filter((status) => status === 429).length / steady.length).toBeLessThan(0.02);
  });
});
