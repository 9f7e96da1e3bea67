import { createHash } from 'node:crypto';
import { clearTimeout, setTimeout } from 'node:timers';
import { isSluiceError } from '../../core/error.ts';
import { readParquet } from '../../formats/parquet-reader.ts';
import type { PackageFile } from '../../load-package/load-package.ts';
import type { Target } from '../destination.ts';
import type { CopyTarget, SqlSession, Statement, Transacted } from '../sql/dialect.ts';
import { connectionSettings, loadingSettings, locationOf } from './connection.ts';
import type { ConnectionParameters } from './connection-text.ts';
import { copyRows } from './copy-rows.ts';
import { postgresDialect } from './dialect.ts';
import { PostgresConnection } from './driver.ts';
import {
  answerLate,
  cannotConnect,
  interrupted,
  isDisconnected,
  isWorthRepeating,
  statementFailed,
  tooManyColumns,
} from './errors.ts';
import { endsWithClient } from './reading.ts';

export interface SessionSettings {
  readonly parameters: ConnectionParameters;
  readonly target: Target;
  /** How long the answer to COMMIT is waited for before it is looked up. */
  readonly commitTimeoutMs: number;
}

/** A transaction is tried this often when other work, or the end of a connection, comes in its way (case F3.4). */
const attempts = 5;
/** A connection that was idle for so long is not trusted (case F3.13). */
const idleMs = 60_000;

/**
 * A connection that loads. It is made anew when it broke between two transactions. After a COMMIT without an answer the
 * next statement first waits until the server has ended that transaction, in whatever way.
 */
export class PostgresSession implements SqlSession {
  readonly catalog = undefined;
  readonly #settings: SessionSettings;
  readonly #location: string;
  #open: Opened | undefined;
  /** The connection whose COMMIT was not answered. */
  #doubtful: Opened | undefined;
  #isInTransaction = false;
  /** The server stayed away for all of the time that it is waited for. */
  #isAway = false;
  #usedAtMs = 0;

  /** @throws `destination_unreachable` */
  static async open(settings: SessionSettings): Promise<PostgresSession> {
    const session = new PostgresSession(settings);
    session.#open = await session.#connectOnce();
    return session;
  }

