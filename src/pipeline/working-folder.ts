import { join, resolve } from 'node:path';
import type { Runtime } from '../core/runtime.ts';

/** Where a pipeline lives on this machine. Nothing in it is needed to be right: the destination holds the truth. */
export interface WorkingFolder {
  readonly root: string;
  readonly lock: string;
  /** The note about the last run. */
  readonly note: string;
  readonly packages: string;
  /** What the API answered since the last sealed package. */
  readonly answers: string;
  readonly temporary: string;
}

export const defaultPipelinesFolder: string = join('.sluice', 'pipelines');

/**
 * Paths only; nothing is made.
 * @param folderName the pipeline's name after the naming convention, so that it is a safe file name (case S4)
 */
export function workingFolder(runtime: Runtime, pipelinesFolder: string, folderName: string): WorkingFolder {
  const root = resolve(runtime.workingFolder, pipelinesFolder, folderName);
  return {
    root,
    lock: join(root, 'lock.json'),
    note: join(root, 'last-run.json'),
    packages: join(root, 'packages'),
    answers: join(root, 'answers'),
    temporary: join(root, 'temporary'),
  };
}
