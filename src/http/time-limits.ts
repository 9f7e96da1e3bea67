/** How long to wait for an answer. All in milliseconds. */
export interface TimeLimits {
  /** For the connection and the head of the answer. @default one minute, as dlt */
  readonly headMs: number;
  /** Between two pieces of the body. @default one minute */
  readonly idleMs: number;
  /** For one answer from the first to the last byte, so that a dripping server does not hold a run. @default 15 minutes */
  readonly wholeMs: number;
}

export const timeLimits: TimeLimits = { headMs: 60_000, idleMs: 60_000, wholeMs: 900_000 };

/** Makes the error of a limit that is over. */
export type TimeOver = (what: string, limitMs: number) => Error;

/**
 * Watches over one request: its signal is aborted when the caller aborts or a limit is over, and everything that is
 * waited for through it rejects then with the reason. Sockets keep the time of the machine, so this does too, whatever
 * clock the runtime has. Must be closed.
 */
export class TimeWatch {
  readonly #abort = new AbortController();
  readonly #caller: AbortSignal;
  readonly #over: TimeOver;
  readonly #whole: NodeJS.Timeout;
  readonly #passOn = (): void => this.#abort.abort(this.#caller.reason);

  constructor(caller: AbortSignal, wholeMs: number, over: TimeOver) {
    this.#caller = caller;
    this.#over = over;
    this.#whole = this.#after(wholeMs, 'the whole answer did not come');
    caller.addEventListener('abort', this.#passOn, { once: true });
    if (caller.aborted) this.#passOn();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** What the promise gives, unless it takes longer than this or the signal is aborted. */
  async within<T>(limitMs: number, what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const timer = this.#after(limitMs, what);
    let stop: () => void = () => undefined;
    const aborted = new Promise<never>((_, reject) => {
      // The reason is an Error: ours, or what the caller aborted with.
      stop = () => reject(this.signal.reason as Error);
      this.signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work(this.signal), aborted]);
    } catch (error) {
      this.signal.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(timer);
      this.signal.removeEventListener('abort', stop);
    }
  }

  /** The same pieces, each of which must come within the limit. */
  async *pieces(body: AsyncIterable<Uint8Array>, idleMs: number): AsyncGenerator<Uint8Array> {
    const pieces = body[Symbol.asyncIterator]();
    let ended = false;
    try {
      for (;;) {
        const piece = await this.within(idleMs, 'no more of the answer came', () => pieces.next());
        ended = piece.done === true;
        if (piece.done === true) return;
        yield piece.value;
      }
    } finally {
      // Not awaited: a body that stalls may take forever to say that it has ended.
      if (!ended) void Promise.resolve(pieces.return?.()).catch(() => undefined);
    }
  }

  close(): void {
    clearTimeout(this.#whole);
    this.#caller.removeEventListener('abort', this.#passOn);
  }

  #after(limitMs: number, what: string): NodeJS.Timeout {
    return setTimeout(() => this.#abort.abort(this.#over(what, limitMs)), limitMs);
  }
}
