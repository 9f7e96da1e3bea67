/**
 * Parquet, in the plainest form that every reader knows: uncompressed, PLAIN encoding, one page a column and row group.
 * A batch's bytes are the file's bytes, so writing is one call to the system and no work (performance section 7).
 * @see https://parquet.apache.org/docs/file-format/
 */
import type { Column, ColumnBatch } from '../columnar/batch.ts';
import type { WritableFile } from '../core/runtime.ts';
import { fileRefused } from './errors.ts';
import type { FileWriter, OpenFileWriter } from './format.ts';
import { isOptional, physicalTypes, rootElement, schemaElement } from './parquet-schema.ts';
import { i32, i64, list, struct, text, type Thrift, thriftBytes, varint } from './thrift.ts';

/** Writes one row group a batch. The bytes of a batch are not kept after `write()`. */
export const parquetWriter: OpenFileWriter = (file) => new ParquetWriter(file);

const magic = Buffer.from('PAR1');
const plain = i32(0);
const rle = i32(3);

/** A page says its size in 32 bits, with a sign. */
const mostPageBytes = 2 ** 31 - 1;

class ParquetWriter implements FileWriter {
  readonly #file: WritableFile;
  readonly #rowGroups: Thrift[] = [];
  #columns: readonly FileColumn[] | undefined;
  #isFinished = false;
  byteCount = 0;
  rowCount = 0;

  constructor(file: WritableFile) {
    this.#file = file;
  }

  /** A batch without rows says which columns the file has, and no more. */
  async write(batch: ColumnBatch): Promise<void> {
    if (this.#isFinished) throw fileRefused(batch.table, 'the file is finished');
    this.#columns ??= batch.columns.map(fileColumn);
    const refusal = mismatch(this.#columns, batch);
    if (refusal !== undefined) throw fileRefused(batch.table, refusal);
    if (batch.rowCount > 0) await this.#writeRowGroup(this.#columns, batch);
  }

  async finish(): Promise<void> {
    if (this.#isFinished) return;
    this.#isFinished = true;
    const columns = this.#columns ?? [];
    const footer = thriftBytes(
      struct(
        [1, i32(2)],
        [2, list('struct', [rootElement(columns.length), ...columns.map(({ element }) => element)])],
        [3, i64(this.rowCount)],
        [4, list('struct', this.#rowGroups)],
        [6, text('sluice')],
      ),
    );
    await this.#append([footer, uint32(footer.byteLength), magic]);
  }

  async #writeRowGroup(columns: readonly FileColumn[], batch: ColumnBatch): Promise<void> {
    const parts: Uint8Array[] = [];
    const places: Thrift[] = [];
    const start = this.byteCount === 0 ? magic.byteLength : this.byteCount;
    let offset = start;
    for (const [index, column] of batch.columns.entries()) {
      const page = columnPage(column, batch.rowCount, columns[index]?.isOptional ?? true);
      if (sizeOf(page.slice(1)) > mostPageBytes) throw fileRefused(batch.table, 'a column has more than 2 GiB');
      parts.push(...page);
      places.push(columnPlace(column, batch.rowCount, { offset, byteCount: sizeOf(page) }));
      offset += sizeOf(page);
    }
    await this.#append(parts);
    this.#rowGroups.push(struct([1, list('struct', places)], [2, i64(offset - start)], [3, i64(batch.rowCount)]));
    this.rowCount += batch.rowCount;
  }

  async #append(parts: readonly Uint8Array[]): Promise<void> {
    const all = this.byteCount === 0 ? [magic, ...parts] : parts;
    await this.#file.write(all);
    this.byteCount += sizeOf(all);
  }
}

/** What a file says of a column, once for all of its row groups. */
interface FileColumn {
  readonly element: Thrift;
  readonly isOptional: boolean;
  /** Two columns with the same shape may share a file. */
  readonly shape: string;
}

function fileColumn(column: Column): FileColumn {
  return { element: schemaElement(column), isOptional: isOptional(column), shape: shapeOf(column) };
}

function shapeOf({ physical, schema }: Column): string {
  return JSON.stringify([schema.name, schema.dataType, physical, schema.precision, schema.scale, schema.timezone]);
}

/** Why a batch must not go into a file with these columns (invariant I3). */
function mismatch(columns: readonly FileColumn[], batch: ColumnBatch): string | undefined {
  if (columns.length !== batch.columns.length) return 'the number of columns changed';
  for (const [index, column] of batch.columns.entries()) {
    const known = columns[index];
    if (known?.shape !== shapeOf(column)) return `column "${column.schema.name}" changed`;
    if (!known.isOptional && column.validity !== undefined) return `column "${column.schema.name}" got nulls`;
  }
  return undefined;
}

/** Header, definition levels and values of one column: the only page of its chunk. */
function columnPage(column: Column, rowCount: number, withLevels: boolean): readonly Uint8Array[] {
  const levels = withLevels ? definitionLevels(column, rowCount) : [];
  const byteCount = i32(sizeOf([...levels, column.values]));
  const page = struct([1, i32(rowCount)], [2, plain], [3, rle], [4, rle]);
  return [thriftBytes(struct([1, i32(0)], [2, byteCount], [3, byteCount], [5, page])), ...levels, column.values];
}

/** Which rows have a value, as one run: the bitmap as it is, or "all of them". */
function definitionLevels({ validity }: Column, rowCount: number): readonly Uint8Array[] {
  const run =
    validity === undefined
      ? [varint(rowCount * 2), Uint8Array.of(1)]
      : [varint(Math.ceil(rowCount / 8) * 2 + 1), validity.subarray(0, Math.ceil(rowCount / 8))];
  return [uint32(sizeOf(run)), ...run];
}

interface Place {
  readonly offset: number;
  readonly byteCount: number;
}

/** The `ColumnChunk` of the footer. */
function columnPlace({ physical, schema, valueCount }: Column, rowCount: number, place: Place): Thrift {
  const metadata = struct(
    [1, i32(physicalTypes[physical])],
    [2, list('i32', [plain, rle])],
    [3, list('text', [text(schema.name)])],
    [4, i32(0)],
    [5, i64(rowCount)],
    [6, i64(place.byteCount)],
    [7, i64(place.byteCount)],
    [9, i64(place.offset)],
    [12, struct([3, i64(rowCount - valueCount)])],
  );
  return struct([2, i64(place.offset)], [3, metadata]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}
