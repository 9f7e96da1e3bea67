import type { Emit } from '../core/event.ts';
import type { ResourceTree } from '../extract/resource-tree.ts';
import { defaultNormalizeLimits, type NormalizeOptions } from '../normalize/normalize.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
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
  { runtime, limits }: Settings,
  { tree, naming, startedAt, emit }: Normalizing,
): Omit<NormalizeOptions, 'loadId'> {
  const { stretchBytes } = defaultNormalizeLimits;
  return {
    naming,
    resources: new Map(tree.walked.map(({ name, hints }) => [name, { hints }])),
    randomBytes: (count) => runtime.randomBytes(count),
    startedAtMs: Date.parse(startedAt),
    limits: { ...defaultNormalizeLimits, stretchBytes: Math.min(stretchBytes, limits.packageBytes) },
    emit,
  };
}
