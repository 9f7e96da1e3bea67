import type { PipelineEvent } from '../../core/event.ts';
import { printable } from '../../core/printable.ts';
import type { CommandContext } from '../terminal.ts';
import { countOf, durationText } from './figures.ts';
import type { Progress } from './progress.ts';
import { keepFigures, type ResourceFigures } from './run-figures.ts';

const quietMs = 1000;

/** Lines without escape codes: at most one a second for the pages of a resource, and one for each thing that matters. */
export function plainProgress({ terminal, runtime }: CommandContext): Progress {
  const { clock } = runtime;
  const keeper = keepFigures(() => clock.monotonicMs());
  const quietUntil = new Map<string, number>();
  const say = (message: string): void => terminal.messages.write(`${printable(message, 500)}\n`);
  const isQuiet = (event: PipelineEvent): boolean => {
    if (event.kind !== 'page-received' && event.kind !== 'request-retried') return false;
    const key = `${event.kind} ${event.resource}`;
    const now = clock.monotonicMs();
    if (now < (quietUntil.get(key) ?? 0)) return true;
    quietUntil.set(key, now + quietMs);
    return false;
  };
  return {
    hear(event) {
      keeper.hear(event);
      const line = isQuiet(event) ? undefined : lineOf(event, keeper.at(clock.monotonicMs()).resources);
      if (line !== undefined) say(line);
    },
    say,
    end: () => undefined,
  };
}

/** Undefined for what only machines want to know. */
function lineOf(event: PipelineEvent, resources: ReadonlyMap<string, ResourceFigures>): string | undefined {
  if (event.kind === 'run-started') {
    const start = event.resumed ? 'Going on with an interrupted run' : 'Loading';
    return `${start}: ${event.pipeline} → ${event.dataset} in ${event.destination}`;
  }
  if (event.kind === 'page-received') return `${event.resource}: ${soFar(resources.get(event.resource))}`;
  if (event.kind === 'request-retried') {
    const why = event.rateLimited ? `rate limit (${event.reason})` : event.reason;
    return `${event.resource}: ${why}; asking again in ${durationText(event.waitMs)} (attempt ${event.attempt + 1})`;
  }
  if (event.kind === 'resource-finished')
    return `${event.resource}: finished, ${soFar(resources.get(event.resource))}; ${event.end.verdict}: ${event.end.reason}`;
  if (event.kind === 'load-committed') return `Committed load ${event.loadId}: ${countOf(event.rowCount, 'row')}`;
  if (event.kind === 'load-fenced') return `Load ${event.loadId} was not committed: another run came first`;
  return event.kind === 'notice' ? event.message : undefined;
}

function soFar(figures: ResourceFigures | undefined): string {
  return `${countOf(figures?.pages ?? 0, 'page')}, ${countOf(figures?.rows ?? 0, 'row')}`;
}
