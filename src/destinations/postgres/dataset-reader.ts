import { isSluiceError } from '../../core/error.ts';
import type { DatasetReader, QueryLimits, QueryResult, Restored, TableSummary, Target } from '../destination.ts';
import { restoreDataset } from '../sql/bookkeeping.ts';
import { catalogueFrom, type Catalogue } from '../sql/ddl.ts';
import { sqlDataset, type SqlDataset, type Statement } from '../sql/dialect.ts';
import { connectionSettings, locationOf } from './connection.ts';
import type { ConnectionParameters } from './connection-text.ts';
import { postgresDialect } from './dialect.ts';
import { PostgresConnection, type Column } from './driver.ts';
import { cannotConnect, codeOf, interrupted, statementFailed } from './errors.ts';
import { plainValue } from './plain-value.ts';
import { queryFailed, queryRefused } from './query-errors.ts';

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
    if (catalogue.size > 0) return new PostgresReader(connection, { target, catalogue, location });
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
  readonly target: Target;
  readonly catalogue: Catalogue;
  readonly location: string;
}

class PostgresReader implements DatasetReader {
  readonly #connection: PostgresConnection;
  readonly #facts: ReaderFacts;
  readonly #dataset: SqlDataset;

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

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #rows({ text, parameters }: Statement): Promise<readonly (readonly (string | null)[])[]> {
    try {
      return await this.#connection.rows(text, parameters);
    } catch (error) {
      throw statementFailed(this.#facts.location, error);
    }
  }

  /** A transaction that only reads, and that is never committed. */
  async #reading<Result>(timeoutMs: number, work: () => Promise<Result>): Promise<Result> {
    const path = postgresDialect.literal(postgresDialect.quote(this.#facts.target.dataset));
    await this.#connection.script(
      `BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}; SET LOCAL TimeZone = 'UTC';` +
        ` SET LOCAL DateStyle = 'ISO'; SELECT set_config('search_path', ${path} || ', public', true)`,
    );
    try {
      await this.#dropPower();
      return await work();
    } finally {
      await this.#connection.rows('ROLLBACK').catch(() => this.#connection.destroy());
    }
  }

  /** What a superuser may do beside reading tables, such as reading files of the server, a query may not (case S15). */
  async #dropPower(): Promise<void> {
    const [[isSuperuser] = []] = await this.#connection.rows("SELECT current_setting('is_superuser')");
    if (isSuperuser === 'on') await this.#connection.rows('SET LOCAL ROLE pg_read_all_data');
  }

  async #firstRows(sql: string, maxRows: number): Promise<QueryResult> {
    if (/^\s*(?:explain|show)\b/i.test(sql)) return resultOf(await this.#connection.only(sql), maxRows);
    // Only what gives rows and changes nothing can have a cursor.
    const declared = await this.#declare(sql);
    if (!declared) throw queryRefused('only SELECT, VALUES, TABLE, WITH, EXPLAIN and SHOW are allowed');
    return resultOf(await this.#connection.only(`FETCH FORWARD ${maxRows + 1} FROM sluice_query`), maxRows);
  }

  async #declare(sql: string): Promise<boolean> {
    try {
      await this.#connection.only(`DECLARE sluice_query NO SCROLL CURSOR FOR ${sql}`);
      return true;
    } catch (error) {
      if (codeOf(error) === '42601' && /^\s*(?!select|values|table|with|\()/i.test(sql)) return false;
      throw codeOf(error) === '42601' && /multiple commands/.test(String(error))
        ? queryRefused('it has several statements, and only one is allowed', error)
        : error;
    }
  }
}

interface Fetched {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | null)[])[];
}

function resultOf({ columns, rows }: Fetched, maxRows: number): QueryResult {
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.slice(0, maxRows).map((row) => row.map((text, index) => plainValue(text, columns[index]?.type ?? 0))),
    truncated: rows.length > maxRows,
  };
}
