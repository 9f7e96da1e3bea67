import { createRequire } from 'node:module';
import type * as DuckdbApi from '@duckdb/node-api';

const require = createRequire(import.meta.url);

/**
 * The package of DuckDB and its library of 70 MB, loaded when they are first asked for. It is not `import()`ed: to know
 * what a CommonJS package exports, an import reads each of its 180 files once more, which takes longer than all the rest.
 */
export function duckdbApi(): typeof DuckdbApi {
  // It is the package that the types are of.
  return require('@duckdb/node-api') as typeof DuckdbApi;
}
