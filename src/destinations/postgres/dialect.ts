import type { ColumnSchema, DataType } from '../../schema/table.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { convertedTo } from './conversions.ts';
import { integerTooWide, nameTooLong, textNotSql } from './errors.ts';

/** Postgres's spelling of names, values and types, as its catalogue has them (dataset-format section 8.3). */
export const postgresDialect: SqlDialect = {
  quote(identifier) {
    // The server would cut it without a word, and two names could become one.
    if (Buffer.byteLength(identifier) > 63) throw nameTooLong(identifier);
    return `"${withoutNul(identifier).replaceAll('"', '""')}"`;
  },
  literal(value) {
    if (typeof value === 'string') return textLiteral(value);
    return value === null ? 'NULL' : String(value).toUpperCase();
  },
  columnType: (column) => columnTypes[column.dataType](column),
  describeCopy: (table) => `COPY ${table} FROM STDIN (FORMAT binary)`,
  catalogue: (schemaName) => ({
    // `json` is what dlt makes of a table whose files are Parquet; it holds the same.
    text:
      "SELECT c.relname::text, a.attname::text, CASE a.atttypid WHEN 'json'::regtype THEN 'jsonb'" +
      ' ELSE format_type(a.atttypid, a.atttypmod) END FROM pg_catalog.pg_attribute AS a' +
      ' JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace' +
      " WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped" +
      ' ORDER BY c.relname, a.attnum',
    parameters: [schemaName],
  }),
  // Rows lie in the order in which they came, because staging tables are truncated before they are filled.
  arrival: 'ctid',
  addsNotNull: true,
  foldsNames: false,
  // With IF NOT EXISTS alone, a role that may not make schemas could not load into one that is there.
  createSchema: (name, bare) =>
    `DO ${textLiteral(
      `BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${textLiteral(bare)})` +
        ` THEN CREATE SCHEMA IF NOT EXISTS ${name}; END IF; END`,
    )}`,
  constraint: ({ unique }) => (unique === true ? ' UNIQUE' : ''),
  emptyStaging: (table) => `TRUNCATE TABLE ${table}`,
  analyze: (table) => [{ text: `ANALYZE ${table}` }],
  converted: (column, change) => convertedTo(column, postgresDialect.columnType(change.to), change),
};

const columnTypes: { readonly [Type in DataType]: (column: ColumnSchema) => string } = {
  text: ({ precision }) => `character varying${precision === undefined ? '' : `(${Math.trunc(precision)})`}`,
  double: () => 'double precision',
  bool: () => 'boolean',
  timestamp: ({ timezone = true, precision }) =>
    `timestamp${places(precision)} ${timezone ? 'with' : 'without'} time zone`,
  bigint: integerType,
  binary: () => 'bytea',
  json: () => 'jsonb',
  decimal: ({ precision = 38, scale = 9 }) => `numeric(${Math.trunc(precision)},${Math.trunc(scale)})`,
  wei: () => 'numeric(156,78)',
  date: () => 'date',
  time: ({ precision }) => `time${places(precision)} without time zone`,
};

/** Nothing is finer than a microsecond, and the package has no more digits. */
function places(precision: number | undefined): string {
  return precision === undefined ? '' : `(${Math.min(Math.trunc(precision), 6)})`;
}

function integerType({ name, precision = 64 }: ColumnSchema): string {
  if (precision > 64) throw integerTooWide(name, precision);
  if (precision <= 16) return 'smallint';
  return precision <= 32 ? 'integer' : 'bigint';
}

/** Means the same however the server reads backslashes. */
function textLiteral(text: string): string {
  const quoted = `'${withoutNul(text).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  return text.includes('\\') ? `E${quoted}` : quoted;
}

function withoutNul(text: string): string {
  if (text.includes('\0')) throw textNotSql(text);
  return text;
}
