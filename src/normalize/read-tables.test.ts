/** What the tests of this folder read results with: rows back from the bytes of stretches, without Parquet between. */
import { expect, test } from 'vitest';
import type { Column, ColumnBatch } from '../columnar/batch.ts';
import { decimalShape } from '../columnar/decimal-shape.ts';
import type { Stretch } from '../columnar/stretch.ts';
import type { LoadId } from '../core/names.ts';
import type { ExtractedPage } from '../core/page.ts';
import { emptyState } from '../core/state.ts';
import type { Value } from '../core/value.ts';
import { snakeCase } from '../schema/naming/snake-case.ts';
import { newSchema } from '../schema/schema.ts';
import type { Schema, TableHints, TableSchema } from '../schema/table.ts';
import { defaultNormalizeLimits, normalize, type NormalizeOptions } from './normalize.ts';

export type ReadRow = Record<string, unknown>;

/** Rows of all tables, by name of the table. */
export type ReadTables = Map<string, ReadRow[]>;

export const loadId = '1700000000.5' as LoadId;

export function optionsWith(options: Partial<NormalizeOptions> = {}): NormalizeOptions {
  let seed = 0;
  return {
    naming: snakeCase(),
    resources: new Map(),
    loadId: () => loadId,
    randomBytes: (count) => Uint8Array.from({ length: count }, () => (seed += 37) & 255),
    limits: defaultNormalizeLimits,
    ...options,
  };
}

export function pageOf(rows: readonly unknown[], more: Partial<ExtractedPage> = {}): ExtractedPage {
  // The tests of hostile rows hand in what the types forbid.
  return { resource: 't', table: 't', rows: rows as ExtractedPage['rows'], stateAfter: emptyState, ...more };
}

export interface Loaded {
  readonly schema: Schema;
  readonly tables: ReadTables;
}

/** Runs pages through and reads each stretch while its bytes are valid. */
export async function runPages(
  pages: readonly ExtractedPage[],
  options: NormalizeOptions,
  start: Schema = newSchema('tests'),
): Promise<Loaded & { readonly stretches: readonly Stretch[] }> {
  const tables: ReadTables = new Map();
  const stretches: Stretch[] = [];
  for await (const stretch of normalize(start, options)(each(pages))) {
    stretches.push({ ...stretch, batches: structuredClone(stretch.batches) });
    for (const batch of stretch.batches)
      tables.set(batch.table, [...(tables.get(batch.table) ?? []), ...rowsOf(batch)]);
  }
  return { schema: stretches.at(-1)?.schema ?? start, tables, stretches };
}

async function* each<Element>(elements: readonly Element[]): AsyncGenerator<Element> {
  yield* elements;
}

/** One run a list of rows, one after another into the table `t`; the tables of all of them. */
export async function runRows(hints: TableHints, ...runs: readonly (readonly unknown[])[]): Promise<Loaded> {
  const tables: ReadTables = new Map();
  let schema = newSchema('tests');
  for (const rows of runs) {
    const options = optionsWith({ resources: new Map([['t', { table: 't', hints }]]) });
    const loaded = await runPages([pageOf(rows)], options, schema);
    schema = loaded.schema;
    for (const [name, more] of loaded.tables) tables.set(name, [...(tables.get(name) ?? []), ...more]);
  }
  return { schema, tables };
}

/** Each table as `t(id:bigint,std)`, in the notation of section 12 of the reference, and its rows without ids. */
export function shown(loaded: Loaded): Record<string, unknown[]> {
  const tables = [...loaded.schema.tables.values()].filter((table) => loaded.tables.has(table.name));
  return Object.fromEntries(tables.map((table) => [signature(table), cellsOf(table, loaded.tables)]));
}

function signature(table: TableSchema): string {
  const columns = [...table.columns.values()].filter((column) => column.dataType !== undefined);
  const list = columns.map((column) => `${column.name}:${column.dataType}${column.nullable ? '' : '!'}`).join(',');
  const short = list
    .replace('_dlt_load_id:text!,_dlt_id:text!', 'std')
    .replace('_dlt_parent_id:text!,_dlt_list_idx:bigint!,_dlt_id:text!', 'ch')
    .replace('_dlt_root_id:text!,ch', 'chr');
  return `${table.name}(${short})`;
}

