import { openAnswerLog } from '../extract/answer-log.ts';
import type { ResourceTree } from '../extract/resource-tree.ts';
import { RunProgress } from '../extract/run-progress.ts';
import type { Capabilities } from '../destinations/destination.ts';
import { checkTable } from '../load/check-table.ts';
import type { LoadPackage } from '../load-package/load-package.ts';
import { withSchemaHints } from '../schema/schema-hints.ts';
import type { Schema } from '../schema/table.ts';
import type { Source } from '../sources/source.ts';
import {
  commitParts,
  endedBefore,
  isComplete,
  noteOf,
  reportOf,
  startAttempt,
  takeNote,
  type Attempt,
} from './attempt.ts';
import { answersBase, beginRun, type BegunRun } from './begin-run.ts';
import { checkHints } from './check-hints.ts';
import { commitPackage } from './commit-package.ts';
import { otherTarget, stoppedAtOnce } from './errors.ts';
import { exportSchema } from './export-schema.ts';
import { beginSchemaImport, lookForSchema } from './import-schema.ts';
import { runLine } from './line.ts';
import { withLock } from './lock.ts';
import { normalizeOptions } from './normalizing.ts';
import type { RunOptions } from './options.ts';
import { hintedSchema } from './plan.ts';
import { dueRefresh, refreshSchema, withImport, type RefreshedSchema } from './refresh.ts';
import type { LastRun, RunReport } from './report.ts';
import { readNote, type RunNote } from './run-note.ts';
import { namedSchema, withOverrides, type NamedSchema, type Settings } from './settings.ts';
import { fileTokens } from '../config/token-store.ts';
import { isSluiceError } from '../core/error.ts';

/** One attempt at a run: a new one, or one that an earlier attempt left unfinished. */
export async function runPipeline(settings: Settings, source: Source, options: RunOptions): Promise<RunReport> {
  const attempt = startAttempt(settings, withOverrides(source, options), options);
  return withLock(settings, attempt.startedAt, async ({ abandoned }) => {
    try {
      return await runHeld(attempt, abandoned);
    } finally {
      await attempt.client.close();
    }
  }).finally(() => attempt.abort.abort());
}

/** @param abandoned starts of attempts that ended without letting go of the lock */
async function runHeld(attempt: Attempt, abandoned: readonly string[]): Promise<RunReport> {
  const { settings, options } = attempt;
  const note = await readNote(settings.runtime, settings.folder.note);
  const due = dueRefresh(attempt.tree, options.refresh && { mode: options.refresh }, note?.run.refresh);
  const isOther = due !== undefined && note?.run.refresh?.mode !== due.mode;
  const wasOver = isOther ? await dropWaitingPackages(attempt) : await loadWaitingPackages(attempt, note);
  const wasCutOff = note?.outcome === 'done' && abandoned.includes(note.attemptStartedAt);
  const isAllThere = note !== undefined && isComplete(attempt.tree, note.progress);
  if (isAllThere && due === undefined && (wasOver || wasCutOff)) return endedBefore(attempt, note);
  return extractAndLoad(attempt, note);
}

/** Before a refresh they are of no use, and may be what does not fit; nobody has remembered yet that they were read. */
async function dropWaitingPackages({ packages }: Attempt): Promise<false> {
  await packages.removeUnsealed();
  for (const { id } of await packages.ready()) await packages.remove(id);
  return false;
}

/** What an earlier attempt sealed comes first. True when the last package of its run was among it. */
async function loadWaitingPackages(attempt: Attempt, note: RunNote | undefined): Promise<boolean> {
  const { packages, target, settings } = attempt;
  await packages.removeUnsealed();
  let wasOver = false;
  for (const waiting of await packages.ready()) {
    if (waiting.dataset !== target.dataset)
      throw otherTarget(settings.name, waiting.id, waiting.dataset, target.dataset);
    const committed = async (): Promise<void> => {
      if (waiting.place.last && note !== undefined) await takeNote(attempt, { ...note, outcome: 'done' });
    };
    const isCommitted = await commitUnlessFenced(attempt, waiting, committed);
    wasOver = isCommitted && waiting.place.last;
  }
  return wasOver;
}

/** A package that waited while another run committed is dropped: what follows goes on from that run (case V5). */
async function commitUnlessFenced(
  attempt: Attempt,
  waiting: LoadPackage,
  committed: () => Promise<void>,
): Promise<boolean> {
  try {
    await commitPackage(commitParts(attempt, committed), waiting);
    return true;
  } catch (error) {
    if (isSluiceError(error) && error.code === 'load_fenced') return false;
    throw error;
  }
}

