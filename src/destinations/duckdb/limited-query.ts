import { clearTimeout, setTimeout } from 'node:timers';
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { QueryLimits, QueryResult } from '../destination.ts';
import { interrupted, queryFailed, queryTooLong } from './errors.ts';
import { readingStatement } from './reading-statement.ts';
import { plainValue, type PlainValue } from './plain-value.ts';

/**
 * The first rows of one statement that only reads, within a time.
 * @throws `query_refused`, `query_failed`, `interrupted`
 */
export async function limitedQuery(
  connection: DuckDBConnection,
  sql: string,
  { maxRows, timeoutMs, signal }: QueryLimits & { readonly signal: AbortSignal },
): Promise<QueryResult> {
  const statement = await readingStatement(connection, sql);
  let isTooLong = false;
  const timer = setTimeout(() => {
    isTooLong = true;
    connection.interrupt();
  }, timeoutMs);
  const stop = (): void => connection.interrupt();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await firstRows(statement, maxRows);
  } catch (error) {
    if (isTooLong) throw queryTooLong(timeoutMs);
    if (signal.aborted) throw interrupted();
    throw queryFailed(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    statement.destroySync();
  }
}

async function firstRows(statement: DuckDBPreparedStatement, maxRows: number): Promise<QueryResult> {
  const result = await statement.stream();
  const types = result.columnTypes();
  const rows: (readonly PlainValue[])[] = [];
  while (rows.length <= maxRows) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const row of chunk.getRows()) rows.push(row.map((value, index) => plainValue(value, types[index])));
  }
  return { columns: result.columnNames(), rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
}
