import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly messages: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard output and standard error together match. */
  shows(pattern: RegExp): Promise<string>;
}

/** Starts the built command line as a user does, without the environment of the tests. */
export function startSluice(words: readonly string[], folder: string, environment = {}): Running {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { output: '', messages: '' };
  const waiting = new Set<() => void>();
  const keep = (name: keyof typeof written) => (text: string) => {
    written[name] += text;
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', keep('output'));
  child.stderr.setEncoding('utf8').on('data', keep('messages'));
  return {
    process: child,
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve({ exitCode, ...written }));
    }),
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const all = written.output + written.messages;
          if (!pattern.test(all)) return;
          waiting.delete(look);
          resolve(all);
        };
        waiting.add(look);
        look();
        child.once('close', () => reject(new Error(`ended without ${pattern}: ${written.messages}`)));
      }),
  };
}

/** Runs the built command line to its end. */
export function sluice(words: readonly string[], folder: string, environment = {}): Promise<Ended> {
  return startSluice(words, folder, environment).ended;
}

/** A folder of its own, removed afterwards. */
export async function inFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
