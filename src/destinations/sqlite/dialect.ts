import type { ColumnSchema, DataType } from '../../schema/table.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { integerTooWide, textNotSql } from './errors.ts';
import { momentText } from './values.ts';

/**
 * SQLite's spelling of names, values and types. A dataset is one file, so that a load is one transaction of one file;
 * staging tables are in it, too, and their names begin with what no other name begins with.
 */
export const sqliteDialect: SqlDialect = {
  quote: (identifier) => `"${withoutNul(identifier).replaceAll('"', '""')}"`,
  literal(value) {
    if (typeof value === 'string') return `'${withoutNul(value).replaceAll("'", "''")}'`;
    return value === null ? 'NULL' : String(value).toUpperCase();
  },
  columnType: (column) => columnTypes[column.dataType](column),
  describeCopy: (table, files) => `INSERT INTO ${table} VALUES (…) for each row of ${files.length} Parquet files`,
  catalogue: (prefix) => ({
    // Types are compared as they were declared.
    text:
      `SELECT substr(t.name, ${prefix.length + 1}), c.name, c.type FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c` +
      " WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'" +
      ` AND (substr(t.name, 1, ${stagingPrefix.length}) = '${stagingPrefix}') = ($1 <> '') ORDER BY t.name, c.cid`,
    parameters: [prefix],
  }),
  // Rows get ascending numbers, because staging tables are emptied before they are filled.
  arrival: '_rowid_',
  addsNotNull: false,
  foldsNames: true,
  createSchema: () => '',
  constraint: () => '',
  emptyStaging: (table) => `DELETE FROM ${table}`,
  analyze: () => [],
  tablePrefix: (_dataset, area) => (area === 'final' ? '' : stagingPrefix),
  now: "strftime('%Y-%m-%d %H:%M:%f000', 'now')",
  moment: (text) => sqliteDialect.literal(momentText(text)),
  deleteMatching: (table, other, match) =>
    `DELETE FROM ${table} WHERE _rowid_ IN (SELECT d._rowid_ FROM ${table} AS d, ${other} AS s WHERE ${match})`,
  sortedBy(column) {
    const name = sqliteDialect.quote(column.name);
    const isText = column.dataType === 'decimal' || column.dataType === 'wei';
    return isText ? `${decimalOrderName}(${name})` : name;
  },
};

/** No naming convention yields the blank. */
const stagingPrefix = 'staging ';

/**
 * What SQLAlchemy declares, so that dlt finds its own types; except for decimals. SQLite would make doubles of them in
 * a column that is declared as NUMERIC, so they have a name of their own, which makes a column keep text.
 */
const columnTypes: { readonly [Type in DataType]: (column: ColumnSchema) => string } = {
  text({ precision, unique }) {
    const longest = precision ?? (unique === true ? 128 : undefined);
    return longest === undefined ? 'TEXT' : `VARCHAR(${Math.trunc(longest)})`;
  },
  double: () => 'DOUBLE',
  bool: () => 'BOOLEAN',
  // In dlt both are DATETIME, and which one it is stands in the schema alone.
  timestamp: ({ timezone = true }) => (timezone ? 'DATETIME' : 'TIMESTAMP'),
  bigint({ name, precision = 64 }) {
    if (precision > 64) throw integerTooWide(name, precision);
    if (precision <= 16) return 'SMALLINT';
    return precision <= 32 ? 'INTEGER' : 'BIGINT';
  },
  binary: () => 'BLOB',
  json: () => 'JSON',
  decimal: ({ precision = 38, scale = 9 }) => `DECIMAL_TEXT(${Math.trunc(precision)}, ${Math.trunc(scale)})`,
  wei: () => 'DECIMAL_TEXT(38, 0)',
  date: () => 'DATE',
  time: () => 'TIME',
};

/** Name of the function for statements that is `decimalOrder()`. */
export const decimalOrderName = 'sluice_decimal_order';

/** Text that sorts as the decimals of a column do, which all have the same scale. */
export function decimalOrder(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const isNegative = value.startsWith('-');
  const digits = value.slice(isNegative ? 1 : 0).padStart(80, '0');
  return isNegative ? `0${digits.replace(/\d/g, (digit) => String(9 - Number(digit)))}` : `1${digits}`;
}

/** SQLite takes a NUL for the end of the statement. */
function withoutNul(text: string): string {
  if (text.includes('\0')) throw textNotSql(text);
  return text;
}
