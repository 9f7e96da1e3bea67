import { DuckDBInstance } from '@duckdb/node-api';

/** Tables of a dataset with their columns, and rows without the ids and times that differ from load to load. */
export interface Dataset {
  readonly tables: {
    readonly [table: string]: { readonly columns: readonly string[]; readonly rows: readonly string[] };
  };
  readonly versions: readonly { readonly version: string; readonly hash: string; readonly schema: unknown }[];
  readonly loads: number;
}

/** Columns that differ from load to load where ids are random. */
export const randomIds: RegExp = /^_dlt_(id|load_id|parent_id|root_id)$/;

/** Reads a dataset as a user of the database would. */
export async function readDataset(path: string, dataset: string, masked: RegExp = randomIds): Promise<Dataset> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const rowsOf = async (sql: string): Promise<readonly unknown[][]> =>
    (await connection.runAndReadAll(sql)).getRowsJson();
  try {
    await connection.run(`set timezone = 'UTC'`);
    const columns = await rowsOf(`select table_name, column_name, data_type, is_nullable from information_schema.columns
      where table_schema = '${dataset}' order by table_name, ordinal_position`);
    const tables: Record<string, { columns: string[]; rows: readonly string[] }> = {};
    const names = new Map<string, string[]>();
    for (const [table, column, type, nullable] of columns) {
      const entry = (tables[String(table)] ??= { columns: [], rows: [] });
      names.set(String(table), [...(names.get(String(table)) ?? []), String(column)]);
      entry.columns.push(`${String(column)} ${String(type)}${nullable === 'NO' ? ' not null' : ''}`);
    }
    for (const [table, entry] of Object.entries(tables)) {
      if (table.startsWith('_dlt_')) continue;
      const shown = (names.get(table) ?? []).filter((column) => !masked.test(column));
      const list = shown.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ');
      const rows =
        shown.length === 0
          ? await rowsOf(`select count(*) from "${dataset}"."${table}"`)
          : await rowsOf(`select ${list} from "${dataset}"."${table}"`);
      entry.rows = rows.map((row) => JSON.stringify(row)).toSorted();
    }
    const versions = await rowsOf(
      `select version, version_hash, schema from "${dataset}"._dlt_version order by version`,
    );
    const loads = await rowsOf(`select load_id from "${dataset}"._dlt_loads`);
    return {
      tables,
      versions: versions.map(([version, hash, schema]) => ({
        version: String(version),
        hash: String(hash),
        schema: JSON.parse(String(schema)),
      })),
      loads: loads.length,
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
