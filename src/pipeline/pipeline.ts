/**
 * The wiring: a source, a destination and a folder become a pipeline. Everything that a run touches is reached from
 * here; the stages themselves know nothing of each other.
 */
import type { QueryLimits, QueryResult } from '../destinations/destination.ts';
import type { Source } from '../sources/source.ts';
import { openDataset, type Dataset, type ReadOptions } from './dataset.ts';
import type { PipelineOptions, RunOptions } from './options.ts';
import { planPipeline } from './plan.ts';
import type { PipelinePlan, PipelineSchema, PipelineStatus, RunReport } from './report.ts';
import { runPipeline } from './run.ts';
import { settingsFrom } from './settings.ts';
import { queryOf, schemaOf, statusOf } from './status.ts';

export type { Dataset, DatasetRow, ReadOptions, TableOptions } from './dataset.ts';
export type { PipelineLimits, PipelineOptions, RunOptions } from './options.ts';

export interface Pipeline {
  readonly name: string;
  /**
   * Loads a source, or goes on with a run that was interrupted.
   * @throws SluiceError of any phase; what was committed stays, and the next run goes on from there
   */
  run(source: Source, options?: RunOptions): Promise<RunReport>;
  plan(source: Source, options?: RunOptions): Promise<PipelinePlan>;
  /** @throws `pipeline_not_found` */
  status(): Promise<PipelineStatus>;
  /** What is known of its tables, as the newest load left it. @throws `pipeline_not_found` */
  schema(): Promise<PipelineSchema>;
  /** @throws `pipeline_not_found`, `query_refused`, `query_failed` */
  query(sql: string, limits?: Partial<QueryLimits>): Promise<QueryResult>;
  /**
   * Opens what was loaded, to read rows of any number; `signal` ends all reading. Close it, or take it with `await using`.
   * @throws `pipeline_not_found`, `destination_locked`, `destination_unreachable`, `destination_format`
   */
  dataset(options?: Pick<ReadOptions, 'signal'>): Promise<Dataset>;
}

/**
 * A pipeline; nothing is opened or made until one of its methods is called.
 * @throws `name_empty` for a name of which the naming convention leaves nothing
 */
export function pipeline(options: PipelineOptions): Pipeline {
  const settings = settingsFrom(options);
  return {
    name: options.name,
    run: (source, runOptions = {}) => runPipeline(settings, source, runOptions),
    plan: (source, runOptions = {}) => planPipeline(settings, source, runOptions),
    status: () => statusOf(settings),
    schema: () => schemaOf(settings),
    query: (sql, limits = {}) => queryOf(settings, sql, limits),
    dataset: (options = {}) => openDataset(settings, options),
  };
}
