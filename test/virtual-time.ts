import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../src/core/runtime.ts';

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
