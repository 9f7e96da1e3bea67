import type { ByteArrayColumn } from '../../columnar/byte-array-column.ts';
import type { BatchBuilder } from '../../columnar/batch-builder.ts';
import type { Int64Column } from '../../columnar/int64-column.ts';
import {
  isSystemName,
  listIndexColumn,
  loadIdColumn,
  parentIdColumn,
  rootIdColumn,
} from '../../schema/system-tables.ts';
import type { ColumnSlot } from '../column-slot.ts';
import type { TablePlan } from '../table-plan.ts';
import { childOf, type RowNode } from '../row-node.ts';
import { JsonField } from './json-field.ts';

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

/** A table whose rows are made of JSON, with the columns that tie them together. */
export class JsonTable {
  readonly plan: TablePlan;
  readonly node: JsonNode;
  /** Number of the last row whose list went here. */
  filledBy = -1;
  rowId: ByteArrayColumn | undefined;
  /** Of root tables. */
  loadId: ByteArrayColumn | undefined;
  /** Of nested tables. */
  parentId: ByteArrayColumn | undefined;
  listIndex: Int64Column | undefined;
  rootId: ByteArrayColumn | undefined;
  #rows: BatchBuilder | undefined;
  #hasRootId = false;

  constructor(plan: TablePlan, node: JsonNode) {
    this.plan = plan;
    this.node = node;
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

function typeOf({ name }: ColumnSlot): 'bigint' | 'text' {
  return name === listIndexColumn.name ? 'bigint' : 'text';
}
