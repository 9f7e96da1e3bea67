/**
 * Writes rows that are still JSON into the columns of their tables, byte by byte, without making objects of them. It
 * understands what it has met before: keys that have columns, values that fit them. A row with anything else in it is
 * left untouched to the writer of objects, which learns what is new; that one is also the twin that this one is held
 * against. Keys come in the order of the row before, so that most are known at a glance.
 */
import { Buffer } from 'node:buffer';
import {
  backslash,
  closeBrace,
  closeBracket,
  comma,
  openBrace,
  openBracket,
  quote,
  smallF,
  smallN,
  smallT,
  spaceEnd,
  textEnd,
  valueEnd,
} from '../../core/json-bytes.ts';
import type { JsonRows } from '../../core/json-rows.ts';
import { parseJson } from '../../core/json.ts';
import type { Value } from '../../core/value.ts';
import { JsonText, plainType, type Cell } from '../cell.ts';
import { fits } from '../cell-fits.ts';
import type { ColumnSlot } from '../column-slot.ts';
import { jsonTooDeep } from '../errors.ts';
import { jsonText } from '../json-text.ts';
import type { ListTarget } from '../row-node.ts';
import type { RowMarks } from '../row-writer.ts';
import type { TablePlan } from '../table-plan.ts';
import type { TablePlans } from '../table-plans.ts';
import { isOnlyNull } from '../../schema/retyped.ts';
import { way, type JsonField } from './json-field.ts';
import { JsonNode, JsonTable } from './json-table.ts';
import { momentIn } from './moment.ts';
import { NumberReader } from './number-reader.ts';
import { RowTape } from './row-tape.ts';

/** Levels of a row beyond which it is left to the writer of objects. */
const deepest = 48;
/** What a row that is not understood gives instead of the place behind it. */
const unknown = -1;

export class JsonRowWriter {
  readonly #plans: TablePlans;
  readonly #maxDepth: number;
  readonly #tape = new RowTape();
  readonly #number = new NumberReader();
  readonly #roots = new Map<TablePlan, JsonTable>();
  /** Each table is filled by one list only, for its rows to be in one order. */
  readonly #targets = new Map<TablePlan, ListTarget>();
  #marks: RowMarks;
  #loadId: Buffer;
  #bytes: Buffer = Buffer.alloc(0);
  /** Of the newest row, nested ones counted. */
  #rowNumber = 0;

  constructor(plans: TablePlans, maxDepth: number, marks: RowMarks) {
    this.#plans = plans;
    this.#maxDepth = maxDepth;
    this.#marks = marks;
    this.#loadId = Buffer.from(marks.loadId);
  }

  /** From the next row on. */
  mark(marks: RowMarks): void {
    this.#marks = marks;
    this.#loadId = Buffer.from(marks.loadId);
  }

  /** Whether rows of this table may be written this way at all: nobody wants to look at them. */
  takes(plan: TablePlan): boolean {
    return plan.manner === undefined && !plan.isFiltered && plan.rowIdKind === 'random' && !plan.isRootKey;
  }

  /**
   * Writes a row with all that is nested in it, or gives false and has written nothing.
   * @param budget levels that are flattened
   */
  write(plan: TablePlan, { bytes, places }: JsonRows, index: number, budget: number): boolean {
    const table = this.#root(plan, budget);
    if (!table.isReady()) return false;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#tape.count = 0;
    this.#rowNumber += 1;
    this.#tape.begin(table, 0);
    const end = this.#object(table.node, (places[index] ?? 0) + 1, this.#rowNumber);
    if (end === unknown || this.#tape.isTooLong()) return false;
    this.#tape.end();
    this.#tape.play(this.#bytes, this.#loadId, this.#marks.ids);
    return true;
  }

  #root(plan: TablePlan, budget: number): JsonTable {
    const known = this.#roots.get(plan);
    if (known?.node.budget === budget) return known;
    const made = new JsonTable(plan, new JsonNode(plan, plan.node, { budget, depth: 1, rowBudget: budget }));
    this.#roots.set(plan, made);
    return made;
  }

