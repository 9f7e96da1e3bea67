import type { LoadId } from '../core/names.ts';
import type { Runtime } from '../core/runtime.ts';
import { emptyState, type OpenRun, type PipelineState } from '../core/state.ts';
import type { Restored } from '../destinations/destination.ts';
import type { ResourceTree } from '../extract/resource-tree.ts';
import type { RunNote } from './run-note.ts';

/** A run as it begins, or as it goes on. */
export interface BegunRun {
  readonly run: OpenRun;
  /** What the resources remember. */
  readonly state: PipelineState;
  readonly isResumed: boolean;
  /** True when a package of it is committed already. */
  readonly hasPackages: boolean;
  readonly newestLoad: LoadId | undefined;
}

/**
 * Goes on with the run that the destination says is open; or else with one that this machine noted and that got no
 * package committed, as long as nobody else committed since; or else begins a new one.
 */
export function beginRun(
  runtime: Runtime,
  restored: Restored,
  note: RunNote | undefined,
  tree: ResourceTree,
): BegunRun {
  const state = restored.state ?? emptyState;
  const { newestLoad } = restored;
  if (state.run !== undefined) return { run: state.run, state, isResumed: true, hasPackages: true, newestLoad };
  const isUnfinished = note !== undefined && note.outcome !== 'done' && note.base === (newestLoad ?? null);
  const run = isUnfinished ? { ...note.run, progress: {} } : newRun(runtime);
  return { run, state: forgetReplaced(state, tree), isResumed: isUnfinished, hasPackages: false, newestLoad };
}

/** Answers are good for one run, on top of one load. */
export function answersBase(newestLoad: LoadId | undefined, run: Pick<OpenRun, 'id'>): string {
  return `${newestLoad ?? 'none'} ${run.id}`;
}

function newRun(runtime: Runtime): OpenRun {
  return {
    id: Buffer.from(runtime.randomBytes(8)).toString('hex'),
    startedAt: new Date(runtime.clock.now()).toISOString(),
    progress: {},
  };
}

/** A resource that replaces its table starts from nothing, cursors included (dataset-format section 5.2). */
function forgetReplaced(state: PipelineState, tree: ResourceTree): PipelineState {
  const replaced = new Set(
    tree.walked.filter(({ hints }) => hints.writeDisposition === 'replace').map(({ name }) => name),
  );
  const kept = Object.entries(state.resources).filter(([name]) => !replaced.has(name));
  return { ...state, resources: Object.fromEntries(kept) };
}
