import { Buffer } from 'node:buffer';
import { backslash, quote, textEnd, valueEnd } from '../../core/json-bytes.ts';
import { parseJson } from '../../core/json.ts';
import type { Value } from '../../core/value.ts';
import { isOnlyNull } from '../../schema/retyped.ts';
import { JsonText, plainType, type Cell } from '../cell.ts';
import { fits } from '../cell-fits.ts';
import type { ColumnSlot } from '../column-slot.ts';
import { jsonTooDeep } from '../errors.ts';
import { jsonText } from '../json-text.ts';
import { way, type JsonField } from './json-plan.ts';
import { momentIn } from './moment.ts';
import { NumberReader } from './number-reader.ts';
import type { RowTape } from './row-tape.ts';

/** What a row that is not understood gives instead of the place behind it. */
export const unknown = -1;

/** Characters of the longest double in its shortest form, such as `-1.2345678901234567e-300`. */
const longestDouble = 24;

/** Notes single values for their columns; each method gives the place behind the value, or `unknown`. */
export class JsonValues {
  bytes: Buffer = Buffer.alloc(0);
  readonly #tape: RowTape;
  readonly #maxDepth: number;
  readonly #number = new NumberReader();

  constructor(tape: RowTape, maxDepth: number) {
    this.#tape = tape;
    this.#maxDepth = maxDepth;
  }

  /** @param start behind the quote */
  text(field: JsonField, start: number, row: number): number {
    const bytes = this.bytes;
    let end = start;
    while (bytes[end] !== quote && bytes[end] !== backslash) end += 1;
    if (bytes[end] === backslash) {
      const behind = textEnd(bytes, end);
      // A text in quotes is nothing else to JSON.parse.
      const text = JSON.parse(bytes.toString('utf8', start - 1, behind)) as string;
      return this.#cell(field, text, row) ? behind : unknown;
    }
    const slot = field.slot();
    if (slot === undefined) return unknown;
    if (field.way === way.text) {
      if (!claim(slot, row)) return unknown;
      this.#tape.text(field, start, end);
      return end + 1;
    }
    if (field.way === way.moment) {
      const micros = momentIn(bytes, start, end);
      if (micros !== undefined) return claim(slot, row) ? this.#integer(field, micros, end + 1) : unknown;
    }
    return this.#cell(field, bytes.toString('utf8', start, end), row) ? end + 1 : unknown;
  }

  #integer(field: JsonField, value: number, end: number): number {
    this.#tape.integer(field, value);
    return end;
  }

  number(field: JsonField, start: number, row: number): number {
    const number = this.#number;
    const end = number.read(this.bytes, start);
    const slot = field.slot();
    if (slot === undefined) return unknown;
    if (number.isShort && field.way === way.double) {
      if (!claim(slot, row)) return unknown;
      this.#tape.double(field, number.value);
      return end;
    }
    if (number.isShort && number.isInteger) {
      if (field.way !== way.integer) return this.#cell(field, number.value, row) ? end : unknown;
      return claim(slot, row) ? this.#integer(field, number.value, end) : unknown;
    }
    if (field.way === way.double && this.#isDouble(start, end)) {
      if (!claim(slot, row)) return unknown;
      this.#tape.double(field, number.value);
      return end;
    }
    const value = parseJson(this.bytes.subarray(start, end));
    return isCell(value) && this.#cell(field, value, row) ? end : unknown;
  }

  /** Whether a long number is written as its double is, so that the double is all of it; leaves it in the reader. */
  #isDouble(start: number, end: number): boolean {
    if (end - start > longestDouble) return false;
    const text = this.bytes.toString('latin1', start, end);
    const value = Number(text);
    this.#number.value = value;
    return !Number.isInteger(value) && String(value) === text;
  }

  bool(field: JsonField, value: boolean, row: number): boolean {
    const slot = field.slot();
    if (slot === undefined) return false;
    if (field.way !== way.bool) return this.#cell(field, value, row);
    if (!claim(slot, row)) return false;
    this.#tape.bool(field, value);
    return true;
  }

  /** The long way: a value of another type than its column, which may fit all the same, or a variant of it. */
  #cell(field: JsonField, cell: Cell, row: number): boolean {
    const slot = field.slot();
    if (slot === undefined || !claim(slot, row)) return false;
    const target = takes(slot, cell) ? slot : slot.variants.get(plainType(cell));
    if (target?.write === undefined || (target !== slot && !(takes(target, cell) && claim(target, row)))) return false;
    this.#tape.cell(target.write, cell);
    return true;
  }

  /** A null writes nothing, where it may be one. */
  nothing({ field: { slot } }: JsonField, row: number): boolean {
    return slot !== undefined && slot.column?.nullable !== false && claim(slot, row);
  }

  /** A list or an object that stays one value. */
  json(field: JsonField, start: number, row: number): number {
    const end = valueEnd(this.bytes, start, 0);
    const { plan, depth } = field.node;
    const tooDeep = (): Error => jsonTooDeep(plan.name, this.#maxDepth);
    const text = jsonText(parseJson(this.bytes.subarray(start, end)), { above: depth, most: this.#maxDepth, tooDeep });
    return this.#cell(field, new JsonText(text), row) ? end : unknown;
  }
}

/** True for the first value of a column in a row: two keys of one name are not for this way. */
function claim(slot: ColumnSlot, row: number): boolean {
  if (slot.readIn === row) return false;
  slot.readIn = row;
  return true;
}

function takes({ column, write }: ColumnSlot, cell: Cell): boolean {
  if (write === undefined || column?.dataType === undefined || isOnlyNull(column)) return false;
  return fits(column.dataType, column, cell);
}

/** True for what a number is read as. */
function isCell(value: Value): value is Exclude<Value, null | readonly Value[] | { readonly [key: string]: Value }> {
  return value !== null && (typeof value !== 'object' || 'text' in value);
}
