import type { Column, ColumnBatch } from '../../formats/parquet-reader.ts';
import { newBuffer, putInt32, reserve, sendBytes, type CopyBuffer } from './copy-buffer.ts';
import { fieldWriter, UnfitValue, type FieldOptions, type FieldWriter } from './copy-fields.ts';
import { columnUnfit, valueNotKept } from './errors.ts';

/** Signature, flags, and the length of an extension that is not there. */
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const trailer = Buffer.from([0xff, 0xff]);

export interface CopyRowsOptions extends FieldOptions {
  /** Qualified, for people. */
  readonly table: string;
  /** Types of the columns of the table, by name, as `format_type()` has them without parentheses. */
  readonly types: ReadonlyMap<string, string>;
}

/**
 * Batches with the same columns as COPY's binary form, in parts of about 128 KB. A part is written anew after the next
 * but one was asked for, so that one can be on its way while the other is filled.
 * @throws `schema_conflict`, `destination_refused` for a column or value that the table cannot keep
 */
export async function* copyRows(
  batches: AsyncIterable<ColumnBatch>,
  options: CopyRowsOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield header;
  let [buffer, other] = [newBuffer(), newBuffer()];
  let rowsBefore = 0;
  for await (const batch of batches) {
    const fields = batch.columns.map((column) => fieldOf(column, options));
    for (let row = 0; row < batch.rowCount; row += 1) {
      putRow(buffer, fields, row, { options, rowsBefore });
      if (buffer.at < sendBytes) continue;
      yield buffer.bytes.subarray(0, buffer.at);
      [buffer, other] = [other, buffer];
      buffer.at = 0;
    }
    rowsBefore += batch.rowCount;
  }
  if (buffer.at > 0) yield buffer.bytes.subarray(0, buffer.at);
  yield trailer;
}

interface Field {
  readonly name: string;
  readonly validity: Uint8Array | undefined;
  readonly write: FieldWriter;
}

function fieldOf(column: Column, options: CopyRowsOptions): Field {
  const { name } = column.schema;
  const type = options.types.get(name) ?? 'not there';
  const write = fieldWriter(column, type, options);
  if (write === undefined) throw columnUnfit(options.table, name, type);
  return { name, validity: column.validity, write };
}

interface RowPlace {
  readonly options: CopyRowsOptions;
  readonly rowsBefore: number;
}

function putRow(buffer: CopyBuffer, fields: readonly Field[], row: number, place: RowPlace): void {
  reserve(buffer, 2);
  buffer.bytes.writeInt16BE(fields.length, buffer.at);
  buffer.at += 2;
  for (const field of fields) {
    const { validity } = field;
    if (validity !== undefined && (((validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 0) {
      reserve(buffer, 4);
      putInt32(buffer, buffer.at, -1);
      buffer.at += 4;
    } else {
      putField(buffer, field, row, place);
    }
  }
}

function putField(buffer: CopyBuffer, { name, write }: Field, row: number, { options, rowsBefore }: RowPlace): void {
  try {
    write(buffer);
  } catch (error) {
    if (!(error instanceof UnfitValue)) throw error;
    throw valueNotKept({ table: options.table, column: name, row: rowsBefore + row + 1 }, error.message, error.hint);
  }
}
