import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableName } from '../../core/names.ts';
import type { SqlDataset } from '../sql/dialect.ts';

/** Said when a file is opened: rows that are gone stay where they are until `checkpoint()` finds that it is worth it. */
export const keepDeadRows = 'SET max_vacuum_tasks = 0';

/** Part of the rows of a table that are gone, from which on DuckDB can make two row groups of three. */
const manyDead = 1 / 3;

/**
 * Brings what is committed from the write-ahead log into the file. Closing would do this, too, but on the main thread:
 * nothing else of the process moves meanwhile. Nothing is thrown: what stays in the log is read by whoever opens the
 * file next.
 * @param merged tables that rows may be gone from
 */
export async function checkpoint(
  connection: DuckDBConnection,
  dataset: SqlDataset,
  merged: Iterable<TableName>,
): Promise<void> {
  try {
    for (const name of merged) {
      if (!(await hasManyDead(connection, dataset, name))) continue;
      await connection.run('RESET max_vacuum_tasks');
      break;
    }
    await connection.run('CHECKPOINT');
  } catch {
    // The log has it.
  }
}

/** DuckDB's own estimate of a table counts the rows that are gone, and a count of all rows does not read them. */
async function hasManyDead(connection: DuckDBConnection, dataset: SqlDataset, name: TableName): Promise<boolean> {
  const table = dataset.table('final', name);
  const result = await connection.run(
    `SELECT estimated_size > 0 AND 1 - (SELECT count(*) FROM ${table}) / estimated_size >= ${manyDead}` +
      ' FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = $1 AND table_name = $2',
    [dataset.schemaOf('final'), name],
  );
  const [[isDead = false] = []] = await result.getRowsJson();
  return isDead === true;
}
