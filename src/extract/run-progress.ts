import type { OpenRun, ResourceCounts, ResourceProgress } from '../core/state.ts';
import type { Value } from '../core/value.ts';
import type { Verdict, WalkEnd } from '../core/verdict.ts';

const noCounts: ResourceCounts = { rows: 0, pages: 0 };
const fromBestToWorst: readonly Verdict[] = ['proven', 'consistent', 'unknown', 'short'];

/** How far a run has come: begins where an earlier attempt was, and is asked for a snapshot at every safe point. */
export class RunProgress {
  readonly #resources: Map<string, ResourceProgress>;
  /** Apart, so that adding to it costs the same however long it is. */
  readonly #walked: Map<string, string[]>;

  constructor(start: OpenRun['progress']) {
    this.#resources = new Map(Object.entries(start));
    this.#walked = new Map(
      Object.entries(start).flatMap(([name, progress]) =>
        progress.kind === 'open' && progress.walked !== undefined ? [[name, [...progress.walked]] as const] : [],
      ),
    );
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

  /** A walk of a child that is made once has been made. */
  addWalked(resource: string, once: string): void {
    const walked = this.#walked.get(resource) ?? [];
    this.#walked.set(resource, walked);
    walked.push(once);
  }

  walked(resource: string): readonly string[] {
    return this.#walked.get(resource) ?? [];
  }

  finish(resource: string, otherwise: WalkEnd): WalkEnd {
    const before = this.#resources.get(resource);
    const end = before?.end ?? otherwise;
    this.#resources.set(resource, { kind: 'done', end, counts: before?.counts ?? noCounts });
    return end;
  }

  snapshot(): OpenRun['progress'] {
    const snapshot = new Map(this.#resources);
    for (const [name, walked] of this.#walked) {
      const now = snapshot.get(name) ?? { kind: 'open', resumeFrom: null, counts: noCounts };
      if (now.kind === 'open') snapshot.set(name, { ...now, walked: [...walked] });
    }
    return Object.fromEntries(snapshot);
  }
}

/** Of the walks of a resource the least trustworthy decides. */
function worst(before: WalkEnd | undefined, now: WalkEnd | undefined): WalkEnd | undefined {
  if (before === undefined || now === undefined) return now ?? before;
  const isWorse = fromBestToWorst.indexOf(now.verdict) > fromBestToWorst.indexOf(before.verdict);
  const ignoredWalks = (before.ignoredWalks ?? 0) + (now.ignoredWalks ?? 0);
  const { verdict, reason } = isWorse ? now : before;
  return { verdict, reason, ...(ignoredWalks > 0 ? { ignoredWalks } : {}) };
}
