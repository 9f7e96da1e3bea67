/** Tables that are known beforehand, filled by an appender: chunks of 2,048 rows, column by column. */
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTimestampTZValue,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api';
import { childrenOf, rootsOf } from '../tables.mjs';

const types = { BIGINT, BOOLEAN, DOUBLE, TIMESTAMPTZ, VARCHAR };
const chunkRows = 2048;

export async function openTables({ database, tables, resources }) {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  const merged = resources.find(({ write_disposition: disposition }) => disposition === 'merge');
  const written = merged === undefined ? tables : { [merged.name]: tables[merged.table_name] };
  await connection.run('CREATE SCHEMA IF NOT EXISTS bench');
  await connection.run('BEGIN TRANSACTION');
  const writers = {};
  for (const [name, columns] of Object.entries(written)) {
    writers[name] = await openTable(connection, name, { ...columns, ...linksOf(written, name) });
  }
  const writeRows = Object.fromEntries(rootsOf(written).map((root) => [root, rowWriter(written, root, writers)]));
  return {
    write: (name, rows) => rows.forEach(writeRows[name]),
    async commit() {
      for (const writer of Object.values(writers)) writer.close();
      if (merged !== undefined) await merge(connection, merged);
      await connection.run('COMMIT');
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** By whose id a row of a list is found again, and where it was in the list. */
const linksOf = (written, name) => (rootsOf(written).includes(name) ? {} : { root_id: 'BIGINT', list_index: 'BIGINT' });

async function merge(connection, { name, table_name: table, primary_key: key }) {
  await connection.run(`DELETE FROM bench.${table} AS old USING bench.${name} AS new WHERE old.${key} = new.${key}`);
  await connection.run(`INSERT INTO bench.${table} BY NAME SELECT * FROM bench.${name}`);
  await connection.run(`DROP TABLE bench.${name}`);
}

async function openTable(connection, name, columns) {
  const definitions = Object.entries(columns).map(([column, type]) => `"${column}" ${type}`);
  await connection.run(`CREATE TABLE IF NOT EXISTS bench."${name}" (${definitions.join(', ')})`);
  const appender = await connection.createAppender(name, 'bench');
  const chunkTypes = Object.values(columns).map((type) => types[type]);
  let values = chunkTypes.map(() => []);
  const flush = () => {
    const chunk = DuckDBDataChunk.create(chunkTypes, values[0].length);
    chunk.setColumns(values);
    appender.appendDataChunk(chunk);
    values = chunkTypes.map(() => []);
  };
  return {
    /** The columns to push to; asked for before each row. */
    next() {
      if (values[0].length === chunkRows) flush();
      return values;
    },
    close() {
      if (values[0].length > 0) flush();
      appender.closeSync();
    },
  };
}

/**
 * A function that writes a row and what is in it. Its text is made of the names of columns, so that it reads each value by
 * a path that stands there, as a function by hand for just these tables would.
 */
function rowWriter(tables, root, writers) {
  const text = `return (row) => {\n${lines(tables, root, { row: 'row', depth: 0 })}\n}`;
  // oxlint-disable-next-line typescript/no-implied-eval -- the names are those of the workload's own file
  return new Function('writers', 'timestamp', text)(writers, timestamp);
}

function lines(tables, table, { row, depth }) {
  const columns = `columns${depth}`;
  const pushes = Object.entries(tables[table]).map(([column, type], index) => {
    const value = column === 'value' ? row : `${row}.${column.replaceAll('__', '.')}`;
    return `${columns}[${index}].push(${conversions[type](value)});`;
  });
  const count = pushes.length;
  if (depth > 0)
    pushes.push(`${columns}[${count}].push(BigInt(row.id));`, `${columns}[${count + 1}].push(BigInt(index${depth}));`);
  const lists = childrenOf(tables, table).map(({ name, path }) => {
    const [item, index] = [`item${depth + 1}`, `index${depth + 1}`];
    const inner = lines(tables, name, { row: item, depth: depth + 1 });
    return `for (const [${index}, ${item}] of ${row}.${path.join('.')}.entries()) {\n${inner}\n}`;
  });
  return [`const ${columns} = writers[${JSON.stringify(table)}].next();`, ...pushes, ...lists].join('\n');
}

const conversions = {
  BIGINT: (value) => `${value} == null ? null : BigInt(${value})`,
  TIMESTAMPTZ: (value) => `${value} == null ? null : timestamp(${value})`,
  BOOLEAN: (value) => `${value} ?? null`,
  DOUBLE: (value) => `${value} ?? null`,
  VARCHAR: (value) => `${value} ?? null`,
};

function timestamp(text) {
  return new DuckDBTimestampTZValue(BigInt(Date.parse(text)) * 1000n);
}
