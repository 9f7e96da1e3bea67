import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BatchBuilder } from '../columnar/batch-builder.ts';
import type { ColumnName, TableName } from '../core/names.ts';
import type { WritableFile } from '../core/runtime.ts';
import type { ColumnSchema, DataType, TableSchema } from '../schema/table.ts';
import { csvWriter } from './csv.ts';
import { GzipFile } from './gzip-file.ts';
import { jsonLinesWriter } from './json-lines.ts';
import { dateText, decimalText, doubleText, timestampText, timeText } from './value-text.ts';

const name = (text: string): ColumnName => text as ColumnName;

function tableOf(types: { readonly [column: string]: DataType }): TableSchema {
  const columns = Object.entries(types).map(([column, dataType]): ColumnSchema => ({
    name: name(column),
    dataType,
    nullable: true,
  }));
  return { name: 't' as TableName, columns: new Map(columns.map((column) => [column.name, column])), seenData: true };
}

class MemoryFile implements WritableFile {
  readonly parts: Uint8Array[] = [];
  write(parts: readonly Uint8Array[]): Promise<void> {
    this.parts.push(...parts);
    return Promise.resolve();
  }
  flush(): Promise<void> {
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  get bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}

const table = tableOf({ id: 'bigint', s: 'text', j: 'json', b: 'bool', f: 'double', x: 'binary', skipped: 'text' });
const types = new Map(
  [...table.columns.values()].slice(0, -1).map((column) => [column.name as string, column.dataType ?? 'text']),
);

function batch() {
  const rows = new BatchBuilder();
  rows.builder(name('id'), 'bigint').appendBigint(0, 9_007_199_254_740_993n);
  rows.builder(name('s'), 'text').appendText(0, 'a"\n\u2028\u0001é');
  rows.builder(name('j'), 'json').appendText(0, '{"a":[1.0,null]}');
  rows.builder(name('b'), 'bool').append(0, true);
  rows.builder(name('f'), 'double').append(0, 1e22);
  rows.builder(name('x'), 'binary').appendBytes(0, new Uint8Array([0, 255, 92, 65]));
  rows.builder(name('skipped'), 'text').appendText(0, 'never');
  rows.builder(name('s'), 'text').appendText(1, '');
  rows.rowCount = 2;
  return rows.finish(table);
}

describe('jsonLinesWriter, csvWriter', () => {
  test('case 149: JSONL is compact, without nulls, with JSON as it is and bytes in base64', async () => {
    const file = new MemoryFile();
    const writer = jsonLinesWriter(file, types);
    await writer.write(batch());
    const [first, second] = file.bytes.toString('utf8').split('\n');
    expect(first).toBe(
      '{"id":9007199254740993,"s":"a\\"\\n\u2028\\u0001é","j":{"a":[1.0,null]},"b":true,"f":1e22,"x":"AP9cQQ=="}',
    );
    expect(second).toBe('{"s":""}');
    expect([writer.rowCount, writer.byteCount]).toEqual([2, file.bytes.byteLength]);
  });

  test('case 149: CSV quotes what is no number, and has one head for all batches', async () => {
    const file = new MemoryFile();
    const writer = csvWriter(file, types);
    await writer.write(batch());
    await writer.write(batch());
    const text = file.bytes.toString('utf8');
    expect(
      text.startsWith(
        '"id","s","j","b","f","x"\n9007199254740993,"a""\n\u2028\u0001é","{""a"":[1.0,null]}",True,1e+22,"\\x00\\xFF\\x5CA"\n,"",,,,\n9007',
      ),
    ).toBe(true);
    expect(text.match(/"id"/g)).toHaveLength(1);
  });

  test('GzipFile writes what gunzip reads, the same bytes each time', async () => {
    const make = async (): Promise<Buffer> => {
      const file = new MemoryFile();
      const gzip = new GzipFile(file);
      for (let index = 0; index < 200; index += 1) await gzip.write([Buffer.from(`line ${index} `.repeat(500))]);
      await gzip.finish();
      await gzip.close();
      return file.bytes;
    };
    const bytes = await make();
    expect(gunzipSync(bytes).byteLength).toBeGreaterThan(700_000);
    expect(bytes.equals(await make())).toBe(true);
  });
});

describe('value texts', () => {
  test('points in time are as Python prints them, before 1970, too', () => {
    expect(timestampText(0n, 'T')).toBe('1970-01-01T00:00:00');
    expect(timestampText(-1n, ' ')).toBe('1969-12-31 23:59:59.999999');
    expect(timestampText(-62_135_596_800_000_000n, 'T')).toBe('0001-01-01T00:00:00');
    expect([timeText(3_723_004_500n), dateText(-1)]).toEqual(['01:02:03.004500', '1969-12-31']);
  });

  test('doubles have the shortest digits that read back as the same, and look like doubles', () => {
    expect([1, -0, 1e15, 1e16, 0.00001, 1e-6].map((value) => doubleText(value, -5))).toEqual([
      '1.0',
      '-0.0',
      '1000000000000000.0',
      '1e+16',
      '0.00001',
      '1e-6',
    ]);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(Number(doubleText(value, -5)), value)).toBe(true);
        expect(doubleText(value, -4)).toMatch(/[.e]/);
      }),
    );
  });

  test('decimals keep all digits that count', () => {
    expect([decimalText(1_500_000_000n, 9), decimalText(-5n, 3), decimalText(-12n, 0), decimalText(0n, 9)]).toEqual([
      '1.5',
      '-0.005',
      '-12',
      '0',
    ]);
  });
});
