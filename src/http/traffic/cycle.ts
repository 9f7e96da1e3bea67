const mostMarks = 512;
/** Departures that a part of a cycle is measured by. */
const fewest = 50;

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

  /**
   * Departures a millisecond until then: of the whole cycle, or of its newer half, quarter and so on where that was
   * faster, for the rate may have begun low. All of them end with the refusal, so none is faster than the server allows.
   */
  perMs(endMs: number): number {
    let fastest = this.#count / Math.max(1, endMs - this.#startedMs);
    for (let left = this.#marks.length / 2; left * this.#stride >= fewest; left /= 2) {
      const mark = Math.floor(this.#marks.length - left);
      const newer = this.#count - (mark + 1) * this.#stride;
      fastest = Math.max(fastest, newer / Math.max(1, endMs - (this.#marks[mark] ?? endMs)));
    }
    return fastest;
  }
}
