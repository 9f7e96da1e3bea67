/** Makes the JavaScript of `dist/`: few files, as finding and reading one costs a start a third of a millisecond. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What is always loaded together is one file, `dist/files/<name>.js`: the module named here and all that it imports,
 * but for what is in a file above it. What is imported only when it is asked for stays a file of its own.
 */
const files = [
  { name: 'help', module: 'cli/main' },
  { name: 'pipeline', module: 'pipeline/pipeline' },
  { name: 'rest-api', module: 'sources/rest-api/index' },
  { name: 'sql', module: 'destinations/sql/sql-job-client' },
  { name: 'duckdb', module: 'destinations/duckdb/index' },
  { name: 'parquet-reader', module: 'formats/parquet-reader' },
  { name: 'postgres', module: 'destinations/postgres/index' },
  { name: 'filesystem', module: 'destinations/filesystem/index' },
  { name: 'config', module: 'config/source-values' },
  { name: 'run', module: 'cli/commands/run' },
  { name: 'guides', module: 'cli/sources/guide-source' },
  { name: 'index', module: 'index' },
];

await build({
  cwd: root,
  input: Object.fromEntries((await modules()).map((module) => [module, `src/${module}.ts`])),
  external: /^[^./]/,
  platform: 'node',
  transform: { target: 'node20.19' },
  onLog: (level, { message }) => {
    if (level === 'warn') throw new Error(message);
  },
  output: {
    dir: 'dist',
    cleanDir: true,
    chunkFileNames: 'files/[name].js',
    minifyInternalExports: false,
    codeSplitting: {
      groups: files.map(({ name, module }, place) => ({
        name,
        test: (id) => id === join(root, 'src', `${module}.ts`),
        priority: files.length - place,
      })),
    },
  },
});

/** Every module keeps its address in `dist/` and hands on what it exports, so that there is one copy of it. */
async function modules() {
  const paths = await readdir(join(root, 'src'), { recursive: true });
  return paths
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => path.slice(0, -'.ts'.length).replaceAll('\\', '/'));
}
