import type { Emit } from '../core/event.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Destination, Target } from '../destinations/destination.ts';
import type { LoadPackage, PackageStore } from '../load-package/load-package.ts';
import { load } from '../load/load.ts';
import { planLoad } from '../load/plan-load.ts';
import { loadFenced } from './errors.ts';
import type { LoadClient } from './load-client.ts';

export interface CommitParts {
  readonly runtime: Runtime;
  readonly destination: Destination;
  readonly client: LoadClient;
  readonly target: Target;
  readonly packages: PackageStore;
  readonly emit: Emit;
  /** Called between the commit and the removal of the package. */
  readonly committed: (loadPackage: LoadPackage) => Promise<void>;
}

/**
 * Loads one sealed package, and deletes it once that is noted.
 * @throws `load_fenced` when another run committed first; the package is deleted then, too
 */
export async function commitPackage(parts: CommitParts, loadPackage: LoadPackage): Promise<void> {
  const { destination, client, target, packages, runtime, emit } = parts;
  const plan = planLoad(loadPackage, destination.capabilities);
  const outcome = await client.use((open) =>
    load(plan, loadPackage, open, { signal: target.signal, emit, clock: runtime.clock }),
  );
  if (outcome === 'fenced') {
    await packages.remove(loadPackage.id);
    throw loadFenced(loadPackage.pipeline, loadPackage.id);
  }
  await parts.committed(loadPackage);
  await packages.remove(loadPackage.id);
}
