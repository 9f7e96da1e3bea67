import { isSluiceError } from '../../core/error.ts';
import type { Cell } from '../../schema/cell.ts';
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
import { columnNotFound, readingStopped, tableNotFound } from '../errors.ts';
import { restoreDataset } from '../sql/bookkeeping.ts';
import { catalogueFrom, type Catalogue } from '../sql/ddl.ts';
import { sqlDataset, type SqlDataset, type Statement } from '../sql/dialect.ts';
import { sqliteDialect } from './dialect.ts';
import { iterate, openDatabase, type Database, type StoredValue } from './driver.ts';
import { databaseFailed, queryFailed } from './errors.ts';
import { queryInProcess } from './query-process.ts';
import { readingStatement } from './statement-text.ts';
import { cellReader } from './values.ts';

/**
 * A look at a dataset, or undefined when it has no file, or nothing in it.
 * @throws `destination_unreachable`, `destination_format`, `destination_locked`
 */
export async function openReader(path: string, target: Target): Promise<DatasetReader | undefined> {
  if ((await target.runtime.files.size(path)) === undefined) return undefined;
  const database = await openDatabase(path, true);
  try {
    const dataset = sqlDataset(sqliteDialect, target.dataset);
    const catalogue = catalogueFrom(sqliteDialect, textRows(database, dataset.catalogue('final')));
    if (catalogue.size > 0) return new SqliteReader(database, { path, target, dataset, catalogue });
    database.close();
    return undefined;
  } catch (error) {
    database.close();
    throw databaseFailed(path, error);
  }
}

interface ReaderFacts {
  readonly path: string;
  readonly target: Target;
  readonly dataset: SqlDataset;
  readonly catalogue: Catalogue;
}

class SqliteReader implements DatasetReader {
  readonly #database: Database;
  readonly #facts: ReaderFacts;
  readonly #closing = new AbortController();

  constructor(database: Database, facts: ReaderFacts) {
    this.#database = database;
    this.#facts = facts;
  }

  tables(): Promise<readonly TableSummary[]> {
    const { catalogue, dataset } = this.#facts;
    return this.#told(() =>
      [...catalogue].map(([name, columns]) => {
        const [[count] = []] = textRows(this.#database, {
          text: `SELECT count(*) FROM ${dataset.table('final', name)}`,
        });
        return {
          name,
          rowCount: BigInt(count ?? '0'),
          columns: [...columns].map(([column, type]) => ({ name: column, type })),
        };
      }),
    );
  }

  restore(): Promise<Restored> {
    const { dataset, target, catalogue } = this.#facts;
    const rows = (statement: Statement) => this.#told(() => textRows(this.#database, statement));
    return restoreDataset({ session: { rows }, dataset, target, catalogue });
  }

  async query(sql: string, limits: QueryLimits): Promise<QueryResult> {
    const signal = AbortSignal.any([this.#closing.signal, this.#facts.target.signal]);
    return queryInProcess(this.#facts.path, readingStatement(sql), limits, signal);
  }

  async *rows(of: RowsOf, { batchRows, signal }: RowsOptions): AsyncGenerator<RowBatch, void, undefined> {
    const stops = AbortSignal.any([signal, this.#closing.signal, this.#facts.target.signal]);
    const { text, parameters, types } = this.#walkOf(of);
    if (stops.aborted) throw readingStopped();
    const database = await openDatabase(this.#facts.path, true);
    try {
      const { statement, rows } = iterate(database, text, parameters.map(stored));
      const columns = statement.columns();
      const readers = columns.map(({ name, type }) => cellReader(types?.get(name.toLowerCase()) ?? type));
      const names = columns.map(({ name }) => name);
      for (let batch = take(rows, batchRows); batch.length > 0; batch = take(rows, batchRows)) {
        yield { columns: names, rows: batch.map((row) => row.map((value, at) => readers[at]?.(value) ?? null)) };
        if (stops.aborted) throw readingStopped();
      }
    } catch (error) {
      throw isSluiceError(error) ? error : queryFailed(error);
    } finally {
      database.close();
    }
  }

  close(): Promise<void> {
    if (!this.#closing.signal.aborted) this.#database.close();
    this.#closing.abort();
    return Promise.resolve();
  }

  /** Names come from the user: only those that are there get into the statement, quoted. */
  #walkOf(of: RowsOf): Walk {
    if (of.kind === 'statement') return { text: readingStatement(of.sql), parameters: of.parameters };
    const { catalogue, dataset, target } = this.#facts;
    const types = catalogue.get(of.table.toLowerCase());
    if (types === undefined) throw tableNotFound(of.table, target.dataset, catalogue.keys());
    const columns = of.columns === undefined || of.columns.length === 0 ? [...types.keys()] : of.columns;
    const missing = columns.find((column) => !types.has(column.toLowerCase()));
    if (missing !== undefined) throw columnNotFound(of.table, missing, types.keys());
    const chosen = columns.map((column) => selected(column, types.get(column.toLowerCase()) ?? ''));
    return { text: `SELECT ${chosen.join(', ')} FROM ${dataset.table('final', of.table)}`, parameters: [], types };
  }

  async #told<Result>(work: () => Result): Promise<Result> {
    try {
      return work();
    } catch (error) {
      throw databaseFailed(this.#facts.path, error);
    }
  }
}

interface Walk {
  readonly text: string;
  readonly parameters: readonly Cell[];
  /** As declared, by the names of the columns; without them the statement itself knows. */
  readonly types?: ReadonlyMap<string, string> | undefined;
}

/** Node ends a text at its first NUL, so a text that has one is read as bytes. */
function selected(column: string, type: string): string {
  const name = sqliteDialect.quote(column);
  if (!/^(?:TEXT|VARCHAR)/i.test(type)) return name;
  return `iif(instr(${name}, char(0)) > 0, CAST(${name} AS BLOB), ${name}) AS ${name}`;
}

function stored(value: Cell): StoredValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

function take<Item>(items: Generator<Item, void, undefined>, most: number): readonly Item[] {
  const taken: Item[] = [];
  while (taken.length < most) {
    const { done, value } = items.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

function textRows(database: Database, { text, parameters }: Statement): readonly (readonly (string | null)[])[] {
  return [...iterate(database, text, parameters).rows].map((row) =>
    row.map((value) => (value === null ? null : String(value))),
  );
}
