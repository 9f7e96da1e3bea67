import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'bin', 'sluice.js');
const tellModules = new URL('tell-modules.mjs', import.meta.url).href;

/** What a command loads: the modules of `dist`, by their paths there, and the packages; neither with the built-in ones. */
export interface Loaded {
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
  const own = after(join(root, 'dist/')).filter((path) => !path.includes('node_modules'));
  const packages = ofPackages.map((path) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
  return { own, packages: [...new Set(packages)], ofPackages };
}
