import type { Contract, ContractMode } from '../schema/contract-setting.ts';
import { columnFrozen, typeFrozen } from '../schema/errors.ts';
import { isSystemName } from '../schema/system-tables.ts';
import type { DataType } from '../schema/table.ts';
import { plainType, type Cell } from './cell.ts';
import { fits } from './cell-fits.ts';
import type { ColumnSlot } from './column-slot.ts';
import type { FlatRow } from './flat-row.ts';
import { variantSlot } from './place-row.ts';
import { refusedCell, type RowOrigin } from './refused-cell.ts';
import type { TablePlan } from './table-plan.ts';

/**
 * Holds a row against the contract of its table before anything of it is written (dataset-format section 6.1): takes
 * values out of it, or says that it must not be loaded. As in dlt, what the contract allows of a row that is left out
 * still makes its columns.
 * @returns false when the row, and all that is nested in it, must be left out
 * @throws `contract_violated` where the contract freezes what the row would change
 */
export function obeysContract(plan: TablePlan, flat: FlatRow, from: RowOrigin): boolean {
  const { contract } = plan;
  if (contract === undefined) return true;
  if (holdsDroppedColumn(plan, flat)) return leaveOut(plan);
  let isKept = true;
  let valueCount = 0;
  const allowed: Growth[] = [];
  for (let index = 0; index < flat.cellCount; index += 1) {
    const [slot, cell] = [flat.slots[index], flat.cells[index]];
    if (slot === undefined || cell === null || cell === undefined) continue;
    const growth = growthOf(plan, slot, cell);
    if (growth === undefined) continue;
    const mode = plan.heldBack.get(growth.slot.name) ?? modeOf(contract, plan, growth);
    if (mode === 'evolve') {
      allowed.push(growth);
      continue;
    }
    if (mode === 'freeze') throw frozen(plan, slot, { cell, growth, from });
    plan.heldBack.set(growth.slot.name, mode);
    flat.cells[index] = undefined;
    if (mode === 'discard_row') isKept = false;
    else valueCount += 1;
  }
  if (isKept) {
    plan.discarded.values += valueCount;
    return true;
  }
  for (const { slot, type, isVariant } of allowed) if (slot.write === undefined) plan.complete(slot, type, isVariant);
  return leaveOut(plan);
}

/** A column that a cell would make. */
interface Growth {
  readonly slot: ColumnSlot;
  readonly type: DataType;
  readonly isVariant: true | undefined;
}

function growthOf(plan: TablePlan, slot: ColumnSlot, cell: Cell): Growth | undefined {
  if (isSystemName(slot.name)) return undefined;
  const column = slot.column;
  const known = column?.dataType;
  // A type that may change takes every value; see `fitTypes()`.
  const mayChange = plan.root.manner?.widens === true && plan.contract?.dataType === 'evolve';
  if (known !== undefined && mayChange) return undefined;
  const type = known ?? plan.inference.typeOf(slot.name, cell);
  if (fits(type, column, cell)) return known === undefined ? { slot, type, isVariant: undefined } : undefined;
  const variant = variantSlot(plan, slot, plainType(cell));
  return variant.write === undefined ? { slot: variant, type: plainType(cell), isVariant: true } : undefined;
}

function modeOf(contract: Contract, plan: TablePlan, { isVariant }: Growth): ContractMode {
  if (isVariant) return contract.dataType;
  return plan.isNew || plan.isOpen ? 'evolve' : contract.columns;
}

/** A column that cost a row before costs every row with a value in it. */
function holdsDroppedColumn(plan: TablePlan, flat: FlatRow): boolean {
  if (plan.heldBack.size === 0) return false;
  for (let index = 0; index < flat.cellCount; index += 1) {
    const [slot, cell] = [flat.slots[index], flat.cells[index]];
    if (slot === undefined || cell === null || cell === undefined) continue;
    if (plan.heldBack.get(slot.name) === 'discard_row') return true;
  }
  return false;
}

function leaveOut(plan: TablePlan): false {
  plan.discarded.rows += 1;
  return false;
}

interface Refused {
  readonly cell: Cell;
  readonly growth: Growth;
  readonly from: RowOrigin;
}

function frozen(plan: TablePlan, slot: ColumnSlot, { cell, growth, from }: Refused): Error {
  const refused = refusedCell(plan, slot, { cell, from });
  return growth.isVariant ? typeFrozen(refused) : columnFrozen(refused);
}
