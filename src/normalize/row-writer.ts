import { isRow, type Row, type Value } from '../core/value.ts';
import { listIndexColumn, loadIdColumn, parentIdColumn, rootIdColumn } from '../schema/system-tables.ts';
import type { Cell } from './cell.ts';
import { FlatRow, type PendingList } from './flat-row.ts';
import { passesFilter } from './filter-row.ts';
import { RowFlattener, type Level } from './flatten-row.ts';
import { jsonTooDeep } from './errors.ts';
import { obeysContract } from './enforce-contract.ts';
import { asRow, childHashId, keyHashId, rowHashId } from './hashed-ids.ts';
import { placeRow } from './place-row.ts';
import { textOf } from './python-text.ts';
import { valueText, type RowOrigin } from './refused-cell.ts';
import type { RowIds } from './row-ids.ts';
import type { TablePlan } from './table-plan.ts';
import type { TablePlans } from './table-plans.ts';

/** Which rows a nested row hangs on. */
interface Ancestors {
  readonly rootId: Uint8Array;
  /** Which of the rows with the id of the root this is; undefined where ids do not come again. */
  readonly occurrence: Uint8Array | undefined;
  readonly parent: TablePlan;
  readonly parentId: Uint8Array;
  /** Whether ids below are made of that of the parent. */
  readonly isHashed: boolean;
  /** Tables from the root to the parent, both counted. */
  readonly tableCount: number;
}

/** A nested row in its list. */
interface Element {
  readonly index: number;
  /** The id that it brings along. */
  readonly own: Uint8Array | undefined;
}

/** What the rows of a package are marked with. */
export interface RowMarks {
  readonly loadId: string;
  readonly ids: RowIds;
}

/** Writes a row of a resource, with all that is nested in it, into the columns of its tables. */
export class RowWriter {
  readonly #plans: TablePlans;
  readonly #flat = new FlatRow();
  readonly #flattener: RowFlattener;
  readonly #maxDepth: number;
  /** One id for each level of tables: a row's id is needed until its lists are written. */
  readonly #idBuffers: Uint8Array[] = [];
  #marks: RowMarks;
  #from: RowOrigin = { resource: '', origin: undefined };

  constructor(plans: TablePlans, maxDepth: number, marks: RowMarks) {
    this.#plans = plans;
    this.#maxDepth = maxDepth;
    this.#flattener = new RowFlattener(this.#flat, maxDepth);
    this.#marks = marks;
  }

  /** From the next row on. */
  comeFrom(from: RowOrigin): void {
    this.#from = from;
  }

  /** From the next row on. */
  mark(marks: RowMarks): void {
    this.#marks = marks;
    this.#idBuffers.length = 0;
  }

