import type { ApiRequest, ApiResponse, Send } from '../src/http/http.ts';
import { retrying } from '../src/http/interceptors/retry.ts';
import type { Traffic, TrafficOptions } from '../src/http/traffic.ts';
import { openTraffic } from '../src/http/traffic/open-traffic.ts';
import { wireSend } from '../src/http/wire-send.ts';
import { plainFetch, serve } from './loopback.ts';
import { seeded, VirtualClock } from './virtual-time.ts';

/** How a server counts requests against its limit. */
export interface Limiter {
  take(nowMs: number): Verdict;
}

export interface Verdict {
  readonly isAllowed: boolean;
  readonly remaining: number;
  /** Until it is full again, or begins anew. */
  readonly resetMs: number;
  /** Until the next request will be allowed. */
  readonly nextMs: number;
}

export function fixedWindow(most: number, windowMs: number, offsetMs = 0): Limiter {
  let began = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    take(nowMs) {
      const window = Math.floor((nowMs + offsetMs) / windowMs);
      if (window !== began) [began, count] = [window, 0];
      const isAllowed = count < most;
      if (isAllowed) count += 1;
      const resetMs = (window + 1) * windowMs - offsetMs - nowMs;
      return { isAllowed, remaining: most - count, resetMs, nextMs: isAllowed && count < most ? 0 : resetMs };
    },
  };
}

export function slidingWindow(most: number, windowMs: number): Limiter {
  const taken: number[] = [];
  return {
    take(nowMs) {
      while ((taken[0] ?? nowMs) <= nowMs - windowMs) taken.shift();
      const isAllowed = taken.length < most;
      if (isAllowed) taken.push(nowMs);
      const resetMs = (taken[0] ?? nowMs) + windowMs - nowMs;
      return { isAllowed, remaining: most - taken.length, resetMs, nextMs: taken.length < most ? 0 : resetMs };
    },
  };
}

export function tokenBucket(perSecond: number, burst: number): Limiter {
  let tokens = burst;
  let atMs = 0;
  return {
    take(nowMs) {
      tokens = Math.min(burst, tokens + ((nowMs - atMs) * perSecond) / 1000);
      atMs = nowMs;
      const isAllowed = tokens >= 1;
      if (isAllowed) tokens -= 1;
      const resetMs = ((burst - tokens) / perSecond) * 1000;
      return {
        isAllowed,
        remaining: Math.floor(tokens),
        resetMs,
        nextMs: Math.max(0, ((1 - tokens) / perSecond) * 1000),
      };
    },
  };
}

export type Headers = (verdict: Verdict, nowMs: number) => Readonly<Record<string, string>>;

/** Says nothing of its limit. */
export const saysNothing: Headers = () => ({});

export interface Judged {
  /** Of what the limit allows, between two shares of the run. */
  readonly used: number;
  /** Answers with 429 among all. */
  readonly refused: number;
}

export interface Crowd {
  readonly limiter: Limiter;
  readonly headers?: Headers | undefined;
  /** What the limiter allows in the long run. */
  readonly perSecond: number;
  readonly seconds: number;
  readonly walks?: number | undefined;
  readonly latencyMs?: number | undefined;
  readonly options?: TrafficOptions | undefined;
  /** @default without sockets */
  readonly overSockets?: boolean | undefined;
}

export interface Crowded {
  readonly traffic: Traffic;
  readonly failures: readonly unknown[];
  /** Times at which the server was asked, and what it said. */
  readonly asked: readonly AskedAt[];
  readonly mostInFlight: number;
  /** With the server as the judge; `from` and `to` are shares of the run. */
  readonly judged: (from: number, to: number) => Judged;
}

interface AskedAt {
  readonly atMs: number;
  readonly status: number;
}

/** Walks that ask as fast as one budget lets them, each one request after the other. */
export async function crowd(setup: Crowd): Promise<Crowded> {
  const clock = new VirtualClock();
  const server = new LimitedServer(clock, setup);
  const traffic = openTraffic({ clock }, setup.options);
  const random = seeded(5);
  const randomBytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => random() * 256);
  const failures: unknown[] = [];
  const { signal } = new AbortController();
  const untilMs = setup.seconds * 1000;
  await server.open(setup.overSockets === true, async (send, url) => {
    const request: ApiRequest = { method: 'GET', url, params: [], headers: {} };
    const ask = retrying({ runtime: { clock, randomBytes }, traffic })(traffic.interceptor(send));
    const walk = async (): Promise<void> => {
      while (clock.monotonicMs() < untilMs) {
        await ask(request, signal).catch((error: unknown) => void failures.push(error));
      }
    };
    await clock.run(Promise.all(Array.from({ length: setup.walks ?? 8 }, walk)));
  });
  const judged = (from: number, to: number): Judged => {
    const within = server.asked.filter(({ atMs }) => atMs >= from * untilMs && atMs < to * untilMs);
    const good = within.filter(({ status }) => status === 200).length;
    const allowed = ((to - from) * untilMs * setup.perSecond) / 1000;
    return { used: good / allowed, refused: 1 - good / within.length };
  };
  return { traffic, failures, asked: server.asked, mostInFlight: server.mostInFlight, judged };
}

/** Asked on arrival, answers later; how long both take is at random, and the same in each run. */
class LimitedServer {
  readonly asked: AskedAt[] = [];
  mostInFlight = 0;
  #inFlight = 0;
  readonly #clock: VirtualClock;
  readonly #setup: Crowd;
  readonly #random = seeded(1);

  constructor(clock: VirtualClock, setup: Crowd) {
    this.#clock = clock;
    this.#setup = setup;
  }

  async open(overSockets: boolean, use: (send: Send, url: string) => Promise<void>): Promise<void> {
    if (!overSockets) return use((request) => this.#direct(request), 'https://api.example/items');
    const api = await serve((_, response) => {
      response.sendDate = false;
      void this.#clock.idle(this.#answer()).then(({ status, headers }) => response.writeHead(status, headers).end());
    });
    const wire = wireSend({ fetch: plainFetch });
    try {
      await use((request, signal) => this.#clock.busy(wire(request, signal)), `${api.origin}/items`);
    } finally {
      await api.close();
    }
  }

  async #direct({ url }: ApiRequest): Promise<ApiResponse> {
    return { ...(await this.#answer()), cookies: [], body: new Uint8Array(0), url };
  }

  async #answer(): Promise<Pick<ApiResponse, 'status' | 'headers'>> {
    const { limiter, latencyMs = 100, headers = saysNothing } = this.#setup;
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    await this.#clock.sleep(latencyMs * (0.2 + 0.1 * this.#random()));
    const verdict = limiter.take(this.#clock.monotonicMs());
    const status = verdict.isAllowed ? 200 : 429;
    this.asked.push({ atMs: this.#clock.monotonicMs(), status });
    const said = headers(verdict, this.#clock.now());
    await this.#clock.sleep(latencyMs * (0.6 + 0.3 * this.#random()));
    this.#inFlight -= 1;
    return { status, headers: said };
  }
}
