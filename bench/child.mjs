/** Child processes of the benches: one that serves, and others that load and are measured. */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const fileBeside = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Serves a workload while `use` runs. */
export async function withServer(asked, use) {
  const { child, said } = await start('page-server.mjs', asked);
  try {
    return await use(said);
  } finally {
    child.disconnect();
    await once(child, 'exit');
  }
}

/** Loads with sluice; gives what `load.mjs` says, and the time of the whole process. */
export async function loadWithSluice(asked, nodeOptions = []) {
  const startedAt = performance.now();
  const { child, said } = await start('load.mjs', asked, nodeOptions);
  if (child.exitCode === null) await once(child, 'exit');
  return { ...said, wallSeconds: (performance.now() - startedAt) / 1000 };
}

/** Loads with dlt; gives what `load-dlt.py` says, and the time of the whole process. */
export async function loadWithDlt(python, asked) {
  const startedAt = performance.now();
  const { stdout } = await promisify(execFile)(python, [fileBeside('load-dlt.py'), JSON.stringify(asked)]);
  return { ...JSON.parse(stdout.trim().split('\n').at(-1)), wallSeconds: (performance.now() - startedAt) / 1000 };
}

/** A folder that is gone afterwards. */
export async function withFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a file of this folder and waits for its first message. */
async function start(file, asked, execArgv = []) {
  const child = fork(fileBeside(file), [JSON.stringify(asked)], { execArgv });
  const said = await Promise.race([
    once(child, 'message').then(([message]) => message),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${code} and said nothing`))),
  ]);
  return { child, said };
}
