import type { ColumnSchema, DataType } from '../../schema/table.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { textNotSql } from './errors.ts';

/** DuckDB's spelling of names, values and types (dataset-format section 8.2). */
export const duckdbDialect: SqlDialect = {
  quote: (identifier) => `"${withoutNul(identifier).replaceAll('"', '""')}"`,
  literal(value) {
    if (typeof value === 'string') return `'${withoutNul(value).replaceAll("'", "''")}'`;
    return value === null ? 'NULL' : String(value).toUpperCase();
  },
  columnType: (column) => columnTypes[column.dataType](column),
  describeCopy(table, files) {
    const paths = files.map(({ path }) => duckdbDialect.literal(literalPath(path))).join(', ');
    // Files of one load may differ in columns; a folder such as `a=b` on the way to them is no column.
    const options = 'union_by_name = true, hive_partitioning = false';
    return `INSERT INTO ${table} BY NAME SELECT * FROM read_parquet([${paths}], ${options})`;
  },
  catalogue: (schemaName, catalog) => ({
    text:
      'SELECT table_name, column_name, data_type FROM information_schema.columns' +
      ` WHERE table_schema = $1${catalog === undefined ? '' : ' AND table_catalog = $2'}` +
      ' ORDER BY table_name, ordinal_position',
    parameters: [schemaName, ...(catalog === undefined ? [] : [catalog])],
  }),
  // A window without an order numbers rows as they are scanned, which is as they were put in.
  arrival: 'row_number() OVER ()',
  addsNotNull: false,
  foldsNames: true,
  createSchema: (name) => `CREATE SCHEMA IF NOT EXISTS ${name}`,
  constraint: () => '',
  // TRUNCATE is no part of a transaction.
  emptyStaging: (table) => `DELETE FROM ${table}`,
  analyze: () => [],
  converted(column, { from, to }) {
    const type = duckdbDialect.columnType(to);
    if (from.isOnlyNull) return nullOf(column, type);
    return castTo(to.dataType, from.dataType, { name: column, type });
  },
};

/** Fails where a value is not null. */
function nullOf(name: string, type: string): string {
  return `CASE WHEN ${name} IS NULL THEN NULL ELSE CAST(error('the column has values') AS ${type}) END`;
}

/** The value of a column as another type has it; text as `converted` wants it. */
function castTo(
  to: DataType,
  from: DataType,
  { name, type }: { readonly name: string; readonly type: string },
): string {
  // Only functions that are there without the extension for time zones.
  if (to === 'text' && from === 'timestamp')
    return `strftime(make_timestamp(epoch_us(${name})), '%Y-%m-%dT%H:%M:%S.%fZ')`;
  if (to === 'text' && from === 'decimal') return `rtrim(rtrim(CAST(${name} AS VARCHAR), '0'), '.')`;
  return `CAST(${name} AS ${type})`;
}

const columnTypes: { readonly [Type in DataType]: (column: ColumnSchema) => string } = {
  text: () => 'VARCHAR',
  double: () => 'DOUBLE',
  bool: () => 'BOOLEAN',
  timestamp: timestampType,
  bigint: ({ precision }) => integerTypes.find(({ bits }) => (precision ?? 64) <= bits)?.type ?? 'HUGEINT',
  binary: () => 'BLOB',
  json: () => 'JSON',
  decimal: ({ precision = 38, scale = 9 }) => `DECIMAL(${Math.trunc(precision)},${Math.trunc(scale)})`,
  wei: () => 'DECIMAL(38,0)',
  date: () => 'DATE',
  time: () => 'TIME',
};

const integerTypes: readonly { readonly bits: number; readonly type: string }[] = [
  { bits: 8, type: 'TINYINT' },
  { bits: 16, type: 'SMALLINT' },
  { bits: 32, type: 'INTEGER' },
  { bits: 64, type: 'BIGINT' },
];

/** With a zone DuckDB always keeps microseconds; without one the precision chooses. */
function timestampType({ timezone = true, precision = 6 }: ColumnSchema): string {
  if (timezone) return 'TIMESTAMP WITH TIME ZONE';
  if (precision === 0) return 'TIMESTAMP_S';
  if (precision <= 3) return 'TIMESTAMP_MS';
  return precision <= 6 ? 'TIMESTAMP' : 'TIMESTAMP_NS';
}

/** DuckDB's parser takes a NUL for the end of the statement. */
function withoutNul(text: string): string {
  if (text.includes('\0')) throw textNotSql(text);
  return text;
}

/** A path that means one file, also where its name has the wildcards of a pattern. */
function literalPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
