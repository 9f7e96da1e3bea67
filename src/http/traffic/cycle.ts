const mostMarks = 512;

/** Departures since a moment at which the server had nothing left to give. */
export class Cycle {
  readonly #startedMs: number;
  #count = 0;
  #stride = 1;
  /** When every so many departed; thinned out, for a cycle may be very long. */
  #marks: number[] = [];

  constructor(startedMs: number) {
    this.#startedMs = startedMs;
  }

  get count(): number {
    return this.#count;
  }

  get startedMs(): number {
    return this.#startedMs;
  }

  add(atMs: number): void {
    this.#count += 1;
    if (this.#count % this.#stride === 0) this.#marks.push(atMs);
    if (this.#marks.length <= mostMarks) return;
    this.#marks = this.#marks.filter((_, index) => index % 2 === 1);
    this.#stride *= 2;
  }

  /** Departures a millisecond until then; of the newer half where that was faster, for the rate may have begun low. */
  perMs(endMs: number): number {
    const middle = Math.floor(this.#marks.length / 2);
    const newer = this.#count - (middle + 1) * this.#stride;
    const newerPerMs = newer / Math.max(1, endMs - (this.#marks[middle] ?? endMs));
    return Math.max(this.#count / Math.max(1, endMs - this.#startedMs), newerPerMs);
  }
}
