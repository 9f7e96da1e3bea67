import type { ColumnSchema } from '../schema/table.ts';
import type { Column, ColumnPart } from './batch.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { Validity } from './validity.ts';

/** Dates: days since 1970 in four bytes, little-endian. */
export class Int32Column {
  readonly physical = 'int32' as const;
  readonly #bytes = new GrowingBytes();
  readonly #validity = new Validity();

  get byteCount(): number {
    return this.#bytes.length;
  }

  append(row: number, value: number): void {
    this.#validity.mark(row);
    const start = this.#bytes.take(4);
    this.#bytes.view.setInt32(start, value, true);
  }

  /** Many values at once. @param row number of the first row of the part */
  appendPart(row: number, part: ColumnPart): void {
    this.#validity.markPart(row, part);
    this.#bytes.append(part.values);
  }

  finish(schema: ColumnSchema, rowCount: number): Column {
    return {
      schema,
      physical: this.physical,
      values: this.#bytes.written(),
      valueCount: this.#validity.valueCount,
      validity: this.#validity.finish(rowCount),
    };
  }

  clear(): void {
    this.#bytes.clear();
    this.#validity.clear();
  }
}
