import type { Arrival } from './passage.ts';

const first = 4;
const slowness = 2;
const slownessMs = 5;
/** By which the smallest latency is forgotten with each answer: it doubles within 3,500. */
const forgetting = 1.0002;
const mostRoutes = 256;

/**
 * How many requests may be in flight. Grows by one with every round of good answers while all places are taken and
 * the answers are not slower than twice the quickest of their route; halves when the server refuses.
 */
export class Concurrency {
  readonly #most: number;
  #limit: number;
  #round = { full: 0, answers: 0, isQuick: false };
  #refusedSerial = 0;
  readonly #quickest = new Map<string, number>();

  constructor(most: number) {
    this.#most = Math.max(1, Math.floor(most));
    this.#limit = Math.min(first, this.#most);
  }

  get limit(): number {
    return this.#limit;
  }

  answered({ departure, atMs }: Arrival, url: string): void {
    const latencyMs = atMs - departure.atMs;
    const quickestMs = this.#quickestOf(routeOf(url), latencyMs);
    this.#round.answers += 1;
    if (departure.inFlight >= this.#limit) this.#round.full += 1;
    if (latencyMs <= quickestMs * slowness + slownessMs) this.#round.isQuick = true;
    if (this.#round.answers < this.#limit) return;
    const { full, answers, isQuick } = this.#round;
    this.#round = { full: 0, answers: 0, isQuick: false };
    if (isQuick && full * 2 >= answers) this.#limit = Math.min(this.#limit + 1, this.#most);
  }

  /** Halves once for all that were in flight together. */
  refused({ departure, newestSerial }: Arrival): void {
    if (departure.serial <= this.#refusedSerial) return;
    this.#refusedSerial = newestSerial;
    this.#round = { full: 0, answers: 0, isQuick: false };
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }

  #quickestOf(route: string, latencyMs: number): number {
    const known = this.#quickest.get(route);
    if (known === undefined && this.#quickest.size >= mostRoutes) return latencyMs;
    const quickestMs = Math.min(latencyMs, (known ?? latencyMs) * forgetting);
    this.#quickest.set(route, quickestMs);
    return quickestMs;
  }
}

/** The path with what looks like an identifier left out: the requests of one resource have one route. */
function routeOf(url: string): string {
  const [path = ''] = url.split(/[?#]/, 1);
  return path.replaceAll(/(?<=\/)[^/]*\d[^/]*(?=\/|$)/g, '*');
}
