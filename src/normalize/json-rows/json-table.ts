import { listIndexColumn, loadIdColumn, parentIdColumn, rootIdColumn } from '../../schema/system-tables.ts';
import type { ColumnSlot } from '../column-slot.ts';
import type { ListTarget } from '../row-node.ts';
import type { TablePlan } from '../table-plan.ts';
import { JsonColumn } from './json-column.ts';
import type { JsonNode } from './json-plan.ts';
import {
  kindId,
  kindListIndex,
  kindLoadId,
  tableIsReady,
  tableFilled,
  tableListIndex,
  tableLoadId,
  tableNode,
  tableParentId,
  tableRootId,
  tableRowId,
  tableRows,
  tableSize,
  tableValue,
} from './layout.ts';
import type { RowMachine } from './row-machine.ts';

/** A table whose rows are made of JSON, with the columns that tie them together. */
export class JsonTable {
  readonly plan: TablePlan;
  /** Of its record; 0 where there was no room for one. */
  readonly place: number;
  /** Of a nested table: the list that fills it. */
  readonly target: ListTarget | undefined;
  isReady = false;
  readonly #machine: RowMachine;
  readonly #columns = new Map<ColumnSlot, JsonColumn>();
  #node: JsonNode;

  constructor(machine: RowMachine, plan: TablePlan, node: JsonNode, target?: ListTarget) {
    this.#machine = machine;
    this.plan = plan;
    this.target = target;
    const filled = machine.allocate(8);
    this.place = filled === 0 ? 0 : machine.allocate(tableSize);
    this.#node = node;
    if (this.place === 0) return;
    machine.setWord(this.place + tableFilled, filled);
    this.node = node;
    this.follow();
  }

  get node(): JsonNode {
    return this.#node;
  }

  set node(node: JsonNode) {
    this.#node = node;
    this.#machine.setWord(this.place + tableNode, node.place);
    this.#machine.setWord(this.place + tableValue, 0);
  }

  /** The column of a slot, made when it is asked for first; undefined where there is no room for it. */
  column(slot: ColumnSlot, ownKind?: number): JsonColumn | undefined {
    const known = this.#columns.get(slot);
    if (known !== undefined) return known;
    const made = new JsonColumn(this.#machine, this, slot, ownKind);
    if (made.place === 0) return undefined;
    this.#columns.set(slot, made);
    return made;
  }

  /** Tells the machine what became of the table meanwhile: the first row of one must come another way. */
  follow(): void {
    for (const column of this.#columns.values()) column.follow();
    const { plan } = this;
    const own = plan.root === plan ? this.#rootColumns() : this.#nestedColumns();
    this.isReady = plan.contract === undefined && own.every(isBound);
    this.#machine.setWord(this.place + tableIsReady, this.isReady ? 1 : 0);
    if (!this.isReady) return;
    for (const [slot, kind, word] of own) this.#machine.setWord(this.place + word, this.column(slot, kind)?.place ?? 0);
  }

  /** Hands on what the machine filled. */
  take(): void {
    const rowCount = this.#machine.word(this.place + tableRows);
    if (rowCount === 0) return;
    for (const column of this.#columns.values()) column.take(rowCount);
    this.plan.rows.rowCount += rowCount;
    this.plan.isNew = false;
  }

  #rootColumns(): readonly OwnColumn[] {
    const { plan } = this;
    return [
      [plan.rowId, kindId, tableRowId],
      [plan.slot(loadIdColumn.name), kindLoadId, tableLoadId],
    ];
  }

  #nestedColumns(): readonly OwnColumn[] {
    const { plan } = this;
    const own: OwnColumn[] = [
      [plan.rowId, kindId, tableRowId],
      [plan.slot(parentIdColumn.name), kindId, tableParentId],
      [plan.slot(listIndexColumn.name), kindListIndex, tableListIndex],
    ];
    return plan.hasRootId ? [...own, [plan.slot(rootIdColumn.name), kindId, tableRootId]] : own;
  }
}

function isBound([slot, kind]: OwnColumn): boolean {
  return slot.write !== undefined && slot.column?.dataType === (kind === kindListIndex ? 'bigint' : 'text');
}

/** With how it is filled and where the record of the table names it. */
type OwnColumn = readonly [slot: ColumnSlot, kind: number, word: number];
