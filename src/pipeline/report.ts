/**
 * What a pipeline tells afterwards and beforehand: values only, ready for a terminal, for JSON or for a test.
 */
import type { LoadId } from '../core/names.ts';
import type { PipelineState } from '../core/state.ts';
import type { WalkEnd } from '../core/verdict.ts';
import type { LoadStep, TableSummary } from '../destinations/destination.ts';
import type { Schema } from '../schema/table.ts';
import type { PlannedRequest } from '../sources/source.ts';

/** What a run did. Sums are over all attempts at it, an interrupted one included; requests are of this attempt. */
export interface RunReport {
  readonly pipeline: string;
  readonly dataset: string;
  readonly destination: string;
  /** `done`: every selected resource reached its end and all its rows are committed. */
  readonly outcome: 'done' | 'interrupted';
  /** True when this attempt went on with a run that an earlier one left unfinished. */
  readonly resumed: boolean;
  readonly loadIds: readonly LoadId[];
  readonly resources: readonly ResourceReport[];
  /** What schema contracts held back in this attempt; a table without loss is not in it. */
  readonly discarded: readonly DiscardReport[];
  /** Warnings and remarks of this attempt, each once: a key that no row has, a list that changed while it was read. */
  readonly notices?: readonly string[] | undefined;
  readonly startedAt: string;
  readonly elapsedMs: number;
}

export interface DiscardReport {
  readonly table: string;
  /** Rows; what is nested in them went with them and is not counted. */
  readonly rows: number;
  /** Values of rows that were kept. */
  readonly values: number;
}

export interface ResourceReport {
  readonly name: string;
  readonly rows: number;
  readonly pages: number;
  readonly requests: number;
  /** Absent while the resource is unfinished. */
  readonly end?: WalkEnd | undefined;
}

/** What a run would do; nothing was sent and nothing changed. */
export interface PipelinePlan {
  readonly pipeline: string;
  readonly dataset: string;
  readonly destination: string;
  readonly requests: readonly PlannedRequest[];
  readonly resources: readonly PlannedResource[];
  /** One package's way into the destination, as far as it is known before a row is. */
  readonly steps: readonly PlannedStep[];
  /** Set when an interrupted run would go on. */
  readonly resumes?: PipelineState['run'];
}

export interface PlannedResource {
  readonly name: string;
  readonly table: string;
  readonly parent?: string | undefined;
  readonly selected: boolean;
  readonly writeDisposition: string;
  readonly primaryKey: readonly string[];
}

export interface PlannedStep {
  readonly phase: 'prepare' | 'commit';
  readonly kind: LoadStep['kind'];
  readonly tables: readonly string[];
  readonly statements: readonly string[];
}

/** What is known of the tables of a pipeline. */
export interface PipelineSchema {
  readonly schema: Schema;
  /** The SQL that makes its tables where there are none. */
  readonly statements: readonly string[];
}

/** What is there now. */
export interface PipelineStatus {
  readonly pipeline: string;
  readonly dataset: string;
  readonly destination: string;
  readonly newestLoad?: LoadId | undefined;
  readonly schema?: Schema | undefined;
  readonly state?: PipelineState | undefined;
  readonly tables: readonly TableSummary[];
  /** Sealed on this machine and not yet loaded. */
  readonly waitingPackages: readonly { readonly loadId: LoadId; readonly byteCount: number }[];
  /** The last run on this machine; absent when there is no note of one. */
  readonly lastRun?: LastRun | undefined;
}

export interface LastRun {
  readonly outcome: 'done' | 'interrupted' | 'failed' | 'running';
  readonly report?: RunReport | undefined;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string } | undefined;
}
