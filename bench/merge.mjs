/** DuckDB: the merge of staged rows by key, by our statements and by those that one would write by hand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { duckdbDialect } from '../dist/destinations/duckdb/dialect.js';
import { sqlDataset } from '../dist/destinations/sql/dialect.js';
import { merge } from '../dist/destinations/sql/merge.js';
import { median } from './figures.mjs';

const { values: options } = parseArgs({
  options: {
    staged: { type: 'string', default: '1000000' },
    there: { type: 'string', default: '5000000' },
    runs: { type: 'string', default: '3' },
  },
});
const [stagedCount, thereCount, runs] = ['staged', 'there', 'runs'].map((name) => Number(options[name]));
const columns = ['id', 'a', 'b', 'c', 'd', 'e', 'f', '_dlt_load_id', '_dlt_id'];
const list = columns.map((name) => `"${name}"`).join(', ');
const table = {
  name: 't',
  seenData: true,
  writeDisposition: 'merge',
  columns: new Map(
    columns.map((name) => [
      name,
      {
        name,
        dataType: name === 'id' ? 'bigint' : 'text',
        nullable: false,
        ...(name === 'id' && { primaryKey: true }),
        ...(name === '_dlt_id' && { rowKey: true, unique: true }),
      },
    ]),
  ),
};
const contenders = {
  sluice: merge(sqlDataset(duckdbDialect, 'bench'), [table], '2024-01-01').map(({ text }) => text),
  hand: [
    'DELETE FROM bench.t AS d USING bench_staging.t AS s WHERE d.id = s.id',
    `INSERT INTO bench.t (${list}) SELECT ${list} FROM bench_staging.t` +
      ' QUALIFY row_number() OVER (PARTITION BY id ORDER BY rowid DESC) = 1',
  ],
};

const times = { sluice: [], hand: [] };
for (let run = 0; run < runs; run += 1) {
  for (const [name, statements] of Object.entries(contenders)) times[name].push(await timed(statements));
}
for (const [name, seconds] of Object.entries(times)) {
  const range = `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`;
  console.log(`${name}: ${median(seconds).toFixed(2)} s [${range}]`);
}
console.log(`${(median(times.sluice) / median(times.hand)).toFixed(2)} × hand-written SQL`);

/** Seconds of the statements and their commit, in a file of their own with the settings of a load. */
async function timed(statements) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  const instance = await DuckDBInstance.create(join(folder, 'data.duckdb'), { threads: '2', memory_limit: '2GB' });
  const connection = await instance.connect();
  try {
    await fill(connection);
    const startedMs = performance.now();
    for (const text of ['BEGIN TRANSACTION', ...statements, 'COMMIT', 'CHECKPOINT']) await connection.run(text);
    const seconds = (performance.now() - startedMs) / 1000;
    const rows = await (await connection.run('SELECT count(*), count(DISTINCT id) FROM bench.t')).getRowsJson();
    const expected = String(thereCount + Math.ceil(stagedCount / 3));
    if (rows[0].some((count) => count !== expected)) throw new Error(`${JSON.stringify(rows[0])} are not ${expected}`);
    return seconds;
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two thirds of the staged rows have a key that is there. */
async function fill(connection) {
  const firstStaged = thereCount - Math.floor((stagedCount * 2) / 3) + 1;
  for (const [schema, first, last] of [
    ['bench', 1, thereCount],
    ['bench_staging', firstStaged, thereCount + Math.ceil(stagedCount / 3)],
  ]) {
    const definition = columns.map((name) => `"${name}" ${name === 'id' ? 'BIGINT' : 'VARCHAR'} NOT NULL`).join(', ');
    await connection.run(`CREATE SCHEMA ${schema}`);
    await connection.run(`CREATE TABLE ${schema}.t (${definition})`);
    await connection.run(
      `INSERT INTO ${schema}.t SELECT i, 'a' || i, 'b' || i % 100, 'c', 'd' || i % 7, 'eeeeeeeeeeeeee', 'f',` +
        ` '1700000000.5', substr(md5('${schema}' || i), 1, 14) FROM range(${first}, ${last + 1}) AS r(i)`,
    );
  }
  await connection.run('CHECKPOINT');
}
