import { execFile, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { inFolder } from './cli/sluice.ts';
import { loadedBy, modulesIn, type Loaded } from './start/loaded-modules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('what a command loads', () => {
  test('--help: the parser, what describes the commands, and nothing that does their work', async () => {
    const { files, own, packages } = await inFolder((folder) => loadedBy(['--help'], folder));
    expect(files).toEqual(['cli/main.js', 'files/help.js']);
    expect(packages).toEqual(['commander']);
    expect(own).toEqual([
      'cli/errors.ts',
      'cli/exit-code.ts',
      'cli/main.ts',
      'cli/option-values.ts',
      'cli/options.ts',
      'cli/process-terminal.ts',
      'cli/program.ts',
      'cli/render/error-text.ts',
      'cli/render/json.ts',
      'cli/terminal.ts',
      'core/error.ts',
      'core/printable.ts',
    ]);
  });

  test('a run: of undici what sends, of destinations the one that is named, of parsers that of the file', async () => {
    const { files, own, packages, ofPackages } = await emptyRun();
    expect(packages.filter((name) => !/^(?:@duckdb\/node-bindings|detect-libc)/.test(name))).toEqual([
      '@duckdb/node-api',
      'commander',
      'undici',
    ]);
    expect(ofPackages).toContain('undici/lib/dispatcher/agent.js');
    expect(ofPackages).not.toContain('undici/index.js');
    const folders = new Set(
      own.map((path) =>
        path
          .split('/')
          .slice(0, path.startsWith('destinations') ? 2 : 1)
          .join('/'),
      ),
    );
    for (const unused of ['destinations/postgres', 'destinations/filesystem', 'guides', 'mock', 'testing']) {
      expect(folders).not.toContain(unused);
    }
    expect(
      own.filter((path) =>
        /cassettes\/(?:recorder|replayer)|dataset-reader|connectors\/.*\/|schema-yaml|import-yaml/.test(path),
      ),
    ).toEqual([]);
    // Each file costs a run about a third of a millisecond.
    expect(files.length).toBeLessThan(15);
    expect(own.length).toBeLessThan(400);
  });

  test('a dry look needs no database library and no network library', async () => {
    const { packages } = await inFolder(async (folder) => {
      await writeFile(join(folder, 'empty.mjs'), emptySource('http://127.0.0.1:9/'));
      return loadedBy(['plan', 'empty.mjs'], folder);
    });
    expect(packages).toEqual(['commander']);
  });
});

test('each module is in one file, by whatever address it is asked for', async () => {
  const dist = join(root, 'dist');
  const files = (await readdir(dist, { recursive: true })).filter((path) => path.endsWith('.js'));
  const modules = (await Promise.all(files.map(modulesIn))).flat();
  expect(modules.length).toBeGreaterThan(500);
  expect(modules.filter((module, place) => modules.indexOf(module) !== place)).toEqual([]);
});

test('--help takes little more of the processor than starting Node', async () => {
  // At most 2.5 on a quiet machine.
  expect(await timesNode(['bin/sluice.js', '--help'])).toBeLessThan(3.5);
}, 60_000);

test('an empty run takes a few times the processor of starting Node', async () => {
  const times = await withEmptyApi((folder) => {
    const place = ['--destination', `duckdb:${join(folder, 'empty.duckdb')}`, '--pipelines-dir', folder];
    return timesNode(['bin/sluice.js', 'run', join(folder, 'empty.mjs'), ...place]);
  });
  // At most 8 on a quiet machine; Node.js 22 itself starts in half the time.
  expect(times).toBeLessThan(Number.parseInt(process.versions.node, 10) < 22 ? 8 : 16);
}, 60_000);

test('a run of one answer does not optimize the parser of answers, which takes 80 ms', async () => {
  const compiled = await withEmptyApi(async (folder) => {
    const words = ['--trace-wasm-compilation-times', join(root, 'bin/sluice.js'), 'run', 'empty.mjs'];
    return (await promisify(execFile)(process.execPath, words, { cwd: folder })).stdout;
  });
  expect(compiled).toContain('Compiled function');
  expect(compiled).not.toContain('TurboFan');
}, 60_000);

test('installed without DuckDB, it is under 15 MB', async () => {
  const packed = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' });
  const [own] = Object.values(JSON.parse(packed.stdout) as Packed);
  let bytes = own?.unpackedSize ?? Number.NaN;
  for (const path of await productionPackages()) bytes += await sizeOf(join(root, path));
  expect(bytes).toBeGreaterThan(5_000_000);
  expect(bytes).toBeLessThan(15_000_000);
}, 60_000);

type Packed = { readonly [place: string]: { readonly unpackedSize: number } };

function emptyRun(): Promise<Loaded> {
  return withEmptyApi((folder) => loadedBy(['run', 'empty.mjs', '--destination', 'duckdb:empty.duckdb'], folder));
}

/** Works in a folder with `empty.mjs`, a source of an API on this machine that has no rows. */
function withEmptyApi<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  return inFolder(async (folder) => {
    const server = createServer((_, response) =>
      response.setHeader('Content-Type', 'application/json').end('{"data":[]}'),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    try {
      await writeFile(join(folder, 'empty.mjs'), emptySource(`http://127.0.0.1:${port}/`));
      return await work(folder);
    } finally {
      server.close();
    }
  });
}

function emptySource(base: string): string {
  const resource = { name: 'orders', endpoint: { path: 'orders', data_selector: 'data', paginator: 'single_page' } };
  return `export default ${JSON.stringify({ client: { base_url: base }, resources: [resource] })};`;
}

/** How many times the processor time of starting Node.js a program takes; the middle of five. */
async function timesNode(words: readonly string[]): Promise<number> {
  const ratios: number[] = [];
  while (ratios.length < 5) ratios.push((await processorMs(words)) / (await processorMs(['-e', '0'])));
  return ratios.toSorted((one, other) => one - other)[2] ?? Number.NaN;
}

async function processorMs(words: readonly string[]): Promise<number> {
  const script = `process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write('\\n' + (user + system) / 1000); });`;
  const told = `data:text/javascript,${encodeURIComponent(script)}`;
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', told, ...words], { cwd: root });
  return Number(stderr.split('\n').at(-1));
}

/** By the lock file: neither for development nor to be chosen by the user, and not DuckDB. */
async function productionPackages(): Promise<readonly string[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: LockedPackages;
  };
  const wanted = Object.entries(lock.packages).filter(
    ([path, { dev, peer, devOptional }]) =>
      path !== '' && !path.includes('@duckdb/') && dev !== true && peer !== true && devOptional !== true,
  );
  return wanted.map(([path]) => path);
}

type LockedPackages = { readonly [path: string]: { readonly [flag in 'dev' | 'peer' | 'devOptional']?: boolean } };

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
