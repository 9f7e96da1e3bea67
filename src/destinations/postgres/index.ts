import type { Capabilities, Destination, JobClient, Target } from '../destination.ts';
import { plainTypes, sqlDataset, type SqlDialect } from '../sql/dialect.ts';
import { SqlJobClient } from '../sql/sql-job-client.ts';
import { describeStep } from '../sql/steps.ts';
import { loadingSettings, locationOf, parametersOf, type PostgresOptions } from './connection.ts';
import { openReader } from './dataset-reader.ts';
import { postgresDialect } from './dialect.ts';
import { PostgresSession } from './session.ts';

export type { PostgresOptions, TlsMode } from './connection.ts';

const capabilities: Capabilities = {
  formats: ['parquet'],
  dltType: 'dlt.destinations.postgres',
  commit: 'transaction',
  dispositions: ['append', 'replace', 'merge'],
  mergeStrategies: ['delete-insert', 'upsert', 'insert-only', 'scd2'],
  types: plainTypes(postgresDialect),
  retyping: { widerTypes: ['wei', 'decimal', 'text'], allNull: true },
  maxIdentifierLength: 63,
  decimal: { precision: 38, scale: 9 },
  weiPrecision: 38,
};

/**
 * Loads into PostgreSQL, 15 or newer: each load in one transaction, loads into the same dataset one after the other.
 * Needs the packages `pg` and `pg-copy-streams`.
 * @param options the options, or only the connection string: a URL or the pairs of libpq
 * @throws `config_invalid`
 */
export function postgres(options: string | PostgresOptions): Destination {
  const parameters = parametersOf(options);
  const commitTimeoutMs = (typeof options === 'string' ? undefined : options.commitTimeoutMs) ?? 60_000;
  const dialect: SqlDialect = loadingSettings(parameters).createsIndexes
    ? postgresDialect
    : { ...postgresDialect, constraint: () => '' };
  const destination = { dialect, dltType: capabilities.dltType };
  return {
    name: 'postgres',
    location: locationOf(parameters),
    capabilities,
    async connect(target: Target): Promise<JobClient> {
      const session = await PostgresSession.open({ parameters, target, commitTimeoutMs });
      return new SqlJobClient(destination, session, target);
    },
    read: (target) => openReader(parameters, target),
    describe: (step, target) => describeStep(sqlDataset(dialect, target.dataset), step, target, capabilities.dltType),
  };
}
