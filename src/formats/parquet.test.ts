import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Column, ColumnBatch, PhysicalType } from '../columnar/batch.ts';
import type { WritableFile } from '../core/runtime.ts';
import type { ColumnName, TableName } from '../core/names.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';
import { parquetWriter } from './parquet.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-parquet-'));
let fileCount = 0;
let database: DuckDBInstance;
beforeAll(async () => {
  database = await DuckDBInstance.create(':memory:');
});
afterAll(() => {
  database.closeSync();
  rmSync(root, { recursive: true, force: true });
});

type Cell = null | boolean | number | bigint | string | Uint8Array;

const physicalOf: { readonly [Type in DataType]: PhysicalType } = {
  text: 'byte_array',
  json: 'byte_array',
  binary: 'byte_array',
  bigint: 'int64',
  timestamp: 'int64',
  time: 'int64',
  double: 'double',
  bool: 'boolean',
  date: 'int32',
  decimal: 'fixed_16',
  wei: 'fixed_16',
};

function cellBytes(physical: PhysicalType, cell: Exclude<Cell, null>): Buffer {
  if (physical === 'byte_array') {
    const bytes = Buffer.from(typeof cell === 'string' ? cell : (cell as Uint8Array));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  }
  const bytes = Buffer.alloc({ int32: 4, int64: 8, double: 8, fixed_16: 16, boolean: 0 }[physical]);
  if (physical === 'int32') bytes.writeInt32LE(Number(cell));
  if (physical === 'int64') bytes.writeBigInt64LE(cell as bigint);
  if (physical === 'double') bytes.writeDoubleLE(Number(cell));
  if (physical === 'fixed_16') {
    bytes.writeBigInt64BE((cell as bigint) >> 64n);
    bytes.writeBigUInt64BE(BigInt.asUintN(64, cell as bigint), 8);
  }
  return bytes;
}

function bits(flags: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  for (const [index, flag] of flags.entries())
    if (flag) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  return bytes;
}

function column(dataType: DataType, cells: readonly Cell[], more: Partial<ColumnSchema> = {}): Column {
  const present = cells.filter((cell) => cell !== null);
  const physical = physicalOf[dataType];
  return {
    schema: { name: `c_${dataType}` as ColumnName, dataType, nullable: true, ...more },
    physical,
    values:
      physical === 'boolean'
        ? bits(present.map(Boolean))
        : Buffer.concat(present.map((cell) => cellBytes(physical, cell))),
    valueCount: present.length,
    validity: present.length === cells.length ? undefined : bits(cells.map((cell) => cell !== null)),
  };
}

const batchOf = (rowCount: number, ...columns: readonly Column[]): ColumnBatch => ({
  table: 'things' as TableName,
  rowCount,
  columns,
});

async function fileOf(...batches: readonly ColumnBatch[]): Promise<string> {
  const pieces: Buffer[] = [];
  const file: WritableFile = {
    // Copied, because a builder uses its memory again.
    write: async (parts) => void pieces.push(...parts.map((part) => Buffer.from(part))),
    flush: async () => undefined,
    close: async () => undefined,
  };
  const writer = parquetWriter(file);
  for (const batch of batches) await writer.write(batch);
  await writer.finish();
  const bytes = Buffer.concat(pieces);
  expect(writer.byteCount).toBe(bytes.length);
  expect(writer.rowCount).toBe(batches.reduce((sum, { rowCount }) => sum + rowCount, 0));
  const path = join(root, `${(fileCount += 1)}.parquet`);
  writeFileSync(path, bytes);
  return path;
}

async function query(sql: string): Promise<readonly (readonly unknown[])[]> {
  const connection = await database.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
  }
}

function arrayBuffer(path: string): ArrayBuffer {
  return new Uint8Array(readFileSync(path)).buffer;
}

const nearly38 = 10n ** 38n - 1n;
const texts = ['', 'a', '\0', 'a\0b', '😀 ü', 'quote " \' \n\t\\', 'x'.repeat(100_000), null];
const cases: readonly (readonly [DataType, string, readonly Cell[], string])[] = [
  ['text', 'VARCHAR', texts, 'c_text'],
  ['json', 'VARCHAR', ['{"a":1}', '[]', 'null', null], 'c_json'],
  ['binary', 'BLOB', [new Uint8Array(0), Uint8Array.of(0, 255, 128), null], 'hex(c_binary)'],
  ['bigint', 'BIGINT', [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 9007199254740993n, null], 'c_bigint::varchar'],
  ['double', 'DOUBLE', [0, -0, 0.1, Number.MAX_VALUE, 5e-324, -1.5, null], 'c_double'],
  ['bool', 'BOOLEAN', [true, false, null, true, true, false, false, true, true, true, null], 'c_bool'],
  ['date', 'DATE', [0, -1, 20_000, null], "datediff('day', date '1970-01-01', c_date)::int"],
  ['time', 'TIME', [0n, 86_399_999_999n, null], 'epoch_us(c_time)::varchar'],
  ['timestamp', 'TIMESTAMP WITH TIME ZONE', [0n, -1n, 1_700_000_000_123_456n, null], 'epoch_us(c_timestamp)::varchar'],
  ['decimal', 'DECIMAL(38,9)', [0n, 1n, -1n, nearly38, -nearly38, null], 'c_decimal::varchar'],
  ['wei', 'DECIMAL(38,0)', [0n, 1n, -1n, nearly38, -nearly38, null], 'c_wei::varchar'],
];

