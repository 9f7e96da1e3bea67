import type { OpenRun, PipelineState, ResourceProgress } from '../../core/state.ts';

/** What a pipeline remembers, for machines. What a resource keeps is its own, and stays as it is. */
export function stateJson({ resources, run }: PipelineState): unknown {
  return { resources, run: run && openRunJson(run) };
}

/** A run that is not over. */
export function openRunJson({ id, startedAt, progress }: OpenRun): unknown {
  const resources = Object.entries(progress).map(([name, one]) => [name, progressJson(one)]);
  return { id, started_at: startedAt, progress: Object.fromEntries(resources) as unknown };
}

function progressJson(progress: ResourceProgress): unknown {
  const { kind, counts, end } = progress;
  if (kind === 'done') return { kind, counts, end };
  return { kind, resume_from: progress.resumeFrom, counts, walked: progress.walked, end };
}
