import { seededRandom } from './random.ts';

/** What goes wrong on purpose. Each is counted, so that a test can prove that it struck. */
export interface Faults {
  /** One request in so many gets 503 with `Retry-After: 0`. */
  readonly failEvery?: number | undefined;
  /** One answer in so many is cut half way. */
  readonly dropEvery?: number | undefined;
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
}

export interface Strike {
  readonly kind: 'none' | 'fail' | 'drop' | 'limit';
  readonly retryAfterSeconds?: number | undefined;
}

export interface FaultPlan {
  readonly delayMs: number;
  readonly counts: FaultCounts;
  /** What happens to the next request. */
  next(): Strike;
  close(): void;
}

/** One strike at most per request: a limit goes before a failure, a failure before a cut. */
export function faultPlan(faults: Faults): FaultPlan {
  const counts = { failed: 0, dropped: 0, limited: 0 };
  const fails = oneIn(faults.failEvery, faults.seed);
  const drops = oneIn(faults.dropEvery, faults.seed === undefined ? undefined : faults.seed + 1);
  const limit = limiter(faults.rateLimit);
  return {
    delayMs: faults.delayMs ?? 0,
    counts,
    next() {
      if (limit.isOver()) return struck('limited', { kind: 'limit', retryAfterSeconds: limit.retryAfterSeconds });
      const [fail, drop] = [fails(), drops()];
      if (fail) return struck('failed', { kind: 'fail' });
      return drop ? struck('dropped', { kind: 'drop' }) : { kind: 'none' };
    },
    close: () => limit.close(),
  };

  function struck(count: keyof FaultCounts, strike: Strike): Strike {
    counts[count] += 1;
    return strike;
  }
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
