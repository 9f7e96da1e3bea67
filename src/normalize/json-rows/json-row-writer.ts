/**
 * Writes rows that are still JSON into the columns of their tables, byte by byte, without making objects of them. It
 * understands what it has met before: keys that have columns, values that fit them. A row with anything else in it is
 * left untouched to the writer of objects, which learns what is new; that one is also the twin that this one is held
 * against. Keys come in the order of the row before, so that most are known at a glance.
 */
import { Buffer } from 'node:buffer';
import {
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
} from '../../core/json-bytes.ts';
import type { JsonRows } from '../../core/json-rows.ts';
import type { RowMarks } from '../row-writer.ts';
import type { TablePlan } from '../table-plan.ts';
import type { TablePlans } from '../table-plans.ts';
import { JsonNode, JsonTable, type Filling, type JsonField } from './json-plan.ts';
import { JsonValues, unknown } from './json-values.ts';
import { RowTape } from './row-tape.ts';

/** Levels of a row beyond which it is left to the writer of objects. */
const deepest = 48;

export class JsonRowWriter {
  readonly #plans: TablePlans;
  readonly #maxDepth: number;
  readonly #tape = new RowTape();
  readonly #values: JsonValues;
  readonly #roots = new Map<TablePlan, JsonTable>();
  /** Each table is filled by one list only, for its rows to be in one order. */
  readonly #fillings = new Map<TablePlan, Filling>();
  #marks: RowMarks;
  #loadId: Buffer;
  #bytes: Buffer = Buffer.alloc(0);
  /** Of the newest row, nested ones counted. */
  #rowNumber = 0;

  constructor(plans: TablePlans, maxDepth: number, marks: RowMarks) {
    this.#plans = plans;
    this.#maxDepth = maxDepth;
    this.#values = new JsonValues(this.#tape, maxDepth);
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
    return plan.manner === undefined && !plan.isFiltered && plan.rowIdKind === 'random';
  }

  /**
   * Writes a row with all that is nested in it, or gives false and has written nothing.
   * @param budget levels that are flattened
   */
  write(plan: TablePlan, { bytes, places }: JsonRows, index: number, budget: number): boolean {
    const table = this.#root(plan, budget);
    if (!table.isReady()) return false;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#values.bytes = this.#bytes;
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
        return this.#values.text(field, start + 1, row);
      case openBrace:
        return this.#nested(field, start, row);
      case openBracket:
        return this.#list(field, start, row);
      case smallT:
        return this.#values.bool(field, true, row) ? start + 4 : unknown;
      case smallF:
        return this.#values.bool(field, false, row) ? start + 5 : unknown;
      case smallN:
        return this.#values.nothing(field, row) ? start + 4 : unknown;
      default:
        return this.#values.number(field, start, row);
    }
  }

  /** @param start of the brace */
  #nested(field: JsonField, start: number, row: number): number {
    const { node } = field;
    if (node.budget <= 0 || field.keepsJson()) return this.#values.json(field, start, row);
    if (node.depth >= Math.min(deepest, this.#maxDepth)) return unknown;
    field.child ??= node.childOf(field);
    return this.#object(field.child, start + 1, row);
  }

  /** @param start of the bracket */
  #list(field: JsonField, start: number, row: number): number {
    const { node } = field;
    if (node.budget <= 0 || field.keepsJson()) return this.#values.json(field, start, row);
    if (node.depth + 2 > Math.min(deepest, this.#maxDepth)) return unknown;
    const bytes = this.#bytes;
    let at = spaceEnd(bytes, start + 1);
    const table = this.#listTable(field);
    if (table?.filling === undefined || table.filling.row === row) return unknown;
    table.filling.row = row;
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
      const filling = this.#fillings.get(plan) ?? { target, row: -1 };
      if (!isOwn || filling.target !== target) return undefined;
      this.#fillings.set(plan, filling);
      const budget = node.rowBudget - 1;
      field.list = new JsonTable(
        plan,
        new JsonNode(plan, plan.node, { budget, depth: node.depth + 2, rowBudget: budget }),
        filling,
      );
    }
    return field.list.isReady() ? field.list : undefined;
  }
}

/** Whether this key stands here, up to its quote. */
function isKey(bytes: Uint8Array, start: number, key: Uint8Array): boolean {
  const count = key.length;
  if (bytes[start + count] !== quote) return false;
  for (let index = 0; index < count; index += 1) if (bytes[start + index] !== key[index]) return false;
  return true;
}
