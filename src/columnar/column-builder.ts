/**
 * Growing columns. Each builder appends one kind of value in Parquet's PLAIN encoding, with the validity bitmap beside
 * it; rows are numbered from 0 and ascend, and a row without a value needs no call. The bytes that `finish()` hands
 * out are the builder's own memory: they are valid until its next `append…()` or `clear()`.
 */
import type { DataType } from '../schema/table.ts';
import { BooleanColumn } from './boolean-column.ts';
import { ByteArrayColumn } from './byte-array-column.ts';
import { DoubleColumn } from './double-column.ts';
import { Fixed16Column } from './fixed16-column.ts';
import { Int32Column } from './int32-column.ts';
import { Int64Column } from './int64-column.ts';

/** Which builder takes the values of which logical type. */
export interface Builders {
  readonly text: ByteArrayColumn;
  readonly json: ByteArrayColumn;
  readonly binary: ByteArrayColumn;
  readonly bigint: Int64Column;
  readonly timestamp: Int64Column;
  readonly time: Int64Column;
  readonly double: DoubleColumn;
  readonly bool: BooleanColumn;
  readonly date: Int32Column;
  readonly decimal: Fixed16Column;
  readonly wei: Fixed16Column;
}

export type ColumnBuilder = Builders[DataType];

const builderClasses: { readonly [Type in DataType]: new () => Builders[Type] } = {
  text: ByteArrayColumn,
  json: ByteArrayColumn,
  binary: ByteArrayColumn,
  bigint: Int64Column,
  timestamp: Int64Column,
  time: Int64Column,
  double: DoubleColumn,
  bool: BooleanColumn,
  date: Int32Column,
  decimal: Fixed16Column,
  wei: Fixed16Column,
};

/** An empty builder for a logical type. */
export function newColumnBuilder<Type extends DataType>(type: Type): Builders[Type] {
  return new builderClasses[type]();
}
