/**
 * ClickHouse in this process, for tests: `npm install --no-save --prefix .chdb chdb@3.4` puts it beside the package.
 * The package is large, and so no dependency.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../.chdb/', import.meta.url));

export const hasChdb: boolean = existsSync(`${folder}node_modules/chdb`);

if (!hasChdb) console.warn('ClickHouse is NOT tested: .chdb/node_modules/chdb is not there');

/** One folder a process: the engine has no more. */
export function chdbConnection(path: string): unknown {
  const require = createRequire(`${folder}any.js`);
  // What the package exports there.
  const chdb = require('chdb/connection') as { createChdbConnection(options: { readonly path: string }): unknown };
  return chdb.createChdbConnection({ path });
}
