import type { ColumnSchema } from '../schema/table.ts';
import type { Column, ColumnPart } from './batch.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { Validity } from './validity.ts';

/** Decimals: the unscaled integer in 16 bytes, big-endian, two's complement. */
export class Fixed16Column {
  readonly physical = 'fixed_16' as const;
  readonly #bytes = new GrowingBytes();
  readonly #validity = new Validity();

  get byteCount(): number {
    return this.#bytes.length;
  }

  /**
   * @param unscaled the value times ten to the scale of the column, within its precision
   */
  append(row: number, unscaled: bigint): void {
    this.#validity.mark(row);
    const start = this.#bytes.take(16);
    this.#bytes.view.setBigInt64(start, unscaled >> 64n);
    this.#bytes.view.setBigUint64(start + 8, BigInt.asUintN(64, unscaled));
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
