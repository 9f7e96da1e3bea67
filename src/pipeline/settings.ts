import type { Emit } from '../core/event.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Destination, Target } from '../destinations/destination.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import { snakeCase } from '../schema/naming/snake-case.ts';
import { schemaNameFrom } from '../schema/schema.ts';
import type { WriteDisposition } from '../schema/table.ts';
import type { Source } from '../sources/source.ts';
import type { PipelineLimits, PipelineOptions } from './options.ts';
import { defaultPipelinesFolder, workingFolder, type WorkingFolder } from './working-folder.ts';

/** The options of a pipeline with everything filled in. */
export interface Settings {
  readonly name: string;
  readonly runtime: Runtime;
  readonly destination: Destination;
  /** After the naming convention. */
  readonly dataset: string;
  readonly folder: WorkingFolder;
  readonly limits: PipelineLimits;
  readonly naming: NamingConvention;
}

const defaultLimits: PipelineLimits = { packageBytes: 32 * 1024 * 1024, packageMs: 5 * 60 * 1000 };

/** No listener: for runs whose caller does not want to hear. */
export const silent: Emit = () => undefined;

/** @throws `name_empty` for a pipeline or dataset of which the naming convention leaves nothing */
export function settingsFrom(options: PipelineOptions): Settings {
  const runtime = options.runtime ?? nodeRuntime();
  const naming = snakeCase(options.destination.capabilities.maxIdentifierLength);
  const folderName = schemaNameFrom(options.name);
  return {
    name: options.name,
    runtime,
    destination: options.destination,
    dataset: naming.table(options.dataset ?? `${options.name}_dataset`),
    folder: workingFolder(runtime, options.pipelinesFolder ?? defaultPipelinesFolder, folderName),
    limits: { ...defaultLimits, ...options.limits },
    naming,
  };
}

/** @param schemaName the source's, or what the note of the last run says */
export function targetOf(settings: Settings, schemaName: string, signal: AbortSignal): Target {
  return {
    pipeline: settings.name,
    schemaName: schemaNameFrom(schemaName),
    dataset: settings.dataset,
    temporaryFolder: settings.folder.temporary,
    signal,
  };
}

/** The source with one write disposition instead of those its resources ask for. */
export function withDisposition(source: Source, writeDisposition: WriteDisposition | undefined): Source {
  if (writeDisposition === undefined) return source;
  const resources = source.resources.map((resource) => ({
    ...resource,
    hints: { ...resource.hints, writeDisposition },
  }));
  return { ...source, resources };
}
