import type { ChildResource, Resource, RootResource, Source } from '../sources/source.ts';
import { endlessParents, unknownParent, unknownResource } from './errors.ts';

/** Who feeds whom, among the resources that a run has to walk. */
export interface ResourceTree {
  /** In the order of the source. */
  readonly roots: readonly RootResource[];
  childrenOf(resource: Resource): readonly ChildResource[];
  /** Rows of these go to tables; the others are walked for their children only. */
  isLoaded(resource: Resource): boolean;
  /** All that are walked, parents before children. */
  readonly walked: readonly Resource[];
}

export interface Selection {
  /** Names of resources. @default all that the source itself selects */
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/**
 * The part of a source that a selection needs: what is selected, and every ancestor of it.
 * @throws `resource_unknown` for a name or a parent that the source does not have, and for parents in a circle
 */
export function resourceTree(source: Source, selection: Selection): ResourceTree {
  const byName = new Map(source.resources.map((resource) => [resource.name, resource]));
  for (const name of [...(selection.select ?? []), ...(selection.exclude ?? [])]) {
    if (!byName.has(name)) throw unknownResource(name, [...byName.keys()]);
  }
  const loaded = new Set(source.resources.filter((resource) => isChosen(resource, selection)));
  const needed = new Set([...loaded].flatMap((resource) => lineage(resource, byName)));
  const walked = source.resources.filter((resource) => needed.has(resource));
  const roots = walked.filter((resource) => resource.kind === 'root');
  const children = walked.filter((resource) => resource.kind === 'child');
  const childrenOf = (parent: Resource): readonly ChildResource[] =>
    children.filter((child) => child.parent === parent.name);
  return { roots, childrenOf, isLoaded: (resource) => loaded.has(resource), walked: depthFirst(roots, childrenOf) };
}

function isChosen(resource: Resource, { select, exclude }: Selection): boolean {
  if (exclude?.includes(resource.name)) return false;
  return select === undefined ? resource.selected : select.includes(resource.name);
}

/** The resource and its ancestors. */
function lineage(start: Resource, byName: ReadonlyMap<string, Resource>): Resource[] {
  const line = new Set([start]);
  for (const resource of line) {
    if (resource.kind === 'root') break;
    const parent = byName.get(resource.parent);
    if (parent === undefined) throw unknownParent(resource.name, resource.parent);
    if (line.has(parent))
      throw endlessParents(
        start.name,
        [...line].map(({ name }) => name),
      );
    line.add(parent);
  }
  return [...line];
}

function depthFirst(level: readonly Resource[], childrenOf: ResourceTree['childrenOf']): Resource[] {
  return level.flatMap((resource) => [resource, ...depthFirst(childrenOf(resource), childrenOf)]);
}
