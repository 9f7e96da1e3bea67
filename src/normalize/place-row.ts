import { plainType, type Cell } from './cell.ts';
import { fits } from './cell-fits.ts';
import type { ColumnSlot } from './column-slot.ts';
import { valueNotNull, variantConflict } from './errors.ts';
import { fitTypes } from './fit-types.ts';
import type { FlatRow } from './flat-row.ts';
import { refusedCell, type RowOrigin } from './refused-cell.ts';
import type { TablePlan } from './table-plan.ts';

/**
 * Writes the cells of a row into their columns, as the next row of the table. A column without a type gets the one of
 * its first value; a value that does not fit its column goes to a variant of it (reference section 2.5).
 * @throws `value_not_null`, `variant_conflict`, `column_limit`
 */
export function placeRow(plan: TablePlan, flat: FlatRow, from: RowOrigin): void {
  const { manner } = plan.root;
  if (manner !== undefined) fitTypes(plan, flat, manner);
  const row = plan.rows.rowCount;
  for (let index = 0; index < flat.cellCount; index += 1) {
    const slot = flat.slots[index];
    const cell = flat.cells[index];
    if (slot === undefined) continue;
    // What a contract held back is as if it had never been there.
    if (cell === undefined) continue;
    if (cell === null) {
      if (slot.column?.nullable === false) throw valueNotNull(refusedCell(plan, slot, { cell, from }));
      continue;
    }
    if (slot.placedIn === flat.number) throw variantConflict(refusedCell(plan, slot, { cell, from }), plainType(cell));
    if (slot.write === undefined) begin(plan, slot, cell);
    if (slot.write?.(row, cell) === true) slot.placedIn = flat.number;
    else placeVariant(plan, slot, { cell, row, number: flat.number, from });
  }
  plan.rows.rowCount = row + 1;
  plan.isNew = false;
}

/** A column waits for a value of the type that its name prefers; others go to variants of it. */
function begin(plan: TablePlan, slot: ColumnSlot, cell: Cell): void {
  const type = plan.inference.typeOf(slot.name, cell);
  if (fits(type, slot.column, cell)) plan.complete(slot, type);
}

interface Misfit {
  readonly cell: Cell;
  readonly row: number;
  /** Of the flat row. */
  readonly number: number;
  readonly from: RowOrigin;
}

/** A variant has the type that its name says, whatever the value spells: the next value of that type fits as well. */
function placeVariant(plan: TablePlan, slot: ColumnSlot, misfit: Misfit): void {
  const type = plainType(misfit.cell);
  const variant = slot.variants.get(type) ?? variantSlot(plan, slot, type);
  if (variant.write === undefined) plan.complete(variant, type, true);
  const isFree = variant.placedIn !== misfit.number;
  if (!isFree || variant.write?.(misfit.row, misfit.cell) !== true)
    throw variantConflict({ ...refusedCell(plan, slot, misfit), column: variant.name }, type);
  variant.placedIn = misfit.number;
}

/** The slot for the values of one type that do not fit a column. */
export function variantSlot(plan: TablePlan, slot: ColumnSlot, type: ReturnType<typeof plainType>): ColumnSlot {
  const name = plan.naming.joinColumns([slot.name, plan.naming.column(`v_${type}`)]);
  const variant = plan.slot(name);
  slot.variants.set(type, variant);
  return variant;
}
