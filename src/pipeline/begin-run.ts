import type { LoadId } from '../core/names.ts';
import type { Runtime } from '../core/runtime.ts';
import { emptyState, type OpenRun, type PipelineState, type RefreshMode } from '../core/state.ts';
import type { Restored } from '../destinations/destination.ts';
import type { ResourceTree } from '../extract/resource-tree.ts';
import { dueRefresh, progressBeside, refreshedSoFar, type DueRefresh } from './refresh.ts';
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
  /** What is still to be begun afresh. */
  readonly refresh?: DueRefresh | undefined;
}

/** What a run begins with, beside what the destination says. */
export interface RunWishes {
  readonly tree: ResourceTree;
  readonly note: RunNote | undefined;
  /** What this attempt is asked to begin afresh. */
  readonly refresh?: RefreshMode | undefined;
}

/**
 * Goes on with the run that the destination says is open; or else with one that this machine noted and that got no
 * package committed, as long as nobody else committed since; or else begins a new one. What is to be begun afresh, now
 * or by the attempt that is gone on with, begins anew in any of them.
 */
export function beginRun(runtime: Runtime, restored: Restored, { tree, note, refresh }: RunWishes): BegunRun {
  const state = restored.state ?? emptyState;
  const { newestLoad } = restored;
  const isUnfinished = note !== undefined && note.outcome !== 'done' && note.base === (newestLoad ?? null);
  const noted = isUnfinished ? note.run : undefined;
  const asked = refresh === undefined ? noted?.refresh : { mode: refresh };
  const due = dueRefresh(tree, asked, state.run?.refresh);
  const known = { state, newestLoad, tree, noted };
  return due === undefined ? continued(runtime, known) : refreshed(runtime, known, due);
}

interface KnownRun {
  readonly state: PipelineState;
  readonly newestLoad: LoadId | undefined;
  readonly tree: ResourceTree;
  /** The run of an attempt that got no package committed. */
  readonly noted: RunNote['run'] | undefined;
}

function continued(runtime: Runtime, { state, newestLoad, tree, noted }: KnownRun): BegunRun {
  if (state.run !== undefined) return { run: state.run, state, isResumed: true, hasPackages: true, newestLoad };
  const run = noted === undefined ? newRun(runtime) : { ...noted, progress: {} };
  return { run, state: forgetReplaced(state, tree), isResumed: noted !== undefined, hasPackages: false, newestLoad };
}

/** Answers of before are of no use to what begins afresh, unless an attempt at this very refresh got them. */
function refreshed(runtime: Runtime, { state, newestLoad, tree, noted }: KnownRun, due: DueRefresh): BegunRun {
  const kept = progressBeside(state.run?.progress ?? {}, due);
  const isOpen = Object.keys(kept).length > 0;
  const again = noted?.refresh?.mode === due.mode ? noted : undefined;
  const fresh = again ?? newRun(runtime);
  const startedAt = (isOpen ? state.run?.startedAt : undefined) ?? fresh.startedAt;
  const done = isOpen ? state.run?.refresh : undefined;
  const resources = Object.entries(state.resources).filter(([name]) => due.walked?.has(name) === false);
  const remembered = { resources: Object.fromEntries(resources) };
  return {
    run: { id: fresh.id, startedAt, refresh: refreshedSoFar(done, due), progress: kept },
    state: isOpen ? remembered : forgetReplaced(remembered, tree),
    isResumed: isOpen || again !== undefined,
    hasPackages: isOpen,
    newestLoad,
    refresh: due,
  };
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
