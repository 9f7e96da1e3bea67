/**
 * Streams that are read before they are asked for, within bounds. What is read ahead waits in order, so a consumer sees
 * what it would have seen without; only the waiting is shorter. What somebody waits for is read whatever the bounds
 * say, so that nothing can hold itself up.
 */

/** What may wait in all streams of a run together. */
export interface AheadLimits {
  readonly rows: number;
  /** Streams that have begun before their turn. */
  readonly streams: number;
}

/** How much waits in all streams of a run, and who would read on if it were less. */
export class Ahead {
  readonly #limits: AheadLimits;
  readonly #stalled = new Set<() => void>();
  #rows = 0;
  #streams = 0;

  constructor(limits: AheadLimits) {
    this.#limits = limits;
  }

  hasRoomFor(kind: 'rows' | 'streams'): boolean {
    if (this.#rows >= this.#limits.rows) return false;
    return kind === 'rows' || this.#streams < this.#limits.streams;
  }

  add(kind: 'rows' | 'streams', count: number): void {
    if (kind === 'rows') this.#rows += count;
    else this.#streams += count;
    if (count >= 0 || this.#stalled.size === 0) return;
    const stalled = [...this.#stalled];
    this.#stalled.clear();
    for (const readOn of stalled) readOn();
  }

  whenRoom(readOn: () => void): void {
    this.#stalled.add(readOn);
  }
}

export interface AheadOptions<T> {
  readonly ahead: Ahead;
  /** What its items are to `Ahead`, and how many of that one of them is. */
  readonly kind: 'rows' | 'streams';
  readonly countOf: (item: T) => number;
  /** Most items that wait. */
  readonly most: number;
  /** For items that nobody will take any more. */
  readonly drop?: ((item: T) => Promise<void>) | undefined;
}

/** One stream, read ahead from the moment it is made. Must be closed by `return`, or read to its end. */
export class AheadStream<T> implements AsyncIterableIterator<T, undefined> {
  readonly #source: AsyncIterator<T, unknown>;
  readonly #options: AheadOptions<T>;
  readonly #waiting: T[] = [];
  readonly #readOnLater = (): void => this.#readOn(false);
  #pending: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(source: AsyncIterable<T>, options: AheadOptions<T>) {
    this.#source = source[Symbol.asyncIterator]();
    this.#options = options;
    this.#readOn(false);
  }

  /** True when there is nothing more, not even a failure. */
  get isDone(): boolean {
    return this.#isOver && this.#waiting.length === 0 && this.#failure === undefined;
  }

  /** Resolves when `next` will not have to wait. */
  async ready(): Promise<void> {
    while (this.#waiting.length === 0 && !this.#isOver) {
      this.#readOn(true);
      await this.#pending;
    }
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    await this.ready();
    if (this.#waiting.length > 0) {
      // The list has an element.
      const value = this.#waiting.shift() as T;
      this.#count(value, -1);
      this.#readOn(false);
      return { done: false, value };
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#isOver = true;
    const dropped = this.#waiting.splice(0);
    for (const item of dropped) this.#count(item, -1);
    for (const item of dropped) await this.#options.drop?.(item);
    await this.#pending;
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #readOn(isWanted: boolean): void {
    const { ahead, kind, most } = this.#options;
    if (this.#pending !== undefined || this.#isOver || this.#waiting.length >= most) return;
    if (isWanted || ahead.hasRoomFor(kind)) this.#pending = this.#readOne();
    else ahead.whenRoom(this.#readOnLater);
  }

  /** Never rejects: a failure is told after the items that came before it. */
  async #readOne(): Promise<void> {
    try {
      const { done, value } = await this.#source.next();
      if (done === true) this.#isOver = true;
      else if (this.#isOver) await this.#options.drop?.(value);
      else {
        this.#waiting.push(value);
        this.#count(value, 1);
      }
    } catch (error) {
      this.#failure = { error };
      this.#isOver = true;
    }
    this.#pending = undefined;
    this.#readOn(false);
  }

  #count(item: T, sign: 1 | -1): void {
    this.#options.ahead.add(this.#options.kind, sign * this.#options.countOf(item));
  }
}

/** How the streams of a list of tasks are read. */
export interface InOrder<Task, T> {
  readonly ahead: Ahead;
  readonly open: (task: Task) => AsyncIterable<T>;
  readonly rowCountOf: (item: T) => number;
}

/** Most items that wait of one stream, and most streams that wait of one list of tasks. */
const mostItems = 2;
const mostStreams = 16;

/** The streams of all tasks one after the other, in the order of the tasks; the next few begin while one is read. */
export async function* inOrder<Task, T>(
  tasks: AsyncIterable<Task> | Iterable<Task>,
  { ahead, open, rowCountOf }: InOrder<Task, T>,
): AsyncGenerator<T, void, undefined> {
  const begun = new AheadStream(opened(), {
    ahead,
    kind: 'streams',
    countOf: () => 1,
    most: mostStreams,
    drop: async (stream) => void (await stream.return()),
  });
  try {
    for await (const stream of begun) yield* stream;
  } finally {
    await begun.return();
  }

  async function* opened(): AsyncGenerator<AheadStream<T>> {
    for await (const task of tasks) {
      yield new AheadStream(open(task), { ahead, kind: 'rows', countOf: rowCountOf, most: mostItems });
    }
  }
}

/**
 * Of several streams always one that has something to give, the first of them where several have. Whoever gets it takes
 * what belongs together before asking for the next.
 */
export async function* whoeverIsReady<T>(
  sources: readonly (() => AsyncIterable<T>)[],
  most: number,
  options: AheadOptions<T>,
): AsyncGenerator<AheadStream<T>, void, undefined> {
  const coming = [...sources];
  let open: readonly AheadStream<T>[] = [];
  try {
    for (;;) {
      const begun = coming.splice(0, most - open.length).map((source) => new AheadStream(source(), options));
      open = [...open, ...begun];
      if (open.length === 0) return;
      yield await Promise.race(open.map((stream) => stream.ready().then(() => stream)));
      open = open.filter((stream) => !stream.isDone);
    }
  } finally {
    await Promise.all(open.map((stream) => stream.return()));
  }
}
