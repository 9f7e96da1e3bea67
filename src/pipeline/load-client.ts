import type { Clock } from '../core/runtime.ts';
import type { Destination, JobClient, Target } from '../destinations/destination.ts';

/** A connection is kept for the next load for so long, and no longer: a long extraction holds nothing (case F3.13). */
export const idleMs = 1000;

/** The connection of a run to its destination: opened when it is needed, and kept while loads follow one another. */
export class LoadClient {
  readonly #connect: () => Promise<JobClient>;
  readonly #clock: Clock;
  #client: JobClient | undefined;
  #idling: Idling | undefined;

  constructor(destination: Destination, target: Target, clock: Clock) {
    this.#connect = () => destination.connect(target);
    this.#clock = clock;
  }

  /** One use after the other. What fails has its connection closed. @throws what connecting and `work` throw */
  async use<Result>(work: (client: JobClient) => Promise<Result>): Promise<Result> {
    await this.#stopIdling();
    const client = (this.#client ??= await this.#connect());
    let result: Result;
    try {
      result = await work(client);
    } catch (error) {
      await this.#closeNow();
      throw error;
    }
    this.#beginIdling();
    return result;
  }

  /** At the end, or where nothing is to be loaded for a while; another use connects anew. */
  async close(): Promise<void> {
    await this.#stopIdling();
    await this.#closeNow();
  }

  #beginIdling(): void {
    const stop = new AbortController();
    const isStopped = this.#clock.sleep(idleMs, stop.signal).then(
      () => false,
      () => true,
    );
    const over = isStopped.then((stopped) => (stopped ? undefined : this.#closeNow()));
    // Whoever stops it next is told; nobody is waiting before.
    over.catch(() => undefined);
    this.#idling = { stop, over };
  }

  async #stopIdling(): Promise<void> {
    const idling = this.#idling;
    this.#idling = undefined;
    idling?.stop.abort();
    await idling?.over;
  }

  async #closeNow(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.close();
  }
}

interface Idling {
  readonly stop: AbortController;
  readonly over: Promise<void>;
}
