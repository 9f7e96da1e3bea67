import { databaseFailed, nodeTooOld } from './errors.ts';

/** A value as SQLite keeps it; integers are read as bigint. */
export type StoredValue = null | string | number | bigint | Uint8Array;

/** What is used of `node:sqlite`, whose types are not those of the oldest Node that this package runs on. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): PreparedStatement;
  function(name: string, options: { readonly deterministic: boolean }, work: (value: unknown) => unknown): void;
  close(): void;
}

export interface PreparedStatement {
  run(...values: readonly StoredValue[]): unknown;
  iterate(named: { readonly [name: string]: StoredValue }): IterableIterator<readonly StoredValue[]>;
  /** `type` is how the column of a table was declared; null for everything else. */
  columns(): readonly { readonly name: string; readonly type: string | null }[];
  setReadBigInts(isOn: boolean): void;
  setReturnArrays(isOn: boolean): void;
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string, options: { readonly readOnly: boolean }) => Database;
}

/**
 * Opens a file; it is made when it does not exist, unless it is only read.
 * @throws `destination_unreachable`, also where Node has no SQLite; `destination_format`
 */
export async function openDatabase(path: string, readOnly: boolean): Promise<Database> {
  const { DatabaseSync } = await sqliteModule();
  try {
    const database = new DatabaseSync(path, { readOnly });
    // The first look at the file: what is no database is told here.
    database.exec('SELECT count(*) FROM sqlite_schema');
    return database;
  } catch (error) {
    throw databaseFailed(path, error);
  }
}

/** Node 20 has none, and the first versions that have one cannot read all values back. */
async function sqliteModule(): Promise<SqliteModule> {
  // Not a literal, so that neither types nor bundlers look for a module that older versions do not have.
  const name: string = 'node:sqlite';
  let found: Partial<SqliteModule> & { readonly StatementSync?: { readonly prototype: object } };
  try {
    // All members are looked at before they are used.
    found = (await import(name)) as typeof found;
  } catch (error) {
    throw nodeTooOld(error);
  }
  const { DatabaseSync, StatementSync } = found;
  if (DatabaseSync === undefined || StatementSync === undefined) throw nodeTooOld();
  if (!('setReturnArrays' in StatementSync.prototype)) throw nodeTooOld();
  return { DatabaseSync };
}

/** Runs a statement with parameters that are called `$1`, `$2`, …, and gives its rows as they are asked for. */
export function iterate(
  database: Database,
  text: string,
  parameters: readonly StoredValue[] = [],
): { readonly statement: PreparedStatement; readonly rows: Generator<readonly StoredValue[], void, undefined> } {
  const statement = database.prepare(text);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const named = Object.fromEntries(parameters.map((value, index) => [`$${index + 1}`, value]));
  return { statement, rows: onceThrough(statement.iterate(named)) };
}

/** A statement that came to its end would begin again when it is asked for more. */
function* onceThrough<Item>(items: Iterable<Item>): Generator<Item, void, undefined> {
  yield* items;
}
