import type { Emit } from '../core/event.ts';
import type { ResourceTree } from '../extract/resource-tree.ts';
import { defaultNormalizeLimits, type NormalizeOptions, type ResourceHints } from '../normalize/normalize.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import { partBytes } from './open-package.ts';
import type { Settings } from './settings.ts';

interface Normalizing {
  readonly tree: ResourceTree;
  readonly naming: NamingConvention;
  /** Of the run and not of the attempt, so that a run which is taken up makes the same tables. */
  readonly startedAt: string;
  readonly emit: Emit;
}

/** How the rows of this run become tables. A package cannot be cut finer than the stretches it is made of. */
export function normalizeOptions(
  { runtime, limits, destination }: Settings,
  { tree, naming, startedAt, emit }: Normalizing,
): Omit<NormalizeOptions, 'loadId'> {
  const { stretchBytes } = defaultNormalizeLimits;
  const finest = destination.capabilities.loadsAhead === true ? partBytes(limits) : limits.packageBytes;
  return {
    naming,
    resources: new Map(tree.walked.map((resource) => [resource.name, resourceHints(tree, resource)])),
    retyping: destination.capabilities.retyping,
    randomBytes: (count) => runtime.randomBytes(count),
    startedAtMs: Date.parse(startedAt),
    limits: { ...defaultNormalizeLimits, stretchBytes: Math.min(stretchBytes, finest) },
    emit,
  };
}

/** A resource whose rows are not loaded makes no table either. */
function resourceHints(tree: ResourceTree, resource: ResourceTree['walked'][number]): ResourceHints {
  const { table, hints } = resource;
  const isWanted = hints.emptyTable === 'create' && tree.isLoaded(resource);
  return isWanted && typeof table === 'string' ? { hints, emptyTable: table } : { hints };
}
