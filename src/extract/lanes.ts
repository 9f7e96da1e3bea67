import type { RootResource, Resource } from '../sources/source.ts';
import type { ResourceTree } from './resource-tree.ts';

/**
 * Root resources in groups that can be walked side by side; those of one group go one after the other. Families whose
 * rows meet in a table share a group, so that the order of rows in every table repeats.
 */
export function lanesOf(tree: ResourceTree): readonly (readonly RootResource[])[] {
  const laneOfTable = new Map<string, RootResource[]>();
  const lanes = new Set<RootResource[]>();
  for (const root of tree.roots) {
    const tables = [...tablesOf(tree, root)];
    const meets = new Set(tables.flatMap((table) => laneOfTable.get(table) ?? []).map((other) => other));
    const joined = [...lanes].filter((lane) => lane.some((other) => meets.has(other)));
    const lane = [...joined.flat(), root];
    for (const other of joined) lanes.delete(other);
    lanes.add(lane);
    for (const member of lane) for (const table of tablesOf(tree, member)) laneOfTable.set(table, lane);
  }
  return [...lanes];
}

/** Resources whose code chooses the table of each row may all meet in one. No table is called like this. */
const anyTable = '';

function tablesOf(tree: ResourceTree, resource: Resource): Set<string> {
  const below = tree.childrenOf(resource).flatMap((child) => [...tablesOf(tree, child)]);
  return new Set([typeof resource.table === 'string' ? resource.table : anyTable, ...below]);
}
