import { resolve } from 'node:path';
import type { Capabilities, DatasetReader, Destination, JobClient, Target } from '../destination.ts';
import { plainTypes, sqlDataset } from '../sql/dialect.ts';
import { SqlJobClient } from '../sql/sql-job-client.ts';
import { describeStep } from '../sql/steps.ts';
import { duckdbDialect } from './dialect.ts';
import { memoryDatabase } from './errors.ts';
import { MemoryDatabase } from './memory.ts';
import { DuckdbSession } from './session.ts';

export interface DuckdbOptions {
  /**
   * File of the database; it is made when it does not exist, its folder is not. `:memory:` is a database that is kept
   * in the memory of this process, for as long as the destination is.
   */
  readonly path: string;
  /**
   * Memory of DuckDB while it loads, such as `512MB`; what does not fit goes to the temporary folder.
   * @default 64 MB, with which loads are as fast as with half as much again; a megabyte for each column of wider tables; 512 MB
   * for `:memory:`, of which the rows are a part
   */
  readonly memoryLimit?: string | undefined;
  /**
   * Threads of DuckDB while it loads.
   * @default 1, which leaves the other cores to the rows that come next
   */
  readonly threads?: number | undefined;
}

const capabilities: Capabilities = {
  formats: ['parquet'],
  dltType: 'dlt.destinations.duckdb',
  commit: 'transaction',
  dispositions: ['append', 'replace', 'merge'],
  mergeStrategies: ['delete-insert', 'upsert', 'insert-only', 'scd2'],
  types: plainTypes(duckdbDialect),
  maxIdentifierLength: 65_536,
  decimal: { precision: 38, scale: 9 },
  weiPrecision: 38,
  // Other processes are kept out by the open file alone.
  loadsAhead: true,
  retyping: { widerTypes: ['wei', 'decimal', 'text'], allNull: true },
};

/**
 * Loads into a DuckDB file: one writing process at a time, each load in one transaction.
 * @param options the options, or only the path of the file, or `:memory:`
 * @throws `config_invalid` for a name that is neither a path nor `:memory:`
 */
export function duckdb(options: string | DuckdbOptions): Destination {
  const { path: written, memoryLimit, threads = 1 } = typeof options === 'string' ? { path: options } : options;
  if (written === '' || (written.startsWith(':') && written !== ':memory:')) throw memoryDatabase(written);
  const memory =
    written === ':memory:' ? new MemoryDatabase({ memoryLimit: memoryLimit ?? '512MB', threads }) : undefined;
  // An absolute path is never taken for a URL, or for a database of another kind.
  const path = memory === undefined ? resolve(written) : written;
  const { dltType, loadsAhead } = capabilities;
  const destination = { dialect: duckdbDialect, dltType, loadsAhead };
  return {
    name: 'duckdb',
    location: path,
    capabilities,
    async connect(target: Target): Promise<JobClient> {
      const session = await DuckdbSession.open({ path, memoryLimit, threads, target, memory });
      return new SqlJobClient(destination, session, target);
    },
    async read(target: Target): Promise<DatasetReader | undefined> {
      const { openReader } = await import('./dataset-reader.ts');
      return openReader(memory ?? path, target);
    },
    describe: (step, target) =>
      describeStep(sqlDataset(duckdbDialect, target.dataset), step, target, capabilities.dltType),
  };
}
