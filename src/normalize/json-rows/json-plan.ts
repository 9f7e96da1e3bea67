import { isSystemName } from '../../schema/system-tables.ts';
import { childOf, type RowField, type RowNode } from '../row-node.ts';
import type { TablePlan } from '../table-plan.ts';
import type { JsonColumn } from './json-column.ts';
import {
  fieldColumn,
  fieldIsNullable,
  fieldKeepsJson,
  fieldKey,
  fieldKeyLength,
  fieldKeyMask,
  fieldSibling,
  fieldSize,
  fieldWay,
  nodeRing,
  nodeSize,
  wayHost,
} from './layout.ts';
import type { RowMachine } from './row-machine.ts';

/** How deep a node lies. */
export interface NodeLevel {
  /** Levels that may still be flattened. */
  readonly budget: number;
  /** Lists and objects from the row of the resource to here, both counted. */
  readonly depth: number;
  /** Of the whole row that this is a part of. */
  readonly rowBudget: number;
}

/** A path of nested objects in the rows of a table, as the machine knows it. */
export class JsonNode {
  readonly plan: TablePlan;
  readonly path: RowNode;
  readonly level: NodeLevel;
  /** Of its record; 0 where there was no room for one. */
  readonly place: number;
  readonly #machine: RowMachine;
  readonly #fields = new Map<string, JsonField>();

  constructor(machine: RowMachine, plan: TablePlan, path: RowNode, level: NodeLevel) {
    this.#machine = machine;
    this.plan = plan;
    this.path = path;
    this.level = level;
    this.place = machine.allocate(nodeSize);
  }

  /** The field of a key that was met before; undefined for one that is new, or that is none of the source's to fill. */
  field(key: string): JsonField | undefined {
    const known = this.#fields.get(key);
    if (known !== undefined) return known;
    const field = this.path.fields.get(key);
    if (field === undefined || field.isJson || isSystemName(field.column)) return undefined;
    const made = new JsonField(this.#machine, this, field);
    if (made.place === 0) return undefined;
    this.#fields.set(key, made);
    this.#join(made.place);
    return made;
  }

  /** Of the objects under a key. */
  childOf({ field }: JsonField): JsonNode {
    const { plan, level } = this;
    const path = field.child ?? childOf(this.path, field, plan.naming);
    return new JsonNode(this.#machine, plan, path, { ...level, budget: level.budget - 1, depth: level.depth + 1 });
  }

  /** The newest field closes the ring: behind it comes the first. */
  #join(field: number): void {
    const machine = this.#machine;
    const newest = machine.word(this.place + nodeRing);
    machine.setWord(field + fieldSibling, newest === 0 ? field : machine.word(newest + fieldSibling));
    if (newest > 0) machine.setWord(newest + fieldSibling, field);
    machine.setWord(this.place + nodeRing, field);
  }
}

/** A key in the objects of a path, and where its values go. */
export class JsonField {
  readonly node: JsonNode;
  readonly field: RowField;
  readonly place: number;
  /** Undefined as long as nothing is known of its column. */
  column: JsonColumn | undefined;
  /** Of the objects under this key, once there were some. */
  child: JsonNode | undefined;
  readonly #machine: RowMachine;

  constructor(machine: RowMachine, node: JsonNode, field: RowField) {
    this.#machine = machine;
    this.node = node;
    this.field = field;
    const key = Buffer.from(field.key, 'utf8');
    const keyPlace = machine.keep(key);
    this.place = keyPlace === 0 ? 0 : machine.allocate(fieldSize);
    if (this.place === 0) return;
    machine.setWord(this.place + fieldKey, keyPlace);
    machine.setWord(this.place + fieldKeyLength, key.length);
    machine.setWord(this.place + fieldKeyMask, key.length >= 16 ? 0xffff : (1 << key.length) - 1);
  }

  /** Tells the machine what became of its column meanwhile. */
  follow(columnOf: (field: JsonField) => JsonColumn | undefined): void {
    const { place, field } = this;
    const machine = this.#machine;
    if (this.column === undefined && field.slot !== undefined) this.column = columnOf(this);
    const { column } = this;
    machine.setWord(place + fieldColumn, column?.place ?? 0);
    machine.setWord(place + fieldWay, column?.way ?? wayHost);
    machine.setWord(place + fieldIsNullable, column !== undefined && column.slot.column?.nullable !== false ? 1 : 0);
    machine.setWord(place + fieldKeepsJson, this.#keepsJson() ? 1 : 0);
  }

  /** True where lists and objects under this key are one JSON value. */
  #keepsJson(): boolean {
    const { field, node } = this;
    if (node.level.budget <= 0) return true;
    const slot = field.slot ?? node.plan.knownSlot(field.column);
    return (slot?.column?.dataType ?? node.plan.inference.preferredType(field.column)) === 'json';
  }
}
