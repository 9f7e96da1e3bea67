import { join } from 'node:path';
import { environmentOf, versionsOf } from '../environments.mjs';
import { fileOf, measured } from '../measure.mjs';

const packages = ['dlt[duckdb]==1.26.0', 'duckdb<2', 'orjson<3.11.7', 'pyarrow'];

/** As its first page shows it. */
export const dltDefault = dlt('dlt, default', 'rest_api, nothing set: insert_values', {
  // Its statements hold doubles as decimals: of some with 17 digits the last bit changes.
  leavesOut: { events: ['score'] },
});

/** As its page on performance advises. */
export const dltTuned = dlt('dlt, tuned', 'rest_api, Parquet files, pyarrow, orjson', { fileFormat: 'parquet' });

/** And with its processes and threads; files are cut, so that there is something to share. */
export const dltParallel = dlt('dlt, parallel', 'tuned, and 2 processes that normalise, 8 threads that extract', {
  fileFormat: 'parquet',
  environment: { NORMALIZE__WORKERS: '2', EXTRACT__WORKERS: '8', SOURCES__DATA_WRITER__FILE_MAX_ITEMS: '50000' },
});

function dlt(name, what, { fileFormat = null, environment = {}, leavesOut = {} }) {
  let programs;
  return {
    name,
    what,
    leavesOut,
    async start() {
      programs = await environmentOf('dlt', packages);
      return { versions: await versionsOf(programs, ['dlt', 'duckdb', 'orjson', 'pyarrow']) };
    },
    load: (asked) =>
      measured(join(programs, 'python'), [fileOf('contenders/dlt-load.py')], { ...asked, fileFormat, environment }),
  };
}
