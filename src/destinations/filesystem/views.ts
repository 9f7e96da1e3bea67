import { bookkeepingTables } from '../../schema/system-tables.ts';
import type { TableSchema } from '../../schema/table.ts';
import { duckdbDialect } from '../duckdb/dialect.ts';
import type { TypedColumn } from '../sql/dialect.ts';
import { typedColumns } from '../sql/typed-columns.ts';
import type { DataFormat } from './file-kind.ts';

/** A file that DuckDB can open. */
export interface LocalFile {
  readonly path: string;
  readonly format: DataFormat;
  readonly isGzipped: boolean;
  /** Whether its CSV tells an empty text, `""`, from null, which is nothing; that of dlt has `""` for both. */
  readonly tellsNull: boolean;
}

const { quote } = duckdbDialect;
const literal = (text: string): string => duckdbDialect.literal(text);

/** A table over files: its columns in order, each of its type, null where a file does not have it. */
export function viewOf(name: string, table: TableSchema, files: readonly LocalFile[]): string {
  const columns = typedColumns(table).filter((column) => !isStateRowId(table, column));
  const shown = columns.map((column) => `CAST(${quote(column.name)} AS ${typeOf(column)}) AS ${quote(column.name)}`);
  const none = `SELECT ${columns.map(({ name: column }) => `NULL AS ${quote(column)}`).join(', ')} WHERE false`;
  const parts = groupsOf(files).map((group) => `SELECT * FROM ${scanOf(columns, group)}`);
  const all = [...parts, none].join(' UNION ALL BY NAME ');
  return `CREATE OR REPLACE VIEW ${name} AS SELECT ${shown.join(', ')} FROM (${all})`;
}

/** Files that are read in one go: of one format, compressed or not, with nulls or without. */
function groupsOf(files: readonly LocalFile[]): readonly (readonly LocalFile[])[] {
  const groups = new Map<string, LocalFile[]>();
  for (const file of files) {
    const kind = `${file.format} ${file.isGzipped} ${file.tellsNull}`;
    groups.set(kind, [...(groups.get(kind) ?? []), file]);
  }
  return [...groups.values()];
}

function scanOf(columns: readonly TypedColumn[], files: readonly LocalFile[]): string {
  const paths = `[${files.map(({ path }) => literal(path.replace(/[*?[]/g, '[$&]'))).join(', ')}]`;
  const { format = 'parquet', isGzipped = false, tellsNull = false } = files[0] ?? {};
  const compression = `compression = '${isGzipped ? 'gzip' : 'uncompressed'}'`;
  return scans[format](paths, columns, { compression, tellsNull });
}

interface ScanOptions {
  readonly compression: string;
  readonly tellsNull: boolean;
}

type Scan = (paths: string, columns: readonly TypedColumn[], options: ScanOptions) => string;

/** Text is read as text and cast by the view: so no digit passes through a double. */
const scans: { readonly [Format in DataFormat]: Scan } = {
  parquet: (paths) => `read_parquet(${paths}, union_by_name = true, hive_partitioning = false)`,
  jsonl(paths, columns, { compression }) {
    const types = columns.map(({ name }) => `${literal(name)}: 'VARCHAR'`).join(', ');
    const options = `format = 'newline_delimited', maximum_object_size = ${mostLineBytes.jsonl}, hive_partitioning = false`;
    const scan = `read_json(${paths}, columns = {${types}}, ${options}, ${compression})`;
    const bytes = columns.filter(({ dataType }) => dataType === 'binary').map(({ name }) => quote(name));
    if (bytes.length === 0) return scan;
    return `(SELECT * REPLACE (${bytes.map((name) => `from_base64(${name}) AS ${name}`).join(', ')}) FROM ${scan})`;
  },
  csv(paths, columns, { compression, tellsNull }) {
    const needed = columns
      .filter(({ nullable, dataType }) => !nullable && dataType === 'text')
      .map(({ name }) => literal(name));
    const notNull = needed.length === 0 ? '' : `, force_not_null = [${needed.join(', ')}]`;
    const form = `header = true, delim = ',', quote = '"', escape = '"', all_varchar = true, allow_quoted_nulls = ${!tellsNull}, max_line_size = ${mostLineBytes.csv}, buffer_size = ${2 * mostLineBytes.csv}`;
    const options = `union_by_name = true, hive_partitioning = false${notNull}`;
    return `read_csv(${paths}, ${form}, ${options}, ${compression})`;
  },
};

/** DuckDB takes a multiple of it for each thread that reads; for CSV twice, where it is told so, and sixteen times else. */
const mostLineBytes = { jsonl: 32 * 1024 * 1024, csv: 16 * 1024 * 1024 } as const;

function typeOf(column: TypedColumn): string {
  return duckdbDialect.columnType(column);
}

/** The tables of the engine that are files, too, by name. */
export const systemTables: ReadonlyMap<string, TableSchema> = new Map(
  bookkeepingTables.map((table) => [table.name, table]),
);

/** States have no row id in files (section 8.4). */
function isStateRowId(table: TableSchema, { name }: TypedColumn): boolean {
  return systemTables.has(table.name) && name === '_dlt_id';
}
