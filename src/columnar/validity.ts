import type { ColumnPart } from './batch.ts';
import { GrowingBits } from './growing-bits.ts';

/**
 * Which rows have a value. Nulls and missing rows need no call at all: the bits of the rows between two values are
 * zero already, and the end is padded when the column is finished.
 */
export class Validity {
  readonly #bits = new GrowingBits();
  valueCount = 0;

  /** Call once a row at most, rows ascending. */
  mark(row: number): void {
    this.#bits.set(row);
    this.valueCount += 1;
  }

  /** The same for the rows of a part. @param row number of its first one */
  markPart(row: number, { rowCount, valueCount, validity }: ColumnPart): void {
    if (validity === undefined) this.#bits.setAll(row, rowCount);
    else this.#bits.setFrom(row, validity, rowCount);
    this.valueCount += valueCount;
  }

  /** Undefined when every row has a value. */
  finish(rowCount: number): Uint8Array | undefined {
    return this.valueCount === rowCount ? undefined : this.#bits.first(rowCount);
  }

  clear(): void {
    this.#bits.clear();
    this.valueCount = 0;
  }
}
