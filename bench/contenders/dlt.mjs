import { join } from 'node:path';
import { environmentOf, versionsOf } from '../environments.mjs';
import { fileOf, measured } from '../measure.mjs';

const packages = ['dlt[duckdb]==1.26.0', 'duckdb<2', 'orjson<3.11.7', 'pyarrow'];

/** As its first page shows it. */
export const dltDefault = dlt('dlt, default', 'rest_api, nothing set: insert_values', {});

/**
 * As its page on performance advises: Parquet files, two processes that normalise files of up to 50,000 rows, eight threads
 * that ask for children.
 */
export const dltTuned = dlt('dlt, tuned', 'parquet, pyarrow, orjson, 2 normalising processes, 8 extracting threads', {
  NORMALIZE__LOADER_FILE_FORMAT: 'parquet',
  NORMALIZE__WORKERS: '2',
  NORMALIZE__START_METHOD: 'spawn',
  SOURCES__DATA_WRITER__FILE_MAX_ITEMS: '50000',
  EXTRACT__WORKERS: '8',
});

function dlt(name, what, settings) {
  let programs;
  return {
    name,
    what,
    slow: true,
    async start() {
      programs = await environmentOf('dlt', packages);
      return { versions: await versionsOf(programs, ['dlt', 'duckdb', 'orjson', 'pyarrow']) };
    },
    load: (asked) => measured(join(programs, 'python'), [fileOf('contenders/dlt-load.py')], { ...asked, settings }),
  };
}
