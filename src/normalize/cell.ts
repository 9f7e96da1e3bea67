import { ExactNumber } from '../core/value.ts';
import type { DataType } from '../schema/table.ts';

/** A list or a nested row that stays one value, as compact JSON. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What goes into one place of a table. Bytes are the ASCII of a row id. */
export type Cell = boolean | number | bigint | string | ExactNumber | JsonText | Uint8Array;

const largestInt64 = 2n ** 63n - 1n;
const smallestInt64 = -(2n ** 63n);
const firstBeyondWei = 10n ** 38n;

export function isInt64(value: bigint): boolean {
  return value >= smallestInt64 && value <= largestInt64;
}

/**
 * The type of a value as such, whatever it spells (reference section 2.2): it names variant columns. Integers of more
 * than 38 digits, and numbers that a double cannot hold, are text, which loses nothing.
 */
export function plainType(cell: Cell): DataType {
  if (typeof cell === 'string') return 'text';
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? 'bigint' : 'double';
  if (typeof cell === 'boolean') return 'bool';
  if (typeof cell === 'bigint') return integerType(cell);
  if (cell instanceof ExactNumber) return Number.isFinite(Number(cell.text)) ? 'double' : 'text';
  return cell instanceof JsonText ? 'json' : 'text';
}

function integerType(value: bigint): DataType {
  if (isInt64(value)) return 'bigint';
  return value < firstBeyondWei && value > -firstBeyondWei ? 'wei' : 'text';
}
