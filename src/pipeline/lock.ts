import { join } from 'node:path';
import { isSluiceError } from '../core/error.ts';
import type { Runtime } from '../core/runtime.ts';
import { pipelineLocked } from './errors.ts';
import type { Settings } from './settings.ts';
import type { WorkingFolder } from './working-folder.ts';

interface Holder extends TakenLock {
  readonly processId: number;
  readonly startedAt: string;
  readonly since: string;
}

export interface TakenLock {
  /**
   * `since` of each attempt that died with the lock after the last one that gave it back: none of them came to its end,
   * whatever its note says.
   */
  readonly abandoned: readonly string[];
}

/**
 * Runs `use` while no other process runs the same pipeline on this machine; the lock of a process that died is taken
 * over (case F4.4). It only saves work: two runs that both go on are kept apart by the commit.
 * @param since when the attempt began; names it in the lock
 * @throws `pipeline_locked`
 */
export async function withLock<Result>(
  { runtime, name, folder }: Pick<Settings, 'runtime' | 'name' | 'folder'>,
  since: string,
  use: (lock: TakenLock) => Promise<Result>,
): Promise<Result> {
  await runtime.files.makeFolder(folder.root);
  const lock = await takeLock({ runtime, name, folder }, since);
  try {
    return await use(lock);
  } finally {
    await runtime.files.remove(folder.lock);
  }
}

async function takeLock(
  { runtime, name, folder }: Pick<Settings, 'runtime' | 'name' | 'folder'>,
  since: string,
): Promise<TakenLock> {
  const { id, startedAt } = runtime.process;
  const fresh: Holder = { processId: id, startedAt, since, abandoned: [] };
  if (await createLock(runtime, folder, fresh)) return fresh;
  const holder = await readHolder(runtime, folder.lock);
  if (holder !== undefined && runtime.process.isAlive(holder.processId, holder.startedAt)) {
    throw pipelineLocked(name, holder.processId, holder.since);
  }
  // Of two that find the same dead lock only one can move it away.
  const aside = join(folder.root, `lock.${id}.stale`);
  await runtime.files.rename(folder.lock, aside).catch(ignoreDiskError);
  const moved = await readHolder(runtime, aside);
  if (moved !== undefined && runtime.process.isAlive(moved.processId, moved.startedAt)) {
    // Somebody was faster, and it was the new lock that was moved.
    await runtime.files.rename(aside, folder.lock);
    throw pipelineLocked(name, moved.processId, moved.since);
  }
  await runtime.files.remove(aside);
  const inherited = { ...fresh, abandoned: holder === undefined ? [] : [...holder.abandoned, holder.since] };
  if (await createLock(runtime, folder, inherited)) return inherited;
  const winner = await readHolder(runtime, folder.lock);
  throw pipelineLocked(name, winner?.processId ?? 0, winner?.since ?? 'just now');
}

/** False when somebody else has it. */
async function createLock(runtime: Runtime, folder: WorkingFolder, holder: Holder): Promise<boolean> {
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
  if (typeof holder !== 'object' || holder === null) return false;
  const { processId, startedAt, since, abandoned } = { ...nobody, ...holder };
  const texts = [startedAt, since, ...(Array.isArray(abandoned) ? abandoned : [undefined])];
  return typeof processId === 'number' && texts.every((text) => typeof text === 'string');
}

const nobody = { processId: undefined, startedAt: undefined, since: undefined, abandoned: undefined };

function ignoreDiskError(error: unknown): void {
  if (!isSluiceError(error)) throw error;
}
