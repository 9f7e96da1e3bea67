import type { Value } from '../core/value.ts';
import type { Cell } from './cell.ts';
import type { ColumnSlot } from './column-slot.ts';
import type { ListTarget } from './row-node.ts';

/** A list that waits until the row it was found in is written. */
export interface PendingList {
  readonly target: ListTarget;
  readonly elements: readonly Value[];
  /** Levels from the row of the resource to this list. */
  readonly depth: number;
}

/**
 * The row under way: cells in the order in which their columns are discovered, and the lists found beside them. Cells
 * are of one row; lists pile up, because a row's lists are written while those of the rows above still wait.
 */
export class FlatRow {
  readonly slots: ColumnSlot[] = [];
  /** Undefined: held back. */
  readonly cells: (Cell | null | undefined)[] = [];
  readonly lists: PendingList[] = [];
  cellCount = 0;
  /** Columns and lists of this row that had a value before their last one. */
  readonly overwritten: Set<string> = new Set();
  /** Differs from row to row. */
  number = 0;

  begin(): void {
    this.overwritten.clear();
    this.number += 1;
    this.cellCount = 0;
  }

  /** The last of two cells of a column wins and takes the place of the first. */
  put(slot: ColumnSlot, cell: Cell | null): void {
    if (slot.collectedIn === this.number) {
      if (this.cells[slot.cellIndex] !== null) this.overwritten.add(slot.name);
      this.cells[slot.cellIndex] = cell;
      return;
    }
    slot.collectedIn = this.number;
    slot.cellIndex = this.cellCount;
    this.slots[this.cellCount] = slot;
    this.cells[this.cellCount] = cell;
    this.cellCount += 1;
  }

  /** The same for lists. */
  putList(list: PendingList): void {
    const { target } = list;
    if (target.collectedIn === this.number) {
      this.overwritten.add(target.path.at(-1) ?? '');
      this.lists[target.listIndex] = list;
      return;
    }
    target.collectedIn = this.number;
    target.listIndex = this.lists.length;
    this.lists.push(list);
  }

  /** What the row has for a column. */
  cellOf(slot: ColumnSlot): Cell | null | undefined {
    return slot.collectedIn === this.number ? this.cells[slot.cellIndex] : undefined;
  }
}
