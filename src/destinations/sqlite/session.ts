import { isSluiceError } from '../../core/error.ts';
import { columnValues, readParquet } from '../../formats/parquet-reader.ts';
import type { PackageFile } from '../../load-package/load-package.ts';
import type { Target } from '../destination.ts';
import type { CopyTarget, SqlSession, Statement, Transacted } from '../sql/dialect.ts';
import { decimalOrder, decimalOrderName, sqliteDialect } from './dialect.ts';
import { iterate, openDatabase, type Database, type StoredValue } from './driver.ts';
import { databaseFailed, interrupted, isBusy } from './errors.ts';
import { valueWriter } from './values.ts';

export interface SessionSettings {
  /** Of the dataset. */
  readonly path: string;
  readonly target: Target;
  /** How long the lock of another writer is waited for. */
  readonly lockTimeoutMs: number;
}

/** Between two looks at a lock that another connection has. */
const lockPauseMs = 50;
/** Between two looks at the signal. */
const rowsAtOnce = 10_000;

/** A connection that writes to the file of a dataset. */
export class SqliteSession implements SqlSession {
  readonly catalog = undefined;
  readonly #settings: SessionSettings;
  readonly #database: Database;
  #isOpen = true;

  /** @throws `destination_locked`, `destination_unreachable`, `destination_format` */
  static async open(settings: SessionSettings): Promise<SqliteSession> {
    const database = await openDatabase(settings.path, false);
    const session = new SqliteSession(settings, database);
    try {
      // Readers are not held up by a load, nor do they hold it up.
      await session.#whenFree(() => database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'));
      database.function(decimalOrderName, { deterministic: true }, decimalOrder);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  private constructor(settings: SessionSettings, database: Database) {
    this.#settings = settings;
    this.#database = database;
  }

  async run(statement: Statement): Promise<void> {
    await this.rows(statement);
  }

  rows({ text, parameters }: Statement): Promise<readonly (readonly (string | null)[])[]> {
    if (this.#settings.target.signal.aborted) return Promise.reject(interrupted());
    return this.#whenFree(() =>
      [...iterate(this.#database, text, parameters).rows].map((row) =>
        row.map((value) => (value === null ? null : String(value))),
      ),
    );
  }

  async copy({ name, schema }: CopyTarget, files: readonly PackageFile[]): Promise<void> {
    const { runtime, signal } = this.#settings.target;
    for (const file of files) {
      for await (const { columns, rowCount } of readParquet(file, runtime.files)) {
        const names = columns.map((column) => sqliteDialect.quote(column.schema.name)).join(', ');
        const places = columns.map(() => '?').join(', ');
        const values = columns.map((column) => columnValues(column, rowCount));
        const writers = columns.map((column) => valueWriter(column.schema, schema.columns.get(column.schema.name)));
        const statement = this.#told(() => this.#database.prepare(`INSERT INTO ${name} (${names}) VALUES (${places})`));
        for (let from = 0; from < rowCount; from += rowsAtOnce) {
          if (signal.aborted) throw interrupted();
          const until = Math.min(from + rowsAtOnce, rowCount);
          this.#told(() => {
            for (let row = from; row < until; row += 1) {
              statement.run(...writers.map((write, at): StoredValue => write(values[at]?.[row] ?? null)));
            }
          });
          // Everything else of the process moves on meanwhile.
          await runtime.clock.sleep(0, signal).catch(() => undefined);
        }
      }
    }
  }

  /** The lock of the writer is taken at once, so that what the transaction finds stays true until its end. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Transacted<Result>> {
    if (this.#settings.target.signal.aborted) throw interrupted();
    await this.#whenFree(() => this.#database.exec('BEGIN IMMEDIATE'));
    let result: Result;
    try {
      result = await work();
    } catch (error) {
      this.#rollback();
      throw error;
    }
    try {
      await this.#whenFree(() => this.#database.exec('COMMIT'));
      return { outcome: 'committed', result };
    } catch (error) {
      this.#rollback();
      return { outcome: 'unknown', error };
    }
  }

  close(): Promise<void> {
    if (this.#isOpen) this.#database.close();
    this.#isOpen = false;
    return Promise.resolve();
  }

  #rollback(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // After some errors SQLite has rolled back by itself.
    }
  }

  /** Waits for other writers, without holding up the rest of the process. @throws `destination_locked` */
  async #whenFree<Result>(work: () => Result): Promise<Result> {
    const { lockTimeoutMs, target } = this.#settings;
    const { clock } = target.runtime;
    const startedMs = clock.monotonicMs();
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || clock.monotonicMs() - startedMs > lockTimeoutMs) throw this.#tell(error);
      }
      await clock.sleep(lockPauseMs, target.signal).catch(() => {
        throw interrupted();
      });
    }
  }

  #told<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw this.#tell(error);
    }
  }

  #tell(error: unknown): unknown {
    return isSluiceError(error) ? error : databaseFailed(this.#settings.path, error);
  }
}
