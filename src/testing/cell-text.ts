import assert from 'node:assert/strict';
import { parseJson } from '../core/json.ts';
import { sortedJson } from '../core/sorted-json.ts';
import { cellTypes, type Cell } from '../schema/cell.ts';
import type { DataType } from '../schema/table.ts';

/**
 * A value in the one spelling that cases compare. What `cellTypes` leaves open counts for nothing: zeros behind the
 * last digit of a decimal, the fraction of a second that says least, the order of keys in JSON. Null is `-`.
 * @throws AssertionError for a value of another type than that of its column
 */
export function cellText(cell: Cell, dataType: DataType | undefined): string {
  if (cell === null) return '-';
  const shown = cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : String(cell);
  if (dataType === undefined) return shown;
  const type = cell instanceof Uint8Array ? 'Uint8Array' : typeof cell;
  assert.equal(
    type,
    cellTypes[dataType],
    `a value of a ${dataType} column, ${shown.slice(0, 80)}, is no ${cellTypes[dataType]}`,
  );
  return spellings[dataType]?.(shown) ?? shown;
}

const spellings: { readonly [Type in DataType]?: (text: string) => string } = {
  decimal: withoutZeros,
  wei: withoutZeros,
  json: (text) => sortedJson(parseJson(Buffer.from(text, 'utf8'))),
  timestamp: momentText,
  time: withoutZeros,
};

function withoutZeros(text: string): string {
  const plain = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return plain === '-0' ? '0' : plain;
}

/** What a case expects may have an offset; what is read has none but `Z`. */
function momentText(text: string): string {
  const [, moment = text, fraction = '', zone = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const rest = fraction.replace(/0+$/, '');
  const tail = rest === '' ? '' : `.${rest}`;
  if (zone === '' || zone === 'Z') return `${moment}${tail}${zone}`;
  return `${new Date(`${moment}${zone}`).toISOString().slice(0, -'.000Z'.length)}${tail}Z`;
}
