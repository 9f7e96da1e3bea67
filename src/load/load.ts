import type { Emit } from '../core/event.ts';
import type { Clock } from '../core/runtime.ts';
import type { CommitOutcome, JobClient } from '../destinations/destination.ts';
import type { LoadPackage } from '../load-package/load-package.ts';
import type { LoadPlan } from './plan-load.ts';

export interface LoadOptions {
  /** Looked at between the stages; the client's target has its own, which stops a statement. */
  readonly signal: AbortSignal;
  readonly emit: Emit;
  readonly clock: Clock;
}

/**
 * Takes the steps of a plan: stages in order, the steps of a stage side by side, then the commit. Loading a package
 * again that is committed already changes nothing and says so.
 * @throws what the destination throws; then nothing of the package is visible
 */
export async function load(
  plan: LoadPlan,
  loadPackage: LoadPackage,
  client: JobClient,
  { signal, emit, clock }: LoadOptions,
): Promise<CommitOutcome> {
  const startedMs = clock.monotonicMs();
  for (const stage of plan.prepare) {
    signal.throwIfAborted();
    await Promise.all(stage.map((step) => client.prepare(step)));
  }
  signal.throwIfAborted();
  const outcome = await client.commit(loadPackage, plan.commit);
  const { id } = loadPackage;
  if (outcome === 'fenced') emit({ kind: 'load-fenced', loadId: id });
  else
    emit({
      kind: 'load-committed',
      loadId: id,
      rowCount: rowCountOf(loadPackage),
      elapsedMs: clock.monotonicMs() - startedMs,
    });
  return outcome;
}

/** Rows of all tables, nested ones too. */
function rowCountOf({ files }: LoadPackage): number {
  return files.reduce((sum, { rowCount }) => sum + rowCount, 0);
}
