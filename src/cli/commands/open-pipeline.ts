import { basename } from 'node:path';
import { destinationSettings } from '../../config/destination-settings.ts';
import type { Runtime } from '../../core/runtime.ts';
import { destinationFrom } from '../../destinations/registry.ts';
import { pipeline, type Pipeline, type PipelineLimits } from '../../pipeline/pipeline.ts';
import { readNote } from '../../pipeline/run-note.ts';
import { defaultPipelinesFolder, workingFolder } from '../../pipeline/working-folder.ts';
import { schemaNameFrom } from '../../schema/schema.ts';
import type { PlaceOptions } from '../options.ts';

/**
 * A pipeline as the options of a command name it.
 * @throws `destination_unknown`, `config_value_missing`, `config_invalid`, `config_unreadable`, `name_empty`
 */
export async function openPipeline(
  name: string,
  options: PlaceOptions,
  runtime: Runtime,
  limits: Partial<PipelineLimits> = {},
): Promise<Pipeline> {
  const destination = options.destination ?? `duckdb:${basename(name)}.duckdb`;
  const { settings } = await destinationSettings({ runtime, set: new Map() });
  return pipeline({
    name,
    destination: await destinationFrom(destination, { workingFolder: runtime.workingFolder, settings }),
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
