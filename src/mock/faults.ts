import { seededRandom } from './random.ts';

/** What goes wrong on purpose. Each is counted, so that a test can prove that it struck. */
export interface Faults {
  /** One request in so many gets 503 with `Retry-After: 0`. */
  readonly failEvery?: number | undefined;
  /** One answer in so many is cut half way. */
  readonly dropEvery?: number | undefined;
  /** One request in so many gets 429 without a word on how long to wait. */
  readonly refuseEvery?: number | undefined;
  /** One answer in so many is 200 with a body that is no JSON: in turns a page of HTML, and bytes with bits flipped. */
  readonly garbleEvery?: number | undefined;
  /** One connection in so many is closed before anything is answered. */
  readonly closeEvery?: number | undefined;
  /** Before one request in so many all sessions end, so that it is refused where it comes with one. */
  readonly expireEvery?: number | undefined;
  /** One further page in so many is the page before it once more, with the same cursor to go on from. */
  readonly repeatEvery?: number | undefined;
  /** One answer in so many has the rows of its page in another order. */
  readonly shuffleEvery?: number | undefined;
  /** Before every answer. */
  readonly delayMs?: number | undefined;
  /** What is over it gets 429 with `Retry-After`. */
  readonly rateLimit?: RateLimit | undefined;
  /** Chooses which of so many is struck. @default the last of them */
  readonly seed?: number | undefined;
}

export interface RateLimit {
  readonly requests: number;
  /** Counted from the first request of a window. */
  readonly perMs: number;
}

export interface FaultCounts {
  readonly failed: number;
  readonly dropped: number;
  readonly limited: number;
  readonly refused: number;
  readonly garbled: number;
  readonly closed: number;
  readonly expired: number;
  readonly repeated: number;
  readonly shuffled: number;
}

export interface Strike {
  readonly kind: 'none' | 'limit' | StrikeKind;
  readonly retryAfterSeconds?: number | undefined;
}

/** What happens to one request in so many. */
export type StrikeKind = 'fail' | 'drop' | 'refuse' | 'garble' | 'close' | 'expire' | 'repeat' | 'shuffle';

export interface FaultPlan {
  readonly delayMs: number;
  readonly counts: FaultCounts;
  /**
   * What happens to the next request.
   * @param isFurther whether it goes on with a list, so that the page before can come again
   */
  next(isFurther?: boolean): Strike;
  close(): void;
}

/** The first that strikes keeps the others away, from the top. */
const kinds: readonly (readonly [StrikeKind, count: keyof FaultCounts, option: keyof Faults & `${string}Every`])[] = [
  ['fail', 'failed', 'failEvery'],
  ['drop', 'dropped', 'dropEvery'],
  ['refuse', 'refused', 'refuseEvery'],
  ['garble', 'garbled', 'garbleEvery'],
  ['close', 'closed', 'closeEvery'],
  ['expire', 'expired', 'expireEvery'],
  ['repeat', 'repeated', 'repeatEvery'],
  ['shuffle', 'shuffled', 'shuffleEvery'],
];

/** One strike at most per request, and a limit goes before all others. */
export function faultPlan(faults: Faults): FaultPlan {
  const none = Object.fromEntries(kinds.map(([, count]) => [count, 0]));
  // The table names every count but the one of limits.
  const counts = { ...none, limited: 0 } as Record<keyof FaultCounts, number>;
  const wheels = kinds.map(([kind, count, option], place) => {
    const seed = faults.seed === undefined ? undefined : faults.seed + place;
    return { kind, count, turn: oneIn(faults[option], seed) };
  });
  const limit = limiter(faults.rateLimit);
  return {
    delayMs: faults.delayMs ?? 0,
    counts,
    next(isFurther = true) {
      if (limit.isOver()) {
        counts.limited += 1;
        return { kind: 'limit', retryAfterSeconds: limit.retryAfterSeconds };
      }
      const turned = wheels.filter(({ kind }) => isFurther || kind !== 'repeat');
      const [struck] = turned.filter(({ turn }) => turn());
      if (struck === undefined) return { kind: 'none' };
      counts[struck.count] += 1;
      return { kind: struck.kind };
    },
    close: () => limit.close(),
  };
}

/** True once in each block of `size` calls. */
function oneIn(size: number | undefined, seed: number | undefined): () => boolean {
  if (size === undefined || size < 1) return () => false;
  const random = seed === undefined ? undefined : seededRandom(seed);
  let place = 0;
  let chosen = size - 1;
  return () => {
    if (place === 0 && random !== undefined) chosen = Math.floor(random() * size);
    const hit = place === chosen;
    place = (place + 1) % size;
    return hit;
  };
}

interface Limiter {
  readonly retryAfterSeconds: number;
  isOver(): boolean;
  close(): void;
}

/** A window is ended by a timer and not by reading a clock. */
function limiter(limit: RateLimit | undefined): Limiter {
  let seen = 0;
  let window: NodeJS.Timeout | undefined;
  const reset = (): void => {
    seen = 0;
    window = undefined;
  };
  return {
    retryAfterSeconds: Math.ceil((limit?.perMs ?? 0) / 1000),
    isOver() {
      if (limit === undefined) return false;
      window ??= setTimeout(reset, limit.perMs).unref();
      seen += 1;
      return seen > limit.requests;
    },
    close: () => clearTimeout(window),
  };
}
