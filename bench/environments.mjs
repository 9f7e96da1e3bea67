/** Python environments: made when they are asked for, in a folder that is in no commit, one for each contender. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileOf } from './measure.mjs';

const run = promisify(execFile);
const folder = fileOf('.environments');

/**
 * The folder of the programs of an environment that has these packages.
 * @throws Error with the reason, when there is no Python or a package cannot be installed
 */
export async function environmentOf(name, packages) {
  const programs = join(folder, name, 'bin');
  const stamp = join(folder, name, 'packages.txt');
  const wanted = packages.join('\n');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return programs;
  console.log(`making the environment ${name}: ${packages.join(', ')}`);
  await rm(join(folder, name), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', join(folder, name)]);
    await run(join(programs, 'pip'), ['install', '--quiet', ...packages], { maxBuffer: 1e8 });
  } catch (error) {
    throw new Error(`its environment cannot be made: ${lastLine(error)}`, { cause: error });
  }
  await writeFile(stamp, wanted);
  return programs;
}

/** The versions of packages of an environment, such as `dlt 1.26.0`. */
export async function versionsOf(programs, names) {
  const { stdout } = await run(join(programs, 'pip'), ['list', '--format', 'json']);
  const installed = new Map(JSON.parse(stdout).map(({ name, version }) => [name.toLowerCase(), version]));
  return names.map((name) => `${name} ${installed.get(name)}`).join(', ');
}

function lastLine(error) {
  return String(error.stderr ?? error.message)
    .trim()
    .split('\n')
    .at(-1);
}
