import type { LastRun, PipelineStatus } from '../../pipeline/report.ts';
import { reportSummary } from './run-report.ts';
import { stateJson } from './state-json.ts';
import type { ListedPipeline } from './status-text.ts';

/** One pipeline for machines, with the keys of the dataset format; the schema is its name, version and tables. */
export function statusJson(status: PipelineStatus): unknown {
  const { pipeline, dataset, destination, newestLoad = null, schema, state, tables, waitingPackages, lastRun } = status;
  return {
    pipeline,
    dataset,
    destination,
    newest_load: newestLoad,
    schema: schema && { name: schema.name, version: schema.version, tables: [...schema.tables.keys()] },
    state: state && stateJson(state),
    tables: tables.map(({ name, rowCount, columns }) => ({ name, row_count: Number(rowCount), columns })),
    waiting_packages: waitingPackages.map(({ loadId, byteCount }) => ({ load_id: loadId, byte_count: byteCount })),
    last_run: lastRun && lastRunJson(lastRun),
  };
}

/** Those that ran from a folder. */
export function pipelineListJson(pipelines: readonly ListedPipeline[]): unknown {
  return {
    pipelines: pipelines.map(({ name, outcome, startedAt, destination, dataset }) => ({
      name,
      outcome,
      started_at: startedAt,
      destination,
      dataset,
    })),
  };
}

function lastRunJson({ outcome, report, error }: LastRun): unknown {
  return { outcome, report: report && reportSummary(report), error };
}
