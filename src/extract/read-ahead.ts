/**
 * Streams that are read before they are asked for, within bounds. What is read ahead waits in order, so a consumer sees
 * what it would have seen without; only the waiting is shorter. What somebody waits for is read whatever the bounds
 * say, so that nothing can hold itself up.
 */
import type { Ahead } from './ahead.ts';

export interface AheadOptions<T> {
  readonly ahead: Ahead;
  /** What its items are to `Ahead`, and how many of that one of them is. */
  readonly kind: 'rows' | 'streams';
  readonly countOf: (item: T) => number;
  /** Most items that wait. */
  readonly most: number;
  /** So many wait in their turn, whatever the room: large pages that wait for later must not hold up the next. @default 0 */
  readonly least?: number | undefined;
  /** For items that nobody will take any more. */
  readonly drop?: ((item: T) => Promise<void>) | undefined;
}

/** One stream, read ahead from the moment it is made: the first item at once, the others as there is room. Must be closed by `return`, or read to its end. */
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
    this.#readOn(true);
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
    const { ahead, kind, most, least = 0 } = this.#options;
    const count = this.#waiting.length;
    if (this.#pending !== undefined || this.#isOver || count >= most) return;
    const isNext = count < least && ahead.isNow;
    if (isWanted || isNext || ahead.hasRoomFor(kind)) this.#pending = this.#readOne();
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
  /** The stream of a task; what it reads ahead itself, it reads within this room. */
  readonly open: (task: Task, ahead: Ahead) => AsyncIterable<T>;
  readonly rowCountOf: (item: T) => number;
  /** Most streams that wait begun; and how many of them do, in their turn, however much waits. */
  readonly most: number;
  readonly least?: number | undefined;
}

interface Begun<T> {
  readonly stream: AheadStream<T>;
  readonly ahead: Ahead;
}

/** Most items that wait of one stream. */
const mostItems = 2;

/** The streams of all tasks one after the other, in the order of the tasks; the next few begin while one is read. */
export async function* inOrder<Task, T>(
  tasks: AsyncIterable<Task> | Iterable<Task>,
  { ahead, open, rowCountOf, most, least }: InOrder<Task, T>,
): AsyncGenerator<T, void, undefined> {
  const begun = new AheadStream(opened(), {
    ahead,
    kind: 'streams',
    countOf: () => 1,
    most,
    least,
    drop: async ({ stream }) => void (await stream.return()),
  });
  try {
    for await (const next of begun) {
      next.ahead.takeTurn();
      yield* next.stream;
    }
  } finally {
    await begun.return();
  }

  async function* opened(): AsyncGenerator<Begun<T>> {
    for await (const task of tasks) {
      const later = ahead.later();
      const options = { ahead: later, kind: 'rows', countOf: rowCountOf, most: mostItems } as const;
      yield { stream: new AheadStream(open(task, later), options), ahead: later };
    }
  }
}

/**
 * Of several streams always one that has something to give, the first of them where several have. Whoever gets it takes
 * what belongs together before asking for the next.
 */
export async function* whoeverIsReady<T>(
  sources: readonly (() => AheadStream<T>)[],
  most: number,
): AsyncGenerator<AheadStream<T>, void, undefined> {
  const coming = [...sources];
  let open: readonly AheadStream<T>[] = [];
  try {
    for (;;) {
      const begun = coming.splice(0, most - open.length).map((source) => source());
      open = [...open, ...begun];
      if (open.length === 0) return;
      yield await Promise.race(open.map((stream) => stream.ready().then(() => stream)));
      open = open.filter((stream) => !stream.isDone);
    }
  } finally {
    await Promise.all(open.map((stream) => stream.return()));
  }
}
