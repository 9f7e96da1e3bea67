import { newColumnBuilder, type Builders, type ColumnBuilder } from '../../columnar/column-builder.ts';
import type { PhysicalType } from '../../columnar/batch.ts';
import { isOnlyNull } from '../../schema/retyped.ts';
import type { ColumnSchema, DataType } from '../../schema/table.ts';
import type { Cell } from '../cell.ts';
import { cellWriters, type WriteCell } from '../cell-writers.ts';
import type { ColumnSlot } from '../column-slot.ts';
import type { TablePlan } from '../table-plan.ts';
import {
  columnCount,
  columnBytes,
  columnKind,
  columnList,
  columnNext,
  columnSize,
  columnTable,
  columnValidity,
  columnValues,
  kindBits,
  kindBytes,
  kindFixed16,
  kindFixed4,
  kindFixed8,
  kindNone,
  wayBool,
  wayDouble,
  wayHost,
  wayInteger,
  wayMoment,
  wayText,
} from './layout.ts';
import type { RowMachine } from './row-machine.ts';

const kinds: { readonly [Physical in PhysicalType]: number } = {
  byte_array: kindBytes,
  int32: kindFixed4,
  int64: kindFixed8,
  double: kindFixed8,
  fixed_16: kindFixed16,
  boolean: kindBits,
};

/** The types whose values the machine reads by itself. */
const ways: { readonly [Type in DataType]?: number } = {
  text: wayText,
  bigint: wayInteger,
  double: wayDouble,
  bool: wayBool,
  timestamp: wayMoment,
};

/** A column that the machine fills, and the builder that takes over what it filled. */
export class JsonColumn {
  readonly slot: ColumnSlot;
  /** Of its record; 0 where there was no room for one. */
  readonly place: number;
  way: number = wayHost;
  readonly #machine: RowMachine;
  readonly #plan: TablePlan;
  /** Of what ties rows together: the machine makes its values of the rows themselves. */
  readonly #ownKind: number | undefined;
  #write: WriteCell | undefined;
  #builder: ColumnBuilder | undefined;
  #single: SingleCell | undefined;

  /** @param ownKind of what ties rows together: its values are made of the rows themselves */
  constructor(
    machine: RowMachine,
    table: { readonly plan: TablePlan; readonly place: number },
    slot: ColumnSlot,
    ownKind?: number,
  ) {
    this.#machine = machine;
    this.#plan = table.plan;
    this.slot = slot;
    this.#ownKind = ownKind;
    this.place = machine.allocate(columnSize);
    if (this.place === 0) return;
    machine.setWord(this.place + columnKind, kindNone);
    machine.setWord(this.place + columnTable, table.place);
    const list = machine.word(columnList);
    machine.setWord(this.place + columnNext, machine.word(list));
    machine.setWord(list, this.place);
    this.follow();
  }

  /** Lets the record follow the type of the column. */
  follow(): void {
    const { slot } = this;
    if (slot.write === this.#write) return;
    this.#write = slot.write;
    const type = typeOf(slot);
    this.#builder = type === undefined ? undefined : this.#plan.rows.builder(slot.name, type);
    this.#single = undefined;
    this.way = (type === undefined ? undefined : ways[type]) ?? wayHost;
    const kind = this.#builder === undefined ? kindNone : kinds[this.#builder.physical];
    this.#machine.setWord(this.place + columnKind, this.#ownKind ?? kind);
  }

  /** A value in the bytes of this column; undefined where it does not fit. Valid until the next one. */
  bytesOf(cell: Cell): Uint8Array | undefined {
    const { column } = this.slot;
    const type = typeOf(this.slot);
    if (column === undefined || type === undefined) return undefined;
    this.#single ??= new SingleCell(type, column);
    return this.#single.bytesOf(cell);
  }

  /** Hands on what the machine filled. @param rowCount of the rows that it read */
  take(rowCount: number): void {
    const machine = this.#machine;
    const valueCount = machine.word(this.place + columnCount);
    if (valueCount === 0) return;
    const start = machine.word(this.place + columnValues);
    const validity = machine.word(this.place + columnValidity);
    this.#builder?.appendPart(this.#plan.rows.rowCount, {
      rowCount,
      valueCount,
      values: machine.bytes.subarray(start, start + machine.word(this.place + columnBytes)),
      validity: validity === 0 ? undefined : machine.bytes.subarray(validity, validity + ((rowCount + 7) >> 3)),
    });
  }
}

function typeOf({ column, write }: ColumnSlot): DataType | undefined {
  return write === undefined || column === undefined || isOnlyNull(column) ? undefined : column.dataType;
}

/** A column of one value. */
class SingleCell {
  readonly #builder: ColumnBuilder;
  readonly #write: WriteCell;
  readonly #schema: ColumnSchema;

  constructor(type: DataType, schema: ColumnSchema) {
    const { builder, write } = singleWriter(type, schema);
    this.#builder = builder;
    this.#write = write;
    this.#schema = schema;
  }

  bytesOf(cell: Cell): Uint8Array | undefined {
    this.#builder.clear();
    if (!this.#write(0, cell)) return undefined;
    const { values, physical } = this.#builder.finish(this.#schema, 1);
    // The machine writes the length of a text by itself.
    return physical === 'byte_array' ? values.subarray(4) : values;
  }
}

// The type parameter is what ties the writer to its builder.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function singleWriter<Type extends DataType>(
  type: Type,
  schema: ColumnSchema,
): { builder: Builders[Type]; write: WriteCell } {
  const builder = newColumnBuilder(type);
  return { builder, write: cellWriters[type](builder, schema) };
}
