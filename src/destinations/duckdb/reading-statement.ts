import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Cell } from '../../schema/cell.ts';
import { duckdbApi } from './duckdb-api.ts';
import { queryFailed, queryRefused } from './errors.ts';

/**
 * Exactly one statement, of a kind that reads. The kind is what DuckDB made of the text, not what the text looks like.
 * @throws `query_refused`, `query_failed`
 */
export async function readingStatement(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const { StatementType } = duckdbApi();
  const statement = await onlyStatement(connection, sql);
  const kind = statement.statementType;
  if (kind === StatementType.SELECT) return statement;
  // To explain a statement may be to run it, which does no harm where nothing can be written.
  if (kind === StatementType.EXPLAIN && (await isReadOnly(connection))) return statement;
  statement.destroySync();
  throw queryRefused(`a statement of the kind ${StatementType[kind]} does more than read`);
}

async function isReadOnly(connection: DuckDBConnection): Promise<boolean> {
  const result = await connection.run("SELECT current_setting('access_mode')");
  return String((await result.getRows())[0]?.[0]).toUpperCase() === 'READ_ONLY';
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

/**
 * Gives `$1`, `$2`, … their values; a value is never a part of the text.
 * @throws `query_failed` when there are more or fewer values than parameters
 */
export async function bindParameters(statement: DuckDBPreparedStatement, parameters: readonly Cell[]): Promise<void> {
  const wanted = statement.parameterCount;
  if (wanted !== parameters.length)
    throw queryFailed(new Error(`the statement takes ${wanted} parameters, and ${parameters.length} were given`));
  const api = duckdbApi();
  const typed = (value: Cell): { readonly value: DuckDBValue; readonly type: DuckDBType } => {
    if (value === null) return { value, type: api.SQLNULL };
    if (value instanceof Uint8Array) return { value: api.blobValue(value), type: api.BLOB };
    if (typeof value === 'string') return { value, type: api.VARCHAR };
    if (typeof value === 'boolean') return { value, type: api.BOOLEAN };
    // A double would find other integers than the one that is meant.
    if (typeof value === 'number' && Number.isSafeInteger(value)) return { value: BigInt(value), type: api.BIGINT };
    if (typeof value === 'number') return { value, type: api.DOUBLE };
    return { value, type: value === BigInt.asIntN(64, value) ? api.BIGINT : api.HUGEINT };
  };
  const bound = parameters.map(typed);
  try {
    statement.bind(
      bound.map(({ value }) => value),
      bound.map(({ type }) => type),
    );
  } catch (error) {
    throw queryFailed(error);
  }
}
