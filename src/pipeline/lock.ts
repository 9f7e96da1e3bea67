import { join } from 'node:path';
import { isSluiceError } from '../core/error.ts';
import type { Runtime } from '../core/runtime.ts';
import { pipelineLocked } from './errors.ts';
import type { WorkingFolder } from './working-folder.ts';

interface Holder {
  readonly processId: number;
  readonly startedAt: string;
  readonly since: string;
}

export interface TakenLock {
  /** True when the process that had it died: its run did not come to its end, whatever its note says. */
  readonly wasAbandoned: boolean;
}

/**
 * Runs `use` while no other process runs the same pipeline on this machine; the lock of a process that died is taken
 * over (case F4.4). It only saves work: two runs that both go on are kept apart by the commit.
 * @throws `pipeline_locked`
 */
export async function withLock<Result>(
  runtime: Runtime,
  pipeline: string,
  folder: WorkingFolder,
  use: (lock: TakenLock) => Promise<Result>,
): Promise<Result> {
  await runtime.files.makeFolder(folder.root);
  const lock = await takeLock(runtime, pipeline, folder);
  try {
    return await use(lock);
  } finally {
    await runtime.files.remove(folder.lock);
  }
}

async function takeLock(runtime: Runtime, pipeline: string, folder: WorkingFolder): Promise<TakenLock> {
  if (await createLock(runtime, folder)) return { wasAbandoned: false };
  const holder = await readHolder(runtime, folder.lock);
  if (holder !== undefined && runtime.process.isAlive(holder.processId, holder.startedAt)) {
    throw pipelineLocked(pipeline, holder.processId, holder.since);
  }
  // Of two that find the same dead lock only one can move it away.
  const aside = join(folder.root, `lock.${runtime.process.id}.stale`);
  await runtime.files.rename(folder.lock, aside).catch(ignoreDiskError);
  await runtime.files.remove(aside);
  if (await createLock(runtime, folder)) return { wasAbandoned: true };
  const winner = await readHolder(runtime, folder.lock);
  throw pipelineLocked(pipeline, winner?.processId ?? 0, winner?.since ?? 'just now');
}

/** False when somebody else has it. */
async function createLock(runtime: Runtime, folder: WorkingFolder): Promise<boolean> {
  const { id, startedAt } = runtime.process;
  const holder: Holder = { processId: id, startedAt, since: new Date(runtime.clock.now()).toISOString() };
  try {
    const file = await runtime.files.open(folder.lock, 'create');
    try {
      await file.write([new TextEncoder().encode(JSON.stringify(holder))]);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (isSluiceError(error) && error.details['errno'] === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(runtime: Runtime, path: string): Promise<Holder | undefined> {
  const bytes = await runtime.files.read(path);
  if (bytes === undefined) return undefined;
  try {
    const holder: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(holder: unknown): holder is Holder {
  return (
    typeof holder === 'object' && holder !== null && 'processId' in holder && 'startedAt' in holder && 'since' in holder
  );
}

function ignoreDiskError(error: unknown): void {
  if (!isSluiceError(error)) throw error;
}
