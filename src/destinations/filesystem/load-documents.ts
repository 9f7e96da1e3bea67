import { writeJson } from '../../core/json-write.ts';
import type { LoadId } from '../../core/names.ts';
import type { Value } from '../../core/value.ts';
import { engineVersion, schemaDocument } from '../../schema/document.ts';
import { stateEngineVersion, stateHash, storedState, type StateFacts } from '../../schema/state-document.ts';
import type { Schema } from '../../schema/table.ts';
import { versionHash } from '../../schema/version.ts';
import type { LoadStep } from '../destination.ts';
import type { DataFile } from './data-files.ts';
import { namePartsOf } from './layout.ts';
import { listed } from './object-store.ts';
import { hasSchema, readNewestState, type FileDataset } from './ledger.ts';

/** A file of the engine, as dlt writes it. */
export interface Document {
  readonly key: string;
  readonly text: string;
}

/** What the record of a load tells beside what dlt knows. */
export interface LoadNotes {
  /** Files that the load made visible. */
  readonly files: readonly DataFile[];
  /** Files that wait in staging for the end of the run. */
  readonly staged: readonly DataFile[];
  /** Tables of which only files of this load and of later ones count. */
  readonly replaced: readonly string[];
}

/** The schema, unless this version of it is there (section 4.2). */
export async function schemaDocuments(
  dataset: FileDataset,
  { schema }: Extract<LoadStep, { kind: 'save_schema' }>,
  id: LoadId,
): Promise<readonly Document[]> {
  const hash = versionHash(schema);
  if (await hasSchema(dataset, hash)) return [];
  const { layout, target } = dataset;
  return [
    {
      // Load ids ascend, also where clocks are set back; dlt takes the greatest for the newest.
      key: layout.version(target.schemaName, id, hash),
      text: writeJson({
        version_hash: hash,
        schema_name: schema.name,
        version: schema.version,
        engine_version: engineVersion,
        inserted_at: momentOf(dataset),
        schema: writeJson(schemaDocument(schema, hash)),
      }),
    },
  ];
}

/** Keys of all other versions of the schema that are stored. */
export async function otherVersions({ store, layout }: FileDataset, schema: Schema): Promise<readonly string[]> {
  const hex = Buffer.from(versionHash(schema), 'base64').toString('hex');
  const stored = (await listed(store, layout.versions)).map(({ key }) => ({ key, parts: namePartsOf(key) }));
  return stored.flatMap(({ key, parts }) => (parts?.name === schema.name && parts.hash !== hex ? [key] : []));
}

/** The state with the next version, unless the newest one says the same (section 4.3). */
export async function stateDocuments(
  dataset: FileDataset,
  { state, schemaNames, refresh }: Extract<LoadStep, { kind: 'save_state' }>,
  { id, schema, dltType }: { readonly id: LoadId; readonly schema: Schema; readonly dltType: string },
): Promise<readonly Document[]> {
  const { layout, target } = dataset;
  const newest = await readNewestState(dataset);
  const facts: StateFacts = {
    pipeline: target.pipeline,
    dataset: target.dataset,
    schemaName: target.schemaName,
    schemaNames,
    dltType,
    newest: newest?.text,
    refresh: refresh?.mode,
  };
  const isKnown = stateHash(state, facts) === newest?.hash;
  // A load that drops tables writes it all the same, with the version that it has (section 7.7).
  const drops = refresh !== undefined && refresh.mode !== 'drop_data' && refresh.tables.length > 0;
  if (isKnown && !drops) return [];
  const version = (newest?.version ?? 0) + (isKnown ? 0 : 1);
  const { hash, text } = storedState(state, facts, version);
  return [
    {
      key: layout.state(target.pipeline, id, versionHash(schema)),
      text: writeJson({
        version,
        engine_version: stateEngineVersion,
        pipeline_name: target.pipeline,
        state: text,
        created_at: momentOf(dataset),
        version_hash: hash,
        _dlt_load_id: id,
      }),
    },
  ];
}

/** What makes the load count (section 4.1). dlt leaves what it does not know unread. */
export function loadDocument(dataset: FileDataset, id: LoadId, schema: Schema, notes: LoadNotes): Document {
  const { layout, target } = dataset;
  return {
    key: layout.load(target.schemaName, id),
    text: writeJson({
      load_id: id,
      schema_name: target.schemaName,
      status: 0,
      inserted_at: momentOf(dataset),
      schema_version_hash: versionHash(schema),
      sluice: { files: notes.files.map(fileNote), staged: notes.staged.map(fileNote), replaced: notes.replaced },
    }),
  };
}

/** Files as the record of a load has them. */
export function dataFilesFrom(value: Value | undefined): readonly DataFile[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: Value): readonly DataFile[] => {
    if (typeof one !== 'object' || one === null || !('key' in one)) return [];
    const { table, key, bytes, rows } = one;
    const isFile = typeof table === 'string' && typeof key === 'string';
    return isFile ? [{ table, key, byteCount: Number(bytes), rowCount: Number(rows) }] : [];
  });
}

function fileNote({ table, key, byteCount, rowCount }: DataFile): Value {
  return { table, key, bytes: byteCount, rows: rowCount };
}

/** As Python spells a point in time in UTC, with microseconds. */
function momentOf({ target }: FileDataset): string {
  const micros = Math.floor(target.runtime.clock.now() * 1000);
  const date = new Date(Math.floor(micros / 1_000_000) * 1000);
  const fraction = String(((micros % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, '0');
  return `${date.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}.${fraction}+00:00`;
}
