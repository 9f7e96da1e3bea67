const windowSeconds = 60;
/** Retries that are always allowed within a minute, so that a single failure is nothing. */
const freeRetries = 20;
/** Of the requests of the last minute that were no retries (F2.8). */
const retryShare = 0.1;

/** Keeps retries from making a storm worse: at most a tenth of the requests of a minute, or a few. */
export class RetryAllowance {
  readonly #requests = new MinuteCount();
  readonly #retries = new MinuteCount();

  departed(nowMs: number): void {
    this.#requests.add(nowMs);
  }

  take(nowMs: number): boolean {
    const retries = this.#retries.within(nowMs);
    const wanted = this.#requests.within(nowMs) - retries;
    if (retries >= Math.max(freeRetries, retryShare * wanted)) return false;
    this.#retries.add(nowMs);
    return true;
  }
}

/** Counted by the second. */
class MinuteCount {
  readonly #seconds = new Map<number, number>();

  add(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + 1);
  }

  within(nowMs: number): number {
    const oldest = Math.floor(nowMs / 1000) - windowSeconds;
    let count = 0;
    for (const [second, added] of this.#seconds) {
      if (second <= oldest) this.#seconds.delete(second);
      else count += added;
    }
    return count;
  }
}
