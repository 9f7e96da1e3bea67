import type { OpenRun } from '../core/state.ts';
import type { Target } from '../destinations/destination.ts';
import { resourceTree, type ResourceTree } from '../extract/resource-tree.ts';
import type { LoadPackage, PackageStore } from '../load-package/load-package.ts';
import { packageStore } from '../load-package/package-store.ts';
import type { SchemaHints } from '../schema/schema-hints.ts';
import type { Source } from '../sources/source.ts';
import type { BegunRun } from './begin-run.ts';
import type { CommitParts } from './commit-package.ts';
import { LoadClient } from './load-client.ts';
import type { RunOptions } from './options.ts';
import type { RunReport } from './report.ts';
import { noteWriter, type RunNote, type WriteNote } from './run-note.ts';
import { silent, targetOf, type Settings } from './settings.ts';
import { Tally } from './tally.ts';

/** What one attempt works with from its first moment to its last. */
export interface Attempt {
  readonly settings: Settings;
  readonly options: RunOptions;
  readonly tree: ResourceTree;
  readonly schemaHints: SchemaHints;
  readonly target: Target;
  readonly client: LoadClient;
  readonly packages: PackageStore;
  readonly tally: Tally;
  readonly abort: AbortController;
  readonly writeNote: WriteNote;
  readonly startedAt: string;
  readonly startedAtMs: number;
}

/** @throws `resource_unknown` */
export function startAttempt(settings: Settings, source: Source, options: RunOptions): Attempt {
  const { runtime, folder } = settings;
  const abort = new AbortController();
  const signals = options.signal === undefined ? [abort.signal] : [abort.signal, options.signal];
  const tally = new Tally(options.emit ?? silent);
  const notice = (message: string): void => tally.emit({ kind: 'notice', message });
  const target = { ...targetOf(settings, source.name, AbortSignal.any(signals)), notice };
  return {
    settings,
    options,
    tree: resourceTree(source, options),
    schemaHints: source.schema ?? {},
    target,
    client: new LoadClient(settings.destination, target, runtime.clock),
    packages: packageStore({ folder: folder.packages, runtime }),
    tally,
    abort,
    writeNote: noteWriter(runtime, folder.note),
    startedAt: new Date(runtime.clock.now()).toISOString(),
    startedAtMs: runtime.clock.monotonicMs(),
  };
}

/** What committing a package needs; `committed` is called between the commit and the removal of the package. */
export function commitParts(attempt: Attempt, committed: (loadPackage: LoadPackage) => Promise<void>): CommitParts {
  const { settings, target, client, packages, tally } = attempt;
  const { runtime, destination } = settings;
  return { runtime, destination, client, target, packages, emit: tally.emit, committed };
}

/** What this machine remembers of a run; the outcome comes with it. */
export function noteOf(
  attempt: Attempt,
  begun: BegunRun,
  progress: OpenRun['progress'],
): Omit<RunNote, 'outcome' | 'attemptStartedAt'> {
  const { settings, target } = attempt;
  const { name, location } = settings.destination;
  return {
    run: { id: begun.run.id, startedAt: begun.run.startedAt, refresh: begun.run.refresh },
    base: begun.newestLoad ?? null,
    progress,
    target: { destination: `${name}:${location}`, dataset: target.dataset, schemaName: target.schemaName },
  };
}

export function takeNote({ writeNote, startedAt }: Attempt, note: Omit<RunNote, 'attemptStartedAt'>): Promise<void> {
  return writeNote({ ...note, attemptStartedAt: startedAt });
}

/** True when every resource that was asked for reached its end. */
export function isComplete(tree: ResourceTree, progress: OpenRun['progress']): boolean {
  return tree.roots.every(({ name }) => progress[name]?.kind === 'done');
}

export function reportOf(attempt: Attempt, progress: OpenRun['progress'], resumed: boolean): RunReport {
  const { settings, target, tally, tree, startedAt, startedAtMs } = attempt;
  return {
    pipeline: settings.name,
    dataset: target.dataset,
    destination: settings.destination.location,
    outcome: isComplete(tree, progress) ? 'done' : 'interrupted',
    resumed,
    loadIds: tally.loadIds,
    resources: tally.reports(tree, progress),
    discarded: tally.discarded,
    notices: tally.notices,
    startedAt,
    elapsedMs: settings.runtime.clock.monotonicMs() - startedAtMs,
  };
}

/** The last attempt had committed everything and was killed before it could say so: there is nothing left to load. */
export async function endedBefore(attempt: Attempt, note: RunNote): Promise<RunReport> {
  const { tally } = attempt;
  tally.emit({
    kind: 'notice',
    message: 'The last run had loaded everything when it was cut off; nothing is left to do',
  });
  const report = reportOf(attempt, note.progress, true);
  await takeNote(attempt, { ...note, outcome: 'done', report, error: undefined });
  tally.emit({ kind: 'run-finished', outcome: 'done' });
  return { ...report, outcome: 'done' };
}
