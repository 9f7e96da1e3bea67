/**
 * What a load does to the machine, counted: it does not depend on how fast the machine is, so each count must be exactly
 * what was recorded. Time stands still, chance is fixed, and pages come from this process.
 */
import { DuckDBConnection } from '@duckdb/node-api';
import { nodeRuntime, pipeline } from 'sluice';
import { duckdb } from 'sluice/destinations/duckdb';
import { restApi } from 'sluice/sources/rest-api';
import { withFolder } from './measure.mjs';
import { pagesOf } from './server/pages.mjs';

/** Paths are written down, too, so that theirs must be as long on every machine. */
const samePlace = '/tmp';

/** Loads a case of a workload twice, first and again, and counts what the second load did. */
export async function countersOf(workload, one) {
  const counts = {};
  const count = (name, by = 1) => {
    counts[name] = (counts[name] ?? 0) + by;
  };
  const runtime = countedRuntime(pagesOf(workload, one), count);
  const restore = countStatements(count);
  try {
    return await withFolder(async (folder) => {
      const line = pipeline({
        name: 'bench',
        destination: duckdb(`${folder}/data.duckdb`),
        dataset: 'bench',
        pipelinesFolder: `${folder}/pipelines`,
        runtime,
      });
      const load = () =>
        line.run(
          restApi(
            { client: { base_url: 'http://127.0.0.1:9/' }, resources: workload.resources(one) },
            { name: 'bench' },
          ),
        );
      await load();
      for (const name of Object.keys(counts)) counts[name] = 0;
      await load();
      return counts;
    }, samePlace);
  } finally {
    restore();
  }
}

function countedRuntime(pageAt, count) {
  const plain = nodeRuntime();
  let state = 1;
  return {
    ...plain,
    environment: {},
    clock: { ...plain.clock, now: () => Date.UTC(2026, 0, 1) + 123.456, monotonicMs: () => 0 },
    process: { id: 1, startedAt: 'then', isAlive: () => false },
    randomBytes(length) {
      count('random bytes', length);
      return Uint8Array.from({ length }, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24);
    },
    files: countedFiles(plain.files, count),
    async fetch({ url }) {
      count('requests');
      const bytes = pageAt(new URL(url));
      return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body: bodyOf(bytes) };
    },
  };
}

async function* bodyOf(bytes) {
  yield bytes;
}

function countedFiles(files, count) {
  return {
    ...files,
    async open(path, mode) {
      const file = await files.open(path, mode);
      count('files opened to write');
      return {
        async write(parts) {
          count(
            'bytes written',
            parts.reduce((sum, { byteLength }) => sum + byteLength, 0),
          );
          await file.write(parts);
        },
        async flush() {
          count('flushes of files');
          await file.flush();
        },
        close: () => file.close(),
      };
    },
    async rename(from, to) {
      count('renames');
      await files.rename(from, to);
    },
    async flushFolder(path) {
      count('flushes of folders');
      await files.flushFolder(path);
    },
  };
}

/** Statements are counted where DuckDB is given them. */
function countStatements(count) {
  const plain = Object.getOwnPropertyDescriptor(DuckDBConnection.prototype, 'run');
  Object.defineProperty(DuckDBConnection.prototype, 'run', {
    ...plain,
    value(...parameters) {
      count('SQL statements');
      return plain.value.apply(this, parameters);
    },
  });
  return () => Object.defineProperty(DuckDBConnection.prototype, 'run', plain);
}
