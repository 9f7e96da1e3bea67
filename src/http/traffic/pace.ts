import type { RateLimit } from '../traffic.ts';

/**
 * Departures at even intervals. What was late may be caught up with by as much as the slack, so that slow timers do not
 * cost speed: in any time there are at most `(time + slack) / interval` departures, rounded up.
 */
export class Pace {
  #dueMs = Number.NEGATIVE_INFINITY;

  waitMs(nowMs: number, slackMs: number): number {
    return Math.max(0, this.#dueMs - slackMs - nowMs);
  }

  departed(nowMs: number, intervalMs: number): void {
    this.#dueMs = Math.max(this.#dueMs, nowMs) + intervalMs;
  }

  /** True when departures follow each other as closely as they may. */
  isTight(nowMs: number, intervalMs: number): boolean {
    return nowMs - this.#dueMs < intervalMs;
  }
}

/** Of the window: for catching up, and for requests that arrive closer together than they were sent. */
const slackShare = 0.03;
const arrivalShare = 0.03;

/** Keeps to a limit that the user set, also as a server counts that looks at every window of this length. */
export class GivenRate {
  readonly #pace = new Pace();
  readonly #slackMs: number;
  readonly #intervalMs: number;

  constructor({ requests, perSeconds }: RateLimit) {
    const windowMs = perSeconds * 1000;
    this.#slackMs = windowMs * slackShare;
    this.#intervalMs = (windowMs * (1 + slackShare + arrivalShare)) / requests;
  }

  waitMs(nowMs: number): number {
    return this.#pace.waitMs(nowMs, this.#slackMs);
  }

  departed(nowMs: number): void {
    this.#pace.departed(nowMs, this.#intervalMs);
  }
}
