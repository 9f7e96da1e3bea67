import type { Emit } from '../core/event.ts';
import type { ResourceTree } from '../extract/resource-tree.ts';
import { defaultNormalizeLimits, type NormalizeOptions } from '../normalize/normalize.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import type { Settings } from './settings.ts';

/** How the rows of this run become tables. A package cannot be cut finer than the stretches it is made of. */
export function normalizeOptions(
  { runtime, limits }: Settings,
  { tree, naming, emit }: { readonly tree: ResourceTree; readonly naming: NamingConvention; readonly emit: Emit },
): Omit<NormalizeOptions, 'loadId'> {
  const { stretchBytes } = defaultNormalizeLimits;
  return {
    naming,
    resources: new Map(tree.walked.map(({ name, table, hints }) => [name, { table, hints }])),
    randomBytes: (count) => runtime.randomBytes(count),
    limits: { ...defaultNormalizeLimits, stretchBytes: Math.min(stretchBytes, limits.packageBytes) },
    emit,
  };
}
