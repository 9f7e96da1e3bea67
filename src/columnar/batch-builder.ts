import type { ColumnName } from '../core/names.ts';
import type { ColumnSchema, DataType, TableSchema } from '../schema/table.ts';
import type { Column, ColumnBatch } from './batch.ts';
import { newColumnBuilder, type Builders, type ColumnBuilder } from './column-builder.ts';

/** Collects the rows of one table. The same memory serves one batch after another. */
export class BatchBuilder {
  readonly #builders = new Map<ColumnName, ColumnBuilder>();
  /** Rows in the batch under way; the number of the next row. */
  rowCount = 0;

  /** The builder of a column, made when it is asked for first. The type of a column never changes. */
  builder<Type extends DataType>(name: ColumnName, type: Type): Builders[Type] {
    const known = this.#builders.get(name);
    // Invariant I4: whoever asked first for this name asked for the same type.
    if (known !== undefined) return known as Builders[Type];
    const made = newColumnBuilder(type);
    this.#builders.set(name, made);
    return made;
  }

  /** Bytes of all values in the batch under way. */
  byteCount(): number {
    let sum = 0;
    for (const builder of this.#builders.values()) sum += builder.byteCount;
    return sum;
  }

  /** The rows so far, with every typed column of the table. Valid until the next row or `clear()`. */
  finish(table: TableSchema): ColumnBatch {
    const columns: Column[] = [];
    for (const column of table.columns.values()) {
      if (column.dataType !== undefined) columns.push(this.#finishColumn(column, column.dataType));
    }
    return { table: table.name, rowCount: this.rowCount, columns };
  }

  clear(): void {
    for (const builder of this.#builders.values()) builder.clear();
    this.rowCount = 0;
  }

  #finishColumn(column: ColumnSchema, type: DataType): Column {
    return this.builder(column.name, type).finish(column, this.rowCount);
  }
}
