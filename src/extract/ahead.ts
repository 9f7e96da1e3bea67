/** What may wait in all streams of a lane together. */
export interface AheadLimits {
  readonly rows: number;
  /** Streams that have begun before their turn. */
  readonly streams: number;
}

/** Of the room, for what is not in its turn: the rest is kept for what is, or the late would hold up the next. */
const shareOfLater = 0.5;

interface Room {
  readonly limits: AheadLimits;
  readonly stalled: Set<() => void>;
  rows: number;
  streams: number;
}

/**
 * How much waits in the streams of a lane, and who would read on if it were less. What is in its turn, and all that is
 * above it, may take the whole room; what comes later, half of it.
 */
export class Ahead {
  readonly #room: Room;
  readonly #above: Ahead | undefined;
  #hasTurn: boolean;

  private constructor(room: Room, above: Ahead | undefined) {
    this.#room = room;
    this.#above = above;
    this.#hasTurn = above === undefined;
  }

  static within(limits: AheadLimits): Ahead {
    return new Ahead({ limits, stalled: new Set(), rows: 0, streams: 0 }, undefined);
  }

  /** The same room, for something whose turn is to come. */
  later(): Ahead {
    return new Ahead(this.#room, this);
  }

  /** True where it and all that is above it have their turn. */
  get isNow(): boolean {
    return this.#hasTurn && (this.#above === undefined || this.#above.isNow);
  }

  takeTurn(): void {
    this.#hasTurn = true;
    this.#wake();
  }

  hasRoomFor(kind: 'rows' | 'streams'): boolean {
    const { limits, rows, streams } = this.#room;
    const share = this.isNow ? 1 : shareOfLater;
    if (rows >= limits.rows * share) return false;
    return kind === 'rows' || streams < limits.streams * share;
  }

  add(kind: 'rows' | 'streams', count: number): void {
    this.#room[kind] += count;
    if (count < 0) this.#wake();
  }

  whenRoom(readOn: () => void): void {
    this.#room.stalled.add(readOn);
  }

  #wake(): void {
    const { stalled } = this.#room;
    if (stalled.size === 0) return;
    const waiting = [...stalled];
    stalled.clear();
    for (const readOn of waiting) readOn();
  }
}
