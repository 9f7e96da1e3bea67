import { clearTimeout, setTimeout } from 'node:timers';
import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import { isSluiceError } from '../../core/error.ts';
import type {
  DatasetReader,
  QueryLimits,
  QueryResult,
  Restored,
  RowBatch,
  RowsOf,
  RowsOptions,
  TableSummary,
  Target,
} from '../destination.ts';
import { columnNotFound, tableNotFound } from '../errors.ts';
import { restoreDataset } from '../sql/bookkeeping.ts';
import { catalogueFrom, type Catalogue } from '../sql/ddl.ts';
import { sqlDataset, type SqlDataset, type Statement } from '../sql/dialect.ts';
import { duckdbDialect } from './dialect.ts';
import { interrupted, isMissing, queryFailed, queryTooLong } from './errors.ts';
import type { MemoryDatabase } from './memory.ts';
import { readingStatement } from './reading-statement.ts';
import { endResult, RowWalk, type WalkPlan } from './row-walk.ts';
import { closeDatabase, openDatabase, rowsOf, type OpenDatabase } from './session.ts';
import { plainValue, type PlainValue } from './plain-value.ts';

/**
 * A look at a dataset in a file or in memory, or undefined when there is no file, or no such dataset in it.
 * @throws `destination_locked`, `destination_unreachable`, `destination_format`
 */
export function openReader(database: string | MemoryDatabase, target: Target): Promise<DatasetReader | undefined> {
  return readerOn(
    () => (typeof database === 'string' ? openIfThere(database, target) : database.openIfThere(target)),
    target,
  );
}

/** The same of a database that is opened in another way. */
export async function readerOn(
  opening: () => Promise<OpenDatabase | undefined>,
  target: Target,
): Promise<DatasetReader | undefined> {
  const open = await opening();
  if (open === undefined) return undefined;
  try {
    const reader = await DuckdbReader.on(open, target);
    if (reader === undefined) closeDatabase(open);
    return reader;
  } catch (error) {
    closeDatabase(open);
    throw error;
  }
}

/** A query can reach nothing but the database, and takes no more than this (case S15). */
const settings = {
  access_mode: 'READ_ONLY',
  memory_limit: '512MB',
  threads: '2',
  // Nothing may be written, not even what does not fit into memory.
  temp_directory: '',
  // Last: it makes DuckDB refuse the setting before it.
  enable_external_access: 'false',
} as const;

async function openIfThere(path: string, { runtime }: Target): Promise<OpenDatabase | undefined> {
  // So that a plan for a new file loads no library.
  if ((await runtime.files.size(path)) === undefined) return undefined;
  try {
    return await openDatabase(path, settings);
  } catch (error) {
    if (isSluiceError(error) && isMissing(error)) return undefined;
    throw error;
  }
}

class DuckdbReader implements DatasetReader {
  readonly #open: OpenDatabase;
  readonly #target: Target;
  readonly #dataset: SqlDataset;
  readonly #catalogue: Catalogue;
  readonly #walks = new Set<RowWalk>();

  static async on(open: OpenDatabase, target: Target): Promise<DuckdbReader | undefined> {
    const { connection } = open;
    const [[catalog = ''] = []] = await rowsOf(connection, { text: 'SELECT current_database()' });
    const dataset = sqlDataset(duckdbDialect, target.dataset, catalog ?? '');
    const catalogue = catalogueFrom(
      duckdbDialect,
      await rowsOf(connection, duckdbDialect.catalogue(target.dataset, catalog ?? '')),
    );
    if (catalogue.size === 0) return undefined;
    // So that a query need not name the dataset.
    await connection.run(`USE ${dataset.schema('final')}`);
    await lockSettings(connection);
    return new DuckdbReader(open, target, dataset, catalogue);
  }

  private constructor(open: OpenDatabase, target: Target, dataset: SqlDataset, catalogue: Catalogue) {
    this.#open = open;
    this.#target = target;
    this.#dataset = dataset;
    this.#catalogue = catalogue;
  }

