import type { Emit } from '../../../core/event.ts';
import type { WalkEnd } from '../../../core/verdict.ts';
import type { Counted } from '../paginators/paginator.ts';

/**
 * Compares what the API counts during a walk. Pages by number move when rows come or go meanwhile: rows that came may
 * be read twice, but where rows went, others took their places and were passed over (F2.14, N1). That cannot be
 * repaired, so it is told with numbers.
 */
export class CountDrift {
  #first: Counted | undefined;
  #last: Counted | undefined;
  /** By how much the count went down, in all. */
  #lost = 0;

  see(counted: Counted | undefined): void {
    if (counted === undefined) return;
    this.#lost += Math.max(0, (this.#last?.count ?? counted.count) - counted.count);
    this.#first ??= counted;
    this.#last = counted;
  }

  /** The end as it is to be trusted; a count that changed is told. */
  judged(end: WalkEnd, resource: string, emit: Emit): WalkEnd {
    const [first, last] = [this.#first, this.#last];
    if (first === undefined || last === undefined) return end;
    if (this.#lost === 0 && first.count === last.count) return end;
    const changed = `the API counted ${first.count} ${first.of} at first and ${last.count} at last`;
    const meaning = this.#lost > 0 ? 'rows may be missing' : 'rows may have come twice';
    emit({ kind: 'notice', message: `"${resource}" changed while it was read: ${changed}; ${meaning}` });
    return this.#lost === 0 || end.verdict === 'short'
      ? end
      : { ...end, verdict: 'unknown', reason: `${end.reason}, but ${changed}` };
  }
}
