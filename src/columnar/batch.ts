/**
 * Rows of a table, column by column, in the very bytes that Parquet's PLAIN encoding wants: what a builder appends is
 * what a file holds, without a step between. Every engine that makes rows, from objects today and from bytes later,
 * hands over this.
 */
import type { TableName } from '../core/names.ts';
import type { ColumnSchema } from '../schema/table.ts';

/** How the values of a column lie in bytes (Parquet's physical types). */
export type PhysicalType = 'boolean' | 'int32' | 'int64' | 'double' | 'byte_array' | 'fixed_16';

/** The values of one column. */
export interface Column {
  /** Has a `dataType`. */
  readonly schema: ColumnSchema;
  readonly physical: PhysicalType;
  /** PLAIN encoding of the values that are not null, in row order. */
  readonly values: Uint8Array;
  readonly valueCount: number;
  /** One bit a row, least significant first, 1 where there is a value. Absent when no row is null. */
  readonly validity?: Uint8Array | undefined;
}

/** Values for the next rows of a column, in the form of `Column`. */
export interface ColumnPart extends Pick<Column, 'values' | 'valueCount' | 'validity'> {
  readonly rowCount: number;
}

/** Rows of one table; each column has `rowCount` places, null or not. */
export interface ColumnBatch {
  readonly table: TableName;
  readonly rowCount: number;
  /** In the order of the table. All columns of the table that have a type, those without a value here included. */
  readonly columns: readonly Column[];
}
