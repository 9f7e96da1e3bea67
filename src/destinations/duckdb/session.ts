import { totalmem } from 'node:os';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { TableName } from '../../core/names.ts';
import type { Target } from '../destination.ts';
import type { PackageFile } from '../../load-package/load-package.ts';
import { sqlDataset, type CopyTarget, type SqlSession, type Statement, type Transacted } from '../sql/dialect.ts';
import { checkpoint, keepDeadRows } from './checkpoint.ts';
import { duckdbDialect } from './dialect.ts';
import { duckdbApi } from './duckdb-api.ts';
import type { MemoryDatabase } from './memory.ts';
import type { OpenDatabase } from './open-database.ts';
import { cannotOpen, interrupted, isFatal, isOutOfMemory, statementFailed } from './errors.ts';

export type { OpenDatabase };

export interface SessionSettings {
  readonly path: string;
  /** @default as much as the widest table of the session needs */
  readonly memoryLimit?: string | undefined;
  readonly threads: number;
  readonly target: Target;
  /** Set for a database that no file keeps. */
  readonly memory?: MemoryDatabase | undefined;
  /** Settings with which the database is opened beside these. */
  readonly more?: Readonly<Record<string, string>> | undefined;
}

/** With these, loads of tables of some thirty columns are as fast as with more. */
const fewestMegabytes = 64;
const megabytesPerColumn = 1;

/**
 * Said before a second load: freed memory goes back to the system during statements, too, whenever a buffer larger than
 * this is asked for. A twentieth slower; ten times the rows need a twelfth more memory then, not a quarter (decision 14).
 */
const giveBackSooner = "SET allocator_bulk_deallocation_flush_threshold = '300KB'";

/** Half of what this process may have. */
function mostMegabytes(): number {
  const limit = process.constrainedMemory();
  return Math.min(totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY) / 2 / 1e6;
}

/** A connection that writes to a file. After a fatal error the next statement opens the file anew (case F3.11). */
export class DuckdbSession implements SqlSession {
  readonly catalog: string;
  readonly #settings: SessionSettings;
  #open: OpenDatabase | undefined;
  /** Where nobody has said a limit. */
  #megabytes = fewestMegabytes;
  /** Begun ones; one that begins anew with more memory counts again. */
  #transactionCount = 0;

  /** @throws `destination_locked`, `destination_unreachable`, `destination_format` */
  static async open(settings: SessionSettings): Promise<DuckdbSession> {
    const open = await openForWriting(settings, fewestMegabytes);
    try {
      const [[catalog = ''] = []] = await rowsOf(open.connection, { text: 'SELECT current_database()' });
      return new DuckdbSession(settings, open, catalog ?? '');
    } catch (error) {
      closeDatabase(open);
      throw error;
    }
  }

  private constructor(settings: SessionSettings, open: OpenDatabase, catalog: string) {
    this.#settings = settings;
    this.#open = open;
    this.catalog = catalog;
  }

  async run(statement: Statement): Promise<void> {
    await this.rows(statement);
  }

  async copy({ name, schema }: CopyTarget, files: readonly PackageFile[]): Promise<void> {
    const { memory, target } = this.#settings;
    await this.#makeRoomFor(schema.columns.size);
    const copy = (reachable: readonly PackageFile[]): Promise<void> =>
      this.run({ text: duckdbDialect.describeCopy(name, reachable) });
    return memory === undefined ? copy(files) : memory.withCopies(files, target, copy);
  }

