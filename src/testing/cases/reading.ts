import assert from 'node:assert/strict';
import type { DatasetReader, RowBatch } from '../../destinations/destination.ts';
import type { Cell } from '../../schema/cell.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadRows } from '../rows-in.ts';
import { countOf, refused, withReader } from '../rows-out.ts';

const limits = { maxRows: 100, timeoutMs: 10_000 };

const { signal } = new AbortController();
const inTwos = { batchRows: 2, signal };

const walkCases: readonly ContractCase[] = [
  {
    name: 'rows() walks side by side, each with a cursor of its own, and a walk may be left early',
    run: (world) =>
      withTen(world, async (reader) => {
        const table = { kind: 'table', table: 't', columns: ['id'] } as const;
        let seen = 0;
        for await (const { rows } of reader.rows(table, inTwos)) {
          assert.equal(rows.length, 2);
          assert.equal((await firstIds(reader.rows(table, inTwos))).length, 2);
          seen += rows.length;
        }
        assert.equal(seen, 10);
      }),
  },
  {
    name: 'rows() of a table that is not there, and of a column',
    run: (world) =>
      withTen(world, async (reader) => {
        const of = (table: string, columns: readonly string[]) =>
          firstIds(reader.rows({ kind: 'table', table, columns }, inTwos));
        await refused(world, of('not_there', ['id']), 'table_not_found');
        await refused(world, of('t"; DROP TABLE t; --', ['id']), 'table_not_found');
        await refused(world, of('t', ['id"; DROP TABLE t; --']), 'table_not_found', 'query_failed');
        assert.deepEqual(
          await firstIds(reader.rows({ kind: 'table', table: 't', columns: ['_dlt_id'] }, inTwos)).then(
            (ids) => ids.length,
          ),
          2,
        );
      }),
  },
  {
    name: 'rows() of a statement takes values as parameters, and only reads',
    run: (world) =>
      withTen(world, async (reader) => {
        const of = (sql: string, parameters: readonly Cell[] = []) =>
          firstIds(reader.rows({ kind: 'statement', sql, parameters }, inTwos));
        assert.deepEqual(await of('SELECT id FROM t WHERE v = $1', ['v3']), ['3']);
        assert.deepEqual(await of('SELECT id FROM t WHERE v = $1', ["v3' OR '1' = '1"]), []);
        await refused(world, of('DELETE FROM t'), 'query_refused', 'query_failed');
        await refused(world, of('SELECT 1; DELETE FROM t'), 'query_refused', 'query_failed');
        assert.equal((await reader.query('SELECT id FROM t', limits)).rows.length, 10);
      }),
  },
  {
    name: 'rows() stops when it is asked to, and the reader goes on',
    run: (world) =>
      withTen(world, async (reader) => {
        const stop = new AbortController();
        const walk = async (): Promise<void> => {
          const table = { kind: 'table', table: 't' } as const;
          for await (const _ of reader.rows(table, { batchRows: 2, signal: stop.signal })) stop.abort();
        };
        await refused(world, walk(), 'interrupted');
        assert.equal((await reader.query('SELECT id FROM t', limits)).rows.length, 10);
      }),
  },
];

/** A look changes nothing, and costs no more than it may (case S15). */
export const readingCases: readonly ContractCase[] = [
  {
    name: 'query() finds tables without the name of the dataset, and says which columns it gives',
    run: (world) =>
      withTen(world, async (reader) => {
        const { columns, rows, truncated } = await reader.query('SELECT id, v FROM t WHERE id = 7', limits);
        assert.deepEqual([columns, rows.map((row) => row.map(String)), truncated], [['id', 'v'], [['7', 'v7']], false]);
      }),
  },
  {
    name: 'query() gives at most the rows that the limit lets through, and says so',
    run: (world) =>
      withTen(world, async (reader) => {
        const cut = await reader.query('SELECT id FROM t', { ...limits, maxRows: 4 });
        assert.deepEqual([cut.rows.length, cut.truncated], [4, true]);
        const exact = await reader.query('SELECT id FROM t', { ...limits, maxRows: 10 });
        assert.deepEqual([exact.rows.length, exact.truncated], [10, false]);
        const none = await reader.query('SELECT id FROM t WHERE id < 0', limits);
        assert.deepEqual([none.rows, none.truncated], [[], false]);
      }),
  },
  ...[
    'DROP TABLE t',
    'DELETE FROM t',
    'INSERT INTO t (id) VALUES (1)',
    'UPDATE t SET id = 0',
    'ALTER TABLE t ADD COLUMN x INT',
    'CREATE TABLE x AS SELECT 1 AS a',
    'TRUNCATE t',
    'SELECT 1; DROP TABLE t',
    'BEGIN; DELETE FROM t; COMMIT',
    'COMMIT',
    "SET search_path = 'x'",
  ].map((sql) => ({ name: `case S15: ${sql} is refused`, run: (world: ContractWorld) => refusesWrite(world, sql) })),
  ...['', '-- nothing', 'SELEC 1', 'SELECT nope FROM t', 'SELECT * FROM not_there'].map((sql) => ({
    name: `case S15: ${JSON.stringify(sql)} fails, and the reader goes on`,
    run: (world: ContractWorld) =>
      withTen(world, async (reader) => {
        await refused(world, reader.query(sql, limits), 'query_failed', 'query_refused');
        assert.equal((await reader.query('SELECT id FROM t', limits)).rows.length, 10);
      }),
  })),
  {
    name: 'case S15: a query that takes too long is cut, and the reader goes on',
    run: (world) =>
      withTen(world, async (reader) => {
        const { clock } = world.runtime;
        const begunMs = clock.monotonicMs();
        const names = Array.from({ length: 12 }, (_, index) => `t AS x${index}`);
        const sum = names.map((_, index) => `x${index}.id`).join(' + ');
        const endless = `SELECT count(*) FROM ${names.join(' CROSS JOIN ')} WHERE ${sum} = -1`;
        await refused(world, reader.query(endless, { ...limits, timeoutMs: 300 }), 'query_failed');
        assert.ok(clock.monotonicMs() - begunMs < 5000, 'it took much longer than it may');
        assert.equal((await reader.query('SELECT id FROM t', limits)).rows.length, 10);
      }),
  },
  ...walkCases,
  {
    name: 'two readers look side by side',
    run: (world) =>
      withTen(world, (reader) =>
        withReader(world, async (other) => {
          const results = await Promise.all([reader, other].map((one) => one.query('SELECT id FROM t', limits)));
          assert.deepEqual(
            results.map(({ rows }) => rows.length),
            [10, 10],
          );
        }),
      ),
  },
];

async function firstIds(batches: AsyncIterable<RowBatch>): Promise<readonly string[]> {
  for await (const { rows } of batches) return rows.map((row) => String(row[0]));
  return [];
}

async function refusesWrite(world: ContractWorld, sql: string): Promise<void> {
  await withTen(world, async (reader) => {
    await refused(world, reader.query(sql, limits), 'query_refused', 'query_failed');
    assert.equal((await reader.query('SELECT id FROM t', limits)).rows.length, 10);
  });
  assert.equal(await countOf(world, 't'), 10);
}

async function withTen(world: ContractWorld, use: (reader: DatasetReader) => Promise<void>): Promise<void> {
  await loadRows(world, { rows: Array.from({ length: 10 }, (_, id) => ({ id, v: `v${id}` })) });
  await withReader(world, use);
}
