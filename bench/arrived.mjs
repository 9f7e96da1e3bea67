/** What arrived: rows of each table, and sums over the hashes of each column, which do not depend on the order of rows. */
import { DuckDBInstance } from '@duckdb/node-api';
import { rootsOf, viewsOfDocuments } from './tables.mjs';

/**
 * @returns {Promise<Record<string, {rows: string, columns: Record<string, string>, together: string}>>} by table;
 * `together` is over all columns of a row at once, so that no value can be in another row
 */
export async function arrivedIn(path, tables, shape = 'tables') {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`ATTACH '${path}' AS file (READ_ONLY)`);
    await connection.run('USE file.bench');
    const views = await viewsOf(connection, tables, shape);
    for (const view of views) await connection.run(view.replaceAll('loaded.', 'file.bench.'));
    const arrived = {};
    for (const [table, columns] of Object.entries(tables)) {
      const place = shape === 'documents' ? `temp.main."${table}"` : `file.bench."${table}"`;
      arrived[table] = await sumsOf(connection, place, columns);
    }
    return arrived;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** How two differ, as one line; undefined when they do not. Columns that a contender cannot keep are left out. */
export function differenceBetween(expected, arrived, leftOut = {}) {
  for (const [table, { rows, columns, together }] of Object.entries(expected)) {
    const other = arrived[table];
    if (other.rows !== rows) return `${table} has ${other.rows} rows instead of ${rows}`;
    const compared = Object.keys(columns).filter((name) => !(leftOut[table] ?? []).includes(name));
    const column = compared.find((name) => other.columns[name] !== columns[name]);
    if (column !== undefined) return `the values of ${table}.${column} differ`;
    if (leftOut[table] === undefined && other.together !== together) return `values of ${table} are in other rows`;
  }
  return undefined;
}

export const rowsOf = (arrived) => Object.values(arrived).reduce((sum, { rows }) => sum + Number(rows), 0);

async function viewsOf(connection, tables, shape) {
  if (shape === 'tables') return [];
  const names = await connection.runAndReadAll(
    "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = 'file' GROUP BY ALL",
  );
  const columns = new Map(names.getRowsJson().map(([table, list]) => [table, new Set(list)]));
  return rootsOf(tables).flatMap((root) => viewsOfDocuments(tables, root, columns.get(root) ?? new Set()));
}

async function sumsOf(connection, place, columns) {
  const values = Object.entries(columns).map(([name, type]) => `"${name}"::${type}`);
  const sums = values.map((value) => `sum(hash(${value}))::VARCHAR`);
  const result = await connection.runAndReadAll(
    `SELECT count(*)::VARCHAR, sum(hash(${values.join(', ')}))::VARCHAR, ${sums.join(', ')} FROM ${place}`,
  );
  const [rows, together, ...each] = result.getRowsJson()[0];
  return {
    rows,
    together,
    columns: Object.fromEntries(Object.keys(columns).map((name, index) => [name, each[index]])),
  };
}
