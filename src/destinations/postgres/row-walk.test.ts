import { expect, test } from 'vitest';
import type { Cell } from '../../schema/cell.ts';
import type { DatasetReader, RowsOf } from '../destination.ts';
import { loadRows, targetOf } from '../duckdb/loaded-rows.test.ts';
import { postgres } from './index.ts';
import { newWorld, server } from './world.test.ts';

const signal = new AbortController().signal;

async function withReader(dataset: string, use: (reader: DatasetReader) => Promise<void>): Promise<void> {
  const reader = await postgres(server().url).read(targetOf('/tmp', dataset));
  if (reader === undefined) throw new Error('nothing was loaded');
  try {
    await use(reader);
  } finally {
    await reader.close();
  }
}

async function allOf(reader: DatasetReader, of: RowsOf, batchRows = 1000): Promise<readonly (readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  for await (const batch of reader.rows(of, { batchRows, signal })) rows.push(...batch.rows);
  return rows;
}

const statement = (sql: string, ...parameters: readonly Cell[]): RowsOf => ({ kind: 'statement', sql, parameters });

test('rows() gives each type its kind of value, whatever the value is', async () => {
  const world = await newWorld(server());
  await loadRows(world, {
    rows: [
      { id: 1, at: '2024-01-02T03:04:05Z' },
      { id: 2, at: '2024-01-02T03:04:05.6789Z' },
    ],
  });
  await withReader(world.path, async (reader) => {
    expect(await allOf(reader, { kind: 'table', table: 't', columns: ['id', 'at'] })).toEqual([
      [1n, '2024-01-02T03:04:05Z'],
      [2n, '2024-01-02T03:04:05.678900Z'],
    ]);
    const sql =
      "select 1.5::float8, 'NaN'::float8, 1.50::numeric(10,2), true, '\\x00ff'::bytea, '03:04:05.5'::time, '2024-01-02'::date," +
      ` '{"a": 1}'::jsonb, '2024-01-02 03:04:05.12'::timestamp, null, 9007199254740993`;
    expect(await allOf(reader, statement(sql))).toEqual([
      [
        1.5,
        NaN,
        '1.50',
        true,
        Uint8Array.of(0, 255),
        '03:04:05.500',
        '2024-01-02',
        '{"a": 1}',
        '2024-01-02T03:04:05.120',
        null,
        9_007_199_254_740_993n,
      ],
    ]);
    const values = await allOf(
      reader,
      statement(
        'select id from t where id = $1 and $2 = $3::text and $4::bytea is not null',
        2n,
        "'; --",
        "'; --",
        Uint8Array.of(1),
      ),
    );
    expect(values).toEqual([[2n]]);
  });
});

test('walks go side by side in batches, end when they are left, and stop when they are told to', async () => {
  const world = await newWorld(server());
  await loadRows(world, { rows: Array.from({ length: 2500 }, (_, id) => ({ id })) });
  await withReader(world.path, async (reader) => {
    const [one, two] = await Promise.all([
      allOf(reader, { kind: 'table', table: 't', columns: ['id'] }, 1000),
      allOf(reader, statement('select count(*) from t')),
    ]);
    expect(new Set(one.map(([id]) => id)).size).toBe(2500);
    expect(two).toEqual([[2500n]]);
    for await (const { rows } of reader.rows(statement('select generate_series(1, 1000000000)'), {
      batchRows: 10,
      signal,
    })) {
      expect(rows).toHaveLength(10);
      break;
    }
    const stop = new AbortController();
    const slow = reader.rows(statement('select pg_sleep(60)'), { batchRows: 1, signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await expect(allNext(slow)).rejects.toMatchObject({ code: 'interrupted' });
  });
});

async function allNext(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const batch of batches) expect(batch).toBeDefined();
}

test('what is not there, or does more than read, is refused when the walk begins', async () => {
  const world = await newWorld(server());
  await loadRows(world, { rows: [{ id: 1 }] });
  await withReader(world.path, async (reader) => {
    await expect(allOf(reader, { kind: 'table', table: 'tt' })).rejects.toMatchObject({
      code: 'table_not_found',
      hint: expect.stringContaining('Did you mean t?'),
    });
    await expect(allOf(reader, { kind: 'table', table: 't', columns: ['ids'] })).rejects.toMatchObject({
      code: 'table_not_found',
    });
    await expect(allOf(reader, statement('delete from t'))).rejects.toMatchObject({ code: 'query_refused' });
    await expect(allOf(reader, statement('select 1; delete from t'))).rejects.toMatchObject({ code: 'query_refused' });
    await expect(allOf(reader, statement('select $1', 1, 2))).rejects.toMatchObject({ code: 'query_failed' });
    expect(await allOf(reader, { kind: 'table', table: 't', columns: ['id'] })).toEqual([[1n]]);
  });
});