async function extractAndLoad(attempt: Attempt, before: RunNote | undefined): Promise<RunReport> {
  const { settings, target, tree, tally } = attempt;
  const restored = await attempt.client.use((client) => client.restore());
  // The first load is far off.
  await attempt.client.close();
  checkHints(tree, settings.destination);
  const begun = beginRun(settings.runtime, restored, { note: before, tree, refresh: attempt.options.refresh });
  const found = await lookForSchema(settings, target.schemaName, restored.schema);
  const schema = withImport(refreshSchema(restored.schema, begun.refresh), found.instead);
  checkTables(tree, namedSchema(settings, schema.start, target.schemaName), settings.destination.capabilities);
  tally.emit({
    kind: 'run-started',
    pipeline: settings.name,
    dataset: target.dataset,
    destination: settings.destination.location,
    resources: tree.walked.map(({ name }) => name),
    resumed: begun.isResumed,
  });
  const progress = new RunProgress(begun.run.progress);
  const noteNow = (outcome: LastRun['outcome'], more: Partial<LastRun> = {}): Promise<void> =>
    takeNote(attempt, { ...more, ...noteOf(attempt, begun, progress.snapshot()), outcome });
  try {
    await noteNow('running');
    const { importSchemaPath: folder } = settings;
    const beginImport =
      found.isAbsent && folder !== undefined
        ? (hinted: Schema): Promise<string> => beginSchemaImport(settings.runtime, folder, hinted)
        : undefined;
    await fillTables(attempt, { begun, progress, schema, beginImport, noteNow });
    const report = reportOf(attempt, progress.snapshot(), begun.isResumed);
    await noteNow(report.outcome, { report });
    tally.emit({ kind: 'run-finished', outcome: report.outcome });
    return report;
  } catch (cause) {
    const error = attempt.options.signal?.aborted === true ? stoppedAtOnce(settings.name, cause) : cause;
    const outcome = isSluiceError(error) && error.code === 'interrupted' ? 'interrupted' : 'failed';
    // A disk that takes no note must not hide what went wrong before.
    await noteNow(outcome, { error: noted(error) }).catch(() => undefined);
    tally.emit({ kind: 'run-finished', outcome });
    throw error;
  }
}

/**
 * What cannot be loaded is refused before anything is asked for; what a contract holds back is known with the rows.
 * @throws `key_missing`, `config_invalid`
 */
function checkTables(tree: ResourceTree, { naming, schema }: NamedSchema, capabilities: Capabilities): void {
  const loaded = tree.walked.filter((resource) => tree.isLoaded(resource));
  const open = loaded.map((one) => ({
    ...one,
    // Of tables that rows choose, one stands for all.
    table: typeof one.table === 'string' ? one.table : one.name,
    hints: { ...one.hints, contract: undefined, nested: undefined },
  }));
  const start = withSchemaHints(schema, {});
  const { tables } = hintedSchema(open, { naming, schema: start });
  for (const { table: name } of open) {
    const table = tables.get(naming.table(name));
    if (table !== undefined) checkTable(table, capabilities);
  }
}

interface Filling {
  readonly begun: BegunRun;
  readonly progress: RunProgress;
  readonly schema: RefreshedSchema;
  readonly beginImport: ((hinted: Schema) => Promise<string>) | undefined;
  readonly noteNow: (outcome: LastRun['outcome']) => Promise<void>;
}

async function fillTables(attempt: Attempt, { begun, progress, schema, beginImport, noteNow }: Filling): Promise<void> {
  const { settings, target, tree, tally, options, abort } = attempt;
  const { runtime, folder, limits } = settings;
  const { naming, schema: known } = namedSchema(settings, schema.start, target.schemaName);
  const base = answersBase(begun.newestLoad, begun.run);
  const answers = await openAnswerLog({ folder: folder.answers, runtime, base });
  try {
    await runLine({
      ...commitParts(attempt, async ({ place, schema: loaded }) => {
        if (settings.exportSchemaPath !== undefined) await exportSchema(runtime, settings.exportSchemaPath, loaded);
        await noteNow(place.last ? 'done' : 'running');
      }),
      answers,
      extraction: {
        tree,
        state: begun.state,
        run: begun.run,
        progress,
        answers,
        naming,
        tokens: fileTokens({ files: runtime.files, folder: folder.tokens }),
        runtime,
        emit: tally.emit,
        signal: target.signal,
        stopSoon: options.stopSoon,
        pageLimit: options.pageLimit,
      },
      schema: schema.before,
      refresh: schema.refresh,
      beginImport,
      schemaHints: attempt.schemaHints,
      start: withSchemaHints(known, attempt.schemaHints),
      normalizing: normalizeOptions(settings, { tree, naming, startedAt: begun.run.startedAt, emit: tally.emit }),
      begun,
      limits,
      abort: (reason) => abort.abort(reason),
      sealing: () => noteNow('running'),
    });
    if (isComplete(tree, progress.snapshot())) await answers.clear();
  } catch (error) {
    // Rows that could not be turned into tables would fail again: the next attempt asks for them anew.
    if (!isSluiceError(error) || error.phase === 'normalize') await answers.clear();
    throw error;
  } finally {
    await answers.close();
  }
}

/** What a note keeps of an error: never its cause or details. */
function noted(error: unknown): LastRun['error'] {
  if (isSluiceError(error)) return { code: error.code, message: error.message, hint: error.hint };
  return { code: 'internal', message: String(error), hint: 'Report this as a fault of sluice.' };
}
