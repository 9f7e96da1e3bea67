import type { LoadId } from '../../core/names.ts';
import { isSystemName } from '../../schema/system-tables.ts';
import type { Schema, TableSchema } from '../../schema/table.ts';
import type { Restored } from '../destination.ts';
import { readEntries, type CommitEntry } from './commit-entry.ts';
import { datasetMoved } from './errors.ts';
import { dataFileOf, loadOf, type DataFileName } from './layout.ts';
import { readLoadIds, restoreDataset, type FileDataset } from './ledger.ts';
import { listed, type StoredObject } from './object-store.ts';

/** One version of a dataset: the files of loads that are there, whole. */
export interface Snapshot {
  readonly restored: Restored;
  readonly tables: ReadonlyMap<string, TableFiles>;
}

export interface TableFiles {
  readonly schema: TableSchema;
  readonly files: readonly ReadableObject[];
}

export interface ReadableObject extends StoredObject {
  readonly name: DataFileName;
}

/**
 * What load records say is there. A load that becomes visible while files are listed may take away what others
 * replaced: then all of it is looked at again (case V10).
 * @throws `destination_refused` when loads come faster than that
 */
export async function readSnapshot(dataset: FileDataset): Promise<Snapshot> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const before = await readVersion(dataset);
    const snapshot = await readFiles(dataset, before);
    if (isSame(before, await readVersion(dataset))) return snapshot;
  }
  throw datasetMoved(dataset.target.dataset);
}

const mostAttempts = 20;

interface Version {
  readonly ids: ReadonlySet<LoadId>;
  readonly entries: readonly CommitEntry[];
}

/** Entries first: one that is gone by the time the records are read had written its record before. */
async function readVersion(dataset: FileDataset): Promise<Version> {
  const entries = await readEntries(dataset);
  return { entries, ids: await readLoadIds(dataset) };
}

function isSame(one: Version, other: Version): boolean {
  const loads = ({ entries }: Version): string => entries.map(({ loadId }) => loadId).join();
  return one.ids.size === other.ids.size && loads(one) === loads(other);
}

async function readFiles(dataset: FileDataset, version: Version): Promise<Snapshot> {
  const tables = new Map<string, TableFiles>();
  for (const schema of await readSchemas(dataset)) {
    for (const table of schema.tables.values()) {
      if (isSystemName(table.name) || tables.has(table.name) || !hasColumns(table)) continue;
      tables.set(table.name, { schema: table, files: await filesOf(dataset, table.name, version) });
    }
  }
  return { restored: await restoreDataset(dataset), tables };
}

async function filesOf(
  { store, layout }: FileDataset,
  table: string,
  version: Version,
): Promise<readonly ReadableObject[]> {
  const boundary = replacedBelow(table, version);
  return (await listed(store, layout.table('final', table))).flatMap((object) => {
    const name = dataFileOf(object.key);
    if (name === undefined || !version.ids.has(name.id)) return [];
    return boundary !== undefined && name.id < boundary ? [] : [{ ...object, name }];
  });
}

/** The load that replaced the table and has not taken the older files away yet. */
function replacedBelow(table: string, { ids, entries }: Version): LoadId | undefined {
  const replacing = entries.filter(
    ({ loadId, removals }) => ids.has(loadId) && removals.some((one) => one.area === 'final' && one.table === table),
  );
  return replacing
    .map(({ loadId }) => loadId)
    .toSorted()
    .at(-1);
}

/** Of every schema that loaded into the dataset. */
async function readSchemas(dataset: FileDataset): Promise<readonly Schema[]> {
  const names = new Set<string>([dataset.target.schemaName]);
  for await (const { key } of dataset.store.list(dataset.layout.allLoads)) {
    const load = loadOf(key);
    if (load !== undefined) names.add(load.schemaName);
  }
  const schemas: Schema[] = [];
  for (const schemaName of names) {
    const { schema } = await restoreDataset({ ...dataset, target: { ...dataset.target, schemaName } });
    if (schema !== undefined) schemas.push(schema);
  }
  return schemas;
}

function hasColumns({ columns }: TableSchema): boolean {
  return [...columns.values()].some(({ dataType }) => dataType !== undefined);
}
