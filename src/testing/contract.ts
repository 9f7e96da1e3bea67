/**
 * What a destination is held to. A case is data: a name, and what is done in a world that the author of the destination
 * gives. Which cases there are follows from the declared capabilities alone: what is claimed must work, what is not
 * claimed must be refused. Everything is read back through the contract of `destinations/`, nothing past it.
 */
import type { Runtime } from '../core/runtime.ts';
import type { Destination, JobClient, Target } from '../destinations/destination.ts';
import type { Cell } from '../schema/cell.ts';

/** One promise, and how it is proven. Knows no test runner. */
export interface ContractCase {
  /** Differs from that of every other case. */
  readonly name: string;
  /** Rejects when the promise is broken. A world serves one case. */
  readonly run: (world: ContractWorld) => Promise<void>;
}

/** A place where nothing was loaded yet, and to which nobody else loads. */
export interface ContractWorld {
  readonly destination: Destination;
  /** Name of a dataset that is not there; others are made of it by a suffix. */
  readonly dataset: string;
  /** An empty folder of this world alone, for packages and temporary files. Absolute. */
  readonly folder: string;
  readonly runtime: Runtime;
  /** Texts that nobody may see: passwords and keys that the destination was given. */
  readonly secrets?: readonly string[] | undefined;
  /** Changes the dataset as another program would. Needed where the commit is a transaction. */
  readonly byHand?: ((alteration: Alteration) => Promise<void>) | undefined;
  /** What has arrived so far, in order. Needed where the commit is a delivery. */
  readonly delivered?: (() => readonly Delivered[]) | undefined;
  /** A client whose connection breaks around the commit. Without it lost answers are only simulated by asking twice. */
  readonly losing?: ((moment: LosingMoment, target: Target) => Promise<JobClient>) | undefined;
}

/** A batch of rows, where a destination hands them on instead of keeping them. */
export interface Delivered {
  readonly table: string;
  /** The same rows have the same when they come again. */
  readonly batchId: string;
  readonly rows: readonly { readonly [column: string]: Cell }[];
}

/** What somebody does to a table of the dataset without asking. */
export type Alteration =
  | { readonly kind: 'drop_table'; readonly dataset: string; readonly table: string }
  | { readonly kind: 'drop_column'; readonly dataset: string; readonly table: string; readonly column: string }
  /** The column keeps text from now on. */
  | { readonly kind: 'retype_column'; readonly dataset: string; readonly table: string; readonly column: string };

/** `before_commit`: the commit never arrives. `after_commit`: it is done, and its answer never arrives. */
export type LosingMoment = 'before_commit' | 'after_commit';
