import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { fileOf, measured } from '../measure.mjs';

let files;

/** The physical limit: the rows are in Parquet files already, as sluice's tables have them, and DuckDB inserts them. */
export const parquet = {
  name: 'DuckDB, Parquet',
  what: "DuckDB's own INSERT … SELECT of the same rows from ready Parquet files, one transaction",
  start: async () => ({ versions: 'the DuckDB of sluice' }),
  /** Takes what sluice loaded: into `database`, and into `before` where something was there before. */
  async prepare({ database, before, folder }) {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    files = { before: {}, timed: {} };
    await connection.run(`ATTACH '${database}' AS after (READ_ONLY)`);
    if (before === undefined) {
      for (const table of await tablesOf(connection, 'after'))
        await copy('timed', table, `SELECT * FROM after.bench."${table}"`);
    } else {
      await connection.run(`ATTACH '${before}' AS earlier (READ_ONLY)`);
      for (const table of await tablesOf(connection, 'earlier')) {
        await copy('before', table, `SELECT * FROM earlier.bench."${table}"`);
        const old = `SELECT DISTINCT _dlt_load_id FROM earlier.bench."${table}"`;
        await copy('timed', table, `SELECT * FROM after.bench."${table}" WHERE _dlt_load_id NOT IN (${old})`);
      }
    }
    connection.closeSync();
    instance.closeSync();

    async function copy(phase, table, query) {
      files[phase][table] = join(folder, `${phase}-${table}.parquet`);
      await connection.run(`COPY (${query}) TO '${files[phase][table]}' (FORMAT parquet, COMPRESSION uncompressed)`);
    }
  },
  load: ({ database, phase, resources }) => {
    const key = resources.find(({ write_disposition: disposition }) => disposition === 'merge')?.primary_key;
    return measured(process.execPath, [fileOf('contenders/parquet-load.mjs')], { database, files: files[phase], key });
  },
};

async function tablesOf(connection, database) {
  const result = await connection.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE database_name = '${database}' AND schema_name = 'bench' AND table_name NOT LIKE '\\_dlt%' ESCAPE '\\'`,
  );
  return result.getRowsJson().map(([name]) => name);
}
