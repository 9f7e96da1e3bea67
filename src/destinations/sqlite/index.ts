import { extname, resolve } from 'node:path';
import type { Capabilities, DatasetReader, Destination, JobClient, Target } from '../destination.ts';
import { plainTypes, sqlDataset } from '../sql/dialect.ts';
import { SqlJobClient } from '../sql/sql-job-client.ts';
import { describeStep } from '../sql/steps.ts';
import { openReader } from './dataset-reader.ts';
import { sqliteDialect } from './dialect.ts';
import { datasetNotFile, memoryDatabase } from './errors.ts';
import { SqliteSession } from './session.ts';

export interface SqliteOptions {
  /**
   * What the files are called after: a dataset `shop` of `data.db` is the file `data__shop.db` beside it, as in dlt.
   * Files are made when they do not exist, their folder is not.
   */
  readonly path: string;
  /** How long the end of another program's transaction is waited for. @default 60_000 */
  readonly lockTimeoutMs?: number | undefined;
}

const capabilities: Capabilities = {
  formats: ['parquet'],
  dltType: 'dlt.destinations.sqlalchemy',
  commit: 'transaction',
  dispositions: ['append', 'replace', 'merge'],
  mergeStrategies: ['delete-insert', 'upsert', 'insert-only', 'scd2'],
  types: plainTypes(sqliteDialect),
  maxIdentifierLength: 9999,
  decimal: { precision: 38, scale: 9 },
  weiPrecision: 38,
};

/**
 * Loads into files of SQLite, one a dataset: each load in one transaction, readers go on meanwhile. Needs no package,
 * but Node.js 22.16 or newer.
 * @param options the options, or only the path
 * @throws `config_invalid` for a database in memory, which would be gone with each connection
 */
export function sqlite(options: string | SqliteOptions): Destination {
  const { path: written, lockTimeoutMs = 60_000 } = typeof options === 'string' ? { path: options } : options;
  if (written === '' || written.startsWith(':')) throw memoryDatabase(written);
  const path = resolve(written);
  const destination = { dialect: sqliteDialect, dltType: capabilities.dltType };
  return {
    name: 'sqlite',
    location: path,
    capabilities,
    async connect(target: Target): Promise<JobClient> {
      const session = await SqliteSession.open({ path: datasetFile(path, target.dataset), target, lockTimeoutMs });
      return new SqlJobClient(destination, session, target);
    },
    async read(target: Target): Promise<DatasetReader | undefined> {
      return openReader(datasetFile(path, target.dataset), target);
    },
    describe: (step, target) =>
      describeStep(sqlDataset(sqliteDialect, target.dataset), step, target, capabilities.dltType),
  };
}

/** Where dlt, too, has the dataset: `data.db` and `shop` are `data__shop.db`. */
export function datasetFile(path: string, dataset: string): string {
  if (/[/\\\0]/.test(dataset) || Buffer.byteLength(dataset) > 200) throw datasetNotFile(dataset);
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}__${dataset}${extension}`;
}
