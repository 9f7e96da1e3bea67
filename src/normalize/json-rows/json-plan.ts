import type { BatchBuilder } from '../../columnar/batch-builder.ts';
import type { BooleanColumn } from '../../columnar/boolean-column.ts';
import type { ByteArrayColumn } from '../../columnar/byte-array-column.ts';
import type { DoubleColumn } from '../../columnar/double-column.ts';
import type { Int64Column } from '../../columnar/int64-column.ts';
import { isOnlyNull } from '../../schema/retyped.ts';
import {
  isSystemName,
  listIndexColumn,
  loadIdColumn,
  parentIdColumn,
  rootIdColumn,
} from '../../schema/system-tables.ts';
import type { WriteCell } from '../cell-writers.ts';
import type { ColumnSlot } from '../column-slot.ts';
import { childOf, type ListTarget, type RowField, type RowNode } from '../row-node.ts';
import type { TablePlan } from '../table-plan.ts';

/** What fills a table of nested rows: several keys may become one list, and of one row only one of them counts. */
export interface Filling {
  readonly target: ListTarget;
  /** Number of the last row whose list went there. */
  row: number;
}

/** A table whose rows are made of JSON, with the columns that tie them together. */
export class JsonTable {
  readonly plan: TablePlan;
  readonly node: JsonNode;
  /** Of nested tables. */
  readonly filling: Filling | undefined;
  rowId: ByteArrayColumn | undefined;
  /** Of root tables. */
  loadId: ByteArrayColumn | undefined;
  /** Of nested tables. */
  parentId: ByteArrayColumn | undefined;
  listIndex: Int64Column | undefined;
  rootId: ByteArrayColumn | undefined;
  #rows: BatchBuilder | undefined;
  #hasRootId = false;

  constructor(plan: TablePlan, node: JsonNode, filling?: Filling) {
    this.plan = plan;
    this.node = node;
    this.filling = filling;
  }

  /** True when rows can be written; the first row of a table must come another way. */
  isReady(): boolean {
    const { plan } = this;
    if (this.#rows !== plan.rows || this.#hasRootId !== plan.hasRootId) this.#bind();
    return this.#rows === plan.rows && plan.contract === undefined;
  }

  #bind(): void {
    const { plan } = this;
    const isRoot = plan.root === plan;
    const slots = isRoot ? [plan.rowId, plan.slot(loadIdColumn.name)] : this.#nestedSlots();
    if (slots.some((slot) => slot.write === undefined || slot.column?.dataType !== typeOf(slot))) return;
    this.rowId = plan.rows.builder(plan.rowId.name, 'text');
    if (isRoot) this.loadId = plan.rows.builder(loadIdColumn.name, 'text');
    else {
      this.parentId = plan.rows.builder(parentIdColumn.name, 'text');
      this.listIndex = plan.rows.builder(listIndexColumn.name, 'bigint');
      this.rootId = plan.hasRootId ? plan.rows.builder(rootIdColumn.name, 'text') : undefined;
    }
    this.#rows = plan.rows;
    this.#hasRootId = plan.hasRootId;
  }

  #nestedSlots(): readonly ColumnSlot[] {
    const { plan } = this;
    const names = [parentIdColumn.name, listIndexColumn.name, ...(plan.hasRootId ? [rootIdColumn.name] : [])];
    return [plan.rowId, ...names.map((name) => plan.slot(name))];
  }
}

/** A path of nested objects in the rows of a table, with the keys as they are spelled in bytes. */
export class JsonNode {
  readonly plan: TablePlan;
  readonly path: RowNode;
  /** Levels that may still be flattened. */
  readonly budget: number;
  /** Lists and objects from the row of the resource to here, both counted. */
  readonly depth: number;
  /** Of the whole row that this is a part of. */
  readonly rowBudget: number;
  /** The key that came first in the newest row. */
  first: JsonField | undefined;
  readonly #fields = new Map<string, JsonField>();

  constructor(plan: TablePlan, path: RowNode, level: Pick<JsonNode, 'budget' | 'depth' | 'rowBudget'>) {
    this.plan = plan;
    this.path = path;
    this.budget = level.budget;
    this.depth = level.depth;
    this.rowBudget = level.rowBudget;
  }

  /** The field of a key that was met before; undefined for one that is new, or that is none of the source's to fill. */
  field(key: string): JsonField | undefined {
    const known = this.#fields.get(key);
    if (known !== undefined) return known;
    const field = this.path.fields.get(key);
    if (field === undefined || field.isJson || isSystemName(field.column)) return undefined;
    const made = new JsonField(this, field);
    this.#fields.set(key, made);
    return made;
  }

  /** Of the objects under a key. */
  childOf({ field }: JsonField): JsonNode {
    const { plan, budget, depth, rowBudget } = this;
    const path = field.child ?? childOf(this.path, field, plan.naming);
    return new JsonNode(plan, path, { budget: budget - 1, depth: depth + 1, rowBudget });
  }
}

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

function typeOf({ name }: ColumnSlot): 'bigint' | 'text' {
  return name === listIndexColumn.name ? 'bigint' : 'text';
}
