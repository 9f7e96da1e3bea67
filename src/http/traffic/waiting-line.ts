import { setMaxListeners } from 'node:events';
import type { Departure } from './passage.ts';

/** Requests that wait to be sent: first come, first served; one that is aborted leaves. */
export class WaitingLine {
  readonly #waiting = new Set<(departure: Departure) => void>();

  get length(): number {
    return this.#waiting.size;
  }

  /**
   * Resolves when it is this one's turn; rejects with the signal's reason.
   * @param onLeave called when it is aborted instead
   */
  join(signal: AbortSignal, onLeave: () => void): Promise<Departure> {
    // Many may wait with the signal of one run: that is no leak.
    setMaxListeners(0, signal);
    return new Promise((resolve, reject) => {
      const go = (departure: Departure): void => {
        signal.removeEventListener('abort', stop);
        resolve(departure);
      };
      const stop = (): void => {
        this.#waiting.delete(go);
        // The reason is an Error: what the caller aborted with.
        reject(signal.reason as Error);
        onLeave();
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#waiting.add(go);
    });
  }

  /** Lets the first one go. */
  release(departure: Departure): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.delete(first);
    first(departure);
  }
}
