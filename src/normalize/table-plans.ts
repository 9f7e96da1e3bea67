import type { ColumnBatch } from '../columnar/batch.ts';
import type { Emit } from '../core/event.ts';
import type { PageOrigin } from '../core/page.ts';
import type { ColumnName, TableName } from '../core/names.ts';
import type { Contract } from '../schema/contract-setting.ts';
import { contractOf, isNewTable } from '../schema/contract.ts';
import { tableFrozen } from '../schema/errors.ts';
import { addColumns, addNestedTable, markSeen, retypeColumns } from '../schema/evolve.ts';
import { applyHints } from '../schema/hints.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import { asOf, onlyNull } from '../schema/retyped.ts';
import { primaryKeyOf, rowIdKindOf } from '../schema/dispositions.ts';
import { isSystemName, loadIdColumn, occurrenceColumn, rootIdColumn, rowIdColumn } from '../schema/system-tables.ts';
import { tableFiltersOf } from '../schema/table-filters.ts';
import type { ColumnSchema, Schema, TableHints, TableSchema } from '../schema/table.ts';
import { rowsOverNested, rowsOverSystemTable, tableLimit } from './errors.ts';
import { TypeInference } from './infer-type.ts';
import type { NormalizeLimits } from './limits.ts';
import { mannerOf, type Retyping } from './manner.ts';
import { originText } from './refused-cell.ts';
import type { ListTarget } from './row-node.ts';
import { TablePlan, type PlanSettings, type TablePlace } from './table-plan.ts';

export interface PlansOptions {
  readonly limits: NormalizeLimits;
  /** What epoch seconds are compared with. @default nothing is detected as them */
  readonly startedAtMs?: number | undefined;
  /** What the destination can do to columns that are there. @default nothing */
  readonly retyping?: Retyping | undefined;
}

/** Nothing is as deep as this. */
const defaultMaxNesting = 1000;

/** The plans of all tables of a run, and the schema that they make grow. */
export class TablePlans {
  readonly #plans = new Map<TableName, TablePlan>();
  readonly #listPlans = new Map<ListTarget, TablePlan | undefined>();
  readonly #settings: PlanSettings;
  readonly #limits: NormalizeLimits;
  readonly #retyping: Retyping | undefined;
  #schema: Schema;

  constructor(schema: Schema, naming: NamingConvention, { limits, startedAtMs, retyping }: PlansOptions) {
    const inference = new TypeInference(schema.settings, startedAtMs);
    this.#settings = { naming, maxColumns: limits.maxColumns, inference, filters: tableFiltersOf(schema) };
    this.#retyping = retyping;
    this.#limits = limits;
    this.#schema = schema;
  }

  /** True for a table that is in the destination, or gets there with what was collected. */
  isThere(table: string): boolean {
    return this.#schema.tables.get(this.#settings.naming.table(table))?.seenData === true;
  }