function shown(cell: Cell, type: DataType): unknown {
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex').toUpperCase();
  if (typeof cell !== 'bigint') return cell;
  if (type !== 'decimal') return cell.toString();
  const digits = (cell < 0n ? -cell : cell).toString().padStart(10, '0');
  return `${cell < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

describe('parquetWriter', () => {
  test.each(cases)('%s is %s for DuckDB, every value as it was', async (type, sqlType, cells, shape) => {
    const path = await fileOf(batchOf(cells.length, column(type, cells)));
    const types = await query(`select column_type from (describe select * from read_parquet('${path}'))`);
    expect(types).toEqual([[sqlType]]);
    const rows = await query(`select ${shape} from read_parquet('${path}')`);
    expect(rows.map(([value]) => value)).toEqual(cells.map((cell) => shown(cell, type)));
  });

  test('hyparquet reads the same: all types in one file, several row groups', async () => {
    const all = cases.map(([type, , cells]) =>
      column(
        type,
        Array.from({ length: 20 }, (_, at) => cells[at] ?? null),
      ),
    );
    const file = arrayBuffer(await fileOf(batchOf(20, ...all), batchOf(20, ...all)));
    const rows = await parquetReadObjects({ file, utf8: false });
    expect(rows).toHaveLength(40);
    expect(rows[20]).toEqual(rows[0]);
    expect(rows.map((row) => row['c_text']).slice(0, 8)).toEqual(texts);
    expect(rows.map((row) => row['c_bigint']).slice(0, 5)).toEqual(cases[3]?.[2].slice(0, 5));
    expect(rows.map((row) => row['c_bool']).slice(0, 11)).toEqual(cases[5]?.[2]);
    expect(parquetMetadata(file).row_groups).toHaveLength(2);
  });

  test('timestamps without a zone, and precision and scale as hinted', async () => {
    const path = await fileOf(
      batchOf(
        1,
        column('timestamp', [0n], { timezone: false }),
        column('decimal', [-12345n], { precision: 10, scale: 2 }),
      ),
    );
    const types = await query(`select column_type from (describe select * from read_parquet('${path}'))`);
    expect(types).toEqual([['TIMESTAMP'], ['DECIMAL(10,2)']]);
    expect(await query(`select c_decimal::varchar from read_parquet('${path}')`)).toEqual([['-123.45']]);
  });

  test('columns of nulls only, and required columns', async () => {
    const nulls = cases.map(([type]) => column(type, [null, null, null]));
    const required = column('bigint', [1n, 2n, 3n], { nullable: false, name: 'must' as ColumnName });
    const path = await fileOf(batchOf(3, ...nulls, required));
    const rows = await query(`select * from read_parquet('${path}')`);
    expect(rows).toEqual(['1', '2', '3'].map((value) => [...nulls.map(() => null), value]));
    const schema = parquetMetadata(arrayBuffer(path)).schema;
    expect(schema.slice(1).map((element) => element.repetition_type)).toEqual([
      ...nulls.map(() => 'OPTIONAL'),
      'REQUIRED',
    ]);
  });

  test('100,000 rows with scattered nulls in row groups of every size', async () => {
    const cells = Array.from({ length: 100_000 }, (_, at) => (at % 7 === 3 ? null : `row ${at}`));
    const batches: ColumnBatch[] = [];
    for (let at = 0, size = 1; at < cells.length; at += size, size += 7) {
      const part = cells.slice(at, at + size);
      batches.push(batchOf(part.length, column('text', part)));
    }
    const path = await fileOf(...batches);
    expect(batches.length).toBeGreaterThan(150);
    const [counts] = await query(
      `select count(*)::int, count(c_text)::int, bool_and(c_text is not distinct from case when row_at % 7 = 3 then null else 'row ' || row_at end)
       from (select c_text, file_row_number as row_at from read_parquet('${path}', file_row_number=true))`,
    );
    expect(counts).toEqual([100_000, cells.filter((cell) => cell !== null).length, true]);
  });

  test('an empty batch leaves an empty table with its columns', async () => {
    const path = await fileOf(batchOf(0, column('text', []), column('bigint', [])));
    const names = await query(`select column_name from (describe select * from read_parquet('${path}'))`);
    expect(names).toEqual([['c_text'], ['c_bigint']]);
    expect(await query(`select count(*)::int from read_parquet('${path}')`)).toEqual([[0]]);
  });

  test('I3: other columns, other types and nulls in a required column are refused', async () => {
    const first = batchOf(1, column('text', ['a'], { nullable: false }));
    const others = [
      batchOf(1, column('text', ['a']), column('bigint', [1n])),
      batchOf(1, column('json', ['1'])),
      batchOf(1, column('text', ['a'], { name: 'other' as ColumnName })),
      batchOf(1, column('text', [null], { nullable: false })),
    ];
    for (const other of others) {
      await expect(fileOf(first, other)).rejects.toMatchObject({ code: 'internal' });
    }
  });
});
