import { BatchBuilder } from '../columnar/batch-builder.ts';
import type { Emit } from '../core/event.ts';
import type { ColumnName, TableName } from '../core/names.ts';
import type { Contract, ContractMode } from '../schema/contract-setting.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import type { RowIdKind } from '../schema/dispositions.ts';
import { withHints } from '../schema/column-rules.ts';
import { isOnlyNull, onlyNull } from '../schema/retyped.ts';
import type { TableFilters } from '../schema/table-filters.ts';
import { occurrenceColumn, rowIdColumn } from '../schema/system-tables.ts';
import type { ColumnSchema, DataType, TableSchema } from '../schema/table.ts';
import { bindSlot, newColumnSlot, type ColumnSlot } from './column-slot.ts';
import { columnLimit } from './errors.ts';
import { keysPerColumn } from './limits.ts';
import type { TypeInference } from './infer-type.ts';
import type { Manner } from './manner.ts';
import { addField, newRowNode, pathOf, type RowField, type RowNode } from './row-node.ts';
import { systemColumns } from './system-columns.ts';

/** Which table a plan is for. */
export interface TablePlace {
  readonly name: TableName;
  /** From the root table to this one. */
  readonly path: readonly TableName[];
  /** The plan of the table that the root rows are in; undefined for that table itself. */
  readonly root: TablePlan | undefined;
  readonly parent: TableName | undefined;
  /** The plan of the table in whose rows this one was found; also where the schema has it without a parent. */
  readonly owner: TablePlan | undefined;
}

/** Rows, and the columns that they are in. */
export interface RetiredRows {
  readonly rows: BatchBuilder;
  readonly columns: ReadonlyMap<ColumnName, ColumnSchema>;
}

/** What all plans of a run share. */
export interface PlanSettings {
  readonly naming: NamingConvention;
  readonly maxColumns: number;
  readonly inference: TypeInference;
  /** Undefined where no table has one. */
  readonly filters: TableFilters | undefined;
}

/**
 * How the rows of one table become columns: names, places and builders, looked up once and kept. It learns from the
 * rows; what it learned and the schema does not know yet is in `added`.
 */
export class TablePlan {
  readonly place: TablePlace;
  readonly name: TableName;
  readonly root: TablePlan;
  readonly naming: NamingConvention;
  readonly node: RowNode;
  rows: BatchBuilder = new BatchBuilder();
  /** Rows since the last `clear()` whose columns had other types than now, oldest first. */
  readonly retired: RetiredRows[] = [];
  /** Columns that got their type since the schema was last told, in that order. */
  readonly added: ColumnSchema[] = [];
  /** Columns that got another type since the schema was last told. */
  readonly retypedColumns: Map<ColumnName, ColumnSchema> = new Map();
  /** Where its rows become columns in another way than dlt's; counts in root tables only. */
  manner: Manner | undefined;
  /** Tables below this one; counted in root tables only. */
  childTableCount = 0;
  /** Whether rows carry the id of their root row. */
  hasRootId = false;
  /** Whether the ids of its own rows go to all that is nested in them. */
  isRootKey = false;
  /** How ids of root rows come about; counts in root tables only. */
  rowIdKind: RowIdKind = 'random';
  primaryKey: readonly ColumnName[] = [];
  /** What its rows may change; undefined for everything. */
  contract: Contract | undefined;
  /** True while its rows may bring columns whatever the contract says. */
  isOpen = false;
  /** True until its first row. */
  isNew = false;
  /** True where the table is made though it has no rows yet. */
  isWanted = false;
  /** Columns that the contract held back so far. */
  readonly heldBack: Map<ColumnName, ContractMode> = new Map();
  /** What the contract held back since the schema was last told. */
  readonly discarded: { rows: number; values: number } = { rows: 0, values: 0 };
  readonly rowId: ColumnSlot;
  readonly #settings: PlanSettings;
  readonly #slots = new Map<ColumnName, ColumnSlot>();
  /** Columns and lists that several keys of a row became, and whether that was told. */
  readonly #overwritten = new Map<string, boolean>();
  #columnCount = 0;
  #keyCount = 0;

  constructor(place: TablePlace, settings: PlanSettings) {
    this.place = place;
    this.name = place.name;
    this.node = newRowNode([], place.path);
    this.root = place.root ?? this;
    this.naming = settings.naming;
    this.#settings = settings;
    this.rowId = this.slot(rowIdColumn.name);
  }

  get inference(): TypeInference {
    return this.#settings.inference;
  }

  get isFiltered(): boolean {
    return this.#settings.filters !== undefined;
  }

  /** Makes the plan know what the schema knows. */
  follow(table: TableSchema): void {
    for (const column of table.columns.values()) {
      const slot = this.slot(column.name);
      if (column.dataType !== undefined && slot.write === undefined) this.#columnCount += 1;
      bindSlot(slot, column, this.rows);
    }
  }

  /** The slot for what tells rows with the same id apart; the schema does not know its column. */
  occurrenceSlot(): ColumnSlot {
    const slot = this.slot(occurrenceColumn.name);
    if (slot.write === undefined) bindSlot(slot, occurrenceColumn, this.rows);
    return slot;
  }

