import type { ColumnSchema, DataType } from '../../schema/table.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { integerTooWide, textNotSql } from './errors.ts';

/** ClickHouse's spelling of names, values and types, as its own tables have them; names of tables as dlt makes them. */
export const clickhouseDialect: SqlDialect = {
  quote: (identifier) => `\`${escaped(identifier).replaceAll('`', '\\`')}\``,
  literal(value) {
    if (typeof value === 'string') return `'${escaped(value).replaceAll("'", "\\'")}'`;
    return value === null ? 'NULL' : String(value);
  },
  columnType(column) {
    const type = columnTypes[column.dataType](column);
    return column.nullable ? `Nullable(${type})` : type;
  },
  describeCopy: (table, files) =>
    `INSERT INTO ${table} SELECT … FROM input(…) FORMAT JSONCompactEachRow for each row of ${files.length} files`,
  catalogue: (prefix) => ({
    text:
      `SELECT substring(table, ${Buffer.byteLength(prefix) + 1}), name, type FROM system.columns` +
      ` WHERE database = currentDatabase() AND startsWith(table, $1) AND table != concat($1, '${sentinel}')` +
      ' ORDER BY table, position',
    parameters: [prefix],
  }),
  arrival: '0',
  addsNotNull: false,
  foldsNames: false,
  createSchema: () => '',
  constraint: () => '',
  emptyStaging: (table) => `TRUNCATE TABLE ${table}`,
  analyze: () => [],
  tablePrefix: (dataset, area) => `${dataset}${area === 'final' ? '' : '_staging'}___`,
  now: 'now64(6)',
  tableOptions: ' ENGINE = MergeTree ORDER BY tuple()',
};

/** By this table dlt knows that there is a dataset. */
export const sentinel = 'dlt_sentinel_table';

const columnTypes: { readonly [Type in DataType]: (column: ColumnSchema) => string } = {
  text: () => 'String',
  double: () => 'Float64',
  bool: () => 'Bool',
  timestamp: ({ timezone = true, precision = 6 }) => {
    const digits = Math.min(Math.trunc(precision), 6);
    return timezone ? `DateTime64(${digits}, 'UTC')` : `DateTime64(${digits})`;
  },
  bigint({ name, precision = 64 }) {
    const bits = [8, 16, 32, 64].find((one) => precision <= one);
    if (bits === undefined) throw integerTooWide(name, precision);
    return `Int${bits}`;
  },
  binary: () => 'String',
  json: () => 'String',
  decimal: ({ precision = 38, scale = 9 }) => `Decimal(${Math.trunc(precision)}, ${Math.trunc(scale)})`,
  wei: () => 'Decimal(76, 0)',
  // dlt has Date, which begins in 1970.
  date: () => 'Date32',
  time: () => 'String',
};

function escaped(text: string): string {
  if (text.includes('\0')) throw textNotSql(text);
  return text.replaceAll('\\', '\\\\');
}
