import { Cycle } from './cycle.ts';
import type { Arrival, Departure } from './passage.ts';
import { Pace } from './pace.ts';

const longestPauseMs = 60_000;
const firstPauseMs = 1000;
const pauseGrowth = 1.6;
/** A cycle of fewer answers says little, and is measured together with the next one. */
const fewAnswers = 10;
/** Of the measured rate, to begin with. */
const begun = 0.97;
/** So many good answers at one rate before it grows with each of them. */
const heldAnswers = 150;
const firstGrowth = 0.0002;
/** From here on the limit is far away, or is gone: growth doubles, again and again. */
const steadyAnswers = 600;
const doublingAnswers = 300;
/** The first rate was measured with long pauses and is low: it grows as if it had been held for so many already. */
const firstAnswers = 1000;
const mostGrowth = 0.02;
/** For timers that are late; more would be a burst, which not every server allows. */
const slackMs = 5;

/**
 * The rate of a server that tells it with 429 only. Measured over a whole cycle, from one refusal's end to the next
 * one's, for then a bucket is as empty, and a window as full, as at the start; held for a while, and then tried upwards,
 * slowly first: so less than two in a hundred are refused while more than nine tenths are used.
 */
export class LearntRate {
  #perMs: number | undefined;
  readonly #pace = new Pace();
  /** Since the end of the last refusal that was measured. */
  #cycle: Cycle | undefined;
  #goodCount = 0;
  #refused: { readonly newestSerial: number; readonly atMs: number } | undefined;
  #pauses = 0;

  /** Undefined while nothing was refused. */
  get perSecond(): number | undefined {
    return this.#perMs === undefined ? undefined : this.#perMs * 1000;
  }

  waitMs(nowMs: number): number {
    return this.#perMs === undefined ? 0 : this.#pace.waitMs(nowMs, slackMs);
  }

  /** True when there is a rate, and this departure follows the one before as closely as it allows. */
  isTight(nowMs: number): boolean {
    return this.#perMs !== undefined && this.#pace.isTight(nowMs, 1 / this.#perMs);
  }

  departed(nowMs: number): void {
    if (this.#perMs !== undefined) this.#pace.departed(nowMs, 1 / this.#perMs);
  }

  answered({ departure }: Arrival): void {
    if (this.#refused !== undefined && departure.serial > this.#refused.newestSerial) this.#recover(departure);
    this.#cycle ??= new Cycle(departure.atMs);
    this.#cycle.add(departure.atMs);
    if (departure.isPaced && this.#perMs !== undefined) this.#perMs *= 1 + this.#growth();
  }

  /** How long to pause; nothing when another one that was in flight with this has said so. */
  refused({ departure, newestSerial, atMs }: Arrival): number {
    if (this.#refused !== undefined && departure.serial <= this.#refused.newestSerial) return 0;
    this.#refused = { newestSerial, atMs };
    this.#pauses += 1;
    const shortestMs = this.#perMs === undefined ? firstPauseMs : 2 / this.#perMs;
    return Math.min(longestPauseMs, shortestMs * pauseGrowth ** (this.#pauses - 1));
  }

  #recover(departure: Departure): void {
    this.#goodCount = this.#perMs === undefined ? firstAnswers : 0;
    this.#perMs = this.#measured(this.#cycle ?? new Cycle(departure.atMs), departure.atMs);
    if (this.#cycle !== undefined && this.#cycle.count >= fewAnswers) this.#cycle = undefined;
    this.#refused = undefined;
    this.#pauses = 0;
  }

  /** The first rate errs upwards where little is known of it, and what little is known later halves it at the most. */
  #measured(cycle: Cycle, endMs: number): number | undefined {
    const known = this.#perMs;
    if (cycle.count >= fewAnswers) return Math.min(begun * cycle.perMs(endMs), known ?? Number.POSITIVE_INFINITY);
    if (known === undefined) return this.#untilRefused(cycle);
    return Math.min(known, Math.max((cycle.count + 1) / Math.max(1, endMs - cycle.startedMs), known / 2));
  }

  #untilRefused({ count, startedMs }: Cycle): number | undefined {
    return count === 0 ? undefined : count / Math.max(1, (this.#refused?.atMs ?? startedMs) - startedMs);
  }

  #growth(): number {
    this.#goodCount += 1;
    if (this.#goodCount <= heldAnswers) return 0;
    const doublings = Math.max(0, this.#goodCount - steadyAnswers) / doublingAnswers;
    return Math.min(mostGrowth, firstGrowth * 2 ** doublings);
  }
}
