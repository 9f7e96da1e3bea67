/** What an error shows of a value that does not get into its column: enough to find it, nothing that is masked. */
import type { PageOrigin } from '../core/page.ts';
import { printable } from '../core/printable.ts';
import type { Value } from '../core/value.ts';
import type { Breach } from '../schema/errors.ts';
import type { ColumnSchema } from '../schema/table.ts';
import type { Cell } from './cell.ts';
import type { ColumnSlot } from './column-slot.ts';
import { jsonText } from './json-text.ts';
import { textOf } from './python-text.ts';
import type { TablePlan } from './table-plan.ts';

/** Where a row comes from. */
export interface RowOrigin {
  readonly resource: string;
  readonly origin: PageOrigin | undefined;
}

/** @param slot the column that the value came for, whose hints say whether it is masked */
export function refusedCell(
  plan: TablePlan,
  slot: ColumnSlot,
  { cell, from }: { readonly cell: Cell | null; readonly from: RowOrigin },
): Breach {
  const value = isMasked(slot.column) ? '***' : cellText(cell);
  const { resource, origin } = from;
  return { table: plan.name, column: slot.name, resource, value, origin: originText(origin) };
}

/** True for a column whose values must not be shown: its hint says `x-mask: true`. */
function isMasked(column: ColumnSchema | undefined): boolean {
  return column?.extra?.['x-mask'] === true;
}

const shownCharacters = 200;

function cellText(cell: Cell | null): string {
  if (cell === null) return 'null';
  if (cell instanceof Uint8Array) return '(bytes)';
  return printable(typeof cell === 'string' ? JSON.stringify(cell) : textOf(cell), shownCharacters);
}

/** Enough of a nested value to recognize it. */
export function valueText(value: Value): string {
  return printable(jsonText(value, { above: 0, most: 64, tooDeep: () => new RangeError('too deep') }), shownCharacters);
}

/** Such as `page 2 of https://…`. */
export function originText(origin: PageOrigin | undefined): string | undefined {
  if (origin === undefined) return undefined;
  return origin.url === undefined ? `page ${origin.page}` : `page ${origin.page} of ${origin.url}`;
}
