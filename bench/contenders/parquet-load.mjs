/**
 * One load of ready Parquet files: `parquet-load.mjs < asked.json`, with `{"database", "files", "key"}`. With a key, rows
 * replace those that have the same.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { printUsage, readAsked } from './usage.mjs';

const { database, files, key } = readAsked();
const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
await connection.run('CREATE SCHEMA IF NOT EXISTS bench');
await connection.run('BEGIN TRANSACTION');
for (const [table, path] of Object.entries(files)) {
  const rows = `read_parquet('${path}')`;
  await connection.run(`CREATE TABLE IF NOT EXISTS bench."${table}" AS SELECT * FROM ${rows} LIMIT 0`);
  if (key !== undefined) {
    await connection.run(`DELETE FROM bench."${table}" AS old USING ${rows} AS new WHERE old."${key}" = new."${key}"`);
  }
  await connection.run(`INSERT INTO bench."${table}" BY NAME SELECT * FROM ${rows}`);
}
await connection.run('COMMIT');
connection.closeSync();
instance.closeSync();
printUsage();
