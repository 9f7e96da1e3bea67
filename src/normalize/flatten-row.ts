import { ExactNumber, type Row, type Value } from '../core/value.ts';
import { JsonText } from './cell.ts';
import { jsonTooDeep } from './errors.ts';
import type { FlatRow } from './flat-row.ts';
import { jsonText } from './json-text.ts';
import { childOf, listOf, type RowField, type RowNode } from './row-node.ts';
import type { TablePlan } from './table-plan.ts';

/** Where in the nesting something stands. */
export interface Level {
  /** Levels that may still be flattened; at 0 and below, lists and objects stay JSON (reference section 3.4). */
  readonly budget: number;
  /** Lists and objects from the row of the resource to here, both counted. */
  readonly depth: number;
}

/**
 * Turns nested rows into cells and lists, in the order that makes the columns come out as dlt's (reference section
 * 3.2): all scalars of a level first, then its objects, the last one first.
 */
export class RowFlattener {
  readonly #flat: FlatRow;
  readonly #maxDepth: number;
  readonly #waiting: { readonly node: RowNode; readonly row: Row; readonly level: Level }[] = [];

  constructor(flat: FlatRow, maxDepth: number) {
    this.#flat = flat;
    this.#maxDepth = maxDepth;
  }

  /** Adds to the row that was begun. @throws `json_too_deep`, `column_limit`, `name_empty` */
  flatten(plan: TablePlan, row: Row, level: Level): void {
    if (level.depth > this.#maxDepth) throw jsonTooDeep(plan.name, this.#maxDepth);
    this.#addFields(plan, plan.node, row, level);
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      this.#addFields(plan, next.node, next.row, next.level);
    }
    if (this.#flat.overwritten.size > 0) plan.noteOverwritten(this.#flat.overwritten);
  }

  #addFields(plan: TablePlan, node: RowNode, row: Row, level: Level): void {
    const mayBeJson = plan.root.manner !== undefined;
    // Own keys only, `__proto__` included: what an object inherits is not data.
    for (const key of Object.keys(row)) {
      const value = row[key];
      const field = node.fields.get(key) ?? plan.field(node, key);
      if (mayBeJson && field.isJson && value !== null && value !== undefined) {
        field.slot ??= plan.slot(field.column);
        this.#flat.put(field.slot, this.#asJson(plan, value, level));
      } else if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber)) {
        this.#addNested(plan, node, { field, value, level });
      } else if (value === null || value === undefined || (typeof value === 'number' && !Number.isFinite(value))) {
        // A null makes no column (reference section 2.6), and neither does a number that JSON cannot say; but a key
        // that meets it in one column takes its place.
        field.slot ??= plan.slot(field.column);
        this.#flat.put(field.slot, null);
      } else {
        field.slot ??= plan.slot(field.column);
        this.#flat.put(field.slot, value);
      }
    }
  }

  #addNested(plan: TablePlan, node: RowNode, nested: Nested): void {
    const { field, value, level } = nested;
    field.slot ??= plan.knownSlot(field.column);
    const depth = level.depth + 1;
    if (level.budget <= 0 || keepsJson(plan, field)) {
      field.slot ??= plan.slot(field.column);
      this.#flat.put(field.slot, this.#asJson(plan, value, level));
      return;
    }
    if (depth > this.#maxDepth) throw jsonTooDeep(plan.name, this.#maxDepth);
    if (isList(value)) {
      this.#flat.putList({ target: field.list ?? listOf(node, field, plan.naming), elements: value, depth });
      return;
    }
    const child = field.child ?? childOf(node, field, plan.naming);
    this.#waiting.push({ node: child, row: value, level: { budget: level.budget - 1, depth } });
  }

  #asJson(plan: TablePlan, value: Value, level: Level): JsonText {
    const tooDeep = (): Error => jsonTooDeep(plan.name, this.#maxDepth);
    return new JsonText(jsonText(value, { above: level.depth, most: this.#maxDepth, tooDeep }));
  }
}

/** By the type of the column; where it has none yet, by the one that its name prefers. */
function keepsJson(plan: TablePlan, { slot, column }: RowField): boolean {
  return (slot?.column?.dataType ?? plan.inference.preferredType(column)) === 'json';
}

interface Nested {
  readonly field: RowField;
  readonly value: readonly Value[] | Row;
  readonly level: Level;
}

function isList(value: readonly Value[] | Row): value is readonly Value[] {
  return Array.isArray(value);
}
