import { DuckDBInstance } from '@duckdb/node-api';

/** Answers of a database file, asked without sluice: numbers beyond 2^53, decimals and times come as text. */
export async function askDuckdb(path: string, queries: readonly string[]): Promise<readonly (readonly unknown[])[][]> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const answers = [];
    for (const sql of queries) answers.push((await connection.runAndReadAll(sql)).getRowsJson());
    return answers;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
