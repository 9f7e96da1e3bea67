/**
 * The Parquet files of packages back to batches, for destinations that cannot read Parquet themselves. It reads the one
 * form that `parquet.ts` writes: uncompressed, PLAIN, one page a column and row group, so a batch is again slices of the
 * bytes of the file and no value is touched.
 */
import type { Column, ColumnBatch, PhysicalType } from '../columnar/batch.ts';
import type { ColumnName, TableName } from '../core/names.ts';
import type { Files } from '../core/runtime.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';
import { fileUnreadable } from './errors.ts';
import { physicalTypes } from './parquet-schema.ts';
import { readThrift, type ThriftStruct, type ThriftValue } from './thrift-reader.ts';

export type { Column, ColumnBatch, PhysicalType } from '../columnar/batch.ts';
export { columnValues, type ColumnValue } from '../columnar/column-values.ts';

/** A file of a package. */
export interface ReadableFile {
  readonly table: TableName;
  /** Absolute. */
  readonly path: string;
  readonly byteCount: number;
}

/**
 * The batches of a file as they were written, one at a time in memory; none for a file without rows. The schema of a
 * column says what the file knows of it: type, precision, scale and zone, where `json` is `text`, and `wei` is
 * `decimal`. It is nullable where the file may have nulls.
 * @throws `package_damaged` for a file that is not there or not of this form
 */
export async function* readParquet(file: ReadableFile, files: Files): AsyncGenerator<ColumnBatch, void, undefined> {
  const footer = await readFooter(file, files);
  for (const rowGroup of structs(footer.get(4))) {
    const rowCount = number(rowGroup.get(3));
    const chunks = structs(rowGroup.get(1)).map((chunk) => struct(chunk.get(3)));
    const offset = number(chunks[0]?.get(9));
    const bytes = await readPart(file, files, offset, number(rowGroup.get(2)));
    const elements = structs(footer.get(2)).slice(1);
    const columns = elements.map((element, index): Column => {
      const start = number(chunks[index]?.get(9)) - offset;
      const chunkBytes = bytes.subarray(start, start + number(chunks[index]?.get(7)));
      return columnFrom(file, element, { bytes: chunkBytes, rowCount });
    });
    yield { table: file.table, rowCount, columns };
  }
}

const tailBytes = 8;

async function readFooter(file: ReadableFile, files: Files): Promise<ThriftStruct> {
  const tail = Buffer.from(await readPart(file, files, file.byteCount - tailBytes, tailBytes));
  if (tail.toString('latin1', 4) !== 'PAR1') throw fileUnreadable(file.path, 'it does not end like a Parquet file');
  const length = tail.readUInt32LE(0);
  const bytes = await readPart(file, files, file.byteCount - tailBytes - length, length);
  return parsed(file, () => readThrift(bytes).value);
}

async function readPart(file: ReadableFile, files: Files, offset: number, length: number): Promise<Uint8Array> {
  const bytes = offset < 0 ? undefined : await files.readRange(file.path, offset, length);
  if (bytes?.byteLength !== length)
    throw fileUnreadable(file.path, 'it is not there, or shorter than its manifest says');
  return bytes;
}

interface Chunk {
  readonly bytes: Uint8Array;
  readonly rowCount: number;
}

/** Page header, definition levels where there may be nulls, and values. */
function columnFrom(file: ReadableFile, element: ThriftStruct, { bytes, rowCount }: Chunk): Column {
  const { end } = parsed(file, () => readThrift(bytes));
  const physical = physicalType(file, number(element.get(1)));
  const isOptional = number(element.get(3)) === 1;
  const schema = columnSchema(element, physical, isOptional);
  const body = bytes.subarray(end);
  if (!isOptional) return { schema, physical, values: body, valueCount: rowCount };
  const levelBytes = new DataView(body.buffer, body.byteOffset).getUint32(0, true);
  const validity = validityFrom(body.subarray(4, 4 + levelBytes));
  const valueCount = validity === undefined ? rowCount : bitCount(validity, rowCount);
  return { schema, physical, values: body.subarray(4 + levelBytes), valueCount, validity };
}

/** One run: an even head counts rows that all have a value, an odd one is followed by the bitmap. */
function validityFrom(levels: Uint8Array): Uint8Array | undefined {
  let at = 0;
  while ((levels[at] ?? 0) > 127) at += 1;
  const isBitmap = ((levels[0] ?? 0) & 1) === 1;
  return isBitmap ? levels.subarray(at + 1) : undefined;
}

function bitCount(bits: Uint8Array, rowCount: number): number {
  let count = 0;
  for (let row = 0; row < rowCount; row += 1) count += ((bits[row >> 3] ?? 0) >> (row & 7)) & 1;
  return count;
}

function columnSchema(element: ThriftStruct, physical: PhysicalType, nullable: boolean): ColumnSchema {
  const logical = struct(element.get(10));
  // What stands in a file of a package is the name of a column of its table.
  const name = Buffer.from(bytesOf(element.get(4))).toString('utf8') as ColumnName;
  const dataType = dataTypes[physical](logical);
  if (dataType === 'decimal') {
    return { name, dataType, nullable, precision: number(element.get(8)), scale: number(element.get(7)) };
  }
  if (dataType === 'timestamp') return { name, dataType, nullable, timezone: struct(logical.get(8)).get(1) === true };
  return { name, dataType, nullable };
}

const dataTypes: { readonly [Type in PhysicalType]: (logical: ThriftStruct) => DataType } = {
  boolean: () => 'bool',
  int32: () => 'date',
  double: () => 'double',
  fixed_16: () => 'decimal',
  byte_array: (logical) => (logical.has(1) ? 'text' : 'binary'),
  int64: (logical) => (logical.has(8) ? 'timestamp' : logical.has(7) ? 'time' : 'bigint'),
};

function physicalType(file: ReadableFile, code: number): PhysicalType {
  const found = Object.entries(physicalTypes).find(([, known]) => known === code);
  if (found === undefined) throw fileUnreadable(file.path, `it has values of the physical type ${code}`);
  // The keys of that table are the physical types.
  return found[0] as PhysicalType;
}

function parsed<Result>(file: ReadableFile, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw fileUnreadable(file.path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

const noFields: ThriftStruct = new Map();

function struct(value: ThriftValue | undefined): ThriftStruct {
  return value instanceof Map ? value : noFields;
}

function structs(value: ThriftValue | undefined): readonly ThriftStruct[] {
  return Array.isArray(value) ? value.map(struct) : [];
}

function number(value: ThriftValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function bytesOf(value: ThriftValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}