  async tables(): Promise<readonly TableSummary[]> {
    const summaries: TableSummary[] = [];
    for (const [name, columns] of this.#catalogue) {
      const text = `SELECT count(*) FROM ${this.#dataset.table('final', name)}`;
      const [[count = '0'] = []] = await rowsOf(this.#open.connection, { text });
      summaries.push({
        name,
        rowCount: BigInt(count ?? '0'),
        columns: [...columns].map(([column, type]) => ({ name: column, type })),
      });
    }
    return summaries;
  }

  restore(): Promise<Restored> {
    const session = { rows: (statement: Statement) => rowsOf(this.#open.connection, statement) };
    return restoreDataset({ session, dataset: this.#dataset, target: this.#target, catalogue: this.#catalogue });
  }

  async query(sql: string, limits: QueryLimits): Promise<QueryResult> {
    const { connection } = this.#open;
    const { signal } = this.#target;
    const statement = await readingStatement(connection, sql);
    let isTooLong = false;
    const timer = setTimeout(() => {
      isTooLong = true;
      connection.interrupt();
    }, limits.timeoutMs);
    const stop = (): void => connection.interrupt();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await firstRows(connection, statement, limits.maxRows);
    } catch (error) {
      if (isTooLong) throw queryTooLong(limits.timeoutMs);
      if (signal.aborted) throw interrupted();
      throw queryFailed(error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      statement.destroySync();
    }
  }

  async *rows(of: RowsOf, { batchRows, signal }: RowsOptions): AsyncGenerator<RowBatch, void, undefined> {
    const walk = new RowWalk(this.#open, {
      ...this.#statementOf(of),
      schema: this.#dataset.schema('final'),
      signal: AbortSignal.any([signal, this.#target.signal]),
    });
    this.#walks.add(walk);
    try {
      yield* walk.batches(batchRows);
    } finally {
      this.#walks.delete(walk);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#walks].map((walk) => walk.close()));
    closeDatabase(this.#open);
  }

  /** Names come from the user: only those that are there get into the statement, quoted. */
  #statementOf(of: RowsOf): Pick<WalkPlan, 'text' | 'parameters'> {
    if (of.kind === 'statement') return { text: of.sql, parameters: of.parameters };
    const { table, columns } = of;
    const known = this.#catalogue.get(table.toLowerCase());
    if (known === undefined) throw tableNotFound(table, this.#target.dataset, this.#catalogue.keys());
    const missing = columns?.find((column) => !known.has(column.toLowerCase()));
    if (missing !== undefined) throw columnNotFound(table, missing, known.keys());
    const { quote } = this.#dataset.dialect;
    const chosen = columns === undefined || columns.length === 0 ? '*' : columns.map(quote).join(', ');
    return { text: `SELECT ${chosen} FROM ${this.#dataset.table('final', table)}`, parameters: [] };
  }
}

/** Another reader in this process may have made and locked the settings before, or does so at this moment. */
async function lockSettings(connection: DuckDBConnection): Promise<void> {
  try {
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    await connection.run('SET lock_configuration = true');
  } catch (error) {
    const [[isLocked] = []] = await rowsOf(connection, { text: "SELECT current_setting('lock_configuration')" });
    if (isLocked !== 'true') throw error;
  }
}

async function firstRows(
  connection: DuckDBConnection,
  statement: DuckDBPreparedStatement,
  maxRows: number,
): Promise<QueryResult> {
  const result = await statement.stream();
  try {
    return await rowsUpTo(result, maxRows);
  } finally {
    await endResult(connection, result);
  }
}

async function rowsUpTo(result: DuckDBResult, maxRows: number): Promise<QueryResult> {
  const types = result.columnTypes();
  const rows: (readonly PlainValue[])[] = [];
  while (rows.length <= maxRows) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const row of chunk.getRows()) rows.push(row.map((value, index) => plainValue(value, types[index])));
  }
  return { columns: result.columnNames(), rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
}
