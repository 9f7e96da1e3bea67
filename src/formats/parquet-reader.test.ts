import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { ColumnBatch } from '../columnar/batch.ts';
import { BooleanColumn } from '../columnar/boolean-column.ts';
import { ByteArrayColumn } from '../columnar/byte-array-column.ts';
import { newColumnBuilder, type ColumnBuilder } from '../columnar/column-builder.ts';
import { columnValues, type ColumnValue } from '../columnar/column-values.ts';
import { DoubleColumn } from '../columnar/double-column.ts';
import { Fixed16Column } from '../columnar/fixed16-column.ts';
import { Int32Column } from '../columnar/int32-column.ts';
import { Int64Column } from '../columnar/int64-column.ts';
import type { ColumnName, TableName } from '../core/names.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import type { ColumnSchema } from '../schema/table.ts';
import { readParquet } from './parquet-reader.ts';
import { parquetWriter } from './parquet.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-parquet-reader-'));
const { files } = nodeRuntime();
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

type Rows = readonly (readonly ColumnValue[])[];
type Shape = Pick<ColumnSchema, 'dataType' | 'nullable' | 'precision' | 'scale' | 'timezone'>;

/** What the reader says of each type; the rest of the schema is not in a file. */
const types: readonly { readonly shape: Shape; readonly values: fc.Arbitrary<ColumnValue> }[] = [
  { shape: { dataType: 'text', nullable: true }, values: fc.string({ unit: 'grapheme' }) },
  { shape: { dataType: 'binary', nullable: true }, values: fc.uint8Array() },
  { shape: { dataType: 'bigint', nullable: true }, values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  { shape: { dataType: 'double', nullable: true }, values: fc.double() },
  { shape: { dataType: 'bool', nullable: true }, values: fc.boolean() },
  { shape: { dataType: 'date', nullable: true }, values: fc.integer({ min: -800_000, max: 2_900_000 }) },
  { shape: { dataType: 'time', nullable: true }, values: fc.bigInt({ min: 0n, max: 86_399_999_999n }) },
  {
    shape: { dataType: 'timestamp', nullable: true, timezone: true },
    values: fc.bigInt({ min: -(2n ** 55n), max: 2n ** 55n }),
  },
  { shape: { dataType: 'timestamp', nullable: true, timezone: false }, values: fc.bigInt({ min: 0n, max: 2n ** 55n }) },
  {
    shape: { dataType: 'decimal', nullable: true, precision: 38, scale: 9 },
    values: fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
  },
];

function append(builder: ColumnBuilder, row: number, value: ColumnValue): void {
  if (typeof value === 'string' && builder instanceof ByteArrayColumn) builder.appendText(row, value);
  if (value instanceof Uint8Array && builder instanceof ByteArrayColumn) builder.appendBytes(row, value);
  if (typeof value === 'bigint' && builder instanceof Int64Column) builder.appendBigint(row, value);
  if (typeof value === 'bigint' && builder instanceof Fixed16Column) builder.append(row, value);
  if (typeof value === 'boolean' && builder instanceof BooleanColumn) builder.append(row, value);
  if (typeof value === 'number' && (builder instanceof DoubleColumn || builder instanceof Int32Column)) {
    builder.append(row, value);
  }
}

function batchOf(columns: readonly ColumnSchema[], rows: Rows): ColumnBatch {
  return {
    table: 't' as TableName,
    rowCount: rows.length,
    columns: columns.map((schema, index) => {
      const builder = newColumnBuilder(schema.dataType ?? 'text');
      rows.forEach((row, at) => append(builder, at, row[index] ?? null));
      return builder.finish(schema, rows.length);
    }),
  };
}

async function written(
  batches: readonly ColumnBatch[],
): Promise<{ table: TableName; path: string; byteCount: number }> {
  const path = join(mkdtempSync(join(root, 'file-')), 't.parquet');
  const file = await files.open(path, 'create');
  const writer = parquetWriter(file);
  for (const batch of batches) await writer.write(batch);
  await writer.finish();
  await file.close();
  return { table: 't' as TableName, path, byteCount: writer.byteCount };
}

async function readBack(batches: readonly ColumnBatch[]): Promise<readonly ColumnBatch[]> {
  const read: ColumnBatch[] = [];
  for await (const batch of readParquet(await written(batches), files)) read.push(batch);
  return read;
}

const rowsOf = (batch: ColumnBatch): Rows => {
  const columns = batch.columns.map((column) => columnValues(column, batch.rowCount));
  return Array.from({ length: batch.rowCount }, (_, row) => columns.map((values) => values[row] ?? null));
};

const plain = (rows: Rows): Rows =>
  rows.map((row) => row.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value)));

describe('readParquet() gives back what was written', () => {
  const columns = types.map(({ shape }, index) => ({ ...shape, name: `c${index}` as ColumnName }));
  const row = fc.tuple(...types.map(({ values }) => fc.option(values, { freq: 4 })));

  test('every type, nulls, several row groups', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(row, { minLength: 1, maxLength: 20 }), { maxLength: 3 }), async (groups) => {
        const read = await readBack(groups.map((rows) => batchOf(columns, rows)));
        expect(read.map((batch) => plain(rowsOf(batch)))).toEqual(groups.map(plain));
        for (const batch of read) expect(batch.columns.map(({ schema }) => schema)).toEqual(columns);
      }),
      { numRuns: 60 },
    );
  });

  test('slices that are byte for byte what the builder had', async () => {
    const batch = batchOf(columns, fc.sample(row, { numRuns: 300, seed: 7 }));
    const [read] = await readBack([batch]);
    const bytes = (one: ColumnBatch | undefined) =>
      one?.columns.map(({ values, valueCount }) => [Buffer.from(values), valueCount]);
    expect(bytes(read)).toEqual(bytes(batch));
  });

  test('columns that must have values', async () => {
    const column: ColumnSchema = { name: 'id' as ColumnName, dataType: 'bigint', nullable: false };
    const [read] = await readBack([batchOf([column], [[1n], [2n]])]);
    expect(read?.columns[0]?.schema.nullable).toBe(false);
    expect(read && rowsOf(read)).toEqual([[1n], [2n]]);
  });

  test('more columns than a short list has, and long names', async () => {
    const many = Array.from({ length: 40 }, (_, index): ColumnSchema => ({
      name: `${'n'.repeat(200)}${index}é` as ColumnName,
      dataType: 'bool',
      nullable: true,
    }));
    const [read] = await readBack([batchOf(many, [many.map((_, index) => index % 3 === 0)])]);
    expect(read?.columns.map(({ schema }) => schema.name)).toEqual(many.map(({ name }) => name));
  });
});

describe('readParquet() refuses', () => {
  test.each([
    ['a file that is not there', (path: string) => rmSync(path)],
    ['a file that was cut', (path: string) => truncateSync(path, 20)],
    ['something else', (path: string) => writeFileSync(path, 'x'.repeat(400))],
    ['an empty file', (path: string) => writeFileSync(path, '')],
  ])('%s', async (_name, damage) => {
    const file = await written([batchOf([{ name: 'id' as ColumnName, dataType: 'bigint', nullable: true }], [[1n]])]);
    damage(file.path);
    await expect(readParquet(file, files).next()).rejects.toMatchObject({ code: 'package_damaged' });
  });
});
