// A run that is killed with SIGKILL just before its n-th step towards the outside: a disk operation, a request, an
// answer, a statement. Run from the crash tests, on the built package; real processes, real signals.
import { writeSync } from 'node:fs';
import { DuckDBConnection } from '@duckdb/node-api';
import { duckdb } from '../../dist/destinations/duckdb/index.js';
import { pipeline } from '../../dist/pipeline/pipeline.js';
import { nodeRuntime } from '../../dist/runtime/node-runtime.js';
import { restApi } from '../../dist/sources/rest-api/index.js';
import { killBefore, pass, stepCount, watchedRuntime } from './steps.mjs';

const { folder, config, packageBytes, killAt, refresh } = JSON.parse(process.argv[2]);
killBefore(killAt);

for (const method of Object.getOwnPropertyNames(DuckDBConnection.prototype)) {
  const descriptor = Object.getOwnPropertyDescriptor(DuckDBConnection.prototype, method);
  if (!/^(run|stream|prepare|extract)/.test(method) || typeof descriptor?.value !== 'function') continue;
  const original = descriptor.value;
  DuckDBConnection.prototype[method] = function statement(...values) {
    pass(`duckdb.${method}`);
    return original.apply(this, values);
  };
}

const runtime = watchedRuntime(nodeRuntime(), folder);
const options = { name: 'crash', destination: duckdb(`${folder}/crash.duckdb`), runtime, limits: { packageBytes } };
const report = await pipeline(options).run(restApi(config, { name: 'crash' }), { refresh });
const { outcome, resumed, loadIds } = report;
writeSync(1, JSON.stringify({ steps: stepCount(), outcome, resumed, loads: loadIds.length }));
process.exit(0);