  /**
   * Makes the table of a resource without rows. A key of which nobody said the type is text until its first value
   * comes; where the destination could not change that, there is no table.
   */
  beginEmpty(plan: TablePlan): boolean {
    const columns = this.#schema.tables.get(plan.name)?.columns ?? new Map<ColumnName, ColumnSchema>();
    const keys = [...columns.values()].filter(({ nullable, dataType }) => !nullable && dataType === undefined);
    if (keys.length > 0 && this.#retyping?.allNull !== true) return false;
    for (const column of keys) plan.begin(plan.slot(column.name), onlyNull(column), 'text');
    plan.begin(plan.slot(loadIdColumn.name), loadIdColumn, 'text');
    plan.begin(plan.rowId, rowIdColumn, 'text');
    plan.isWanted = true;
    return true;
  }

  /** Levels that the rows of a root table may have before they stay JSON. */
  budgetOf(plan: TablePlan): number {
    return this.#schema.tables.get(plan.name)?.maxNesting ?? this.#schema.maxNesting ?? defaultMaxNesting;
  }

  /**
   * The plan of the table of a resource, after its hints. All rows so far must have been handed on: a hint may change
   * how a column keeps its values.
   * @param table in the source's own spelling
   * Undefined where the contract does not let the table be made.
   * @throws `contract_violated`, `schema_conflict`, `name_empty`
   */
  root(resource: string, table: string, hints: TableHints): TablePlan | undefined {
    const name = this.#settings.naming.table(table);
    if (isSystemName(name)) throw rowsOverSystemTable(name, resource);
    this.#schema = applyHints(this.#schema, { resource, table, hints }, this.#settings.naming);
    if (!this.#schema.tables.has(name)) return undefined;
    const plan = this.#planOf({ name, path: [name], root: undefined, parent: undefined, owner: undefined });
    if (plan.place.parent !== undefined || this.#schema.tables.get(name)?.parent !== undefined) {
      throw rowsOverNested(name, resource);
    }
    plan.manner = mannerOf(table, hints, this.#settings.naming, this.#retyping);
    // Its hints are for the tables below it, too, and for no others: a source may have thousands.
    for (const [known, other] of this.#plans) if (other.root === plan) this.#follow(other, known);
    return plan;
  }

  /**
   * The plan of the table of a list, found in rows of `owner`; undefined where the contract does not let it be made.
   * @throws `table_limit`, `contract_violated`
   */
  nested(list: ListTarget, owner: TablePlan, breach: () => NestedBreach): TablePlan | undefined {
    const known = this.#listPlans.get(list);
    if (known !== undefined || this.#listPlans.has(list)) return known;
    const plan = this.#newNested(list, owner, breach);
    this.#listPlans.set(list, plan);
    return plan;
  }

  /** The plan of the table of a list that was met before. */
  knownNested(list: ListTarget): TablePlan | undefined {
    return this.#listPlans.get(list);
  }

  byteCount(): number {
    let sum = 0;
    for (const plan of this.#plans.values()) sum += plan.byteCount();
    return sum;
  }

  /** Teaches the schema what the rows since the last time brought, and tells of it. */
  schema(emit: Emit): Schema {
    for (const plan of this.#plans.values()) {
      if (plan.rows.rowCount > 0 || plan.added.length > 0) this.#schema = grown(this.#schema, plan);
      tellRetyped(plan, emit);
      plan.tellOverwritten(emit);
      tellDiscarded(plan, emit);
      if (plan.added.length === 0) continue;
      emit({ kind: 'schema-changed', table: plan.name, columns: plan.added.map((column) => column.name) });
      plan.added.length = 0;
    }
    return this.#schema;
  }

  /** The rows so far, after `schema()`. Their bytes are valid until `clear()`. */
  batches(): ColumnBatch[] {
    const batches: ColumnBatch[] = [];
    for (const plan of this.#plans.values()) {
      const table = this.#schema.tables.get(plan.name);
      if (table === undefined) continue;
      for (const { rows, columns } of plan.retired)
        batches.push(rows.finish(asOf(written(plan, table), [...columns.values()])));
      if (plan.rows.rowCount > 0 || plan.isWanted) batches.push(plan.rows.finish(written(plan, table)));
    }
    return batches;
  }

  clear(): void {
    for (const plan of this.#plans.values()) plan.clear();
  }

  #newNested({ path }: ListTarget, owner: TablePlan, breach: () => NestedBreach): TablePlan | undefined {
    const name = this.#settings.naming.joinTables(path);
    const known = this.#plans.get(name);
    if (known !== undefined) return known;
    const table = this.#schema.tables.get(name);
    const parent = table === undefined ? owner.name : table.parent;
    const contract = table === undefined ? owner.contract : contractOf(this.#schema, name);
    if (contract !== undefined && contract.tables !== 'evolve' && isNewTable(table)) {
      if (contract.tables === 'freeze') throw frozen(name, breach());
      return undefined;
    }
    owner.root.childTableCount += 1;
    if (owner.root.childTableCount > this.#limits.maxChildTables) {
      throw tableLimit(owner.root.name, this.#limits.maxChildTables);
    }
    return this.#planOf({ name, path, root: owner.root, parent, owner });
  }

  #planOf(place: TablePlace): TablePlan {
    const known = this.#plans.get(place.name);
    if (known !== undefined) return known;
    const plan = new TablePlan(place, this.#settings);
    this.#plans.set(place.name, plan);
    this.#follow(plan, place.name);
    return plan;
  }

  /** A table that the schema does not know yet is under the contract of the table above. */
  #contractOf({ place }: TablePlan): Contract | undefined {
    if (this.#schema.tables.has(place.name) || place.parent === undefined) return contractOf(this.#schema, place.name);
    return this.#plans.get(place.parent)?.contract;
  }

  #isBelowRootKey({ place }: TablePlan): boolean {
    for (let above = place.owner; above !== undefined; above = above.place.owner) {
      if (this.#schema.rootKeyTables.has(above.name)) return true;
    }
    return false;
  }

  #follow(plan: TablePlan, name: TableName): void {
    const table = this.#schema.tables.get(name);
    if (table !== undefined) plan.follow(table);
    plan.isRootKey = this.#schema.rootKeyTables.has(name);
    const isAsked = this.#isBelowRootKey(plan);
    plan.contract = this.#contractOf(plan);
    plan.isNew = isNewTable(table) && plan.rows.rowCount === 0;
    plan.isOpen = table?.evolvesOnce === true;
    plan.hasRootId = isAsked || table?.columns.has(rootIdColumn.name) === true;
    if (table === undefined || plan.root !== plan) return;
    plan.rowIdKind = rowIdKindOf(table);
    plan.primaryKey = primaryKeyOf(table);
  }
}

/** The table as it is in package files. */
function written(plan: TablePlan, table: TableSchema): TableSchema {
  if (plan.root.rowIdKind !== 'key_hash') return table;
  return { ...table, columns: new Map([...table.columns, [occurrenceColumn.name, occurrenceColumn]]) };
}

/** What is shown where a list may not get a table. */
export interface NestedBreach {
  readonly resource: string;
  readonly value: string;
  readonly origin: PageOrigin | undefined;
}

function frozen(table: TableName, { resource, value, origin }: NestedBreach): Error {
  return tableFrozen(table, resource, { value, origin: originText(origin) });
}

function tellDiscarded(plan: TablePlan, emit: Emit): void {
  const { rows, values } = plan.discarded;
  if (rows === 0 && values === 0) return;
  emit({ kind: 'rows-discarded', table: plan.name, rows, values });
  plan.discarded.rows = 0;
  plan.discarded.values = 0;
}

/** Which columns have another type now; never a value. */
function tellRetyped(plan: TablePlan, emit: Emit): void {
  for (const { name, dataType } of plan.retypedColumns.values()) {
    const message = `"${plan.name}" has values in "${name}" that its type did not hold; the column is ${dataType} from here on`;
    emit({ kind: 'notice', message });
  }
  plan.retypedColumns.clear();
}

function grown(schema: Schema, plan: TablePlan): Schema {
  const { parent } = plan.place;
  const isNew = !schema.tables.has(plan.name) && parent !== undefined;
  const withTable = isNew ? addNestedTable(schema, plan.name, parent) : schema;
  const withAdded = plan.added.length === 0 ? withTable : addColumns(withTable, plan.name, plan.added);
  const withColumns = retypeColumns(withAdded, plan.name, [...plan.retypedColumns.values()]);
  return plan.rows.rowCount === 0 && !plan.isWanted ? withColumns : markSeen(withColumns, plan.name);
}
