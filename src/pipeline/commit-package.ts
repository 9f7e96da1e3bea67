import type { Emit } from '../core/event.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Destination, JobClient, Target } from '../destinations/destination.ts';
import type { LoadPackage, PackageStore } from '../load-package/load-package.ts';
import { load } from '../load/load.ts';
import { planLoad } from '../load/plan-load.ts';
import { loadFenced } from './errors.ts';

export interface CommitParts {
  readonly runtime: Runtime;
  readonly destination: Destination;
  readonly target: Target;
  readonly packages: PackageStore;
  readonly emit: Emit;
  /** Called between the commit and the removal of the package. */
  readonly committed: (loadPackage: LoadPackage) => Promise<void>;
}

/**
 * Loads one sealed package, and deletes it once that is noted. A connection is open for the load only, so that a
 * long extraction holds nothing (case F3.13).
 * @throws `load_fenced` when another run committed first; the package is deleted then, too
 */
export async function commitPackage(parts: CommitParts, loadPackage: LoadPackage): Promise<void> {
  const { destination, target, packages, runtime, emit } = parts;
  const plan = planLoad(loadPackage, destination.capabilities);
  const outcome = await withClient(destination, target, (client) =>
    load(plan, loadPackage, client, { signal: target.signal, emit, clock: runtime.clock }),
  );
  if (outcome === 'fenced') {
    await packages.remove(loadPackage.id);
    throw loadFenced(loadPackage.pipeline, loadPackage.id);
  }
  await parts.committed(loadPackage);
  await packages.remove(loadPackage.id);
}

/** Connects, uses and closes, whatever happens. */
export async function withClient<Result>(
  destination: Destination,
  target: Target,
  use: (client: JobClient) => Promise<Result>,
): Promise<Result> {
  const client = await destination.connect(target);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
