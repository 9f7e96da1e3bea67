import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'bin', 'sluice.js');
const tellModules = new URL('tell-modules.mjs', import.meta.url).href;

/** What a command loads: our modules by their paths in `src`, and the packages; neither with the built-in ones. */
export interface Loaded {
  /** Files of `dist`, by their paths there. What is always loaded together is in one. */
  readonly files: readonly string[];
  readonly own: readonly string[];
  readonly packages: readonly string[];
  /** Modules of packages by their paths in `node_modules`, as far as they were required. */
  readonly ofPackages: readonly string[];
}

/** Runs the built command line in a folder, and tells what it loaded. */
export async function loadedBy(words: readonly string[], folder: string): Promise<Loaded> {
  const file = join(folder, 'modules.txt');
  await promisify(execFile)(process.execPath, ['--import', tellModules, program, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, MODULES_FILE: file },
  });
  const urls = new Set((await readFile(file, 'utf8')).split('\n'));
  const paths = [...urls].map((url) => (url.startsWith('file:') ? fileURLToPath(url) : url));
  const after = (mark: string): string[] =>
    [...new Set(paths.flatMap((path) => path.split(mark).slice(1, 2)))].toSorted();
  const ofPackages = after('/node_modules/');
  const files = after(join(root, 'dist/')).filter((path) => !path.includes('node_modules'));
  const own = (await Promise.all(files.map(modulesIn))).flat().toSorted();
  const packages = ofPackages.map((path) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
  return { files, own, packages: [...new Set(packages)], ofPackages };
}

/** The modules that a file of `dist` has in it: the builder names each above its text. */
export async function modulesIn(file: string): Promise<readonly string[]> {
  const text = await readFile(join(root, 'dist', file), 'utf8');
  return [...text.matchAll(/^\/\/ src\/(.+)$/gm)].map(([, path = '']) => path);
}
