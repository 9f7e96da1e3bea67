import type { DatasetReader, QueryLimits, QueryResult, Target } from '../destinations/destination.ts';
import { packageStore } from '../load-package/package-store.ts';
import { neverLoaded } from './errors.ts';
import { completeColumns } from '../schema/schema.ts';
import type { LastRun, PipelineSchema, PipelineStatus } from './report.ts';
import { readNote } from './run-note.ts';
import { targetOf, type Settings } from './settings.ts';

const defaultQueryLimits: QueryLimits = { maxRows: 1000, timeoutMs: 60_000 };

/** @throws `pipeline_not_found` */
export async function statusOf(settings: Settings): Promise<PipelineStatus> {
  const { runtime, folder, destination, name } = settings;
  const note = await readNote(runtime, folder.note);
  const waiting = await packageStore({ folder: folder.packages, runtime }).ready();
  const known = await withReader(settings, async (reader) => ({
    restored: await reader.restore(),
    tables: await reader.tables(),
  }));
  if (known === undefined && note === undefined) throw neverLoaded(name, destination.location);
  const lastRun: LastRun | undefined = note && { outcome: note.outcome, report: note.report, error: note.error };
  return {
    pipeline: name,
    dataset: settings.dataset,
    destination: destination.location,
    newestLoad: known?.restored.newestLoad,
    schema: known?.restored.schema,
    state: known?.restored.state,
    tables: known?.tables ?? [],
    waitingPackages: waiting.map(({ id, files }) => ({
      loadId: id,
      byteCount: files.reduce((sum, { byteCount }) => sum + byteCount, 0),
    })),
    lastRun,
  };
}

/** @throws `pipeline_not_found` */
export async function schemaOf(settings: Settings): Promise<PipelineSchema> {
  const { destination, name } = settings;
  const schema = (await withReader(settings, (reader) => reader.restore()))?.schema;
  if (schema === undefined) throw neverLoaded(name, destination.location);
  const tables = [...schema.tables.values()].filter((table) => completeColumns(table).length > 0);
  const target = targetOf(settings, schema.name, new AbortController().signal);
  return { schema, statements: destination.describe({ kind: 'migrate', tables, into: 'final' }, target) };
}

/** @throws `pipeline_not_found`, `query_refused`, `query_failed` */
export async function queryOf(settings: Settings, sql: string, limits: Partial<QueryLimits>): Promise<QueryResult> {
  const result = await withReader(settings, (reader) => reader.query(sql, { ...defaultQueryLimits, ...limits }));
  if (result === undefined) throw neverLoaded(settings.name, settings.destination.location);
  return result;
}

/** Undefined when nothing was ever loaded there. */
async function withReader<Result>(
  settings: Settings,
  use: (reader: DatasetReader) => Promise<Result>,
): Promise<Result | undefined> {
  const reader = await settings.destination.read(await notedTarget(settings, new AbortController().signal));
  if (reader === undefined) return undefined;
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

/** The schema is called after the source, which only the note knows; a pipeline is mostly called like its source. */
export async function notedTarget(settings: Settings, signal: AbortSignal): Promise<Target> {
  const note = await readNote(settings.runtime, settings.folder.note);
  return targetOf(settings, note?.target.schemaName ?? settings.name, signal);
}