const marks = new Set(['_dlt_load_id', '_dlt_id', '_dlt_parent_id', '_dlt_list_idx', '_dlt_root_id']);

function cellsOf(table: TableSchema, tables: ReadTables): unknown[][] {
  const columns = [...table.columns.values()].filter(
    (column) => column.dataType !== undefined && !marks.has(column.name),
  );
  return (tables.get(table.name) ?? []).map((row) => columns.map((column) => row[column.name] ?? null));
}

export function rowsOf(batch: ColumnBatch): ReadRow[] {
  const columns = batch.columns.map((column) => [column.schema.name, cells(column, batch.rowCount)] as const);
  return Array.from({ length: batch.rowCount }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[row]])),
  );
}

function cells(column: Column, rowCount: number): unknown[] {
  const bytes = Buffer.from(column.values.buffer, column.values.byteOffset, column.values.length);
  let at = 0;
  let index = 0;
  const next = (): unknown => {
    const [value, size] = readers[column.physical](bytes, at, index);
    at += size;
    index += 1;
    return meaning(column, value);
  };
  const isThere = (row: number): boolean =>
    column.validity === undefined || (((column.validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
  const values = Array.from({ length: rowCount }, (_, row) => (isThere(row) ? next() : null));
  expect([index, at === bytes.length || column.physical === 'boolean']).toEqual([column.valueCount, true]);
  return values;
}

type Reader = (bytes: Buffer, at: number, index: number) => [value: unknown, size: number];

const readers: Record<Column['physical'], Reader> = {
  boolean: (bytes, _, index) => [(((bytes[index >> 3] ?? 0) >> (index & 7)) & 1) === 1, 0],
  int32: (bytes, at) => [bytes.readInt32LE(at), 4],
  int64: (bytes, at) => [bytes.readBigInt64LE(at), 8],
  double: (bytes, at) => [bytes.readDoubleLE(at), 8],
  byte_array: (bytes, at) => {
    const count = bytes.readUInt32LE(at);
    return [bytes.subarray(at + 4, at + 4 + count), count + 4];
  },
  fixed_16: (bytes, at) => [(bytes.readBigInt64BE(at) << 64n) | bytes.readBigUInt64BE(at + 8), 16],
};

function meaning(column: Column, value: unknown): unknown {
  const type = column.schema.dataType;
  if (type === 'text' || type === 'json') return String(value);
  if (type === 'binary' && Buffer.isBuffer(value)) return value.toString('hex');
  if (type === 'date') return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10);
  if (typeof value !== 'bigint') return value;
  if (type === 'timestamp') return momentOf(value);
  if (type === 'time') return momentOf(value).slice(11);
  if (type === 'decimal' || type === 'wei') return `${value}/${decimalShape(column.schema).scale}`;
  return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : value;
}

function momentOf(micros: bigint): string {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const moment = new Date(Number((micros - rest) / 1000n)).toISOString().replace('.000Z', '').replace('Z', '');
  return rest === 0n ? moment : `${moment}${String(rest).padStart(3, '0')}`;
}

export type TestRow = Record<string, Value>;

test('the reader of the tests sees every kind of value', async () => {
  const types = ['text', 'json', 'binary', 'bigint', 'timestamp', 'time', 'double', 'bool', 'date', 'decimal', 'wei'];
  const columns = types.map((dataType) => ({ name: dataType, dataType }) as NonNullable<TableHints['columns']>[number]);
  const row = ['a', '[]', '0x00ff', 1, '2024-01-01 10:00', '10:00', 1.5, true, '2024-01-01', '-1.5', '5'];
  const rows = [Object.fromEntries(types.map((type, index) => [type, row[index]])), {}];
  const loaded = await runRows({ columns }, rows);
  expect(Object.values(shown(loaded))[0]).toEqual([
    ['a', '[]', '00ff', 1, '2024-01-01T10:00:00', '10:00:00', 1.5, true, '2024-01-01', '-1500000000/9', '5/0'],
    types.map(() => null),
  ]);
});
