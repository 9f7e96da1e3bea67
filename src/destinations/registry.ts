import { resolve } from 'node:path';
import type { Destination } from './destination.ts';
import { destinationNotInThisVersion, destinationUnknown } from './errors.ts';

/** How destinations are written on a command line. */
const written: readonly string[] = ['duckdb:<file>', 'a path that ends in .duckdb or .db'];

/** Kinds that the documentation speaks of and that this version cannot load into. */
const laterKinds: ReadonlySet<string> = new Set(['postgresql', 'postgres', 'filesystem', 'file', 's3']);

/**
 * The destination that a text such as `duckdb:data.duckdb` names; only the one that is named gets imported.
 * @param workingFolder where relative paths start from; absolute
 * @throws `destination_unknown`
 */
export async function destinationFrom(text: string, workingFolder: string): Promise<Destination> {
  const path = duckdbPath(text);
  if (path !== undefined) {
    const { duckdb } = await import('./duckdb/index.ts');
    return duckdb(path.startsWith(':') ? path : resolve(workingFolder, path));
  }
  const kind = text.split(':', 1)[0] ?? text;
  if (laterKinds.has(kind) && kind !== text) throw destinationNotInThisVersion(kind);
  throw destinationUnknown(kind, written);
}

/** With three slashes as in a URL of SQLAlchemy: what follows them is the path, relative or not. */
function duckdbPath(text: string): string | undefined {
  const [, named] = /^duckdb:(?:\/\/\/)?(.+)$/.exec(text) ?? [];
  if (named !== undefined) return named;
  return /\.(?:duckdb|db)$/.test(text) && !/^[a-z][a-z0-9+]+:/.test(text) ? text : undefined;
}
