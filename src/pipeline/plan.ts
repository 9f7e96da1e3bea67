import type { LoadId, TableName } from '../core/names.ts';
import { emptyState } from '../core/state.ts';
import type { LoadStep, Restored, Target } from '../destinations/destination.ts';
import { resourceTree, type ResourceTree } from '../extract/resource-tree.ts';
import { planLoad } from '../load/plan-load.ts';
import type { LoadPackage, PackageRefresh } from '../load-package/load-package.ts';
import { applyHints } from '../schema/hints.ts';
import { withSchemaHints } from '../schema/schema-hints.ts';
import type { Schema } from '../schema/table.ts';
import type { Resource, Source } from '../sources/source.ts';
import { checkHints } from './check-hints.ts';
import type { RunOptions } from './options.ts';
import { lookForSchema } from './import-schema.ts';
import { dueRefresh, refreshSchema, withImport } from './refresh.ts';
import type { PipelinePlan, PlannedResource, PlannedStep } from './report.ts';
import { namedSchema, targetOf, withOverrides, type NamedSchema, type Settings } from './settings.ts';

/** What a run would ask for and write; opens the destination for reading at most. */
export async function planPipeline(settings: Settings, source: Source, options: RunOptions): Promise<PipelinePlan> {
  const chosen = withOverrides(source, options);
  const tree = resourceTree(chosen, options);
  checkHints(tree, settings.destination);
  const target = targetOf(settings, source.name, options.signal ?? new AbortController().signal);
  const restored = await restore(settings, target);
  const due = dueRefresh(tree, options.refresh && { mode: options.refresh }, restored?.state?.run?.refresh);
  const { instead } = await lookForSchema(settings, target.schemaName, restored?.schema);
  const { start: known, refresh } = withImport(refreshSchema(restored?.schema, due), instead);
  const named = namedSchema(settings, known, target.schemaName);
  const start = withSchemaHints(named.schema, chosen.schema ?? {});
  const walked = new Set(tree.walked.map(({ name }) => name));
  return {
    pipeline: settings.name,
    dataset: target.dataset,
    destination: settings.destination.location,
    requests: (chosen.requests ?? []).filter(({ resource }) => walked.has(resource)),
    resources: tree.walked.map((resource) => plannedResource(tree, resource)),
    steps: plannedSteps(settings, tree, target, { ...named, schema: start, refresh }),
    resumes: restored?.state?.run,
  };
}

interface PlannedSchema extends NamedSchema {
  readonly refresh: PackageRefresh | undefined;
}

async function restore({ destination }: Settings, target: Target): Promise<Restored | undefined> {
  const reader = await destination.read(target);
  if (reader === undefined) return undefined;
  try {
    return await reader.restore();
  } finally {
    await reader.close();
  }
}

function plannedResource(tree: ResourceTree, resource: ResourceTree['walked'][number]): PlannedResource {
  const { name, table, hints } = resource;
  return {
    name,
    table: typeof table === 'string' ? table : 'chosen by each row',
    parent: resource.kind === 'child' ? resource.parent : undefined,
    selected: tree.isLoaded(resource),
    writeDisposition: hints.writeDisposition ?? 'append',
    primaryKey: hints.primaryKey ?? [],
  };
}

/** The way of a package with rows of every resource, by what is known of their tables so far. */
function plannedSteps(
  settings: Settings,
  tree: ResourceTree,
  target: Target,
  named: PlannedSchema,
): readonly PlannedStep[] {
  const loaded = tree.walked.filter((resource) => tree.isLoaded(resource));
  const schema = hintedSchema(loaded, named);
  const tables = loaded.flatMap(({ table }) => (typeof table === 'string' ? [named.naming.table(table)] : []));
  const imagined = imaginedPackage(settings, tables, target, { schema, refresh: named.refresh });
  const plan = planLoad(imagined, settings.destination.capabilities);
  const describe =
    (phase: PlannedStep['phase']) =>
    (step: LoadStep): PlannedStep => ({
      phase,
      kind: step.kind,
      tables: tablesOf(step),
      statements: settings.destination.describe(step, target),
    });
  return [...plan.prepare.flat().map(describe('prepare')), ...plan.commit.map(describe('commit'))];
}

/** The schema with the hints of resources, as if each had brought rows; tables that rows choose come with the rows. */
export function hintedSchema(resources: readonly Resource[], { naming, schema: start }: NamedSchema): Schema {
  return resources.reduce(
    (schema, { name, table, hints }) =>
      typeof table === 'string' ? applyHints(schema, { resource: name, table, hints }, naming) : schema,
    start,
  );
}

function imaginedPackage(
  settings: Settings,
  tables: readonly TableName[],
  target: Target,
  { schema, refresh }: Pick<PlannedSchema, 'schema' | 'refresh'>,
): LoadPackage {
  return {
    // A stand-in that is only ever printed.
    id: '<load id>' as LoadId,
    pipeline: target.pipeline,
    dataset: target.dataset,
    createdAt: new Date(settings.runtime.clock.now()).toISOString(),
    schema,
    state: emptyState,
    files: tables.map((table) => ({ table, path: `<${table}.parquet>`, rowCount: 0, byteCount: 0, hash: '' })),
    received: new Map(),
    place: { first: true, last: true },
    replaced: [],
    refresh,
  };
}

function tablesOf(step: LoadStep): readonly string[] {
  switch (step.kind) {
    case 'migrate':
    case 'merge':
    case 'swap':
      return step.tables.map(({ name }) => name);
    case 'truncate':
    case 'drop':
      return step.tables;
    case 'copy':
      return [step.table.name];
    case 'save_schema':
    case 'save_state':
    case 'record_load':
      return [];
  }
}
