import { shake128Base64 } from '../../core/hash.ts';
import { writeJson } from '../../core/json-write.ts';
import type { LoadId } from '../../core/names.ts';
import type { LoadIdentity } from '../../load-package/load-package.ts';
import { engineVersion, schemaDocument } from '../../schema/document.ts';
import {
  checkStateEngine,
  stateEngineVersion,
  stateFromText,
  stateHash,
  storedState,
  type StateFacts,
} from '../../schema/state-document.ts';
import {
  loadsTable,
  loadsTableName,
  stateTable,
  stateTableName,
  versionTable,
  versionTableName,
} from '../../schema/system-tables.ts';
import { storedSchema } from '../../schema/stored-schema.ts';
import type { Schema, TableSchema } from '../../schema/table.ts';
import { versionHash } from '../../schema/version.ts';
import type { LoadStep, Restored, Target } from '../destination.ts';
import type { Catalogue } from './ddl.ts';
import type { SqlDataset, SqlSession, Statement } from './dialect.ts';
import { columnList } from './replace.ts';

/** Where to look: a connection, a dataset, whose pipeline, and which of the tables are there at all. */
export interface Lookup {
  readonly session: Pick<SqlSession, 'rows'>;
  readonly dataset: SqlDataset;
  readonly target: Target;
  /** Of the final area. */
  readonly catalogue: Catalogue;
}

/** The newest row of the state table that counts. */
export interface NewestState {
  readonly version: number;
  readonly text: string;
  readonly hash: string | undefined;
}

/** What is written down of a load beside its rows. */
export interface LoadFacts {
  readonly loadId: string;
  readonly target: Target;
  /** As dlt calls the kind of destination. */
  readonly dltType: string;
  readonly newestState?: NewestState | undefined;
}

/** What the newest committed load left; empty where there is none. */
export async function restoreDataset(lookup: Lookup): Promise<Restored> {
  const state = await readNewestState(lookup);
  return {
    newestLoad: await readNewestLoad(lookup),
    schema: await readNewestSchema(lookup),
    state: state && stateFromText(state.text, lookup.target.schemaName),
    stateVersion: state?.version ?? 0,
  };
}

/** The greatest load id, as text, of the schema. */
export async function readNewestLoad(lookup: Lookup): Promise<LoadId | undefined> {
  const [[newest] = []] = await rowsFrom(lookup, [loadsTableName], {
    text: `SELECT max(load_id) FROM ${nameOf(lookup.dataset, loadsTable)} WHERE schema_name = $1 AND status = 0`,
    parameters: [lookup.target.schemaName],
  });
  // Only load ids are ever written there. The greatest of no texts is an empty one in some databases.
  return newest === undefined || newest === null || newest === '' ? undefined : (newest as LoadId);
}

/** True when the load is committed already. */
export async function isRecorded(lookup: Lookup, { id }: LoadIdentity): Promise<boolean> {
  const rows = await rowsFrom(lookup, [loadsTableName], {
    text: `SELECT load_id FROM ${nameOf(lookup.dataset, loadsTable)} WHERE load_id = $1 AND schema_name = $2 AND status = 0`,
    parameters: [id, lookup.target.schemaName],
  });
  return rows.length > 0;
}

/** The schema that was stored last (section 4.2). @throws `state_unreadable` */
export async function readNewestSchema(lookup: Lookup): Promise<Schema | undefined> {
  const { quote } = lookup.dataset.dialect;
  const [[text, engine] = []] = await rowsFrom(lookup, [versionTableName], {
    text:
      `SELECT ${quote('schema')}, CAST(engine_version AS VARCHAR) FROM ${nameOf(lookup.dataset, versionTable)} WHERE schema_name = $1` +
      ' ORDER BY inserted_at DESC, version DESC LIMIT 1',
    parameters: [lookup.target.schemaName],
  });
  return text === undefined || text === null ? undefined : storedSchema(text, engine);
}

