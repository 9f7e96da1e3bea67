import type { ColumnSchema } from '../schema/table.ts';
import type { Column, ColumnPart } from './batch.ts';
import { GrowingBits } from './growing-bits.ts';
import { Validity } from './validity.ts';

/** True and false: one bit a value, least significant first. */
export class BooleanColumn {
  readonly physical = 'boolean' as const;
  readonly #bits = new GrowingBits();
  readonly #validity = new Validity();

  get byteCount(): number {
    return (this.#validity.valueCount + 7) >> 3;
  }

  append(row: number, value: boolean): void {
    if (value) this.#bits.set(this.#validity.valueCount);
    this.#validity.mark(row);
  }

  /** Many values at once. @param row number of the first row of the part */
  appendPart(row: number, part: ColumnPart): void {
    this.#bits.setFrom(this.#validity.valueCount, part.values, part.valueCount);
    this.#validity.markPart(row, part);
  }

  finish(schema: ColumnSchema, rowCount: number): Column {
    const { valueCount } = this.#validity;
    return {
      schema,
      physical: this.physical,
      values: this.#bits.first(valueCount),
      valueCount,
      validity: this.#validity.finish(rowCount),
    };
  }

  clear(): void {
    this.#bits.clear();
    this.#validity.clear();
  }
}
