/** A request that was let through. */
export interface Departure {
  /** Counts up from 1. */
  readonly serial: number;
  /** Monotonic. */
  readonly atMs: number;
  /** In flight with this one. */
  readonly inFlight: number;
  /** True when the learnt rate, and not a lack of requests, said when it went. */
  readonly isPaced: boolean;
}

/** An answer, and what the budget was like when it came. */
export interface Arrival {
  readonly departure: Departure;
  readonly atMs: number;
  readonly status: number;
  /** Of the newest departure: what comes with a higher one was sent in knowledge of this answer. */
  readonly newestSerial: number;
}