/** The state of the greatest load id among the loads that are complete (section 4.3). @throws `state_unreadable` */
export async function readNewestState(lookup: Lookup): Promise<NewestState | undefined> {
  const { dataset, target } = lookup;
  const [row] = await rowsFrom(lookup, [stateTableName, loadsTableName], {
    text:
      'SELECT CAST(s.version AS VARCHAR), s.state, s.version_hash, CAST(s.engine_version AS VARCHAR)' +
      ` FROM ${nameOf(dataset, stateTable)} AS s JOIN ${nameOf(dataset, loadsTable)} AS l ON l.load_id = s._dlt_load_id` +
      ' WHERE s.pipeline_name = $1 AND l.status = 0 ORDER BY l.load_id DESC, s.version DESC LIMIT 1',
    parameters: [target.pipeline],
  });
  if (row === undefined) return undefined;
  const [version, text, hash, engine] = row;
  checkStateEngine(engine);
  return { version: Number(version), text: text ?? '', hash: hash ?? undefined };
}

/** Writes the schema, unless this version of it is there (section 4.2). */
export function saveSchema(dataset: SqlDataset, schema: Schema): Statement {
  const table = nameOf(dataset, versionTable);
  const hash = versionHash(schema);
  return {
    text:
      `INSERT INTO ${table} (${columnList(dataset, versionTable)})` +
      ` SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), ${nowOf(dataset)}, CAST($3 AS VARCHAR), CAST($4 AS VARCHAR), $5` +
      ` WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE schema_name = $3 AND version_hash = $4)`,
    parameters: [
      String(schema.version),
      String(engineVersion),
      schema.name,
      hash,
      writeJson(schemaDocument(schema, hash)),
    ],
  };
}

/** Deletes all versions of the schema that are there (section 7.7). */
export function forgetSchemas(dataset: SqlDataset, { name }: Schema): Statement {
  return { text: `DELETE FROM ${nameOf(dataset, versionTable)} WHERE schema_name = $1`, parameters: [name] };
}

/**
 * Writes the state with the next version, unless the newest row says the same (section 4.3); a load that drops tables
 * writes it all the same, with the version that it has (section 7.7).
 */
export function saveState(
  dataset: SqlDataset,
  { state, schemaNames, refresh }: Extract<LoadStep, { kind: 'save_state' }>,
  { target, dltType, loadId, newestState }: LoadFacts,
): readonly Statement[] {
  const facts: StateFacts = {
    pipeline: target.pipeline,
    dataset: target.dataset,
    schemaName: target.schemaName,
    schemaNames,
    dltType,
    newest: newestState?.text,
    refresh: refresh?.mode,
  };
  const isKnown = stateHash(state, facts) === newestState?.hash;
  const drops = refresh !== undefined && refresh.mode !== 'drop_data' && refresh.tables.length > 0;
  if (isKnown && !drops) return [];
  const version = (newestState?.version ?? 0) + (isKnown ? 0 : 1);
  const { hash, text } = storedState(state, facts, version);
  const rowId = shake128Base64(`${loadId} state`, 12);
  return [
    {
      text:
        `INSERT INTO ${nameOf(dataset, stateTable)} (${columnList(dataset, stateTable)})` +
        ` VALUES (CAST($1 AS BIGINT), CAST($2 AS BIGINT), $3, $4, ${nowOf(dataset)}, $5, $6, $7)`,
      parameters: [String(version), String(stateEngineVersion), target.pipeline, text, hash, loadId, rowId],
    },
  ];
}

/** The row that makes the load count (section 4.1). */
export function recordLoad(dataset: SqlDataset, schema: Schema, { loadId, target }: LoadFacts): Statement {
  return {
    text:
      `INSERT INTO ${nameOf(dataset, loadsTable)} (${columnList(dataset, loadsTable)})` +
      ` VALUES ($1, $2, 0, ${nowOf(dataset)}, $3)`,
    parameters: [loadId, target.schemaName, versionHash(schema)],
  };
}

function nowOf({ dialect }: SqlDataset): string {
  return dialect.now ?? 'now()';
}

function nameOf(dataset: SqlDataset, table: TableSchema): string {
  return dataset.table('final', table.name);
}

/** A table that is not there has no rows. */
async function rowsFrom(
  { session, catalogue }: Lookup,
  tables: readonly string[],
  statement: Statement,
): Promise<readonly (readonly (string | null)[])[]> {
  return tables.every((name) => catalogue.has(name)) ? session.rows(statement) : [];
}
