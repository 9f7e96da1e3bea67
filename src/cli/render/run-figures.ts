import type { PipelineEvent } from '../../core/event.ts';
import type { WalkEnd } from '../../core/verdict.ts';

/** What the events of a run add up to so far. */
export interface RunFigures {
  readonly title: string;
  readonly resumed: boolean;
  /** In the order of the source. */
  readonly resources: ReadonlyMap<string, ResourceFigures>;
  readonly committedRows: number;
  readonly committedLoads: number;
  readonly elapsedMs: number;
  /** Requests in each second, over the last few. */
  readonly requestsPerSecond: number;
}

export interface ResourceFigures {
  readonly pages: number;
  readonly rows: number;
  readonly end?: WalkEnd | undefined;
  /** Set while the resource waits before it asks again. */
  readonly waiting?: { readonly untilMs: number; readonly reason: string; readonly rateLimited: boolean } | undefined;
}

export interface FiguresKeeper {
  hear(event: PipelineEvent): void;
  at(nowMs: number): RunFigures;
}

const windowMs = 5000;
const nothingYet: ResourceFigures = { pages: 0, rows: 0 };

/** @param monotonicMs the clock that events are timed by */
export function keepFigures(monotonicMs: () => number): FiguresKeeper {
  const resources = new Map<string, ResourceFigures>();
  const startMs = monotonicMs();
  const requests = requestWindow(startMs);
  const sums = { title: '', resumed: false, committedRows: 0, committedLoads: 0 };
  const change = (name: string, next: (before: ResourceFigures) => ResourceFigures): void => {
    resources.set(name, next(resources.get(name) ?? nothingYet));
  };
  return {
    hear(event) {
      if (event.kind === 'run-started') {
        sums.title = `${event.pipeline} → ${event.dataset} in ${event.destination}`;
        sums.resumed = event.resumed;
        for (const name of event.resources) change(name, (before) => before);
      }
      if (event.kind === 'page-received') {
        if (!event.replayed) requests.add(monotonicMs());
        change(event.resource, ({ pages, rows, end }) => ({ pages: pages + 1, rows: rows + event.rowCount, end }));
      }
      if (event.kind === 'request-retried') {
        const now = monotonicMs();
        const { waitMs, reason, rateLimited } = event;
        requests.add(now);
        change(event.resource, (before) => ({ ...before, waiting: { untilMs: now + waitMs, reason, rateLimited } }));
      }
      if (event.kind === 'resource-finished') change(event.resource, (before) => ({ ...before, end: event.end }));
      if (event.kind === 'load-committed') {
        sums.committedRows += event.rowCount;
        sums.committedLoads += 1;
      }
    },
    at: (nowMs) => ({ ...sums, resources, elapsedMs: nowMs - startMs, requestsPerSecond: requests.rate(nowMs) }),
  };
}

interface RequestWindow {
  add(nowMs: number): void;
  rate(nowMs: number): number;
}

/** Counts by second, so that a fast run costs no more than a slow one. */
function requestWindow(startMs: number): RequestWindow {
  const counts = new Map<number, number>();
  return {
    add(nowMs) {
      const second = Math.floor(nowMs / 1000);
      counts.set(second, (counts.get(second) ?? 0) + 1);
      for (const old of counts.keys()) if (old < second - windowMs / 1000) counts.delete(old);
    },
    rate(nowMs) {
      const oldest = Math.floor((nowMs - windowMs) / 1000);
      const recent = [...counts].filter(([second]) => second > oldest).reduce((sum, [, count]) => sum + count, 0);
      return recent / (Math.min(windowMs, Math.max(1000, nowMs - startMs)) / 1000);
    },
  };
}
