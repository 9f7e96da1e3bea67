import type { OpenRun, ResourceCounts, ResourceProgress } from '../core/state.ts';
import type { Value } from '../core/value.ts';
import type { Verdict, WalkEnd } from '../core/verdict.ts';

const noCounts: ResourceCounts = { rows: 0, pages: 0 };
const fromBestToWorst: readonly Verdict[] = ['proven', 'consistent', 'unknown', 'short'];

/** How far a run has come: begins where an earlier attempt was, and is asked for a snapshot at every safe point. */
export class RunProgress {
  readonly #resources: Map<string, ResourceProgress>;

  constructor(start: OpenRun['progress']) {
    this.#resources = new Map(Object.entries(start));
  }

  of(resource: string): ResourceProgress | undefined {
    return this.#resources.get(resource);
  }

  /** Counts a page and, where it was the last of its walk, how the walk ended. */
  add(resource: string, rowCount: number, end: WalkEnd | undefined): void {
    const before = this.#resources.get(resource);
    const counts = before?.counts ?? noCounts;
    this.#resources.set(resource, {
      kind: 'open',
      resumeFrom: before?.kind === 'open' ? before.resumeFrom : null,
      counts: { rows: counts.rows + rowCount, pages: counts.pages + 1 },
      end: worst(before?.end, end),
    });
  }

  /** The page just added is safe, and the resource would go on from here. */
  moveTo(resource: string, resumeFrom: Value): void {
    const before = this.#resources.get(resource);
    const counts = before?.counts ?? noCounts;
    this.#resources.set(resource, { kind: 'open', resumeFrom, counts, end: before?.end });
  }

  finish(resource: string, otherwise: WalkEnd): WalkEnd {
    const before = this.#resources.get(resource);
    const end = before?.end ?? otherwise;
    this.#resources.set(resource, { kind: 'done', end, counts: before?.counts ?? noCounts });
    return end;
  }

  snapshot(): OpenRun['progress'] {
    return Object.fromEntries(this.#resources);
  }
}

/** Of the walks of a resource the least trustworthy decides. */
function worst(before: WalkEnd | undefined, now: WalkEnd | undefined): WalkEnd | undefined {
  if (before === undefined || now === undefined) return now ?? before;
  return fromBestToWorst.indexOf(now.verdict) > fromBestToWorst.indexOf(before.verdict) ? now : before;
}
