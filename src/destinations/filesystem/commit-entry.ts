import { writeJson } from '../../core/json-write.ts';
import type { LoadId } from '../../core/names.ts';
import { isRow, type Row, type Value } from '../../core/value.ts';
import type { Area } from '../destination.ts';
import { documentDamaged } from './errors.ts';
import { dataFileOf, folderName } from './layout.ts';
import { documentFrom, isRecorded, outdatedStates, readNewestLoad, type FileDataset } from './ledger.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * A load that is decided: made at once, under a key that only one load after its base can have. Whoever finds it ends
 * the load by doing what it says, as often as need be; it goes when all of it is done (decision 9).
 */
export interface CommitEntry {
  readonly loadId: LoadId;
  readonly base: LoadId | undefined;
  /** In order; the load record comes last. */
  readonly writes: readonly { readonly key: string; readonly text: string }[];
  /** Tables whose older files go once the record is there. */
  readonly removals: readonly Removal[];
  /** Documents of the engine that go then, too. */
  readonly deletes: readonly string[];
}

export interface Removal {
  readonly area: Area;
  readonly table: string;
  /** True when the files of this load go, too: those of staging whose rows have moved. */
  readonly own: boolean;
}

/** `won`: the load is decided. `lost`: another one is. */
export type Decision = 'won' | 'lost';

/** Decides which load comes after the base: this one, unless another was first (cases V4, V5). */
export async function decide(dataset: FileDataset, entry: CommitEntry): Promise<Decision> {
  const { store, layout, target } = dataset;
  const key = layout.commit(target.schemaName, entry.base);
  if (await store.putIfAbsent(key, Buffer.from(entryText(entry), 'utf8'))) return 'won';
  // An answer may have been lost, and the entry may be this load's own (case F3.2).
  return (await readEntry(store, key))?.loadId === entry.loadId ? 'won' : 'lost';
}

/**
 * Ends the loads of the schema that are decided, so that their records are there and what they replace is gone. An
 * entry that came too late, because its base was not the newest load any more, is taken away instead.
 */
export async function finishCommits(dataset: FileDataset): Promise<void> {
  const { store, layout, target } = dataset;
  for await (const { key } of store.list(`${layout.commits}${folderName('schema', target.schemaName)}__`)) {
    const entry = await readEntry(store, key);
    if (entry !== undefined && key === layout.commit(target.schemaName, entry.base)) await finish(dataset, key, entry);
  }
}

async function finish(dataset: FileDataset, key: string, entry: CommitEntry): Promise<void> {
  const { store } = dataset;
  const isDone = await isRecorded(dataset, entry.loadId);
  if (isDone || (await readNewestLoad(dataset, entry.base)) === entry.base) {
    if (!isDone) await writeAll(store, entry);
    for (const removal of entry.removals) await removeOlder(dataset, removal, entry.loadId);
    await store.remove(entry.deletes);
    await store.remove(await outdatedStates(dataset, mostStates));
  }
  await store.remove([key]);
}

/** As many as dlt keeps. */
const mostStates = 100;

async function writeAll(store: ObjectStore, { writes }: CommitEntry): Promise<void> {
  for (const { key, text } of writes) await store.put(key, Buffer.from(text, 'utf8'));
}

async function removeOlder({ store, layout }: FileDataset, { area, table, own }: Removal, id: LoadId): Promise<void> {
  const keys: string[] = [];
  for await (const { key } of store.list(layout.table(area, table))) {
    const file = dataFileOf(key);
    if (file !== undefined && (file.id < id || (own && file.id === id))) keys.push(key);
  }
  if (keys.length > 0) await store.remove(keys);
}

/** The loads of the dataset that are decided and not ended, of whatever schema. */
export async function readEntries({ store, layout }: FileDataset): Promise<readonly CommitEntry[]> {
  const entries: CommitEntry[] = [];
  for await (const { key } of store.list(layout.commits)) {
    const entry = await readEntry(store, key);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

function entryText({ loadId, base, writes, removals, deletes }: CommitEntry): string {
  return writeJson({
    version: 1,
    load_id: loadId,
    base: base ?? null,
    writes: writes.map(({ key, text }) => ({ key, text })),
    removals: removals.map(({ area, table, own }) => ({ area, table, own })),
    deletes,
  });
}

/**
 * Undefined for what is gone meanwhile.
 * @throws `destination_format` for what is no entry: it is written at once, whole, so somebody else put it there
 */
async function readEntry(store: ObjectStore, key: string): Promise<CommitEntry | undefined> {
  const bytes = await store.get(key);
  if (bytes === undefined) return undefined;
  const location = `${store.location}/${key}`;
  const entry = entryFrom(documentFrom(location, bytes), key.slice(0, key.indexOf('/_sluice/')));
  if (entry === undefined) throw documentDamaged(location, 'it says no load of a version that is known');
  return entry;
}

function entryFrom(value: Row, root: string): CommitEntry | undefined {
  if (value['version'] !== 1) return undefined;
  const { load_id: loadId, base, writes, removals, deletes } = value;
  if (typeof loadId !== 'string' || !(typeof base === 'string' || base === null)) return undefined;
  return {
    // Checked where a file is compared with them: only as text.
    loadId: loadId as LoadId,
    base: base === null ? undefined : (base as LoadId),
    writes: rowsOf(writes).flatMap(({ key, text }) =>
      typeof key === 'string' && typeof text === 'string' && isBookkeeping(key, root) ? [{ key, text }] : [],
    ),
    removals: rowsOf(removals).flatMap(({ area, table, own }) =>
      (area === 'final' || area === 'staging') && typeof table === 'string' ? [{ area, table, own: own === true }] : [],
    ),
    deletes: Array.isArray(deletes)
      ? deletes.filter((key: Value) => typeof key === 'string' && isBookkeeping(key, root))
      : [],
  };
}

function rowsOf(value: Value | undefined): readonly Row[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** What an entry may write: files of the engine in their own folders, and nothing else (case S4). */
function isBookkeeping(key: string, root: string): boolean {
  return key.startsWith(`${root}/_dlt_`) && /^\/_dlt_[a-z_]+\/[^/]+\.jsonl$/.test(key.slice(root.length));
}
