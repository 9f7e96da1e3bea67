import { isSluiceError, type SluiceError } from '../../core/error.ts';
import type {
  DatasetReader,
  QueryLimits,
  QueryResult,
  Restored,
  RowBatch,
  RowsOf,
  RowsOptions,
  TableSummary,
} from '../destination.ts';
import type { LoadId } from '../../core/names.ts';
import { columnNotFound, tableNotFound } from '../errors.ts';
import { RowWalk, type WalkPlan } from '../duckdb/row-walk.ts';
import { limitedQuery } from '../duckdb/limited-query.ts';
import { duckdbDialect } from '../duckdb/dialect.ts';
import { duckdbApi } from '../duckdb/duckdb-api.ts';
import { closeDatabase, rowsOf, type OpenDatabase } from '../duckdb/session.ts';
import type { TableSchema } from '../../schema/table.ts';
import { fileChanged } from './errors.ts';
import { loadOf, rowCountOf } from './layout.ts';
import { readStorageVersion, type FileDataset } from './ledger.ts';
import { LocalCopies } from './local-copies.ts';
import { listed } from './object-store.ts';
import { readSnapshot, type ReadableObject, type Snapshot } from './snapshot.ts';
import { systemTables, viewOf } from './views.ts';

export interface ReaderSettings {
  /** Most bytes that are fetched from a bucket. */
  readonly readLimitBytes: number;
}

/**
 * A look at the files of committed loads, through an engine in memory that reaches these files and nothing else; or
 * undefined when nothing was loaded.
 * @throws `destination_format`
 */
export async function openReader(dataset: FileDataset, settings: ReaderSettings): Promise<DatasetReader | undefined> {
  try {
    const { initial } = await readStorageVersion(dataset);
    if (initial !== undefined) {
      const snapshot = await readSnapshot(dataset);
      if (snapshot.restored.newestLoad !== undefined || snapshot.tables.size > 0)
        return await FileReader.on(dataset, snapshot, new LocalCopies(dataset, settings));
    }
  } catch (error) {
    await dataset.store.close();
    throw error;
  }
  await dataset.store.close();
  return undefined;
}

class FileReader implements DatasetReader {
  readonly #dataset: FileDataset;
  readonly #snapshot: Snapshot;
  readonly #copies: LocalCopies;
  readonly #open: OpenDatabase;
  readonly #paths: readonly string[];
  readonly #made = new Set<string>();
  readonly #walks = new Set<RowWalk>();
  readonly #system: ReadonlyMap<string, readonly ReadableObject[]>;

  static async on(dataset: FileDataset, snapshot: Snapshot, copies: LocalCopies): Promise<FileReader> {
    const system = await systemFiles(dataset);
    const files = [...[...snapshot.tables.values()].map((table) => table.files), ...system.values()].flat();
    const paths = await copies.paths(files);
    const open = await openEngine(dataset.target.dataset, paths);
    const reader = new FileReader(dataset, snapshot, copies, { open, system, paths });
    try {
      if (!dataset.store.isRemote) await reader.#makeViews([...snapshot.tables.keys(), ...system.keys()]);
    } catch (error) {
      await reader.close();
      throw error;
    }
    return reader;
  }

  private constructor(dataset: FileDataset, snapshot: Snapshot, copies: LocalCopies, { open, system, paths }: Opened) {
    this.#dataset = dataset;
    this.#snapshot = snapshot;
    this.#copies = copies;
    this.#open = open;
    this.#system = system;
    this.#paths = paths;
  }

