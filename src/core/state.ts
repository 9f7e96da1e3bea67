import type { WalkEnd } from './verdict.ts';
import type { Row, Value } from './value.ts';

/** What a pipeline remembers between runs. It moves only together with the rows it speaks of. */
export interface PipelineState {
  /** By resource: cursors, and whatever else the resource keeps. Resources without values are absent. */
  readonly resources: { readonly [resource: string]: ResourceState };
  /** Set while a run is unfinished. */
  readonly run?: OpenRun | undefined;
}

export interface ResourceState {
  readonly values: Row;
}

/** A run that has begun and not ended: another attempt goes on where it stopped. */
export interface OpenRun {
  readonly id: string;
  /** ISO 8601, UTC. The same for every attempt at this run. */
  readonly startedAt: string;
  /** What it began afresh, so that another attempt does not do it a second time. */
  readonly refresh?: RunRefresh | undefined;
  readonly progress: { readonly [resource: string]: ResourceProgress };
}

/**
 * What a run forgets before it begins (dataset-format section 7.7): all tables and all state of the source; tables and
 * state of the resources that it loads; or the rows and state of those.
 */
export type RefreshMode = 'drop_sources' | 'drop_resources' | 'drop_data';

export interface RunRefresh {
  readonly mode: RefreshMode;
  /** Names of the resources that it loads afresh. */
  readonly resources: readonly string[];
}

/** How far a run has come with one resource. */
export type ResourceProgress =
  | {
      readonly kind: 'open';
      /** Null for a child resource: it goes on with its parent. */
      readonly resumeFrom: Value;
      readonly counts: ResourceCounts;
      /** Which walks of a child have been made, of those that are made once; see `once` in `sources/`. */
      readonly walked?: readonly string[] | undefined;
      /** The worst end of its walks so far; set for child resources, which have one for every row of their parent. */
      readonly end?: WalkEnd | undefined;
    }
  | { readonly kind: 'done'; readonly end: WalkEnd; readonly counts: ResourceCounts };

/** Sums over a whole run, all attempts together. */
export interface ResourceCounts {
  readonly rows: number;
  readonly pages: number;
}

/** The state of a pipeline that has never run. */
export const emptyState: PipelineState = { resources: {} };
