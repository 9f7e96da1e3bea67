/** What the tests of this folder write: rows through the real normalizer into packages below a folder of their own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LoadId, TableName } from '../core/names.ts';
import type { ExtractedPage } from '../core/page.ts';
import type { Runtime } from '../core/runtime.ts';
import { emptyState, type PipelineState } from '../core/state.ts';
import type { Row } from '../core/value.ts';
import { defaultNormalizeLimits, normalize } from '../normalize/normalize.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { snakeCase } from '../schema/naming/snake-case.ts';
import { newSchema } from '../schema/schema.ts';
import type { Schema } from '../schema/table.ts';
import type { LoadPackage, PackageStart, PackageStore, PackageWriter, SealFacts } from './load-package.ts';
import { packageStore } from './package-store.ts';

export interface Shelf {
  readonly folder: string;
  readonly store: PackageStore;
}

/** A store in an empty folder, gone after the test. */
export async function newShelf(runtime: Runtime = nodeRuntime()): Promise<Shelf> {
  const root = await mkdtemp(join(tmpdir(), 'sluice-packages-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'packages');
  return { folder, store: packageStore({ folder, runtime }) };
}

// Tests name loads and tables in the form that the real makers give them.
export const loadId = (text: string): LoadId => text as LoadId;
export const tableName = (text: string): TableName => text as TableName;

export function startOf(id: string): PackageStart {
  return { id: loadId(id), pipeline: 'shop', dataset: 'shop_data', createdAt: '2024-01-01T00:00:00.000Z' };
}

export interface Unit {
  readonly table?: string;
  readonly rows: readonly Row[];
  readonly state?: PipelineState;
}

/** Writes one stretch for each unit, and hands back what a seal wants to know. */
export async function writeUnits(writer: PackageWriter, units: readonly Unit[]): Promise<SealFacts> {
  let schema: Schema = newSchema('shop');
  const stretches = normalize(schema, {
    naming: snakeCase(),
    resources: new Map(),
    loadId: () => loadId('1700000000.5'),
    randomBytes: (count) => new Uint8Array(count),
    limits: defaultNormalizeLimits,
    everySafePoint: true,
  });
  for await (const stretch of stretches(pagesOf(units))) {
    await writer.write(stretch);
    schema = stretch.schema;
  }
  return { schema, place: { first: true, last: true }, replaced: [] };
}

async function* pagesOf(units: readonly Unit[]): AsyncGenerator<ExtractedPage> {
  for (const { table = 'orders', rows, state = emptyState } of units) {
    yield { resource: table, table, rows, stateAfter: state };
  }
}

export async function sealUnits(
  store: PackageStore,
  id: string,
  units: readonly Unit[] = [{ rows: [{ id: 1 }] }],
): Promise<LoadPackage> {
  const writer = await store.begin(startOf(id));
  return writer.seal(await writeUnits(writer, units));
}

test('a package that is written is there', async () => {
  const { store } = await newShelf();
  const { id } = await sealUnits(store, '1700000000.5');
  expect((await store.ready()).map((one) => one.id)).toEqual([id]);
});
