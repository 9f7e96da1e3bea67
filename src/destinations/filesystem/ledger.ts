import { parseJson } from '../../core/json.ts';
import type { LoadId } from '../../core/names.ts';
import { isRow, type Row } from '../../core/value.ts';
import { checkStateEngine, stateFromText } from '../../schema/state-document.ts';
import { storedSchema } from '../../schema/stored-schema.ts';
import type { Schema } from '../../schema/table.ts';
import type { Restored, Target } from '../destination.ts';
import { documentDamaged, newerStorage } from './errors.ts';
import { loadOf, namePartsOf, type Layout } from './layout.ts';
import { listed, type ObjectStore } from './object-store.ts';

/** A dataset in a store, as one pipeline sees it. */
export interface FileDataset {
  readonly store: ObjectStore;
  readonly layout: Layout;
  readonly target: Target;
}

/** The newest state that counts. */
export interface NewestState {
  readonly version: number;
  readonly text: string;
  readonly hash: string | undefined;
}

/** Which version the dataset was begun with; undefined where there is no dataset. */
export type StorageVersion = 1 | 2 | undefined;

/** @throws `destination_format` for a version that is not known, and for an init file that is none */
export async function readStorageVersion({ store, layout }: FileDataset): Promise<{
  readonly initial: StorageVersion;
  readonly current: StorageVersion;
}> {
  const bytes = await store.get(layout.init);
  if (bytes === undefined) return { initial: undefined, current: undefined };
  if (Buffer.from(bytes).toString('utf8').trim() === '') return { initial: 1, current: 1 };
  const location = `${store.location}/${layout.init}`;
  const { initial_version: initial, current_version: current } = documentFrom(location, bytes);
  for (const version of [initial, current]) {
    if (typeof version !== 'number') throw documentDamaged(location, 'it says no storage version');
    if (version !== 1 && version !== 2) throw newerStorage(`${store.location}/${layout.init}`, version);
  }
  return { initial: initial === 1 ? 1 : 2, current: current === 1 ? 1 : 2 };
}

/** What the newest committed load left; empty where there is none. */
export async function restoreDataset(dataset: FileDataset): Promise<Restored> {
  const { schemaName } = dataset.target;
  const newestLoad = await readNewestLoad(dataset);
  const state = await readNewestState(dataset);
  return {
    newestLoad,
    schema: await readSchema(dataset, newestLoad),
    state: state && stateFromText(state.text, schemaName),
    stateVersion: state?.version ?? 0,
  };
}

/**
 * The greatest load id of the schema, as text.
 * @param after what is known to be there; only newer ones are listed
 */
export async function readNewestLoad(
  { store, layout, target }: FileDataset,
  after?: LoadId,
): Promise<LoadId | undefined> {
  const { schemaName } = target;
  const start = after === undefined ? undefined : layout.load(schemaName, after);
  let newest = after;
  for await (const { key } of store.list(layout.loads(schemaName), start)) {
    const load = loadOf(key);
    if (load?.schemaName !== schemaName) continue;
    if (newest === undefined || load.id > newest) newest = load.id;
  }
  return newest;
}

export async function isRecorded({ store, layout, target }: FileDataset, id: LoadId): Promise<boolean> {
  return (await store.get(layout.load(target.schemaName, id))) !== undefined;
}

/** What sluice wrote into the record of a load beside what dlt knows; empty for a load that dlt made. */
export async function readRecordNotes({ store, layout, target }: FileDataset, id: LoadId): Promise<Row> {
  const key = layout.load(target.schemaName, id);
  const bytes = await store.get(key);
  const notes = bytes === undefined ? undefined : documentFrom(`${store.location}/${key}`, bytes)['sluice'];
  return notes !== undefined && isRow(notes) ? notes : {};
}

/** Ids of all loads of the dataset, of whatever schema. */
export async function readLoadIds({ store, layout }: FileDataset): Promise<ReadonlySet<LoadId>> {
  const ids = new Set<LoadId>();
  for await (const { key } of store.list(layout.allLoads)) {
    const load = loadOf(key);
    if (load !== undefined) ids.add(load.id);
  }
  return ids;
}