  /** The field of a key. @throws `name_empty`, `column_limit` */
  field(node: RowNode, key: string): RowField {
    const known = node.fields.get(key);
    if (known !== undefined) return known;
    this.#keyCount += 1;
    if (this.#keyCount > this.#settings.maxColumns * keysPerColumn) throw this.#limitReached();
    const field = addField(node, key, this.naming);
    field.isJson = this.root.manner?.jsonPaths.has(pathOf(node, field, this.naming)) === true;
    return field;
  }

  /** The slot of a column, if it is known or had a value. */
  knownSlot(name: ColumnName): ColumnSlot | undefined {
    return this.#slots.get(name);
  }

  /** For `tellOverwritten`. */
  noteOverwritten(names: Iterable<string>): void {
    for (const name of names) if (!this.#overwritten.has(name)) this.#overwritten.set(name, false);
  }

  /** Of several keys of a row that become one column the last wins (reference section 1.4): told once, not silent. */
  tellOverwritten(emit: Emit): void {
    for (const [name, isTold] of this.#overwritten) {
      if (isTold) continue;
      this.#overwritten.set(name, true);
      const message = `"${this.name}" has rows with several keys that are all called "${name}" as a column; only the last value is kept`;
      emit({ kind: 'notice', message });
    }
  }

  slot(name: ColumnName): ColumnSlot {
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    const made = newColumnSlot(name, this.#settings.filters?.(this.name, name));
    made.column = this.#hintedByName(name);
    this.#slots.set(name, made);
    return made;
  }

  /**
   * Gives a column its type, for good. A hint without a type keeps what else it says.
   * @throws `column_limit`
   */
  complete(slot: ColumnSlot, dataType: DataType, variant?: true): void {
    const defaults = this.#settings.inference.defaults(slot.name);
    const plain: ColumnSchema = {
      nullable: true,
      ...systemColumns.get(slot.name),
      ...defaults,
      name: slot.name,
      dataType,
    };
    const known = slot.column === undefined || systemColumns.has(slot.name) ? plain : withHints(plain, slot.column);
    const column = { ...known, dataType: plain.dataType, ...(variant ? { variant } : {}) };
    this.#columnCount += 1;
    if (this.#columnCount > this.#settings.maxColumns) throw this.#limitReached();
    this.added.push(column);
    bindSlot(slot, column, this.rows);
  }

  /** A column that its name alone forbids to be null may not begin with a null either. */
  #hintedByName(name: ColumnName): ColumnSchema | undefined {
    const defaults = systemColumns.has(name) ? undefined : this.#settings.inference.defaults(name);
    return defaults?.nullable === false ? { nullable: false, ...defaults, name } : undefined;
  }

  /** The same for a type that comes with more than its name. @throws `column_limit` */
  begin(slot: ColumnSlot, column: ColumnSchema, dataType: DataType): void {
    slot.column = column;
    this.complete(slot, dataType);
  }

  /** Gives columns that have a type another one, from the next row on. */
  retype(columns: ReadonlyMap<ColumnName, ColumnSchema>): void {
    const slots = [...this.#slots.values()].filter(({ write }) => write !== undefined);
    if (this.rows.rowCount > 0) {
      // A column that began with nulls in these very rows has no bytes yet, and may be in them as it is later.
      const before = slots.flatMap(({ name, column }) => {
        const isOpen = column === undefined || (isOnlyNull(column) && this.isAdded(name));
        return isOpen ? [] : [[name, column] as const];
      });
      this.retired.push({ rows: this.rows, columns: new Map(before) });
    }
    this.rows = new BatchBuilder();
    for (const slot of slots) {
      const column = columns.get(slot.name) ?? slot.column;
      if (column !== undefined) bindSlot(slot, column, this.rows);
    }
    for (const [name, column] of columns) this.retypedColumns.set(name, column);
  }

  /** Makes a column of a key that was null in all rows so far, where the contract lets it. @throws `column_limit` */
  beginNull(slot: ColumnSlot): void {
    const isHeldBack = this.contract !== undefined && this.contract.columns !== 'evolve';
    if (isHeldBack && !this.isOpen && !this.isNew) return;
    const preferred = this.inference.preferredType(slot.name);
    if (preferred !== undefined) return this.complete(slot, preferred);
    this.begin(slot, onlyNull({ nullable: true, ...slot.column, name: slot.name }), 'text');
  }

  /** True for a column that began since the schema was last told. */
  isAdded(name: ColumnName): boolean {
    return this.added.some((column) => column.name === name);
  }

  /** Gives a column that only was null the type of its first value; all rows before have no value in it. */
  endNull(slot: ColumnSlot, column: ColumnSchema): void {
    const index = this.added.findIndex(({ name }) => name === slot.name);
    if (index === -1) return this.retype(new Map([[slot.name, column]]));
    this.added[index] = column;
    bindSlot(slot, column, this.rows);
  }

  /** Bytes of all rows since the last `clear()`. */
  byteCount(): number {
    let sum = this.rows.rowCount > 0 ? this.rows.byteCount() : 0;
    for (const { rows } of this.retired) sum += rows.byteCount();
    return sum;
  }

  clear(): void {
    this.rows.clear();
    this.retired.length = 0;
    this.isWanted = false;
  }

  #limitReached(): Error {
    return columnLimit(this.name, this.#settings.maxColumns);
  }
}
