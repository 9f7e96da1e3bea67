import type { ColumnName } from '../core/names.ts';
import { isSystemName } from '../schema/system-tables.ts';
import { isOnlyNull, retyped, widerTypes, withFirstType, withType } from '../schema/retyped.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';
import { ExactNumber } from '../core/value.ts';
import { plainType, type Cell } from './cell.ts';
import { fits } from './cell-fits.ts';
import type { ColumnSlot } from './column-slot.ts';
import type { FlatRow } from './flat-row.ts';
import { holdsExactly } from './holds-exactly.ts';
import type { TypeInference } from './infer-type.ts';
import type { Manner } from './manner.ts';
import { textOf } from './python-text.ts';
import type { TablePlan } from './table-plan.ts';

/**
 * Gives columns the types that a row needs before it is written: wider ones where the resource wants that instead of
 * variants, and the first one to columns that were null so far. A column whose type a hint or its role promises keeps
 * it, and so do all where the contract does not let types change; what does not fit goes to a variant then.
 */
export function fitTypes(plan: TablePlan, flat: FlatRow, manner: Manner): void {
  let changed: Map<ColumnName, ColumnSchema> | undefined;
  const mayChange = (plan.contract?.dataType ?? 'evolve') === 'evolve';
  for (let index = 0; index < flat.cellCount; index += 1) {
    const [slot, cell] = [flat.slots[index], flat.cells[index]];
    if (slot === undefined || cell === undefined || isSystemName(slot.name)) continue;
    if (cell === null) {
      if (manner.keepsNulls && slot.write === undefined) plan.beginNull(slot);
      continue;
    }
    const widens = mayChange && manner.widens && !isPromised(plan, slot, manner);
    const fitting = { manner, widens, mayChange, inference: plan.inference };
    if (slot.column !== undefined && isOnlyNull(slot.column)) {
      const first = firstOf(slot.column, cell, fitting);
      plan.endNull(slot, withFirstType(slot.column, first, plan.isAdded(slot.name)));
    }
    const known = slot.column;
    const now = fitted(slot, cell, fitting);
    if (now?.dataType !== undefined && now !== known) {
      if (known?.dataType === undefined) plan.begin(slot, now, now.dataType);
      else (changed ??= new Map()).set(slot.name, now);
    }
    if (widens && (now ?? known)?.dataType === 'text') flat.cells[index] = sentText(cell);
  }
  if (changed !== undefined) plan.retype(changed);
}

interface Fitting {
  readonly manner: Manner;
  readonly widens: boolean;
  readonly mayChange: boolean;
  readonly inference: TypeInference;
}

/** The column as the cell needs it; undefined where it stays as it is. */
function fitted(slot: ColumnSlot, cell: Cell, fitting: Fitting): ColumnSchema | undefined {
  const { manner, widens, inference } = fitting;
  const { column = { name: slot.name, nullable: true } } = slot;
  if (column.dataType === undefined) return widens ? firstType(column, cell, inference) : undefined;
  if (!widens || holdsExactly(column.dataType, column, cell)) return undefined;
  const wider = candidates(column.dataType, cell).filter((type) => manner.retyping?.widerTypes.includes(type) === true);
  return wider.map((type) => retyped(column, type)).find((wide) => isHeld(wide, cell));
}

/** The type that the first value of a column gives it; text where it cannot change any more. */
function firstOf(column: ColumnSchema, cell: Cell, { manner, widens, mayChange, inference }: Fitting): DataType {
  if (!mayChange || manner.retyping?.allNull !== true) return 'text';
  if (widens) return firstType(column, cell, inference).dataType ?? 'text';
  const type = inference.typeOf(column.name, cell);
  return fits(type, column, cell) ? type : plainType(cell);
}

/** A text is not made a number because the column has numbers. */
function candidates(type: DataType, cell: Cell): readonly DataType[] {
  const wider = widerTypes[type];
  return typeof cell === 'string' ? wider.filter((one) => one === 'text') : wider;
}

/** The type that the cell would get alone, if that gives it back; else one that does. */
function firstType(column: ColumnSchema, cell: Cell, inference: TypeInference): ColumnSchema {
  const wider = typeof cell === 'string' ? (['text'] as const) : (['decimal', 'text'] as const);
  const types = [inference.typeOf(column.name, cell), plainType(cell), ...wider];
  const found = types.find((type) => holdsExactly(type, withType(column, type), cell));
  return withType(column, found ?? 'text');
}

function isHeld(column: ColumnSchema, cell: Cell): boolean {
  return column.dataType !== undefined && holdsExactly(column.dataType, column, cell);
}

/** Beside what hints and names say: columns that rows are found, ordered or deleted by according to their type. */
function isPromised(plan: TablePlan, { name, column }: ColumnSlot, { promised }: Manner): boolean {
  if (promised.get(plan.name)?.has(name) === true || plan.inference.preferredType(name) !== undefined) return true;
  if (column === undefined) return false;
  const { rowKey, parentKey, rootKey, rowVersion, validFrom, validTo, hardDelete, dedupSort } = column;
  const roles = [rowKey, parentKey, rootKey, rowVersion, validFrom, validTo, hardDelete];
  return dedupSort !== undefined || roles.some((role) => role === true);
}

/** A value as JSON spells it; a number in the very digits that were sent, where they are known. */
function sentText(cell: Cell): Cell {
  if (typeof cell === 'boolean') return String(cell);
  if (cell instanceof ExactNumber) return cell.text;
  return cell instanceof Uint8Array ? cell : textOf(cell);
}