/** The state of the greatest load id among the loads that are complete (section 4.3). */
export async function readNewestState(dataset: FileDataset): Promise<NewestState | undefined> {
  const { store, layout, target } = dataset;
  const states = (await listed(store, layout.states))
    .map(({ key }) => ({ key, parts: namePartsOf(key) }))
    .filter(({ parts }) => parts?.name === target.pipeline)
    .toSorted((one, other) => ((one.parts?.moment ?? '') < (other.parts?.moment ?? '') ? 1 : -1));
  if (states.length === 0) return undefined;
  const recorded = await readLoadIds(dataset);
  // What stands there is a load id.
  const newest = states.find(({ parts }) => recorded.has(parts?.moment as LoadId));
  const bytes = newest === undefined ? undefined : await store.get(newest.key);
  if (newest === undefined || bytes === undefined) return undefined;
  const row = documentFrom(`${store.location}/${newest.key}`, bytes);
  const { version, state: text, version_hash: hash, engine_version: engine } = row;
  checkStateEngine(engine);
  if (typeof text !== 'string') throw documentDamaged(`${store.location}/${newest.key}`, 'it has no state');
  return { version: Number(version), text, hash: typeof hash === 'string' ? hash : undefined };
}

/** Keys of the states of a pipeline that are not needed any more: dlt keeps a hundred. */
export async function outdatedStates({ store, layout, target }: FileDataset, kept: number): Promise<readonly string[]> {
  const states = (await listed(store, layout.states)).filter(({ key }) => namePartsOf(key)?.name === target.pipeline);
  const byAge = states.toSorted(
    (one, other) => Number(namePartsOf(other.key)?.moment) - Number(namePartsOf(one.key)?.moment),
  );
  return byAge.slice(kept).map(({ key }) => key);
}

/** True when this version of the schema is stored already (section 4.2). */
export async function hasSchema({ store, layout, target }: FileDataset, hash: string): Promise<boolean> {
  const hex = Buffer.from(hash, 'base64').toString('hex');
  const stored = (await listed(store, layout.versions)).map(({ key }) => namePartsOf(key));
  return stored.some((parts) => parts?.name === target.schemaName && parts.hash === hex);
}

/** The schema that the newest load was made with; without that, the one that was stored last. */
export async function readSchema(dataset: FileDataset, newestLoad: LoadId | undefined): Promise<Schema | undefined> {
  const { store, layout, target } = dataset;
  const stored = (await listed(store, layout.versions))
    .map(({ key }) => ({ key, parts: namePartsOf(key) }))
    .filter(({ parts }) => parts?.name === target.schemaName)
    .toSorted((one, other) => ((one.parts?.moment ?? '') < (other.parts?.moment ?? '') ? 1 : -1));
  const wanted = newestLoad === undefined ? undefined : await schemaHashOf(dataset, newestLoad);
  const chosen = stored.find(({ parts }) => parts?.hash === wanted) ?? stored[0];
  const bytes = chosen === undefined ? undefined : await store.get(chosen.key);
  if (chosen === undefined || bytes === undefined) return undefined;
  const location = `${store.location}/${chosen.key}`;
  const { schema, engine_version: engine } = documentFrom(location, bytes);
  if (typeof schema !== 'string') throw documentDamaged(location, 'it has no schema');
  return storedSchema(schema, engine);
}

async function schemaHashOf({ store, layout, target }: FileDataset, id: LoadId): Promise<string | undefined> {
  const key = layout.load(target.schemaName, id);
  const bytes = await store.get(key);
  if (bytes === undefined) return undefined;
  const { schema_version_hash: hash } = documentFrom(`${store.location}/${key}`, bytes);
  return typeof hash === 'string' ? Buffer.from(hash, 'base64').toString('hex') : undefined;
}

/** @throws `destination_format` unless the file is one JSON object */
export function documentFrom(location: string, bytes: Uint8Array): Row {
  let document;
  try {
    document = parseJson(Buffer.from(Buffer.from(bytes).toString('utf8').trim(), 'utf8'));
  } catch (cause) {
    throw documentDamaged(location, 'it is not JSON', cause);
  }
  if (!isRow(document)) throw documentDamaged(location, 'it is not an object');
  return document;
}
