import { shake128Base64 } from '../core/hash.ts';
import { parseJson } from '../core/json.ts';
import type { TableName } from '../core/names.ts';
import { sortedJson } from '../core/sorted-json.ts';
import { isRow, type Row, type Value } from '../core/value.ts';
import { JsonText, type Cell } from './cell.ts';
import { valueNotNull } from './errors.ts';
import type { FlatRow } from './flat-row.ts';
import { refusedCell, type RowOrigin } from './refused-cell.ts';
import type { TablePlan } from './table-plan.ts';

const digestBytes = 10;

/**
 * The id of a row by its primary key, under the names and with the values that the row was flattened to (dataset-format
 * section 3.3).
 * @throws `value_not_null` when the row lacks a column of the key
 */
export function keyHashId(plan: TablePlan, flat: FlatRow, from: RowOrigin): Uint8Array {
  const key = plan.primaryKey.map((name) => {
    const slot = plan.slot(name);
    const cell = flat.cellOf(slot);
    if (cell === undefined) throw valueNotNull(refusedCell(plan, slot, { cell: null, from }));
    return [name, plainValue(cell)] as const;
  });
  return idOf(sortedJson(Object.fromEntries(key)));
}

/** The id of a row by all that it says, as it came; what the engine itself names is left out. */
export function rowHashId(row: Row): Uint8Array {
  return idOf(sortedJson(Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith('_dlt')))));
}

/** The id of a nested row by its place in the list of its parent. */
export function childHashId(parentId: Uint8Array, table: TableName, index: number): Uint8Array {
  return idOf(`${Buffer.from(parentId).toString()}_${table}_${index}`);
}

function idOf(text: string): Uint8Array {
  return Buffer.from(shake128Base64(text, digestBytes), 'latin1');
}

function plainValue(cell: Cell | null): Value {
  if (cell instanceof JsonText) return parseJson(Buffer.from(cell.text));
  return cell instanceof Uint8Array ? Buffer.from(cell).toString() : cell;
}

/** A value that is no row becomes a row with the one column `value`. */
export function asRow(value: Value): Row {
  return isRow(value) ? value : { value };
}