  async tables(): Promise<readonly TableSummary[]> {
    const summaries: TableSummary[] = [];
    for (const name of this.#names()) {
      const { schema, files } = this.#table(name);
      const columns = [...schema.columns.values()].flatMap(({ dataType, ...column }) =>
        dataType === undefined ? [] : [{ name: column.name, type: duckdbDialect.columnType({ ...column, dataType }) }],
      );
      summaries.push({ name, rowCount: await this.#rowCount(name, files), columns });
    }
    return summaries;
  }

  restore(): Promise<Restored> {
    return Promise.resolve(this.#snapshot.restored);
  }

  async query(sql: string, limits: QueryLimits): Promise<QueryResult> {
    await this.#makeViews(this.#namedIn(sql));
    try {
      return await limitedQuery(this.#open.connection, sql, { ...limits, signal: this.#dataset.target.signal });
    } catch (error) {
      throw this.#told(error);
    }
  }

  async *rows(of: RowsOf, { batchRows, signal }: RowsOptions): AsyncGenerator<RowBatch, void, undefined> {
    const { text, parameters } = this.#statementOf(of);
    await this.#makeViews(this.#namedIn(text));
    const walk = new RowWalk(this.#open, {
      text,
      parameters,
      schema: duckdbDialect.quote(this.#dataset.target.dataset),
      signal: AbortSignal.any([signal, this.#dataset.target.signal]),
    });
    this.#walks.add(walk);
    try {
      yield* walk.batches(batchRows);
    } catch (error) {
      throw this.#told(error);
    } finally {
      this.#walks.delete(walk);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#walks].map((walk) => walk.close()));
    closeDatabase(this.#open);
    await this.#copies.close();
    await this.#dataset.store.close();
  }

  #told(error: unknown): unknown {
    return isFileGone(error, this.#paths) ? fileChanged(this.#dataset.target.dataset, error.cause) : error;
  }

  /** Names come from the user: only those that are there get into the statement, quoted. */
  #statementOf(of: RowsOf): Pick<WalkPlan, 'text' | 'parameters'> {
    if (of.kind === 'statement') return { text: of.sql, parameters: of.parameters };
    const known = this.#names();
    const name = known.find((one) => one.toLowerCase() === of.table.toLowerCase());
    if (name === undefined) throw tableNotFound(of.table, this.#dataset.target.dataset, known);
    const columns = [...this.#table(name).schema.columns.keys()];
    const missing = of.columns?.find((column) => !columns.some((one) => one.toLowerCase() === column.toLowerCase()));
    if (missing !== undefined) throw columnNotFound(of.table, missing, columns);
    const { columns: wanted = [] } = of;
    const chosen = wanted.length === 0 ? '*' : wanted.map(duckdbDialect.quote).join(', ');
    return { text: `SELECT ${chosen} FROM ${this.#view(name)}`, parameters: [] };
  }

  #names(): readonly string[] {
    return [...this.#snapshot.tables.keys(), ...this.#system.keys()];
  }

  /** Names of files tell how many rows they have, and documents have one; the files of dlt must be counted. */
  async #rowCount(name: string, files: readonly ReadableObject[]): Promise<bigint> {
    if (systemTables.has(name)) return BigInt(files.length);
    const counts = files.map((file) => rowCountOf(file.name));
    if (counts.every((count) => count !== undefined)) return BigInt(counts.reduce((sum, count) => sum + count, 0));
    await this.#makeViews([name]);
    const [[count = '0'] = []] = await rowsOf(this.#open.connection, {
      text: `SELECT count(*) FROM ${this.#view(name)}`,
    });
    return BigInt(count ?? '0');
  }

  /** The tables that a statement reads. What DuckDB does not take apart, such as parameters, is searched for names. */
  #namedIn(sql: string): readonly string[] {
    const known = this.#names();
    const named = this.#askedFor(sql);
    if (named.size > 0) return known.filter((name) => named.has(name.toLowerCase()));
    const text = sql.toLowerCase();
    return known.filter((name) => text.includes(name.toLowerCase()));
  }

  #askedFor(sql: string): ReadonlySet<string> {
    try {
      return new Set(this.#open.connection.getTableNames(sql, false).map((name) => name.toLowerCase()));
    } catch {
      return new Set();
    }
  }

  async #makeViews(names: readonly string[]): Promise<void> {
    for (const name of names.filter((one) => !this.#made.has(one))) {
      const { schema, files } = this.#table(name);
      const local = await this.#copies.localFiles(files);
      try {
        await this.#open.connection.run(viewOf(this.#view(name), schema, local));
      } catch (error) {
        throw fileChanged(this.#dataset.target.dataset, error);
      }
      this.#made.add(name);
    }
  }

  #table(name: string): { readonly schema: TableSchema; readonly files: readonly ReadableObject[] } {
    const data = this.#snapshot.tables.get(name);
    if (data !== undefined) return data;
    const schema = systemTables.get(name);
    if (schema === undefined) throw fileChanged(this.#dataset.target.dataset, new Error(`${name} is no table`));
    return { schema, files: this.#system.get(name) ?? [] };
  }

  #view(name: string): string {
    return `${duckdbDialect.quote(this.#dataset.target.dataset)}.${duckdbDialect.quote(name)}`;
  }
}

interface Opened {
  readonly open: OpenDatabase;
  readonly system: ReadonlyMap<string, readonly ReadableObject[]>;
  /** All that the engine may read. */
  readonly paths: readonly string[];
}

/** A load has replaced the file since it was listed, or somebody took it away. */
function isFileGone(error: unknown, paths: readonly string[]): error is SluiceError {
  if (!isSluiceError(error)) return false;
  const said = error.cause instanceof Error ? error.cause.message : '';
  if (error.code === 'query_failed') return /^IO Error|No files found/.test(said);
  // A path that is not there any more is not among those that may be read, either.
  return error.code === 'query_refused' && paths.some((path) => said.includes(path));
}

/** Files of the engine's own tables; each has one row. */
async function systemFiles({ store, layout }: FileDataset): Promise<ReadonlyMap<string, readonly ReadableObject[]>> {
  const prefixes = [layout.allLoads, layout.versions, layout.states];
  const names = ['_dlt_loads', '_dlt_version', '_dlt_pipeline_state'];
  const found = new Map<string, readonly ReadableObject[]>();
  for (const [index, prefix] of prefixes.entries()) {
    const objects = await listed(store, prefix);
    const files = objects
      .filter(({ key }) => key.endsWith('.jsonl'))
      .map((object) => ({ ...object, name: asDocument(object.key) }));
    found.set(names[index] ?? '', files);
  }
  return found;
}

/** Documents have names of their own; what counts here is that they are JSONL. */
function asDocument(key: string): ReadableObject['name'] {
  const { id } = loadOf(key) ?? {};
  // Only the extension is looked at.
  return { id: id ?? ('' as LoadId), fileId: '', extension: 'jsonl' };
}

/** A query reaches these paths and nothing else, and takes no more than this (case S15). */
async function openEngine(dataset: string, paths: readonly string[]): Promise<OpenDatabase> {
  const { DuckDBInstance } = duckdbApi();
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MB', threads: '2', temp_directory: '' });
  const connection = await instance.connect();
  const { quote } = duckdbDialect;
  try {
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quote(dataset)}`);
    await connection.run(`USE ${quote(dataset)}`);
    if (paths.length > 0)
      await connection.run(`SET allowed_paths = [${paths.map((path) => duckdbDialect.literal(path)).join(', ')}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return { instance, connection };
  } catch (error) {
    closeDatabase({ instance, connection });
    throw error;
  }
}
