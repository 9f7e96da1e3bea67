/**
 * The pipeline state as dlt stores it (engine 4, dataset-format section 4.3): what resources keep lies under
 * `sources.<schema>.resources.<resource>`; a run that is not over adds `sluice_run` beside it and takes it away at its
 * end, so that a finished state is dlt's own.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { sha3Base64 } from '../core/hash.ts';
import { parseJson } from '../core/json.ts';
import { writeJson } from '../core/json-write.ts';
import { byCodePoint, sortedJson } from '../core/sorted-json.ts';
import type { OpenRun, PipelineState, RefreshMode, ResourceState } from '../core/state.ts';
import { isRow, type Row, type Value } from '../core/value.ts';
import { newerThanThis, unreadableState } from './errors.ts';

/** The version of the state format; dlt calls it the state engine. */
export const stateEngineVersion = 4;

export interface StateFacts {
  readonly pipeline: string;
  /** As the user spelled it or as it is in the database. */
  readonly dataset: string;
  readonly schemaName: string;
  readonly schemaNames: readonly string[];
  /** Such as `dlt.destinations.duckdb`. */
  readonly dltType: string;
  /** Set where the load forgets what the newest state says of its resources, or of the whole source. */
  readonly refresh?: RefreshMode | undefined;
  /** The text of the newest stored state. What it says of other sources, and of what nothing here reads, is kept. */
  readonly newest?: string | undefined;
}

/** A state that is ready to be stored. */
export interface StoredState {
  readonly hash: string;
  /** The text of the `state` column: base64 of deflated JSON. */
  readonly text: string;
}

/** What a state says, without version and hash, and all that the newest state says of others. */
function stateContent(state: PipelineState, facts: StateFacts): Row {
  const newest = facts.newest === undefined ? {} : documentFrom(facts.newest);
  const others = Object.entries(newest).filter(([name]) => !name.startsWith('_') && name !== 'sources');
  const known = rowIn(newest, 'sources');
  const isRefreshed = facts.refresh !== undefined;
  const before = rowIn(known, facts.schemaName);
  const source = sourceContent(state, facts.refresh === 'drop_sources' ? resourcesOnly(before) : before, isRefreshed);
  const sources = new Map(Object.entries(known));
  const isKept = isRefreshed && sources.has(facts.schemaName);
  if (isKept || Object.keys(source).length > 0) sources.set(facts.schemaName, source);
  else sources.delete(facts.schemaName);
  const defaultName = newest['default_schema_name'];
  return {
    ...Object.fromEntries(others),
    pipeline_name: facts.pipeline,
    dataset_name: facts.dataset,
    default_schema_name: typeof defaultName === 'string' ? defaultName : facts.schemaName,
    schema_names: [...new Set([...textsIn(newest, 'schema_names'), ...facts.schemaNames])].toSorted(byCodePoint),
    destination_type: facts.dltType,
    destination_name: null,
    ...(isRefreshed || sources.size > 0 || saysNothing(newest, 'sources')
      ? { sources: Object.fromEntries(sources) }
      : {}),
  };
}

/** All that `drop_sources` leaves of a source: that its resources have kept something once. */
function resourcesOnly(known: Row): Row {
  return Object.hasOwn(known, 'resources') ? { resources: {} } : {};
}

/** What dlt's own code keeps beside the resources stays, an empty resource included. */
function sourceContent({ resources, run }: PipelineState, known: Row, isRefreshed: boolean): Row {
  const empty = Object.entries(rowIn(known, 'resources')).filter(([, values]) => isRow(values) && isEmpty(values));
  const kept = Object.entries(resources).map(([name, { values }]) => [name, values] as const);
  const all = new Map<string, Value>([...empty, ...kept]);
  const others = Object.entries(known).filter(([name]) => name !== 'resources' && name !== 'sluice_run');
  return {
    ...Object.fromEntries(others),
    ...(all.size > 0 || saysNothing(known, 'resources') || (isRefreshed && Object.hasOwn(known, 'resources'))
      ? { resources: Object.fromEntries(all) }
      : {}),
    // An open run is plain data; writing it as a JSON value takes nothing away.
    ...(run === undefined ? {} : { sluice_run: run as unknown as Value }),
  };
}

/**
 * The hash by which dlt knows whether a state changed; it leaves version, engine and itself out.
 * @throws `state_unreadable` when the newest stored state cannot be read
 */
export function stateHash(state: PipelineState, facts: StateFacts): string {
  return sha3Base64([sortedJson(stateContent(state, facts))]);
}

/**
 * @param version grows by one with each state that has another hash
 * @throws `state_unreadable` when the newest stored state cannot be read; `json_too_deep`
 */
export function storedState(state: PipelineState, facts: StateFacts, version: number): StoredState {
  const hash = stateHash(state, facts);
  const document: Row = {
    _state_version: version,
    _state_engine_version: stateEngineVersion,
    ...stateContent(state, facts),
    _version_hash: hash,
  };
  return { hash, text: deflateSync(Buffer.from(writeJson(document), 'utf8'), { level: 9 }).toString('base64') };
}

/**
 * Reads a stored state, also one that dlt wrote.
 * @throws `state_unreadable`
 */
export function stateFromText(text: string, schemaName: string): PipelineState {
  const source = rowIn(rowIn(documentFrom(text), 'sources'), schemaName);
  const resources = Object.entries(rowIn(source, 'resources')).flatMap(([name, values]): [string, ResourceState][] =>
    isRow(values) && !isEmpty(values) ? [[name, { values }]] : [],
  );
  return { resources: Object.fromEntries(resources), run: openRun(source['sluice_run']) };
}

function documentFrom(text: string): Row {
  const document = decoded(text);
  if (!isRow(document)) throw unreadableState('it is not an object');
  checkStateEngine(document['_state_engine_version']);
  return document;
}

/** @param engine as it stands in a stored state, or beside it @throws `state_unreadable` for a newer one */
export function checkStateEngine(engine: unknown): void {
  const found = Number(engine);
  if (found > stateEngineVersion) throw newerThanThis('pipeline state', found, stateEngineVersion);
}

/** A state is small; what inflates to more than this is none. */
const mostBytes = 256 * 1024 * 1024;

function decoded(text: string): Value {
  try {
    return parseJson(inflateSync(Buffer.from(text, 'base64'), { maxOutputLength: mostBytes }));
  } catch (cause) {
    throw unreadableState(String(cause));
  }
}

function openRun(value: Value | undefined): OpenRun | undefined {
  if (value === undefined || !isRow(value)) return undefined;
  if (typeof value['id'] !== 'string' || typeof value['startedAt'] !== 'string') return undefined;
  // Written by `storedState()`; a resource holds its position against its own shape before it goes on from there.
  return { ...value, progress: rowIn(value, 'progress') } as unknown as OpenRun;
}

function rowIn(row: Row, name: string): Row {
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  return value !== undefined && isRow(value) ? value : {};
}

function textsIn(row: Row, name: string): readonly string[] {
  const value = row[name];
  return Array.isArray(value) ? value.filter((element: Value) => typeof element === 'string') : [];
}

/** Where dlt wrote that there is nothing, that stays; where we took the last away, nothing is left. */
function saysNothing(row: Row, name: string): boolean {
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  return isRow(value) && isEmpty(value);
}

function isEmpty(row: Row): boolean {
  return Object.keys(row).length === 0;
}
