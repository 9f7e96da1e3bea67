import type { BooleanColumn } from '../../columnar/boolean-column.ts';
import type { ByteArrayColumn } from '../../columnar/byte-array-column.ts';
import type { DoubleColumn } from '../../columnar/double-column.ts';
import type { Int64Column } from '../../columnar/int64-column.ts';
import { isOnlyNull } from '../../schema/retyped.ts';
import type { ColumnSlot } from '../column-slot.ts';
import type { WriteCell } from '../cell-writers.ts';
import type { RowField } from '../row-node.ts';
import type { JsonNode, JsonTable } from './json-table.ts';

/** How a value gets into its column: the short ways, by the type of the column, and the long one by a cell. */
export const way = { cell: 0, text: 1, integer: 2, double: 3, bool: 4, moment: 5, begin: 6, end: 7 } as const;

export type Way = (typeof way)[keyof typeof way];

/** A key in the objects of a path, and where its values go. */
export class JsonField {
  readonly node: JsonNode;
  readonly field: RowField;
  /** As it is spelled between the quotes. */
  readonly key: Uint8Array;
  /** The key that came behind it in the newest row. */
  next: JsonField | undefined;
  /** Number of the last row that has it. */
  seenIn = -1;
  way: Way = way.cell;
  /** The column, under the name of its kind. */
  text: ByteArrayColumn | undefined;
  integer: Int64Column | undefined;
  double: DoubleColumn | undefined;
  bool: BooleanColumn | undefined;
  /** Of the objects and the lists under this key, once there were some. */
  child: JsonNode | undefined;
  list: JsonTable | undefined;
  #write: WriteCell | undefined;

  constructor(node: JsonNode, field: RowField) {
    this.node = node;
    this.field = field;
    this.key = Buffer.from(field.key, 'utf8');
  }

  /** The slot of its column, with the way that fits it; undefined as long as the column has no type. */
  slot(): ColumnSlot | undefined {
    const { slot } = this.field;
    if (slot?.write === undefined) return undefined;
    if (slot.write !== this.#write) this.#bind(slot);
    return slot;
  }

  /** True where lists and objects under this key are one JSON value. */
  keepsJson(): boolean {
    const { field, node } = this;
    const slot = field.slot ?? node.plan.knownSlot(field.column);
    return (slot?.column?.dataType ?? node.plan.inference.preferredType(field.column)) === 'json';
  }

  #bind(slot: ColumnSlot): void {
    this.#write = slot.write;
    this.way = way.cell;
    const { rows } = this.node.plan;
    const type = slot.column === undefined || isOnlyNull(slot.column) ? undefined : slot.column.dataType;
    if (type === 'text') {
      this.text = rows.builder(slot.name, type);
      this.way = way.text;
    } else if (type === 'bigint' || type === 'timestamp') {
      this.integer = rows.builder(slot.name, type);
      this.way = type === 'bigint' ? way.integer : way.moment;
    } else if (type === 'double') {
      this.double = rows.builder(slot.name, type);
      this.way = way.double;
    } else if (type === 'bool') {
      this.bool = rows.builder(slot.name, type);
      this.way = way.bool;
    }
  }
}
