import type { Emit } from '../core/event.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Destination, Target } from '../destinations/destination.ts';
import type { LoadIdentity, LoadPackage, PackageStore } from '../load-package/load-package.ts';
import { load } from '../load/load.ts';
import { planAhead, planLoad, type PackagePart } from '../load/plan-load.ts';
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

/** Files of a package that is not sealed yet. */
export interface NewPart extends PackagePart {
  readonly load: LoadIdentity;
}

/**
 * Puts rows of a package that is still being written where its commit will find them, as far as the destination does so.
 * Never fails: what is not done ahead is done by the commit, which also says what is wrong.
 */
export async function loadAhead({ client }: CommitParts, part: NewPart): Promise<void> {
  const steps = planAhead(part);
  if (steps.length === 0) return;
  try {
    await client.use((open) => open.ahead?.(part.load, steps) ?? Promise.resolve(false));
  } catch {
    // Its connection is closed, and with it nothing of the part is there.
  }
}