  async rows(statement: Statement): Promise<readonly (readonly (string | null)[])[]> {
    const { signal } = this.#settings.target;
    if (signal.aborted) throw interrupted();
    return this.#use(async (connection) => {
      const stop = (): void => connection.interrupt();
      signal.addEventListener('abort', stop, { once: true });
      try {
        return await rowsOf(connection, statement);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    });
  }

  transaction<Result>(work: () => Promise<Result>, giveWay?: () => void): Promise<Transacted<Result>> {
    return inTurn(this.#settings.path, () => this.#withRoom(work), giveWay);
  }

  async close(merged: Iterable<TableName> = []): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const { path, target, memory } = this.#settings;
    const dataset = sqlDataset(duckdbDialect, target.dataset, this.catalog);
    // A database in memory clears rows away whenever it can, and so does a service.
    const isFile = memory === undefined && !path.startsWith('md:');
    await checkpoint(open.connection, dataset, isFile ? merged : []);
    closeDatabase(open);
  }

  /** Work that does not fit into memory begins anew with twice as much, where nobody has said how much it may be. */
  async #withRoom<Result>(work: () => Promise<Result>): Promise<Transacted<Result>> {
    for (;;) {
      try {
        const transacted = await this.#transactionNow(work);
        if (transacted.outcome === 'committed' || !this.#mayGrow(transacted.error)) return transacted;
      } catch (error) {
        if (!this.#mayGrow(error)) throw error;
      }
      await this.#growTo(this.#megabytes * 2);
    }
  }

  #mayGrow(error: unknown): boolean {
    const { memoryLimit, memory } = this.#settings;
    const isFree = memoryLimit === undefined && memory === undefined;
    return isFree && isOutOfMemory(error) && this.#megabytes * 2 <= mostMegabytes();
  }

  async #growTo(megabytes: number): Promise<void> {
    this.#megabytes = megabytes;
    await this.run({ text: `SET memory_limit = '${megabytes}MB'` });
  }

  /** What is being put in has a few blocks of each column in memory; what is whole can leave it. */
  async #makeRoomFor(columnCount: number): Promise<void> {
    const { memoryLimit, memory, threads } = this.#settings;
    const needed = columnCount * megabytesPerColumn * threads;
    if (memoryLimit !== undefined || memory !== undefined || needed <= this.#megabytes) return;
    await this.#growTo(needed);
  }

  async #transactionNow<Result>(work: () => Promise<Result>): Promise<Transacted<Result>> {
    this.#transactionCount += 1;
    // What a database in memory is set to is locked.
    const isSettable = this.#settings.memory === undefined;
    if (this.#transactionCount === 2 && isSettable) await this.run({ text: giveBackSooner });
    await this.run({ text: 'BEGIN TRANSACTION' });
    let result: Result;
    try {
      result = await work();
    } catch (error) {
      await this.#rollback();
      throw error;
    }
    try {
      // Not interrupted: past this point it is quicker to end than to find out how it ended.
      await this.#use((connection) => rowsOf(connection, { text: 'COMMIT' }));
      return { outcome: 'committed', result };
    } catch (error) {
      await this.#rollback();
      return { outcome: 'unknown', error };
    }
  }

  /** A transaction that cannot be rolled back goes with the database object that it is in. */
  async #rollback(): Promise<void> {
    try {
      await this.#open?.connection.run('ROLLBACK');
    } catch {
      await this.close();
    }
  }

  async #use<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    this.#open ??= await openForWriting(this.#settings, this.#megabytes);
    try {
      return await work(this.#open.connection);
    } catch (error) {
      if (isFatal(error)) await this.close();
      throw statementFailed(this.#settings.path, error);
    }
  }
}

/**
 * Opens a file through the cache of the process: opened twice beside it, a file loses data silently.
 * @throws `destination_locked`, `destination_unreachable`, `destination_format`
 */
export async function openDatabase(path: string, settings: Readonly<Record<string, string>>): Promise<OpenDatabase> {
  const { DuckDBInstance } = duckdbApi();
  let instance: DuckDBInstance;
  try {
    instance = await DuckDBInstance.fromCache(path, settings);
  } catch (error) {
    throw cannotOpen(path, error);
  }
  try {
    return { instance, connection: await instance.connect() };
  } catch (error) {
    instance.closeSync();
    throw cannotOpen(path, error);
  }
}

export function closeDatabase({ instance, connection, isShared = false }: OpenDatabase): void {
  connection.closeSync();
  if (!isShared) instance.closeSync();
}

async function openForWriting(settings: SessionSettings, megabytes: number): Promise<OpenDatabase> {
  const { path, memoryLimit = `${megabytes}MB`, threads, target, memory, more } = settings;
  if (memory !== undefined) return memory.open(target);
  const open = await openDatabase(path, { memory_limit: memoryLimit, threads: String(threads), ...more });
  const { connection } = open;
  try {
    await connection.run("SET TimeZone = 'UTC'");
    // At the default of 16 MB each load rewrites row groups that the one before has half filled.
    await connection.run("SET checkpoint_threshold = '1GB'");
    await connection.run(keepDeadRows);
    // What a statement has used goes back to the system sooner than at the default of 128 MB.
    await connection.run("SET allocator_flush_threshold = '16MB'");
    await useTemporaryFolder(connection, target.temporaryFolder);
    return open;
  } catch (error) {
    closeDatabase(open);
    throw statementFailed(path, error);
  }
}

async function useTemporaryFolder(connection: DuckDBConnection, folder: string): Promise<void> {
  try {
    await connection.run(`SET temp_directory = ${duckdbDialect.literal(folder)}`);
  } catch {
    // Another connection of this process to the same file already uses a folder; one is as good as the other.
  }
}

/** All rows of a small result, as text. */
export async function rowsOf(
  connection: DuckDBConnection,
  { text, parameters = [] }: Statement,
): Promise<readonly (readonly (string | null)[])[]> {
  const result = await connection.run(text, [...parameters]);
  const rows = await result.getRowsJson();
  return rows.map((row) =>
    row.map((value) => (value === null || typeof value === 'string' ? value : JSON.stringify(value))),
  );
}

interface Turn {
  readonly ended: Promise<unknown>;
  readonly giveWay: () => void;
}

/** By file, the newest transaction that was asked for. */
const turns = new Map<string, Turn>();

/**
 * One after the other: DuckDB's isolation lets two transactions look at the newest load and then both record one of
 * their own. Other processes cannot have the file open at all.
 */
async function inTurn<Result>(
  path: string,
  work: () => Promise<Result>,
  giveWay: () => void = () => undefined,
): Promise<Result> {
  const before = turns.get(path);
  if (before !== undefined) {
    before.giveWay();
    giveWay();
  }
  const mine = before === undefined ? work() : before.ended.then(work, work);
  const turn = { ended: mine, giveWay };
  turns.set(path, turn);
  try {
    return await mine;
  } finally {
    if (turns.get(path) === turn) turns.delete(path);
  }
}
