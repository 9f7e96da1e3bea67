import { basename } from 'node:path';
import type { Runtime } from '../../core/runtime.ts';
import { pipeline, type Pipeline, type PipelineLimits } from '../../pipeline/pipeline.ts';
import { readNote } from '../../pipeline/run-note.ts';
import { defaultPipelinesFolder, workingFolder } from '../../pipeline/working-folder.ts';
import { schemaNameFrom } from '../../schema/schema.ts';
import type { PlaceOptions, SourceOptions } from '../options.ts';
import { openDestination } from './open-destination.ts';

/**
 * A pipeline as the options of a command name it.
 * @throws `destination_unknown`, `config_value_missing`, `config_invalid`, `config_unreadable`, `name_empty`, `usage`
 */
export async function openPipeline(
  name: string,
  options: PlaceOptions & Pick<SourceOptions, 'set'>,
  runtime: Runtime,
  limits: Partial<PipelineLimits> = {},
): Promise<Pipeline> {
  const destination = options.destination ?? `duckdb:${basename(name)}.duckdb`;
  return pipeline({
    name,
    destination: await openDestination(destination, options.set ?? [], runtime),
    dataset: options.dataset,
    pipelinesFolder: options.pipelinesDir,
    runtime,
    limits,
  });
}

/** The pipeline where its last run on this machine loaded to, where the options do not say otherwise. */
export async function reopenPipeline(name: string, options: PlaceOptions, runtime: Runtime): Promise<Pipeline> {
  const folder = workingFolder(runtime, options.pipelinesDir ?? defaultPipelinesFolder, schemaNameFrom(name));
  const target = (await readNote(runtime, folder.note))?.target;
  const destination = options.destination ?? target?.destination;
  const dataset = options.dataset ?? target?.dataset;
  return openPipeline(name, { ...options, destination, dataset }, runtime);
}
