import { dirname } from 'node:path';
import type { LoadId } from '../core/names.ts';
import type { Runtime } from '../core/runtime.ts';
import type { OpenRun } from '../core/state.ts';
import type { LastRun } from './report.ts';

/**
 * What this machine noted about the last run of a pipeline. It lets an attempt go on that was killed before its first
 * package was committed, and lets `status` tell; losing it loses no row and doubles none.
 */
export interface RunNote extends LastRun {
  readonly run: Pick<OpenRun, 'id' | 'startedAt' | 'refresh'>;
  /** Of the attempt that wrote this; the lock names it too. */
  readonly attemptStartedAt: string;
  /** Newest load when the run began; null for the first. */
  readonly base: LoadId | null;
  /** Counts and ends when the newest package was sealed. */
  readonly progress: OpenRun['progress'];
  /** Where it went, so that `status` and `query` find it again. */
  readonly target: NotedTarget;
}

export interface NotedTarget {
  /** As `--destination` takes it. */
  readonly destination: string;
  readonly dataset: string;
  readonly schemaName: string;
}

/** Undefined when there is none, or when it cannot be read: then it is as if this machine had never run it. */
export async function readNote(runtime: Runtime, path: string): Promise<RunNote | undefined> {
  const bytes = await runtime.files.read(path);
  if (bytes === undefined) return undefined;
  try {
    const note: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isNote(note) ? note : undefined;
  } catch {
    return undefined;
  }
}

/** Takes notes one at a time, in the order in which they come: one is due at each seal, and one at each commit. */
export type WriteNote = (note: RunNote) => Promise<void>;

/** Each note replaces the one before at once: a reader sees the old one or the new one. */
export function noteWriter(runtime: Runtime, path: string): WriteNote {
  let before: Promise<void> = Promise.resolve();
  return (note) => {
    const mine = before.then(() => replaceNote(runtime, path, note));
    before = mine.catch(() => undefined);
    return mine;
  };
}

async function replaceNote(runtime: Runtime, path: string, note: RunNote): Promise<void> {
  const draft = `${path}.${runtime.process.id}.draft`;
  await runtime.files.makeFolder(dirname(path));
  await runtime.files.remove(draft);
  try {
    const file = await runtime.files.open(draft, 'create');
    try {
      await file.write([new TextEncoder().encode(`${JSON.stringify(note, plainNumbers, 2)}\n`)]);
    } finally {
      await file.close();
    }
    await runtime.files.rename(draft, path);
  } catch (error) {
    await runtime.files.remove(draft).catch(() => undefined);
    throw error;
  }
}

function plainNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** Whole enough to be gone on with: a note that was torn or changed is as good as none (case F4.1). */
function isNote(note: unknown): note is RunNote {
  const { outcome, run, attemptStartedAt, base, progress, target } = fieldsOf(note);
  const { id, startedAt, refresh } = fieldsOf(run);
  const { destination, dataset, schemaName } = fieldsOf(target);
  const texts = [outcome, id, startedAt, attemptStartedAt, destination, dataset, schemaName, base ?? ''];
  const resources = Object.values(fieldsOf(progress));
  if (refresh !== undefined && !isRefresh(refresh)) return false;
  return isObject(progress) && resources.every(isProgress) && texts.every((text) => typeof text === 'string');
}

function isRefresh(refresh: unknown): boolean {
  const { mode, resources } = fieldsOf(refresh);
  const isKnown = mode === 'drop_sources' || mode === 'drop_resources' || mode === 'drop_data';
  return isKnown && Array.isArray(resources) && resources.every((name) => typeof name === 'string');
}

function isProgress(progress: unknown): boolean {
  const { kind, counts, end } = fieldsOf(progress);
  const { rows, pages } = fieldsOf(counts);
  if (typeof rows !== 'number' || typeof pages !== 'number') return false;
  return kind === 'open' || (kind === 'done' && typeof fieldsOf(end)['verdict'] === 'string');
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
