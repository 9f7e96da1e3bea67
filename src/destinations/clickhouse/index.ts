import type { Capabilities, Destination, JobClient, Target } from '../destination.ts';
import { plainTypes, sqlDataset } from '../sql/dialect.ts';
import { describeStep } from '../sql/steps.ts';
import { addressOf, locationOf, type ClickhouseOptions } from './address.ts';
import { openReader } from './dataset-reader.ts';
import { clickhouseDialect } from './dialect.ts';
import { ClickhouseJobClient } from './load-client.ts';
import { ClickhouseSession } from './session.ts';

export type { ClickhouseOptions } from './address.ts';

const capabilities: Capabilities = {
  formats: ['parquet'],
  dltType: 'dlt.destinations.clickhouse',
  commit: 'load_record',
  dispositions: ['append', 'replace'],
  mergeStrategies: [],
  types: plainTypes(clickhouseDialect),
  // In dlt 255; but a table is a file, whose name also has the dataset.
  maxIdentifierLength: 160,
  decimal: { precision: 38, scale: 9 },
  weiPrecision: 76,
  dateYears: { first: 1900, last: 2299 },
};

/**
 * Loads into ClickHouse: the load record comes last, and a load that is sent again counts once. Needs the package
 * `@clickhouse/client`.
 * @param options the options, or only the URL
 * @throws `config_invalid`
 */
export function clickhouse(options: string | ClickhouseOptions): Destination {
  const address = addressOf(options);
  const location = locationOf(address);
  const { dltType } = capabilities;
  return {
    name: 'clickhouse',
    location,
    capabilities,
    async connect(target: Target): Promise<JobClient> {
      const session = await ClickhouseSession.open(address, target);
      return new ClickhouseJobClient(session, target, { place: location, dltType });
    },
    read: (target) => openReader(address, target),
    describe: (step, target) => describeStep(sqlDataset(clickhouseDialect, target.dataset), step, target, dltType),
  };
}
