import type { TableName } from '../core/names.ts';
import type { OpenRun, RefreshMode, RunRefresh } from '../core/state.ts';
import type { ResourceTree } from '../extract/resource-tree.ts';
import type { PackageRefresh } from '../load-package/load-package.ts';
import { newSchema, rootOf, withoutTables } from '../schema/schema.ts';
import { isSystemName } from '../schema/system-tables.ts';
import type { Schema } from '../schema/table.ts';
import { versionHash } from '../schema/version.ts';
import type { Resource } from '../sources/source.ts';

/** What an attempt has to begin afresh, and what it forgets for that. */
export interface DueRefresh extends RunRefresh {
  /** Resources that are walked from their start, without what they remember; undefined for all of the source. */
  readonly walked: ReadonlySet<string> | undefined;
}

/**
 * What is left of a refresh that is asked for, after what the run has begun afresh already: a run that is taken up
 * again does not do so twice. The resources of one family go together, for they are walked together.
 * @param asked undefined for none
 * @param done of the run that is taken up
 */
export function dueRefresh(
  tree: ResourceTree,
  asked: { readonly mode: RefreshMode; readonly resources?: readonly string[] | undefined } | undefined,
  done: RunRefresh | undefined,
): DueRefresh | undefined {
  if (asked === undefined) return undefined;
  const { mode } = asked;
  const isSame = done?.mode === mode;
  if (mode === 'drop_sources')
    return isSame ? undefined : { mode, resources: loadedIn(tree, tree.walked), walked: undefined };
  const before = new Set(isSame ? done.resources : []);
  const wanted = asked.resources === undefined ? undefined : new Set(asked.resources);
  const isDue = ({ name }: Resource): boolean => !before.has(name) && (wanted === undefined || wanted.has(name));
  const families = tree.roots
    .map((root) => familyOf(tree, root))
    .filter((family) => family.some((one) => tree.isLoaded(one) && isDue(one)));
  if (families.length === 0) return undefined;
  const walked = families.flat();
  return { mode, resources: loadedIn(tree, walked), walked: new Set(walked.map(({ name }) => name)) };
}

/** What a run has begun afresh, all its attempts together. */
export function refreshedSoFar(done: RunRefresh | undefined, due: DueRefresh | undefined): RunRefresh | undefined {
  if (due === undefined) return done;
  const { mode, resources } = due;
  return { mode, resources: [...new Set([...(done?.mode === mode ? done.resources : []), ...resources])] };
}

/** How far the resources are that are not begun afresh. */
export function progressBeside(progress: OpenRun['progress'], due: DueRefresh): OpenRun['progress'] {
  return Object.fromEntries(Object.entries(progress).filter(([name]) => due.walked?.has(name) === false));
}

/** What a refresh makes of the schema of the newest load, and of its tables. */
export interface RefreshedSchema {
  /** On top of which the run goes on; undefined for a source that begins as if it had never run. */
  readonly before: Schema | undefined;
  /** The same without what is dropped. */
  readonly start: Schema | undefined;
  readonly refresh: PackageRefresh | undefined;
}

/** Only tables that have had rows are in a database; a source that never ran has nothing to begin afresh. */
export function refreshSchema(stored: Schema | undefined, due: DueRefresh | undefined): RefreshedSchema {
  if (stored === undefined || due === undefined) return { before: stored, start: stored, refresh: undefined };
  const { mode } = due;
  const affected = affectedTables(stored, due);
  const refresh = { mode, tables: affected.filter((name) => stored.tables.get(name)?.seenData === true).toReversed() };
  if (mode === 'drop_data') return { before: stored, start: stored, refresh };
  if (mode === 'drop_resources') return { before: stored, start: withoutTables(stored, new Set(affected)), refresh };
  // The new schema remembers one that was there before it.
  const start = { ...newSchema(stored.name), previousHashes: [versionHash(stored)] };
  return { before: undefined, start, refresh };
}

/** The same, where a schema that was imported takes the place of what is known of tables. */
export function withImport(refreshed: RefreshedSchema, instead: Schema | undefined): RefreshedSchema {
  return instead === undefined ? refreshed : { ...refreshed, before: instead, start: instead };
}

/** Root tables of the resources, each with all that is nested in it behind it. */
function affectedTables(schema: Schema, { mode, resources }: DueRefresh): readonly TableName[] {
  const names = new Set(resources);
  return [...schema.tables.values()]
    .filter((table) => {
      const { name, resource } = rootOf(schema, table);
      return !isSystemName(name) && (mode === 'drop_sources' || (resource !== undefined && names.has(resource)));
    })
    .toSorted((one, other) => depthOf(schema, one.name) - depthOf(schema, other.name))
    .map(({ name }) => name);
}

function depthOf(schema: Schema, name: TableName): number {
  let depth = 0;
  for (let at = schema.tables.get(name)?.parent; at !== undefined; at = schema.tables.get(at)?.parent) depth += 1;
  return depth;
}

/** A root resource with all that hangs on it. */
function familyOf(tree: ResourceTree, resource: Resource): readonly Resource[] {
  return [resource, ...tree.childrenOf(resource).flatMap((child) => familyOf(tree, child))];
}

function loadedIn(tree: ResourceTree, resources: readonly Resource[]): readonly string[] {
  return resources.filter((resource) => tree.isLoaded(resource)).map(({ name }) => name);
}