  private constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#location = locationOf(settings.parameters);
  }

  async run(statement: Statement): Promise<void> {
    await this.rows(statement);
  }

  rows({ text, parameters }: Statement): Promise<readonly (readonly (string | null)[])[]> {
    return this.#use((connection) => connection.rows(text, parameters));
  }

  async copy({ name }: CopyTarget, files: readonly PackageFile[]): Promise<void> {
    const types = await this.#typesOf(name);
    const { runtime, signal } = this.#settings.target;
    const { replacesNul } = loadingSettings(this.#settings.parameters);
    const table = name.replaceAll('"', '');
    for (const file of files) {
      if (signal.aborted) throw interrupted();
      const batches = readParquet(file, runtime.files);
      const first = await batches.next();
      if (first.done === true) continue;
      const columns = first.value.columns.map(({ schema }) => postgresDialect.quote(schema.name)).join(', ');
      const all = (async function* () {
        yield first.value;
        yield* batches;
      })();
      const statement = `COPY ${name} (${columns}) FROM STDIN (FORMAT binary)`;
      await this.#use((connection) => connection.copy(statement, copyRows(all, { table, types, replacesNul })));
    }
  }

  async transaction<Result>(work: () => Promise<Result>): Promise<Transacted<Result>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#transactionOnce(work);
      } catch (error) {
        const cause = isSluiceError(error) ? error.cause : error;
        const isOver = attempt === attempts || this.#isAway || this.#settings.target.signal.aborted;
        if (isOver || !isWorthRepeating(cause)) throw error;
        await this.#pause(attempt);
      }
    }
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.connection.close();
  }

  async #transactionOnce<Result>(work: () => Promise<Result>): Promise<Transacted<Result>> {
    const { clock } = this.#settings.target.runtime;
    if (clock.monotonicMs() - this.#usedAtMs > idleMs) await this.close();
    await this.#use((connection) => connection.script(beginning(this.#settings.target.dataset)));
    this.#isInTransaction = true;
    let result: Result;
    try {
      result = await work();
    } catch (error) {
      await this.#rollback();
      throw error;
    }
    return this.#commit(result);
  }

  /** Not interrupted: past this point it is quicker to end than to find out how it ended. */
  async #commit<Result>(result: Result): Promise<Transacted<Result>> {
    const open = this.#open;
    try {
      await within(this.#settings.commitTimeoutMs, this.#location, async () => open?.connection.command('COMMIT'));
      return { outcome: 'committed', result };
    } catch (error) {
      if (!isDisconnected(error) && !isSluiceError(error)) throw statementFailed(this.#location, error);
      this.#doubtful = open;
      return { outcome: 'unknown', error: isSluiceError(error) ? error : statementFailed(this.#location, error) };
    } finally {
      this.#isInTransaction = false;
      this.#usedAtMs = this.#settings.target.runtime.clock.monotonicMs();
      if (this.#doubtful !== undefined || open?.connection.isBroken === true) this.#forget();
    }
  }

  async #rollback(): Promise<void> {
    try {
      await this.#open?.connection.rows('ROLLBACK');
    } catch {
      // The server rolls back what its client left behind.
      this.#forget();
    }
    this.#isInTransaction = false;
  }

  #forget(): void {
    this.#open?.connection.destroy();
    this.#open = undefined;
  }

  async #use<Result>(work: (connection: PostgresConnection) => Promise<Result>): Promise<Result> {
    const { signal } = this.#settings.target;
    if (signal.aborted) throw interrupted();
    const open = await this.#connected();
    const stop = (): void => void this.#cancel(open);
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await work(open.connection);
    } catch (error) {
      if (signal.aborted) throw interrupted();
      if (isSluiceError(error)) throw error;
      throw statementFailed(this.#location, error);
    } finally {
      signal.removeEventListener('abort', stop);
      this.#usedAtMs = this.#settings.target.runtime.clock.monotonicMs();
    }
  }

  /** Within a transaction a lost connection is not made anew: what was done on it is gone. */
  async #connected(): Promise<Opened> {
    if (this.#open !== undefined && (this.#isInTransaction || !this.#open.connection.isBroken)) return this.#open;
    this.#forget();
    this.#open = await this.#reconnect();
    if (this.#doubtful !== undefined) await this.#settle(this.#open.connection, this.#doubtful);
    this.#doubtful = undefined;
    return this.#open;
  }

  /** A server that starts anew is waited for, about half a minute. */
  async #reconnect(): Promise<Opened> {
    this.#isAway = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#connectOnce();
      } catch (error) {
        this.#isAway = attempt === attempts * 2;
        if (!isSluiceError(error) || !error.retryable || this.#isAway) throw error;
        await this.#pause(attempt);
      }
    }
  }

  async #connectOnce(): Promise<Opened> {
    const { parameters, target } = this.#settings;
    const { environment, files } = target.runtime;
    try {
      const connection = await PostgresConnection.open(connectionSettings(parameters, environment), files);
      const { searchPath } = connectionSettings(parameters, environment);
      if (searchPath !== undefined) await connection.rows("SELECT set_config('search_path', $1, false)", [searchPath]);
      const [[id, startedAt] = []] = await connection.rows(
        'SELECT pid::text, backend_start::text FROM pg_catalog.pg_stat_activity WHERE pid = pg_backend_pid()',
      );
      this.#usedAtMs = target.runtime.clock.monotonicMs();
      return { connection, id: id ?? '', startedAt: startedAt ?? '' };
    } catch (error) {
      throw isSluiceError(error) ? error : cannotConnect(this.#location, error);
    }
  }

  /** Past this the doubtful transaction is committed or rolled back: it had the lock of the dataset until its end. */
  async #settle(connection: PostgresConnection, { id, startedAt }: Opened): Promise<void> {
    await connection.rows(
      'SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = $1::int AND backend_start = $2::timestamptz',
      [id, startedAt],
    );
    await connection.script(`${beginning(this.#settings.target.dataset)}; COMMIT`);
  }

  async #cancel({ connection, id }: Opened): Promise<void> {
    try {
      const other = await this.#connectOnce();
      await other.connection.rows('SELECT pg_cancel_backend($1::int)', [id]);
      await other.connection.close();
    } catch {
      connection.destroy();
    }
  }

  async #typesOf(table: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.rows({
      text:
        'SELECT attname::text, format_type(atttypid, NULL) FROM pg_catalog.pg_attribute' +
        ' WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped',
      parameters: [table],
    });
    if (rows.length > 1600) throw tooManyColumns(table, rows.length);
    return new Map(rows.map(([name, type]) => [name ?? '', type ?? '']));
  }

  /** Twice as long each time, up to five seconds, and not for all who met at the same moment. */
  async #pause(attempt: number): Promise<void> {
    const { runtime, signal } = this.#settings.target;
    const [chance = 0] = runtime.randomBytes(1);
    await runtime.clock.sleep(Math.min(5000, 100 * 2 ** attempt) * (0.5 + chance / 512), signal);
  }
}

interface Opened {
  readonly connection: PostgresConnection;
  /** Of the process of the server, and when that began. */
  readonly id: string;
  readonly startedAt: string;
}

/**
 * Loads into a dataset come one after the other, and each sees what the one before committed. All settings end with
 * the transaction, as a pooler between needs it.
 */
function beginning(dataset: string): string {
  return [
    'BEGIN ISOLATION LEVEL READ COMMITTED',
    "SET LOCAL TimeZone = 'UTC'",
    // Scans of staging begin at its start, and plans for many rows may use some memory.
    'SET LOCAL synchronize_seqscans = off',
    "SET LOCAL work_mem = '64MB'",
    'SET LOCAL jit = off',
    // A server that lost its client ends the transaction soon; the lock of the dataset hangs on it.
    'SET LOCAL tcp_keepalives_idle = 30',
    'SET LOCAL tcp_keepalives_interval = 10',
    'SET LOCAL tcp_keepalives_count = 3',
    endsWithClient,
    `SELECT pg_advisory_xact_lock(${lockOf(dataset)})`,
  ].join('; ');
}

/** A number that only means this dataset, for every version of sluice. */
function lockOf(dataset: string): bigint {
  return createHash('sha256').update(`sluice dataset ${dataset}`).digest().readBigInt64BE(0);
}

async function within<Result>(timeoutMs: number, location: string, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(answerLate(location, timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
