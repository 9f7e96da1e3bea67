import type { Emit } from '../core/event.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Destination, Target } from '../destinations/destination.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import { namingOf, type NamingName } from '../schema/naming/conventions.ts';
import { newSchema, schemaNameFrom } from '../schema/schema.ts';
import type { Schema } from '../schema/table.ts';
import type { WriteDisposition } from '../schema/table.ts';
import type { Source } from '../sources/source.ts';
import { otherNaming } from './errors.ts';
import type { PipelineLimits, PipelineOptions, RunOptions } from './options.ts';
import { defaultPipelinesFolder, workingFolder, type WorkingFolder } from './working-folder.ts';

/** The options of a pipeline with everything filled in. */
export interface Settings {
  readonly name: string;
  readonly runtime: Runtime;
  readonly destination: Destination;
  /** After the naming convention. */
  readonly dataset: string;
  readonly exportSchemaPath: string | undefined;
  readonly importSchemaPath: string | undefined;
  /** What the user asked for; a dataset that is there has its own. */
  readonly namingName: NamingName | undefined;
  readonly folder: WorkingFolder;
  readonly limits: PipelineLimits;
}

const defaultLimits: PipelineLimits = { packageBytes: 256 * 1024 * 1024, packageMs: 5 * 60 * 1000 };

/** No listener: for runs whose caller does not want to hear. */
export const silent: Emit = () => undefined;

/** @throws `name_empty` for a pipeline or dataset of which the naming convention leaves nothing */
export function settingsFrom(options: PipelineOptions): Settings {
  const runtime = options.runtime ?? nodeRuntime();
  const naming = namingOf(options.naming ?? 'snake_case', lengthLimit(options.destination));
  const folderName = schemaNameFrom(options.name);
  return {
    name: options.name,
    runtime,
    destination: options.destination,
    dataset: naming.table(options.dataset ?? `${options.name}_dataset`),
    folder: workingFolder(runtime, options.pipelinesFolder ?? defaultPipelinesFolder, folderName),
    limits: { ...defaultLimits, ...options.limits },
    exportSchemaPath: options.exportSchemaPath,
    importSchemaPath: options.importSchemaPath,
    namingName: options.naming,
  };
}

/**
 * The schema that a run begins with: as the newest load left it, or new; and the convention that its names go through.
 * @throws `schema_conflict` when its tables have rows and the user asks for another convention
 */
export function namedSchema(settings: Settings, stored: Schema | undefined, schemaName: string): NamedSchema {
  const { namingName, destination } = settings;
  const known = stored ?? newSchema(schemaName);
  const storedName = known.naming ?? 'snake_case';
  const name = namingName ?? storedName;
  if (name !== storedName && [...known.tables.values()].some(({ seenData }) => seenData)) {
    throw otherNaming(settings.name, storedName, name);
  }
  const naming = namingOf(name, { ...lengthLimit(destination), breaksPaths: known.breaksPaths });
  return { schema: { ...known, naming: name === 'snake_case' ? undefined : name }, naming };
}

export interface NamedSchema {
  readonly schema: Schema;
  readonly naming: NamingConvention;
}

function lengthLimit({ capabilities }: Destination): { readonly maxLength: number | undefined } {
  return { maxLength: capabilities.maxIdentifierLength };
}

/** @param schemaName the source's, or what the note of the last run says */
export function targetOf(settings: Settings, schemaName: string, signal: AbortSignal): Target {
  return {
    pipeline: settings.name,
    schemaName: schemaNameFrom(schemaName),
    dataset: settings.dataset,
    temporaryFolder: settings.folder.temporary,
    runtime: settings.runtime,
    signal,
  };
}

/** The source with what the run says instead of what the source and its resources say. */
export function withOverrides(source: Source, { writeDisposition, schemaContract }: Overrides): Source {
  return withContract(withDisposition(source, writeDisposition), schemaContract);
}

type Overrides = Pick<RunOptions, 'writeDisposition' | 'schemaContract'>;

function withContract(source: Source, contract: RunOptions['schemaContract']): Source {
  if (contract === undefined) return source;
  const resources = source.resources.map((resource) => ({ ...resource, hints: { ...resource.hints, contract } }));
  return { ...source, resources, schema: { ...source.schema, contract } };
}

function withDisposition(source: Source, writeDisposition: WriteDisposition | undefined): Source {
  if (writeDisposition === undefined) return source;
  const resources = source.resources.map((resource) => ({
    ...resource,
    hints: { ...resource.hints, writeDisposition },
  }));
  return { ...source, resources };
}
