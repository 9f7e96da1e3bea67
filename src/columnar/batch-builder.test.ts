import { describe, expect, test } from 'vitest';
import type { ColumnName, TableName } from '../core/names.ts';
import type { ColumnSchema, DataType, TableSchema } from '../schema/table.ts';
import { BatchBuilder } from './batch-builder.ts';
import type { ColumnBatch } from './batch.ts';

function tableOf(...types: readonly (DataType | undefined)[]): TableSchema {
  const columns = types.map((dataType, index): ColumnSchema => {
    return { name: `c${index}` as ColumnName, dataType, nullable: true };
  });
  return { name: 't' as TableName, columns: new Map(columns.map((column) => [column.name, column])), seenData: true };
}

const c0 = 'c0' as ColumnName;

function only(batch: ColumnBatch): { hex: string; validity: string | undefined; valueCount: number } {
  const column = batch.columns[0];
  if (column === undefined) throw new Error('no column');
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  return {
    hex: hex(column.values),
    validity: column.validity && hex(column.validity),
    valueCount: column.valueCount,
  };
}

describe('column builders write PLAIN bytes', () => {
  test('text: length and UTF-8; a lone surrogate is U+FFFD, NUL stays', () => {
    const rows = new BatchBuilder();
    const text = rows.builder(c0, 'text');
    ['a', '', 'é', '\ud800x', 'a\0'].forEach((value, row) => text.appendText(row, value));
    rows.rowCount = 5;
    expect(only(rows.finish(tableOf('text')))).toEqual({
      hex: ['0100000061', '00000000', '02000000c3a9', '04000000efbfbd78', '020000006100'].join(''),
      validity: undefined,
      valueCount: 5,
    });
  });

  test.each([47, 48, 49, 50, 4095, 4096, 100_000])('text of %i characters, ASCII or not', (count) => {
    for (const letter of ['a', 'é', '漢', '😀']) {
      const value = 'b'.repeat(count - 1) + letter;
      const rows = new BatchBuilder();
      rows.builder(c0, 'text').appendText(0, value);
      rows.rowCount = 1;
      const bytes = Buffer.from(rows.finish(tableOf('text')).columns[0]?.values ?? []);
      expect(bytes.readUInt32LE(0)).toBe(bytes.length - 4);
      expect(bytes.subarray(4).toString()).toBe(value);
    }
  });

  test('binary: length and bytes, short and long', () => {
    const rows = new BatchBuilder();
    const binary = rows.builder(c0, 'binary');
    binary.appendBytes(0, Uint8Array.of(1, 255));
    binary.appendBytes(1, new Uint8Array(65).fill(7));
    rows.rowCount = 2;
    expect(only(rows.finish(tableOf('binary'))).hex).toBe(`0200000001ff41000000${'07'.repeat(65)}`);
  });

  test.each([0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
    'bigint %d from a number is the same as from a bigint',
    (value) => {
      const rows = new BatchBuilder();
      const integers = rows.builder(c0, 'bigint');
      integers.appendNumber(0, value);
      integers.appendBigint(1, BigInt(value));
      rows.rowCount = 2;
      const bytes = Buffer.from(rows.finish(tableOf('bigint')).columns[0]?.values ?? []);
      expect([bytes.readBigInt64LE(0), bytes.readBigInt64LE(8)]).toEqual([BigInt(value), BigInt(value)]);
    },
  );

  test('double, date and decimal', () => {
    const rows = new BatchBuilder();
    rows.builder(c0, 'double').append(0, 1.5);
    rows.builder('c1' as ColumnName, 'date').append(0, -1);
    rows.builder('c2' as ColumnName, 'decimal').append(0, -2n);
    rows.builder('c3' as ColumnName, 'wei').append(0, 2n ** 100n);
    rows.rowCount = 1;
    const { columns } = rows.finish(tableOf('double', 'date', 'decimal', 'wei'));
    expect(columns.map((column) => Buffer.from(column.values).toString('hex'))).toEqual([
      '000000000000f83f',
      'ffffffff',
      'f'.repeat(31) + 'e',
      '00000010000000000000000000000000',
    ]);
  });

  test('bool: bits of the values that are there, least significant first', () => {
    const rows = new BatchBuilder();
    const flags = rows.builder(c0, 'bool');
    [1, 3, 4].forEach((row) => flags.append(row, row !== 3));
    rows.rowCount = 10;
    expect(only(rows.finish(tableOf('bool')))).toEqual({ hex: '05', validity: '1a00', valueCount: 3 });
  });
});

describe('BatchBuilder', () => {
  test('pads columns that were written long ago, never or first at the end', () => {
    const rows = new BatchBuilder();
    rows.builder(c0, 'bigint').appendNumber(0, 1);
    rows.builder('c2' as ColumnName, 'bigint').appendNumber(999, 1);
    rows.rowCount = 1000;
    const batch = rows.finish(tableOf('bigint', 'text', 'bigint', undefined));
    expect(batch.columns.map((column) => [column.valueCount, column.validity?.length])).toEqual([
      [1, 125],
      [0, 125],
      [1, 125],
    ]);
    expect(batch.columns[0]?.validity?.[0]).toBe(1);
    expect(batch.columns[2]?.validity?.[124]).toBe(128);
  });

  test('clear() leaves nothing behind and keeps the memory', () => {
    const rows = new BatchBuilder();
    rows.builder(c0, 'bool').append(0, true);
    rows.rowCount = 1;
    const before = rows.finish(tableOf('bool')).columns[0]?.values.buffer;
    rows.clear();
    expect(rows.byteCount()).toBe(0);
    rows.builder(c0, 'bool').append(1, false);
    rows.rowCount = 2;
    const after = rows.finish(tableOf('bool'));
    expect(only(after)).toEqual({ hex: '00', validity: '02', valueCount: 1 });
    expect(after.columns[0]?.values.buffer).toBe(before);
  });

  test('byteCount() counts the bytes of the values', () => {
    const rows = new BatchBuilder();
    rows.builder(c0, 'text').appendText(0, 'abc');
    rows.builder('c1' as ColumnName, 'bigint').appendNumber(0, 1);
    expect(rows.byteCount()).toBe(15);
  });
});
