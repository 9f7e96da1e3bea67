import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { LoadId, TableName } from '../core/names.ts';
import type { ExtractedPage } from '../core/page.ts';
import { emptyState, type PipelineState } from '../core/state.ts';
import type { Row, Value } from '../core/value.ts';
import type { CommitOutcome, JobClient, Target } from '../destinations/destination.ts';
import { load } from '../load/load.ts';
import { planLoad } from '../load/plan-load.ts';
import type { LoadPackage, PackageWriter, PlaceInRun } from '../load-package/load-package.ts';
import { packageStore } from '../load-package/package-store.ts';
import { defaultNormalizeLimits, normalize, type NormalizeOptions } from '../normalize/normalize.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import { snakeCase } from '../schema/naming/snake-case.ts';
import { newSchema, withoutTables } from '../schema/schema.ts';
import type { Schema, TableHints } from '../schema/table.ts';
import { versioned } from '../schema/version.ts';
import type { ContractWorld } from './contract.ts';

/** The rows of one table. */
export interface TableRows {
  readonly rows: Iterable<GivenRow>;
  readonly hints?: TableHints | undefined;
  /** @default t */
  readonly table?: string | undefined;
}

/** A member that some rows of a list do not have is undefined in the type of the others, and in none of them. */
type GivenRow = { readonly [key: string]: Value | undefined };

/** What one package is made of. */
export interface Load extends TableRows {
  /** Further tables, behind the first. */
  readonly also?: readonly TableRows[] | undefined;
  readonly state?: PipelineState | undefined;
  /** @default the only package of its run */
  readonly place?: PlaceInRun | undefined;
  /** Root tables to empty. @default those whose write disposition is replace */
  readonly replaced?: readonly string[] | undefined;
  /** Tables that the schema forgets before the rows come. */
  readonly without?: readonly TableName[] | undefined;
  /** @default snake_case, with the longest names of the destination */
  readonly naming?: NamingConvention | undefined;
  /** Rows of one page; columns that the rows of a later page bring begin another file. @default all */
  readonly pageRows?: number | undefined;
}

/** The target of the world, with what is different about it. */
export function targetOf(world: ContractWorld, different: Partial<Target> = {}): Target {
  const { dataset, folder, runtime } = world;
  const { signal } = new AbortController();
  return {
    pipeline: 'demo',
    schemaName: 'demo',
    dataset,
    temporaryFolder: join(folder, 'temporary'),
    runtime,
    signal,
    ...different,
  };
}

/** Connects, uses and closes. */
export async function withClient<Result>(
  world: ContractWorld,
  use: (client: JobClient) => Promise<Result>,
  target: Target = targetOf(world),
): Promise<Result> {
  const client = await world.destination.connect(target);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** Greater, as text, than any before it in this process. */
let newestSecond = 1_700_000_000;

/** A sealed package of rows that went through the real line, on top of what is there. */
export async function packageOf(world: ContractWorld, given: Load, target?: Target): Promise<LoadPackage> {
  const restored = await withClient(world, (client) => client.restore(), target);
  const { dataset, pipeline, schemaName } = target ?? targetOf(world);
  newestSecond += 1;
  // Of the form that load ids have.
  const id = `${newestSecond}.5` as LoadId;
  const store = packageStore({ folder: join(world.folder, 'packages'), runtime: world.runtime });
  const createdAt = '2024-01-01T00:00:00Z';
  const writer = await store.begin({ id, pipeline, dataset, base: restored.newestLoad, createdAt });
  const before = withoutTables(restored.schema ?? newSchema(schemaName), new Set(given.without));
  const after = await writeRows(world, writer, { ...given, id, schema: before });
  const replaced = [...after.tables.values()].filter(({ name, writeDisposition, seenData }) =>
    given.replaced === undefined ? writeDisposition === 'replace' && seenData : given.replaced.includes(name),
  );
  const { place = { first: true, last: true } } = given;
  const schema = versioned(restored.schema, after, after);
  return writer.seal({ schema, place, replaced: replaced.map(({ name }) => name) });
}

type Written = Load & { readonly id: LoadId; readonly schema: Schema };

/** Resolves to the schema as the rows left it. */
async function writeRows(world: ContractWorld, writer: PackageWriter, written: Written): Promise<Schema> {
  const tables = [written, ...(written.also ?? [])];
  const longest = world.destination.capabilities.maxIdentifierLength;
  const options: NormalizeOptions = {
    naming: written.naming ?? snakeCase(longest),
    resources: new Map(tables.map(({ table = 't', hints = {} }) => [table, { table, hints }])),
    loadId: () => written.id,
    randomBytes: (count) => world.runtime.randomBytes(count),
    limits: defaultNormalizeLimits,
    everySafePoint: written.pageRows !== undefined,
  };
  let { schema } = written;
  for await (const stretch of normalize(schema, options)(pagesOf(written, tables))) {
    await writer.write(stretch);
    ({ schema } = stretch);
  }
  return schema;
}

async function* pagesOf(
  { state = emptyState, pageRows = Infinity }: Load,
  tables: readonly TableRows[],
): AsyncGenerator<ExtractedPage> {
  for (const { table = 't', rows } of tables) {
    let page: Row[] = [];
    for (const row of rows) {
      // See `GivenRow`.
      page.push(row as Row);
      if (page.length < pageRows) continue;
      yield { resource: table, table, rows: page, stateAfter: state };
      page = [];
    }
    yield { resource: table, table, rows: page, stateAfter: state };
  }
}

/** Plans and loads one package. */
export async function loadPackage(
  world: ContractWorld,
  client: JobClient,
  sealed: LoadPackage,
): Promise<CommitOutcome> {
  const plan = planLoad(sealed, world.destination.capabilities);
  const { signal } = new AbortController();
  return load(plan, sealed, client, { signal, emit: () => undefined, clock: world.runtime.clock });
}

/** Makes a package of each load and commits it, through a client of its own. */
export async function loadRows(world: ContractWorld, ...loads: readonly Load[]): Promise<void> {
  for (const given of loads) {
    const sealed = await packageOf(world, given);
    assert.equal(await withClient(world, (client) => loadPackage(world, client, sealed)), 'committed');
  }
}
