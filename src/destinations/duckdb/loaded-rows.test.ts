/** What the tests of this folder load with: rows through the real line into a DuckDB file, one package at a time. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LoadId } from '../../core/names.ts';
import type { Runtime } from '../../core/runtime.ts';
import { emptyState, type PipelineState } from '../../core/state.ts';
import type { Row } from '../../core/value.ts';
import { load } from '../../load/load.ts';
import { planLoad } from '../../load/plan-load.ts';
import type { LoadPackage, PlaceInRun } from '../../load-package/load-package.ts';
import { packageStore } from '../../load-package/package-store.ts';
import { defaultNormalizeLimits, normalize } from '../../normalize/normalize.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { snakeCase } from '../../schema/naming/snake-case.ts';
import { newSchema } from '../../schema/schema.ts';
import type { Schema, TableHints } from '../../schema/table.ts';
import { versioned } from '../../schema/version.ts';
import type { CommitOutcome, Destination, JobClient, QueryResult, Target } from '../destination.ts';
import { duckdb } from './index.ts';

export const runtime: Runtime = nodeRuntime();

export interface World {
  readonly folder: string;
  readonly path: string;
  readonly destination: Destination;
  readonly target: Target;
}

export interface Rows {
  readonly rows: readonly unknown[];
  readonly hints?: TableHints;
  readonly table?: string;
  readonly state?: PipelineState;
  readonly place?: PlaceInRun;
}

/** An empty folder, gone after the test. */
export async function newWorld(dataset = 'ds'): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-duckdb-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'data.duckdb');
  return { folder, path, destination: duckdb(path), target: targetOf(folder, dataset) };
}

export function targetOf(folder: string, dataset = 'ds'): Target {
  const { signal } = new AbortController();
  return { pipeline: 'demo', schemaName: 'demo', dataset, temporaryFolder: join(folder, 'tmp'), runtime, signal };
}

export async function withClient<Result>(world: World, use: (client: JobClient) => Promise<Result>): Promise<Result> {
  const client = await world.destination.connect(world.target);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

let newestId = 1_700_000_000;

/** A sealed package of rows, on top of what is there. */
export async function packageOf(world: World, given: Rows): Promise<LoadPackage> {
  const restored = await withClient(world, (client) => client.restore());
  const id = `${(newestId += 1)}.5` as LoadId;
  const { schema = newSchema('demo') } = restored;
  const { state = emptyState, place = { first: true, last: true }, table = 't' } = given;
  const store = packageStore({ folder: join(world.folder, 'packages'), runtime });
  const { dataset, pipeline } = world.target;
  const createdAt = '2024-01-01T00:00:00Z';
  const writer = await store.begin({ id, pipeline, dataset, base: restored.newestLoad, createdAt });
  let after: Schema = schema;
  const options = {
    naming: snakeCase(),
    resources: new Map([['r', { table, hints: given.hints ?? {} }]]),
    loadId: () => id,
    randomBytes: (count: number) => runtime.randomBytes(count),
    limits: defaultNormalizeLimits,
  };
  for await (const stretch of normalize(schema, options)(pageOf(table, given.rows, state))) {
    await writer.write(stretch);
    after = stretch.schema;
  }
  const replaced = [...after.tables.values()].filter((one) => one.writeDisposition === 'replace' && one.seenData);
  return writer.seal({
    schema: versioned(restored.schema, after, after),
    place,
    replaced: replaced.map(({ name }) => name),
  });
}

async function* pageOf(table: string, rows: readonly unknown[], stateAfter: PipelineState) {
  yield { resource: 'r', table, rows: rows as readonly Row[], stateAfter };
}

export function loadPackage(world: World, client: JobClient, loaded: LoadPackage): Promise<CommitOutcome> {
  const plan = planLoad(loaded, world.destination.capabilities);
  return load(plan, loaded, client, { signal: world.target.signal, emit: () => undefined, clock: runtime.clock });
}

/** Makes a package of the rows and commits it; one list of rows a run. */
export async function loadRows(world: World, ...runs: readonly Rows[]): Promise<void> {
  for (const run of runs) {
    const sealed = await packageOf(world, run);
    expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('committed');
  }
}

export async function query(world: World, sql: string): Promise<QueryResult> {
  const reader = await world.destination.read(world.target);
  if (reader === undefined) throw new Error('nothing was loaded');
  try {
    return await reader.query(sql, { maxRows: 10_000, timeoutMs: 20_000 });
  } finally {
    await reader.close();
  }
}

/** Rows as text, sorted: `1|a`. */
export async function rowsOf(world: World, sql: string): Promise<readonly string[]> {
  const { rows } = await query(world, sql);
  return rows.map((row) => row.map((value) => value ?? '-').join('|')).toSorted();
}

test('what is loaded can be read', async () => {
  const world = await newWorld();
  await loadRows(world, { rows: [{ id: 1 }] });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
});
