import { postgresDialect } from './dialect.ts';
import type { PostgresConnection } from './driver.ts';
import { codeOf } from './errors.ts';
import { queryRefused } from './query-errors.ts';

/** What a client left is not finished for nobody; servers on Windows cannot know, and refuse the setting. */
export const endsWithClient =
  "SELECT set_config('client_connection_check_interval', '1000', true) WHERE version() !~* 'windows|mingw|visual c'";

/** Of every statement that a user wrote; a connection has one at a time. */
export const cursorName = 'sluice_query';

/**
 * Begins a transaction that only reads and that is never committed, in which names without a schema are those of the
 * dataset. What a superuser may do beside reading tables, such as reading files of the server, is not done in it (S15).
 * @param timeoutMs of each statement; 0 for none
 */
export async function beginReading(connection: PostgresConnection, dataset: string, timeoutMs: number): Promise<void> {
  const path = postgresDialect.literal(postgresDialect.quote(dataset));
  await connection.script(
    `BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}; SET LOCAL TimeZone = 'UTC';` +
      ` SET LOCAL DateStyle = 'ISO'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;` +
      ` ${endsWithClient}; SELECT set_config('search_path', ${path} || ', public', true)`,
  );
  const [[isSuperuser] = []] = await connection.rows("SELECT current_setting('is_superuser')");
  if (isSuperuser === 'on') await connection.rows('SET LOCAL ROLE pg_read_all_data');
}

/**
 * Makes a cursor of one statement; only what gives rows and changes nothing can have one.
 * @throws `query_refused`, and what the driver throws
 */
export async function declareCursor(
  connection: PostgresConnection,
  sql: string,
  parameters: readonly (string | null)[] = [],
): Promise<void> {
  try {
    await connection.only(`DECLARE ${cursorName} NO SCROLL CURSOR FOR ${sql}`, parameters);
  } catch (error) {
    if (codeOf(error) !== '42601') throw error;
    if (!/^\s*(?:select|values|table|with|\(|--|\/\*)/i.test(sql))
      throw queryRefused('only SELECT, VALUES, TABLE, WITH, EXPLAIN and SHOW are allowed', error);
    if (/multiple commands/.test(String(error)))
      throw queryRefused('it has several statements, and only one is allowed', error);
    throw error;
  }
}
