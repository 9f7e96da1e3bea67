import type { BatchBuilder } from '../columnar/batch-builder.ts';
import type { ColumnName } from '../core/names.ts';
import { isOnlyNull } from '../schema/retyped.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';
import { cellWriters, type WriteCell } from './cell-writers.ts';

/** The place of a column in the plan of a table: what a value of it needs, without a look-up by name. */
export interface ColumnSlot {
  readonly name: ColumnName;
  /** True: a filter of the table keeps it out of all rows. */
  readonly isExcluded: boolean;
  /** As the schema knows it; undefined, or without a type, until a value comes. */
  column: ColumnSchema | undefined;
  /** Set when the column has a type. */
  write: WriteCell | undefined;
  /** By type of value: where the values go that do not fit. */
  readonly variants: Map<DataType, ColumnSlot>;
  /** Number of the last row that has a cell for it, and where among the cells. */
  collectedIn: number;
  cellIndex: number;
  /** Number of the last row whose value was written to it. */
  placedIn: number;
  /** Number of the last row of JSON that has a value for it. */
  readIn: number;
}

export function newColumnSlot(name: ColumnName, isExcluded = false): ColumnSlot {
  return {
    name,
    isExcluded,
    column: undefined,
    write: undefined,
    variants: new Map(),
    collectedIn: -1,
    cellIndex: -1,
    placedIn: -1,
    readIn: -1,
  };
}

/** Lets the slot follow the schema. */
export function bindSlot(slot: ColumnSlot, column: ColumnSchema, rows: BatchBuilder): void {
  slot.column = column;
  // Another type may follow before the first value: no builder is made for it.
  if (isOnlyNull(column)) slot.write = () => false;
  else slot.write = column.dataType === undefined ? undefined : writerOf(column.dataType, column, rows);
}

// The type parameter is what ties the writer to its builder.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function writerOf<Type extends DataType>(type: Type, column: ColumnSchema, rows: BatchBuilder): WriteCell {
  return cellWriters[type](rows.builder(column.name, type), column);
}
