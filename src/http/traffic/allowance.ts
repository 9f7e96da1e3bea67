import type { LimitReading } from '../limit-headers.ts';
import type { Arrival } from './passage.ts';

interface Kept {
  readonly remaining: number;
  readonly resetMs: number;
  /** Answers to later departures know more than this one. */
  readonly newestSerial: number;
}

const untoldResetMs = 1000;
const longestUntoldMs = 10_000;
const firstDoubts = 4;
const moreDoubts = 4;

/**
 * What the server says is left, less what is in flight: no more is sent before the reset, and then one request first, to
 * see what there is. Answers that overtook each other are all believed, the lowest most. A server that says `0` again and
 * again, whatever it allows, is not believed until it refuses something.
 */
export class Allowance {
  readonly #longestMs: number;
  #kept: readonly Kept[] = [];
  /** Nothing that departed up to here knows of the window that began since. */
  #outdatedSerial = 0;
  #isOpening = false;
  #newestSerial = 0;
  #zeros = 0;
  #doubts = firstDoubts;

  constructor(longestMs: number) {
    this.#longestMs = longestMs;
  }

  /** Infinite while only an answer can tell. */
  waitMs(nowMs: number, inFlight: number): number {
    this.#forget(nowMs, inFlight);
    if (this.#kept.length === 0) return this.#isOpening && inFlight > 0 ? Number.POSITIVE_INFINITY : 0;
    const left = Math.min(...this.#kept.map(({ remaining }) => remaining)) - inFlight;
    return left > 0 ? 0 : Math.min(...this.#kept.map(({ resetMs }) => resetMs)) - nowMs;
  }

  departed(serial: number): void {
    this.#newestSerial = serial;
  }

  /** True when the answer is a refusal that what it says explains. */
  answered({ departure, atMs, status, newestSerial }: Arrival, reading: LimitReading | undefined): boolean {
    const isRefused = status === 429;
    if (isRefused) this.#believe();
    if (departure.serial <= this.#outdatedSerial) return isRefused && reading?.remaining === 0;
    this.#isOpening = false;
    if (reading?.remaining === undefined) return false;
    const { remaining } = reading;
    this.#zeros = remaining === 0 && reading.limit !== 1 ? this.#zeros + 1 : 0;
    if (this.#zeros >= this.#doubts) {
      this.#kept = [];
      return false;
    }
    const known = this.#kept.filter((kept) => kept.newestSerial >= departure.serial);
    this.#kept = [...known, { remaining, resetMs: atMs + this.#untilReset(reading), newestSerial }];
    return isRefused && remaining === 0;
  }

  #believe(): void {
    if (this.#zeros >= this.#doubts) this.#doubts *= moreDoubts;
    this.#zeros = 0;
  }

  #untilReset({ remaining, resetInMs }: LimitReading): number {
    if (resetInMs !== undefined) return Math.min(resetInMs, this.#longestMs);
    if (remaining !== 0) return Number.POSITIVE_INFINITY;
    return Math.min(longestUntoldMs, untoldResetMs * 2 ** Math.max(0, this.#zeros - 1));
  }

  #forget(nowMs: number, inFlight: number): void {
    const past = this.#kept.filter(({ resetMs }) => resetMs <= nowMs);
    if (past.length === 0) return;
    this.#kept = this.#kept.filter(({ resetMs }) => resetMs > nowMs);
    this.#outdatedSerial = this.#newestSerial;
    this.#isOpening ||= past.some(({ remaining }) => remaining <= inFlight);
  }
}
