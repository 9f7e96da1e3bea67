import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../src/core/runtime.ts';
import type { ApiResponse, Send } from '../src/http/http.ts';

/**
 * Time that passes only when nothing else can happen: it jumps to the next one who sleeps as soon as all others wait.
 * Real sockets are told of with `busy`, so that it stands still while they work.
 */
export class VirtualClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  readonly #startedMs: number;
  #nowMs = 0;
  #busy = 0;

  constructor(startedMs: number = Date.UTC(2026, 0, 1)) {
    this.#startedMs = startedMs;
  }

  now(): number {
    return this.#startedMs + this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  get sleeperCount(): number {
    return this.#sleepers.size;
  }

  sleep(durationMs: number, signal: AbortSignal = new AbortController().signal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#sleepers.delete(sleeper);
        // The reason is what the sleeper's owner aborted with.
        reject(signal.reason as Error);
      };
      const wake = (): void => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper = { untilMs: this.#nowMs + durationMs, wake };
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.#sleepers.add(sleeper);
    });
  }

  /** Keeps time from passing until it settles. */
  async busy<T>(work: Promise<T>): Promise<T> {
    this.#busy += 1;
    return work.finally(() => (this.#busy -= 1));
  }

  /** For a server in the middle of a busy request: lets time pass meanwhile. */
  async idle<T>(work: Promise<T>): Promise<T> {
    this.#busy -= 1;
    return work.finally(() => (this.#busy += 1));
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => (isDone = true));
    done.catch(() => undefined);
    for (;;) {
      await setImmediate();
      if (isDone) return done;
      if (this.#busy > 0) continue;
      const next = [...this.#sleepers].reduce<Sleeper | undefined>(earlier, undefined);
      if (next === undefined) throw new Error('Nothing can happen any more');
      this.#sleepers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.untilMs);
      next.wake();
    }
  }
}

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

function earlier(one: Sleeper | undefined, other: Sleeper): Sleeper {
  return one === undefined || other.untilMs < one.untilMs ? other : one;
}

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

export interface LimitedApi {
  readonly send: Send;
  /** Times at which it was asked, and what it said. */
  readonly asked: readonly { readonly atMs: number; readonly status: number }[];
  readonly mostInFlight: number;
}

/** A server without sockets: asked on arrival, answers later; how long both take is at random, the same each time. */
export function limitedApi(clock: VirtualClock, limiter: Limiter, headers: Headers, latencyMs = 100): LimitedApi {
  const asked: { atMs: number; status: number }[] = [];
  const random = seeded(1);
  let inFlight = 0;
  let mostInFlight = 0;
  return {
    asked,
    get mostInFlight() {
      return mostInFlight;
    },
    async send(request, signal): Promise<ApiResponse> {
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      try {
        await clock.sleep(latencyMs * (0.2 + 0.1 * random()), signal);
        const verdict = limiter.take(clock.monotonicMs());
        const status = verdict.isAllowed ? 200 : 429;
        asked.push({ atMs: clock.monotonicMs(), status });
        const said = headers(verdict, clock.now());
        await clock.sleep(latencyMs * (0.6 + 0.3 * random()), signal);
        return { status, headers: said, body: new Uint8Array(0), url: request.url };
      } finally {
        inFlight -= 1;
      }
    },
  };
}

/** Chance that comes out the same in every run: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
