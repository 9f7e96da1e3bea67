import { parseJson } from '../../core/json.ts';
import { JsonText, plainType, type Cell } from '../cell.ts';
import { jsonTooDeep } from '../errors.ts';
import { jsonText } from '../json-text.ts';
import type { TablePlan } from '../table-plan.ts';
import type { TablePlans } from '../table-plans.ts';
import type { Value } from '../../core/value.ts';
import type { JsonColumn } from './json-column.ts';
import { JsonNode, type JsonField } from './json-plan.ts';
import { JsonTable } from './json-table.ts';
import { cellsEnd, fieldChild, fieldList, tableValue } from './layout.ts';
import type { MachineHost, RowMachine } from './row-machine.ts';

/** Levels of a row beyond which it is left to the writer of objects. */
const deepest = 48;

/** What the machine knows of a root table and of all that is nested in it, and the answers to what it asks. */
export class JsonProgram implements MachineHost {
  readonly #machine: RowMachine;
  readonly #plans: TablePlans;
  readonly #root: TablePlan;
  readonly #maxDepth: number;
  /** Place of the place of its first column; 0 where there was no room for it. */
  readonly #columnList: number;
  /** Each table is filled by one list only, for its rows to be in one order. */
  readonly #tables = new Map<TablePlan, JsonTable>();
  readonly #tableAt = new Map<number, JsonTable>();
  readonly #nodeAt = new Map<number, JsonNode>();
  readonly #fieldAt = new Map<number, JsonField>();
  readonly #listOf = new Map<JsonField, JsonTable>();

  constructor(machine: RowMachine, plans: TablePlans, root: TablePlan, maxDepth: number) {
    this.#machine = machine;
    this.#plans = plans;
    this.#root = root;
    this.#maxDepth = maxDepth;
    this.#columnList = machine.allocate(8);
  }

