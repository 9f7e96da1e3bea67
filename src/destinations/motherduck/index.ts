import type { Runtime } from '../../core/runtime.ts';
import type { Capabilities, DatasetReader, Destination, JobClient, Target } from '../destination.ts';
import { readerOn } from '../duckdb/dataset-reader.ts';
import { duckdbDialect } from '../duckdb/dialect.ts';
import { duckdb } from '../duckdb/index.ts';
import { closeDatabase, DuckdbSession, openDatabase, type OpenDatabase } from '../duckdb/session.ts';
import { sqlDataset } from '../sql/dialect.ts';
import { SqlJobClient } from '../sql/sql-job-client.ts';
import { describeStep } from '../sql/steps.ts';
import { namedDatabase, type NamedDatabase } from './database-text.ts';
import { cannotOpen, databaseUnnamed, tokenMissing } from './errors.ts';

export interface MotherduckOptions {
  /** Its name, or as `md:<name>`; it must be there. */
  readonly database?: string | undefined;
  /** @default MOTHERDUCK_TOKEN of the environment */
  readonly token?: string | undefined;
  /** Memory of DuckDB on this machine. @default '256MB' */
  readonly memoryLimit?: string | undefined;
  /** Threads of DuckDB on this machine. @default 1 */
  readonly threads?: number | undefined;
}

const capabilities: Capabilities = {
  // Nothing but the way to open it is different.
  ...duckdb('any.duckdb').capabilities,
  loadsAhead: false,
  dltType: 'dlt.destinations.motherduck',
};

/**
 * Loads into a database of MotherDuck through DuckDB, each load in one transaction.
 * @param options the options, or only the database, as `md:<name>`
 * @throws `config_invalid` without a database
 */
export function motherduck(options: string | MotherduckOptions): Destination {
  const given: MotherduckOptions = typeof options === 'string' ? { database: options } : options;
  const named = withToken(given);
  const path = `md:${named.database}`;
  const destination = { dialect: duckdbDialect, dltType: capabilities.dltType };
  return {
    name: 'motherduck',
    location: path,
    capabilities,
    connect(target: Target): Promise<JobClient> {
      const { memoryLimit = '256MB', threads = 1 } = given;
      return opened(named, target.runtime, async (token) => {
        const more = openingSettings(token);
        const session = await DuckdbSession.open({ path, memoryLimit, threads, target, more });
        return new SqlJobClient(destination, session, target);
      });
    },
    read(target: Target): Promise<DatasetReader | undefined> {
      return opened(named, target.runtime, (token) => readerOn(() => openForReading(path, token), target));
    },
    describe: (step, target) =>
      describeStep(sqlDataset(duckdbDialect, target.dataset), step, target, capabilities.dltType),
  };
}

function withToken({ database, token }: MotherduckOptions): NamedDatabase {
  if (database === undefined) throw databaseUnnamed();
  const named = namedDatabase(database);
  return { ...named, token: token ?? named.token };
}

/** Nothing that is thrown has the token. */
async function opened<Result>(
  { database, token: given }: NamedDatabase,
  { environment }: Runtime,
  open: (token: string) => Promise<Result>,
): Promise<Result> {
  const token = given ?? environment['MOTHERDUCK_TOKEN'] ?? environment['motherduck_token'] ?? '';
  if (token === '') throw tokenMissing(database);
  try {
    return await open(token);
  } catch (error) {
    throw cannotOpen(database, error, token);
  }
}

/** The token goes as a setting: in the path it would be in every message about the path. */
export function openingSettings(token: string): Readonly<Record<string, string>> {
  return { motherduck_token: token, custom_user_agent: 'sluice' };
}

/** Files of this machine are out of reach of a query (case S15); that it only reads is asked of each statement. */
export const readingStatements: readonly string[] = ["SET disabled_filesystems = 'LocalFileSystem'"];

async function openForReading(path: string, token: string): Promise<OpenDatabase> {
  const open = await openDatabase(path, { memory_limit: '512MB', threads: '2', ...openingSettings(token) });
  try {
    for (const statement of readingStatements) await open.connection.run(statement);
    return open;
  } catch (error) {
    closeDatabase(open);
    throw error;
  }
}
