import { clearTimeout, setTimeout } from 'node:timers';
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { QueryLimits, QueryResult } from '../destination.ts';
import { interrupted, queryFailed, queryRefused, queryTooLong } from './errors.ts';
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

/** The kind of a statement is what DuckDB made of the text, not what the text looks like. */
async function readingStatement(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const { StatementType } = await import('@duckdb/node-api');
  const statement = await onlyStatement(connection, sql);
  const kind = statement.statementType;
  if (kind === StatementType.SELECT || kind === StatementType.EXPLAIN) return statement;
  statement.destroySync();
  throw queryRefused(`a statement of the kind ${StatementType[kind]} does more than read`);
}

async function onlyStatement(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  let count = 0;
  try {
    const statements = await connection.extractStatements(sql);
    ({ count } = statements);
    if (count === 1) return await statements.prepare(0);
  } catch (error) {
    throw queryFailed(sql.trim() === '' ? new Error('there is no statement') : error);
  }
  throw queryRefused(`it has ${count} statements, and only one is allowed`);
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
