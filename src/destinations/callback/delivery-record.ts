import { dirname } from 'node:path';
import { parseJson } from '../../core/json.ts';
import { writeJson } from '../../core/json-write.ts';
import type { LoadId } from '../../core/names.ts';
import type { Runtime } from '../../core/runtime.ts';
import { isRow, type Row, type Value } from '../../core/value.ts';
import { schemaDocument, schemaFromDocument } from '../../schema/document.ts';
import { stateFromText, stateHash, storedState } from '../../schema/state-document.ts';
import { versionHash } from '../../schema/version.ts';
import type { LoadStep, Restored, Target } from '../destination.ts';
import { recordUnreadable } from './errors.ts';

/** What is kept of one dataset, for one pipeline and schema: one file, which is replaced as a whole. */
export interface DeliveryRecord {
  /** Ids of loads that were delivered to their end, oldest first; those of long ago are forgotten. */
  readonly loads: readonly LoadId[];
  /** As the state tables of databases keep it. */
  readonly state?: { readonly version: number; readonly hash: string; readonly text: string } | undefined;
  /** As the version tables of databases keep it. */
  readonly schema?: Row | undefined;
  /** Rows of all recorded loads, by table. */
  readonly rowCounts: { readonly [table: string]: bigint };
}

export const emptyRecord: DeliveryRecord = { loads: [], rowCounts: {} };

/** So many loads are looked up when one comes again. */
const keptLoads = 10_000;

/** Undefined when nothing was ever delivered. @throws `state_unreadable` */
export async function readRecord(runtime: Runtime, path: string): Promise<DeliveryRecord | undefined> {
  const bytes = await runtime.files.read(path);
  if (bytes === undefined) return undefined;
  try {
    return recordFrom(parseJson(bytes));
  } catch (error) {
    throw recordUnreadable(path, error);
  }
}

/** On the disk when it resolves, all of it or nothing. */
export async function writeRecord(runtime: Runtime, path: string, record: DeliveryRecord): Promise<void> {
  const { files } = runtime;
  const draft = `${path}.draft`;
  await files.makeFolder(dirname(path));
  await files.remove(draft);
  const file = await files.open(draft, 'create');
  try {
    await file.write([Buffer.from(writeJson(documentOf(record)))]);
    await file.flush();
  } finally {
    await file.close();
  }
  await files.rename(draft, path);
  await files.flushFolder(dirname(path));
}

export function restoredFrom({ loads, state, schema }: DeliveryRecord, { schemaName }: Target): Restored {
  return {
    newestLoad: loads.at(-1),
    schema: schema && schemaFromDocument(schema),
    state: state && stateFromText(state.text, schemaName),
    stateVersion: state?.version ?? 0,
  };
}

/** The record after a load. */
export function recorded(
  before: DeliveryRecord,
  load: { readonly id: LoadId; readonly dltType: string; readonly rowCounts: ReadonlyMap<string, number> },
  steps: readonly LoadStep[],
  target: Target,
): DeliveryRecord {
  const counts = new Map<string, bigint>(Object.entries(before.rowCounts));
  for (const [table, count] of load.rowCounts) counts.set(table, (counts.get(table) ?? 0n) + BigInt(count));
  let after = { ...before, loads: [...before.loads, load.id].slice(-keptLoads), rowCounts: Object.fromEntries(counts) };
  for (const step of steps) {
    if (step.kind === 'save_schema')
      after = { ...after, schema: schemaDocument(step.schema, versionHash(step.schema)) };
    if (step.kind === 'save_state') after = { ...after, state: stateAfter(before, step, load.dltType, target) };
  }
  return after;
}

function stateAfter(
  { state: newest }: DeliveryRecord,
  { state, schemaNames, refresh }: Extract<LoadStep, { kind: 'save_state' }>,
  dltType: string,
  { pipeline, dataset, schemaName }: Target,
): DeliveryRecord['state'] {
  const facts = { pipeline, dataset, schemaName, schemaNames, dltType, newest: newest?.text, refresh: refresh?.mode };
  if (newest !== undefined && stateHash(state, facts) === newest.hash) return newest;
  const version = (newest?.version ?? 0) + 1;
  return { version, ...storedState(state, facts, version) };
}

function documentOf({ loads, state, schema, rowCounts }: DeliveryRecord): Row {
  return {
    version: 1n,
    loads: [...loads],
    rowCounts: { ...rowCounts },
    ...(state === undefined ? {} : { state: { ...state, version: BigInt(state.version) } }),
    ...(schema === undefined ? {} : { schema }),
  };
}

function recordFrom(value: Value): DeliveryRecord {
  if (!isRow(value) || Number(value['version']) !== 1) throw new Error('it has another version');
  const { loads, rowCounts, state, schema } = value;
  if (!Array.isArray(loads) || !isRow(rowCounts)) throw new Error('it has no list of loads');
  return {
    // Only load ids are ever written there.
    loads: loads.map((id) => textOf(id) as LoadId),
    rowCounts: Object.fromEntries(Object.entries(rowCounts).map(([table, count]) => [table, BigInt(textOf(count))])),
    state: isRow(state)
      ? { version: Number(state['version']), hash: textOf(state['hash']), text: textOf(state['text']) }
      : undefined,
    schema: isRow(schema) ? schema : undefined,
  };
}

function textOf(value: Value | undefined): string {
  if (typeof value === 'object' || value === undefined) throw new Error('a value has another type');
  return String(value);
}
