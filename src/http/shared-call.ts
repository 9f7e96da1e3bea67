import { setMaxListeners } from 'node:events';

/**
 * One call for all who ask for it at the same time. It is aborted when nobody waits for it any longer; who gives up
 * earlier leaves it to the others.
 */
export class SharedCall<T> {
  #open: OpenCall<T> | undefined;

  /** True while it is under way. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /**
   * What the call that is under way brings, or else a new one. When the last who waits gives up, the call is heard to
   * its end before this rejects, so that nothing goes on unseen.
   */
  async join(make: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      const call = this.#open ?? this.#start(make);
      try {
        return await waitedFor(call, signal);
      } catch (error) {
        // A call that others gave up says nothing to those who came after.
        if (signal.aborted || !call.abort.signal.aborted) throw error;
      }
    }
  }

  #start(make: (signal: AbortSignal) => Promise<T>): OpenCall<T> {
    const abort = new AbortController();
    const result = make(abort.signal).finally(() => {
      this.#open = undefined;
    });
    this.#open = { result, abort, waiting: 0 };
    return this.#open;
  }
}

interface OpenCall<T> {
  readonly result: Promise<T>;
  readonly abort: AbortController;
  waiting: number;
}

function waitedFor<T>(call: OpenCall<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    // The signal's own reason is what every abort in the house rejects with.
    const givenUp = (): void => reject(signal.reason as Error);
    const leave = (): void => {
      call.waiting -= 1;
      if (call.waiting === 0) call.abort.abort(signal.reason);
      else givenUp();
    };
    call.waiting += 1;
    // All requests of a run may wait with the one signal of the run: that is no leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', leave, { once: true });
    call.result
      .then(
        (value) => (signal.aborted ? givenUp() : resolve(value)),
        (error: unknown) => (signal.aborted ? givenUp() : reject(error as Error)),
      )
      .finally(() => signal.removeEventListener('abort', leave));
  });
}
