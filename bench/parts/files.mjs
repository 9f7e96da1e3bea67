// How fast package files become Parquet files for readers, beside DuckDB's own COPY … TO of the same table, in one run.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { FileJobClient } from '../../dist/destinations/filesystem/job-client.js';
import { folderStore } from '../../dist/destinations/filesystem/folder-store.js';
import { layoutOf } from '../../dist/destinations/filesystem/layout.js';
import { packageStore } from '../../dist/load-package/package-store.js';
import { planLoad } from '../../dist/load/plan-load.js';
import { defaultNormalizeLimits, normalize } from '../../dist/normalize/normalize.js';
import { nodeRuntime } from '../../dist/runtime/node-runtime.js';
import { snakeCase } from '../../dist/schema/naming/snake-case.js';
import { newSchema } from '../../dist/schema/schema.js';
import { versioned } from '../../dist/schema/version.js';
import { filesystem } from '../../dist/destinations/filesystem/index.js';

const rowCount = Number(process.argv[2] ?? 500_000);
const rounds = Number(process.argv[3] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-files-'));
const runtime = nodeRuntime();

/** One sealed package of rows with numbers, texts, times and decimals. */
async function sealedPackage() {
  const id = '1700000000.5';
  const store = packageStore({ folder: join(folder, 'packages'), runtime });
  const start = { id, pipeline: 'bench', dataset: 'ds', createdAt: '2024-01-01T00:00:00Z' };
  const writer = await store.begin(start);
  const options = {
    naming: snakeCase(),
    resources: new Map([['r', { table: 't', hints: {} }]]),
    loadId: () => id,
    randomBytes: (count) => runtime.randomBytes(count),
    limits: defaultNormalizeLimits,
  };
  let schema = newSchema('bench');
  for await (const stretch of normalize(schema, options)(pages())) {
    await writer.write(stretch);
    schema = stretch.schema;
  }
  const facts = { schema: versioned(undefined, schema, schema), place: { first: true, last: true }, replaced: [] };
  return writer.seal(facts);
}

async function* pages() {
  for (let from = 0; from < rowCount; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, rowCount - from) }, (_, index) => rowOf(from + index));
    yield { resource: 'r', table: 't', rows, stateAfter: { resources: {} } };
  }
}

function rowOf(id) {
  const mixed = Math.imul(id ^ 0x9e3779b9, 2_654_435_761) >>> 0;
  return {
    id,
    customer: `customer ${mixed % 50_000}`,
    note: `order ${id} of the day, number ${mixed}`,
    amount: (mixed % 100_000) / 100,
    paid: mixed % 3 === 0,
    at: new Date(1_700_000_000_000 + (mixed % 31_536_000) * 1000).toISOString(),
    country: ['DE', 'FR', 'US', 'JP'][mixed % 4],
  };
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

try {
  const sealed = await sealedPackage();
  const paths = sealed.files.map(({ path }) => `'${path}'`).join(', ');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE t AS SELECT * FROM read_parquet([${paths}])`);
  const out = join(folder, 'copy.parquet');
  const plan = planLoad(sealed, filesystem(folder).capabilities);
  const [copies, loads] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    copies.push(await timed(() => connection.run(`COPY t TO '${out}' (FORMAT parquet, COMPRESSION zstd)`)));
    const lake = join(folder, `lake${round}`);
    const target = {
      pipeline: 'bench',
      schemaName: 'bench',
      dataset: 'ds',
      temporaryFolder: join(folder, 'tmp'),
      runtime,
      signal: new AbortController().signal,
    };
    const layout = layoutOf('ds');
    const dataset = { store: folderStore(lake, layout.drafts, runtime), layout, target };
    const settings = { usual: { format: 'parquet', isGzipped: true }, memoryLimit: '256MB', threads: 1, dltType: 'x' };
    const client = await FileJobClient.open(dataset, settings);
    loads.push(await timed(() => client.commit(sealed, plan.commit)));
    await client.close();
  }
  const [copy, load] = [median(copies), median(loads)];
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  const bytes = sealed.files.reduce((sum, { byteCount }) => sum + byteCount, 0);
  console.log(
    `${rowCount} rows, ${(bytes / 1e6).toFixed(0)} MB of package files, ${sealed.files.length} files; medians of ${rounds}`,
  );
  console.log(`DuckDB COPY t TO, one thread   ${seconds(copy)}, ${(statSync(out).size / 1e6).toFixed(1)} MB`);
  console.log(`commit into files, one thread  ${seconds(load)}`);
  console.log(`ratio ${(copy / load).toFixed(2)} (bar 0.60)`);
  connection.closeSync();
  instance.closeSync();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
