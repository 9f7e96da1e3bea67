import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Runtime } from '../core/runtime.ts';

/** Where a pipeline lives on this machine. No row depends on it: the destination holds the truth. */
export interface WorkingFolder {
  readonly root: string;
  readonly lock: string;
  /** The note about the last run. */
  readonly note: string;
  readonly packages: string;
  /** What the API answered since the last sealed package. */
  readonly answers: string;
  /** What APIs handed out and change at every use: losing it costs a new login. */
  readonly tokens: string;
  readonly temporary: string;
}

export const defaultPipelinesFolder: string = join('.sluice', 'pipelines');

/**
 * Paths only; nothing is made.
 * @param folderName the pipeline's name after the naming convention, so that it is a safe file name (case S4)
 */
export function workingFolder(runtime: Runtime, pipelinesFolder: string, folderName: string): WorkingFolder {
  const root = resolve(runtime.workingFolder, pipelinesFolder, safeName(folderName));
  return {
    root,
    lock: join(root, 'lock.json'),
    note: join(root, 'last-run.json'),
    packages: join(root, 'packages'),
    answers: join(root, 'answers'),
    tokens: join(root, 'tokens'),
    temporary: join(root, 'temporary'),
  };
}

/** The naming convention keeps the digits of every script; a file name has those of one (case S4). */
function safeName(name: string): string {
  if (/^[a-z0-9_]{1,64}$/.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10);
  return `${name.replace(/[^a-z0-9_]/g, '_').slice(0, 50)}_${hash}`;
}
