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
import { connectionSettings, locationOf } from './connection.ts';
import type { ConnectionParameters } from './connection-text.ts';
import { postgresDialect } from './dialect.ts';
import { PostgresConnection, type Fetched } from './driver.ts';
import { cannotConnect, interrupted, statementFailed } from './errors.ts';
import { plainValue } from './plain-value.ts';
import { queryFailed } from './query-errors.ts';
import { beginReading, cursorName, declareCursor } from './reading.ts';
import { RowWalk, type WalkPlan } from './row-walk.ts';

/**
 * A look at a dataset, or undefined when nothing was loaded under its name.
 * @throws `destination_unreachable`
 */
export async function openReader(parameters: ConnectionParameters, target: Target): Promise<DatasetReader | undefined> {
  const location = locationOf(parameters);
  const connection = await connect(parameters, target, location);
  try {
    const { text, parameters: values } = postgresDialect.catalogue(target.dataset, undefined);
    const catalogue = catalogueFrom(postgresDialect, await connection.rows(text, values));
    if (catalogue.size > 0) return new PostgresReader(connection, { parameters, target, catalogue, location });
    await connection.close();
    return undefined;
  } catch (error) {
    await connection.close();
    throw isSluiceError(error) ? error : statementFailed(location, error);
  }
}

async function connect(
  parameters: ConnectionParameters,
  target: Target,
  location: string,
): Promise<PostgresConnection> {
  const { environment, files } = target.runtime;
  try {
    return await PostgresConnection.open(connectionSettings(parameters, environment), files);
  } catch (error) {
    throw isSluiceError(error) ? error : cannotConnect(location, error);
  }
}

interface ReaderFacts {
  readonly parameters: ConnectionParameters;
  readonly target: Target;
  readonly catalogue: Catalogue;
  readonly location: string;
}

class PostgresReader implements DatasetReader {
  readonly #connection: PostgresConnection;
  readonly #facts: ReaderFacts;
  readonly #dataset: SqlDataset;
  readonly #walks = new Set<RowWalk>();

  constructor(connection: PostgresConnection, facts: ReaderFacts) {
    this.#connection = connection;
    this.#facts = facts;
    this.#dataset = sqlDataset(postgresDialect, facts.target.dataset);
  }

  async tables(): Promise<readonly TableSummary[]> {
    const summaries: TableSummary[] = [];
    for (const [name, columns] of this.#facts.catalogue) {
      const [[count] = []] = await this.#rows({ text: `SELECT count(*) FROM ${this.#dataset.table('final', name)}` });
      summaries.push({
        name,
        rowCount: BigInt(count ?? '0'),
        columns: [...columns].map(([column, type]) => ({ name: column, type })),
      });
    }
    return summaries;
  }

  restore(): Promise<Restored> {
    const session = { rows: (statement: Statement) => this.#rows(statement) };
    const { target, catalogue } = this.#facts;
    return restoreDataset({ session, dataset: this.#dataset, target, catalogue });
  }

  async query(sql: string, limits: QueryLimits): Promise<QueryResult> {
    const { signal } = this.#facts.target;
    if (signal.aborted) throw interrupted();
    const stop = (): void => this.#connection.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.#reading(limits.timeoutMs, () => this.#firstRows(sql, limits.maxRows));
    } catch (error) {
      if (signal.aborted) throw interrupted();
      throw isSluiceError(error) ? error : queryFailed(error, limits.timeoutMs);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async *rows(of: RowsOf, { batchRows, signal }: RowsOptions): AsyncGenerator<RowBatch, void, undefined> {
    const { target } = this.#facts;
    const walk = new RowWalk({
      ...this.#statementOf(of),
      signal: AbortSignal.any([signal, target.signal]),
      open: () => this.#openWalk(),
    });
    this.#walks.add(walk);
    try {
      yield* walk.batches(batchRows);
    } finally {
      this.#walks.delete(walk);
    }
  }

  close(): Promise<void> {
    for (const walk of this.#walks) walk.close();
    return this.#connection.close();
  }

  async #openWalk(): Promise<PostgresConnection> {
    const { parameters, target, location } = this.#facts;
    const connection = await connect(parameters, target, location);
    try {
      await beginReading(connection, target.dataset, 0);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  async #rows({ text, parameters }: Statement): Promise<readonly (readonly (string | null)[])[]> {
    try {
      return await this.#connection.rows(text, parameters);
    } catch (error) {
      throw statementFailed(this.#facts.location, error);
    }
  }

  async #reading<Result>(timeoutMs: number, work: () => Promise<Result>): Promise<Result> {
    await beginReading(this.#connection, this.#facts.target.dataset, timeoutMs);
    try {
      return await work();
    } finally {
      await this.#connection.rows('ROLLBACK').catch(() => this.#connection.destroy());
    }
  }

  async #firstRows(sql: string, maxRows: number): Promise<QueryResult> {
    if (/^\s*(?:explain|show)\b/i.test(sql)) return resultOf(await this.#connection.only(sql), maxRows);
    await declareCursor(this.#connection, sql);
    return resultOf(await this.#connection.only(`FETCH FORWARD ${maxRows + 1} FROM ${cursorName}`), maxRows);
  }

  /** Names come from the user: only those that are there get into the statement, quoted. */
  #statementOf(of: RowsOf): Pick<WalkPlan, 'text' | 'parameters'> {
    if (of.kind === 'statement') return { text: of.sql, parameters: of.parameters };
    const { table, columns } = of;
    const { catalogue, target } = this.#facts;
    const known = catalogue.get(table);
    if (known === undefined) throw tableNotFound(table, target.dataset, catalogue.keys());
    const missing = columns?.find((column) => !known.has(column));
    if (missing !== undefined) throw columnNotFound(table, missing, known.keys());
    const chosen =
      columns === undefined || columns.length === 0
        ? '*'
        : columns.map((name) => postgresDialect.quote(name)).join(', ');
    return { text: `SELECT ${chosen} FROM ${this.#dataset.table('final', table)}`, parameters: [] };
  }
}

function resultOf({ columns, rows }: Fetched, maxRows: number): QueryResult {
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.slice(0, maxRows).map((row) => row.map((text, index) => plainValue(text, columns[index]?.type ?? 0))),
    truncated: rows.length > maxRows,
  };
}