  /** A value that is no row becomes a row with the one column `value`. @param budget levels that are flattened */
  writeRoot(plan: TablePlan, value: Row | Value, budget: number): void {
    const firstList = this.#begin();
    const row = asRow(value);
    this.#flattener.flatten(plan, row, { budget, depth: 1 });
    this.#flat.put(plan.slot(loadIdColumn.name), this.#marks.loadId);
    const own = this.#ownId(plan);
    const id = own ?? this.#newRootId(plan, row);
    if (!this.#isAllowed(plan, firstList)) return;
    const occurrence = plan.rowIdKind === 'key_hash' ? this.#newOccurrence(plan) : undefined;
    placeRow(plan, this.#flat, this.#from);
    if (this.#flat.lists.length === firstList) return;
    const isHashed = own !== undefined || plan.rowIdKind !== 'random';
    const ancestors = { rootId: id, occurrence, parent: plan, parentId: id, isHashed, tableCount: 1 };
    this.#writeLists(firstList, budget - 1, ancestors);
  }

  #begin(): number {
    this.#flat.begin();
    return this.#flat.lists.length;
  }

  /** Children follow their parent, depth first. */
  #writeLists(first: number, budget: number, ancestors: Ancestors): void {
    const { lists } = this.#flat;
    const end = lists.length;
    for (let index = first; index < end; index += 1) {
      const list = lists[index];
      if (list !== undefined && list.elements.length > 0) this.#writeList(list, budget, ancestors);
    }
    lists.length = first;
  }

  #writeList(list: PendingList, budget: number, ancestors: Ancestors): void {
    const { target, elements, depth } = list;
    const plan = this.#plans.nested(target, ancestors.parent, () => ({ ...this.#from, value: valueText(elements) }));
    if (plan === undefined) return;
    for (let index = 0; index < elements.length; index += 1) {
      const firstList = this.#begin();
      const rest = this.#flattenElement(plan, elements[index] ?? null, { budget, depth });
      const own = this.#ownId(plan);
      const id = this.#link(plan, ancestors, { index, own });
      if (!this.#isAllowed(plan, firstList)) continue;
      placeRow(plan, this.#flat, this.#from);
      if (this.#flat.lists.length === firstList) continue;
      const [isHashed, tableCount] = [ancestors.isHashed || own !== undefined, ancestors.tableCount + 1];
      const rootId = plan.isRootKey ? id : ancestors.rootId;
      this.#writeLists(firstList, rest - 1, { ...ancestors, rootId, parent: plan, parentId: id, isHashed, tableCount });
    }
  }

  /** Gives the budget that the row was flattened with: a list directly in a list costs one level more. */
  #flattenElement(plan: TablePlan, element: Value, list: Level): number {
    const { budget, depth } = list;
    if (isRow(element)) {
      this.#flattener.flatten(plan, element, { budget, depth: depth + 1 });
      return budget;
    }
    if (!Array.isArray(element)) {
      this.#flattener.flatten(plan, { value: element }, list);
      return budget;
    }
    if (depth >= this.#maxDepth) throw jsonTooDeep(plan.name, this.#maxDepth);
    this.#flattener.flatten(plan, { list: element }, { budget: budget - 1, depth });
    return budget - 1;
  }

  /** Asks filters and the contract; what was found beside a row that is left out is forgotten. */
  #isAllowed(plan: TablePlan, firstList: number): boolean {
    if (plan.contract === undefined && !plan.isFiltered) return true;
    const isAllowed = (!plan.isFiltered || passesFilter(this.#flat)) && obeysContract(plan, this.#flat, this.#from);
    if (!isAllowed) this.#flat.lists.length = firstList;
    return isAllowed;
  }

  /** Adds what ties a nested row to its parent; gives its id. */
  #link(plan: TablePlan, ancestors: Ancestors, { index, own }: Element): Uint8Array {
    const flat = this.#flat;
    if (plan.place.parent === undefined) {
      if (plan.hasRootId) flat.put(plan.slot(rootIdColumn.name), ancestors.rootId);
      flat.put(plan.slot(loadIdColumn.name), this.#marks.loadId);
      return own ?? this.#randomId(plan, ancestors.tableCount);
    }
    if (ancestors.occurrence !== undefined) flat.put(plan.occurrenceSlot(), ancestors.occurrence);
    if (plan.hasRootId) flat.put(plan.slot(rootIdColumn.name), ancestors.rootId);
    flat.put(plan.slot(parentIdColumn.name), ancestors.parentId);
    flat.put(plan.slot(listIndexColumn.name), index);
    return own ?? this.#newChildId(plan, ancestors, index);
  }

  /** The id that the row brings along, unless it is empty. */
  #ownId(plan: TablePlan): Uint8Array | undefined {
    const cell = this.#flat.cellOf(plan.rowId);
    return cell === undefined || cell === null || isEmpty(cell) ? undefined : bytesOf(cell);
  }

  #newRootId(plan: TablePlan, row: Row): Uint8Array {
    if (plan.rowIdKind === 'random') return this.#randomId(plan, 0);
    const id = plan.rowIdKind === 'key_hash' ? keyHashId(plan, this.#flat, this.#from) : rowHashId(row);
    this.#flat.put(plan.rowId, id);
    return id;
  }

  #newChildId(plan: TablePlan, { isHashed, parentId, tableCount }: Ancestors, index: number): Uint8Array {
    if (!isHashed) return this.#randomId(plan, tableCount);
    const id = childHashId(parentId, plan.name, index);
    this.#flat.put(plan.rowId, id);
    return id;
  }

  #randomId(plan: TablePlan, tableCount: number): Uint8Array {
    const id = this.#idBuffer(tableCount);
    this.#marks.ids.write(id);
    this.#flat.put(plan.rowId, id);
    return id;
  }

  #newOccurrence(plan: TablePlan): Uint8Array {
    const occurrence = this.#idBuffer(0);
    this.#marks.ids.write(occurrence);
    this.#flat.put(plan.occurrenceSlot(), occurrence);
    return occurrence;
  }

  #idBuffer(tableCount: number): Uint8Array {
    return (this.#idBuffers[tableCount] ??= new Uint8Array(this.#marks.ids.byteCount));
  }
}

function isEmpty(cell: Cell): boolean {
  return cell === false || cell === '' || cell === 0 || cell === 0n;
}

function bytesOf(cell: Cell): Uint8Array {
  return cell instanceof Uint8Array ? cell : Buffer.from(textOf(cell));
}