  /**
   * Makes the machine ready to read rows; gives their table, or undefined where they must come another way: there is no
   * room, or no row was there yet.
   * @param budget levels that are flattened
   */
  enter(budget: number): JsonTable | undefined {
    if (this.#columnList === 0) return undefined;
    this.#machine.enter(this, this.#columnList);
    const table = this.#rootTable(budget);
    this.#follow();
    return table?.isReady === true ? table : undefined;
  }

  /** Hands on the columns that the machine made. */
  take(): void {
    for (const table of this.#tables.values()) table.take();
    this.#machine.clear();
  }

  key(nodePlace: number, start: number, end: number): number {
    const key = this.#machine.bytes.toString('utf8', start, end);
    // A key with an escape is not spelled as it is called.
    if (key.includes('\\')) return 0;
    return this.#field(this.#nodeAt.get(nodePlace), key);
  }

  value(tablePlace: number): number {
    const field = this.#field(this.#tableAt.get(tablePlace)?.node, 'value');
    this.#machine.setWord(tablePlace + tableValue, field);
    return field;
  }

  child(fieldPlace: number): number {
    const field = this.#fieldAt.get(fieldPlace);
    if (field === undefined || field.node.level.depth >= Math.min(deepest, this.#maxDepth)) return 0;
    field.child ??= this.#node(field.node.childOf(field));
    const place = field.child?.place ?? 0;
    this.#machine.setWord(fieldPlace + fieldChild, place);
    return place;
  }

  list(fieldPlace: number): number {
    const field = this.#fieldAt.get(fieldPlace);
    if (field === undefined || field.node.level.depth + 2 > Math.min(deepest, this.#maxDepth)) return 0;
    const table = this.#listTable(field);
    if (table === undefined) return 0;
    this.#listOf.set(field, table);
    this.#machine.setWord(fieldPlace + fieldList, table.place);
    return table.place;
  }

  cell(fieldPlace: number, start: number, end: number, side: number): number {
    const field = this.#fieldAt.get(fieldPlace);
    const own = field?.column;
    if (field === undefined || own === undefined) return 0;
    const cell = this.#cellOf(field, parseJson(this.#machine.bytes.subarray(start, end)));
    if (cell === undefined || own.slot.write === undefined) return 0;
    const ownBytes = own.bytesOf(cell);
    const column = ownBytes === undefined ? this.#variant(field, own, cell) : own;
    const bytes = ownBytes ?? column?.bytesOf(cell);
    if (column === undefined || bytes === undefined || side + bytes.length > cellsEnd) return 0;
    this.#machine.setCell(bytes, side);
    return column.place;
  }

  double(start: number, end: number): number {
    const text = this.#machine.bytes.toString('latin1', start, end);
    const value = Number(text);
    return !Number.isInteger(value) && String(value) === text ? value : Number.NaN;
  }

  /** Tells the machine what the writer of objects, hints and schemas have changed. */
  #follow(): void {
    for (const table of this.#tables.values()) table.follow();
    for (const field of this.#fieldAt.values()) this.#followField(field);
  }

  #rootTable(budget: number): JsonTable | undefined {
    const plan = this.#root;
    const known = this.#tables.get(plan);
    if (known?.node.level.budget === budget) return known;
    const node = this.#node(new JsonNode(this.#machine, plan, plan.node, { budget, depth: 1, rowBudget: budget }));
    return node === undefined ? undefined : this.#table(plan, node);
  }

  #cellOf({ node }: JsonField, value: Value): Cell | undefined {
    if (value === null) return undefined;
    if (typeof value !== 'object' || isExact(value)) return value;
    const tooDeep = (): Error => jsonTooDeep(node.plan.name, this.#maxDepth);
    return new JsonText(jsonText(value, { above: node.level.depth, most: this.#maxDepth, tooDeep }));
  }

  /** The column next to its own that takes a value of another type. */
  #variant({ node }: JsonField, own: JsonColumn, cell: Cell): JsonColumn | undefined {
    const slot = own.slot.variants.get(plainType(cell));
    return slot === undefined ? undefined : this.#tables.get(node.plan)?.column(slot);
  }

  #field(node: JsonNode | undefined, key: string): number {
    const field = node?.field(key);
    if (field === undefined) return 0;
    if (!this.#fieldAt.has(field.place)) {
      this.#fieldAt.set(field.place, field);
      this.#followField(field);
    }
    return field.place;
  }

  #followField(field: JsonField): void {
    const { slot } = field.field;
    field.follow(() => (slot === undefined ? undefined : this.#tables.get(field.node.plan)?.column(slot)));
    const table = this.#listOf.get(field);
    if (table === undefined || this.#fills(field, table)) return;
    this.#listOf.delete(field);
    this.#machine.setWord(field.place + fieldList, 0);
  }

  #node(node: JsonNode): JsonNode | undefined {
    if (node.place === 0) return undefined;
    this.#nodeAt.set(node.place, node);
    return node;
  }

  #table(plan: TablePlan, node: JsonNode, target?: JsonTable['target']): JsonTable | undefined {
    const known = this.#tables.get(plan);
    if (known !== undefined) {
      known.node = node;
      return known;
    }
    const made = new JsonTable(this.#machine, plan, node, target);
    if (made.place === 0) return undefined;
    this.#tables.set(plan, made);
    this.#tableAt.set(made.place, made);
    return made;
  }

  /** Where the elements under a key go; undefined until there were some, and where two lists would fill one table. */
  #listTable(field: JsonField): JsonTable | undefined {
    const { node } = field;
    const target = field.field.list;
    const plan = target === undefined ? undefined : this.#plans.knownNested(target);
    if (target === undefined || plan === undefined) return undefined;
    const known = this.#tables.get(plan);
    const isOwn = plan.place.owner === node.plan && plan.place.parent === node.plan.name && !plan.isRootKey;
    if (!isOwn || (known !== undefined && known.target !== target)) return undefined;
    const budget = node.level.rowBudget - 1;
    if (known?.node.level.budget === budget) return known;
    const level = { budget, depth: node.level.depth + 2, rowBudget: budget };
    const below = this.#node(new JsonNode(this.#machine, plan, plan.node, level));
    return below === undefined ? undefined : this.#table(plan, below, target);
  }

  #fills({ field }: JsonField, table: JsonTable): boolean {
    return field.list !== undefined && this.#plans.knownNested(field.list) === table.plan;
  }
}

/** True for a number that keeps its own spelling. */
function isExact(value: Exclude<Value, null>): value is Exclude<Cell, JsonText | Uint8Array> {
  return typeof value === 'object' && 'text' in value;
}