  /** @param start behind the brace */
  #object(node: JsonNode, start: number, row: number): number {
    const bytes = this.#bytes;
    let at = spaceEnd(bytes, start);
    if (bytes[at] === closeBrace) return at + 1;
    let before: JsonField | undefined;
    for (;;) {
      const guess = before === undefined ? node.first : before.next;
      const field = guess !== undefined && isKey(bytes, at + 1, guess.key) ? guess : this.#field(node, at + 1, before);
      if (field === undefined || field.seenIn === row) return unknown;
      field.seenIn = row;
      // Behind the quote of the key there are only white space and a colon.
      at = spaceEnd(bytes, spaceEnd(bytes, at + field.key.length + 2) + 1);
      at = this.#value(field, at, row);
      if (at === unknown) return unknown;
      if (bytes[at] !== comma && bytes[at] !== closeBrace) at = spaceEnd(bytes, at);
      if (bytes[at] === closeBrace) return at + 1;
      at = spaceEnd(bytes, at + 1);
      before = field;
    }
  }

  /** The field of a key that was not the expected one; from now on it is. */
  #field(node: JsonNode, start: number, before: JsonField | undefined): JsonField | undefined {
    const end = this.#bytes.indexOf(quote, start);
    const key = this.#bytes.toString('utf8', start, end);
    if (key.includes('\\')) return undefined;
    const field = node.field(key);
    if (before === undefined) node.first = field;
    else before.next = field;
    return field;
  }

  #value(field: JsonField, start: number, row: number): number {
    switch (this.#bytes[start]) {
      case quote:
        return this.#text(field, start + 1, row);
      case openBrace:
        return this.#nested(field, start, row);
      case openBracket:
        return this.#list(field, start, row);
      case smallT:
        return this.#bool(field, true, row) ? start + 4 : unknown;
      case smallF:
        return this.#bool(field, false, row) ? start + 5 : unknown;
      case smallN:
        return isNullable(field, row) ? start + 4 : unknown;
      default:
        return this.#numeric(field, start, row);
    }
  }

  /** @param start behind the quote */
  #text(field: JsonField, start: number, row: number): number {
    const bytes = this.#bytes;
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

  #numeric(field: JsonField, start: number, row: number): number {
    const number = this.#number;
    const end = number.read(this.#bytes, start);
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
    const value = parseJson(this.#bytes.subarray(start, end));
    return isCell(value) && this.#cell(field, value, row) ? end : unknown;
  }

  #bool(field: JsonField, value: boolean, row: number): boolean {
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

  /** @param start of the brace */
  #nested(field: JsonField, start: number, row: number): number {
    const { node } = field;
    if (node.budget <= 0 || field.keepsJson()) return this.#json(field, start, row);
    if (node.depth >= Math.min(deepest, this.#maxDepth)) return unknown;
    field.child ??= node.childOf(field);
    return this.#object(field.child, start + 1, row);
  }

  /** @param start of the bracket */
  #list(field: JsonField, start: number, row: number): number {
    const { node } = field;
    if (node.budget <= 0 || field.keepsJson()) return this.#json(field, start, row);
    if (node.depth + 2 > Math.min(deepest, this.#maxDepth)) return unknown;
    const bytes = this.#bytes;
    let at = spaceEnd(bytes, start + 1);
    const table = this.#listTable(field);
    if (table === undefined || table.filledBy === row) return unknown;
    table.filledBy = row;
    if (bytes[at] === closeBracket) return at + 1;
    for (let index = 0; ; index += 1) {
      at = this.#element(table, at, index);
      if (at === unknown) return unknown;
      at = spaceEnd(bytes, at);
      if (bytes[at] === closeBracket) return at + 1;
      at = spaceEnd(bytes, at + 1);
    }
  }

  #element(table: JsonTable, start: number, index: number): number {
    const { node } = table;
    this.#rowNumber += 1;
    this.#tape.begin(table, index);
    const first = this.#bytes[start];
    if (first === openBracket) return unknown;
    let end: number = unknown;
    if (first === openBrace) end = this.#object(node, start + 1, this.#rowNumber);
    else {
      const field = node.field('value');
      if (field !== undefined) end = this.#value(field, start, this.#rowNumber);
    }
    this.#tape.end();
    return end;
  }

  /** Where the elements under a key go; undefined until there were some, and where two lists would fill one table. */
  #listTable(field: JsonField): JsonTable | undefined {
    const { node } = field;
    const target = field.field.list;
    const plan = target === undefined ? undefined : this.#plans.knownNested(target);
    if (target === undefined || plan === undefined) return undefined;
    if (field.list?.plan !== plan) {
      const isOwn = plan.place.owner === node.plan && plan.place.parent === node.plan.name && !plan.isRootKey;
      if (!isOwn || (this.#targets.get(plan) ?? target) !== target) return undefined;
      this.#targets.set(plan, target);
      const budget = node.rowBudget - 1;
      field.list = new JsonTable(plan, new JsonNode(plan, plan.node, { budget, depth: node.depth + 2, rowBudget: budget }));
    }
    return field.list.isReady() ? field.list : undefined;
  }

  /** A list or an object that stays one value. */
  #json(field: JsonField, start: number, row: number): number {
    const end = valueEnd(this.#bytes, start, 0);
    const { plan, depth } = field.node;
    const tooDeep = (): Error => jsonTooDeep(plan.name, this.#maxDepth);
    const text = jsonText(parseJson(this.#bytes.subarray(start, end)), { above: depth, most: this.#maxDepth, tooDeep });
    return this.#cell(field, new JsonText(text), row) ? end : unknown;
  }
}

/** True for the first value of a column in a row: two keys of one name are not for this way. */
function claim(slot: ColumnSlot, row: number): boolean {
  if (slot.readIn === row) return false;
  slot.readIn = row;
  return true;
}

/** A null writes nothing, where it may be one. */
function isNullable({ field: { slot } }: JsonField, row: number): boolean {
  return slot !== undefined && slot.column?.nullable !== false && claim(slot, row);
}

function takes({ column, write }: ColumnSlot, cell: Cell): boolean {
  if (write === undefined || column?.dataType === undefined || isOnlyNull(column)) return false;
  return fits(column.dataType, column, cell);
}

/** True for what a number is read as. */
function isCell(value: Value): value is Exclude<Value, null | readonly Value[] | { readonly [key: string]: Value }> {
  return value !== null && (typeof value !== 'object' || 'text' in value);
}

/** Whether this key stands here, up to its quote. */
function isKey(bytes: Uint8Array, start: number, key: Uint8Array): boolean {
  const count = key.length;
  if (bytes[start + count] !== quote) return false;
  for (let index = 0; index < count; index += 1) if (bytes[start + index] !== key[index]) return false;
  return true;
}
