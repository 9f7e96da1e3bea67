import type { Destination } from '../destinations/destination.ts';
import type { ResourceTree } from '../extract/resource-tree.ts';
import { cannotWiden, emptyTableWithoutName } from './errors.ts';

/**
 * Hints that cannot be followed are refused before anything is asked for: columns of which a destination cannot change
 * the type, and empty tables of resources whose rows choose their tables.
 * @throws `config_invalid`
 */
export function checkHints(tree: ResourceTree, { name, capabilities }: Destination): void {
  for (const resource of tree.walked) {
    if (!tree.isLoaded(resource)) continue;
    const { typeConflicts, emptyTable } = resource.hints;
    if (typeConflicts === 'widen' && capabilities.retyping === undefined) throw cannotWiden(resource.name, name);
    if (emptyTable === 'create' && typeof resource.table !== 'string') throw emptyTableWithoutName(resource.name);
  }
}
