import type { ColumnSchema } from '../schema/table.ts';
import type { Column, ColumnPart } from './batch.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { Validity } from './validity.ts';

/** Integers, and times in microseconds: eight bytes, little-endian, two's complement. */
export class Int64Column {
  readonly physical = 'int64' as const;
  readonly #bytes = new GrowingBytes();
  readonly #validity = new Validity();

  get byteCount(): number {
    return this.#bytes.length;
  }

  /** A safe integer. */
  appendNumber(row: number, value: number): void {
    this.#validity.mark(row);
    const start = this.#bytes.take(8);
    // Two halves instead of a bigint: no allocation, and exact for every safe integer.
    this.#bytes.view.setInt32(start, value | 0, true);
    this.#bytes.view.setInt32(start + 4, Math.floor(value / 4_294_967_296), true);
  }

  /** Within 64 bits. */
  appendBigint(row: number, value: bigint): void {
    this.#validity.mark(row);
    const start = this.#bytes.take(8);
    this.#bytes.view.setBigInt64(start, value, true);
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
