/** Processes of the bench: one that serves, and others that load and are measured. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The path of a file of the bench. */
export const fileOf = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Serves a case of a workload while `use` runs. */
export async function withServer(asked, use) {
  const server = fork(fileOf('server/page-server.mjs'), [JSON.stringify(asked)]);
  const ended = once(server, 'exit').then(([code]) => Promise.reject(new Error(`The server ended with ${code}`)));
  ended.catch(() => undefined);
  try {
    const [said] = await Promise.race([once(server, 'message'), ended]);
    return await use(said);
  } finally {
    if (server.connected) server.disconnect();
    await ended.catch(() => undefined);
  }
}

/**
 * Runs one load in a process of its own, which reads what is asked from its standard input, as JSON. The time is that of the whole process, its start included. What it used of the
 * processor and its peak of memory are those of `getrusage`, which it prints as its last line, as JSON.
 */
export async function measured(command, parameters, asked) {
  const startedAt = performance.now();
  const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify(asked));
  const [printed, complaint, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const wallSeconds = (performance.now() - startedAt) / 1000;
  if (code !== 0) throw new Error(`${parameters[0]} ended with ${code}: ${complaint.trim().slice(-2000)}`);
  return { wallSeconds, ...JSON.parse(printed.trim().split('\n').at(-1)) };
}

/** A folder that is gone afterwards. */
export async function withFolder(use, parent = tmpdir()) {
  const folder = await mkdtemp(join(parent, 'sluice-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
