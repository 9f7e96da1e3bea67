import type { ColumnName, TableName } from '../core/names.ts';
import type { Contract } from './contract-setting.ts';
import { contractFrom, isNewTable } from './contract.ts';
import { columnFrozen, tableFrozen, typeFrozen } from './errors.ts';
import type { HintedTable } from './hinted-table.ts';
import type { NamingConvention } from './naming/naming.ts';
import { isSystemName } from './system-tables.ts';
import type { ColumnHint, ColumnHints, ColumnSchema, Schema, TableHints, TableSchema } from './table.ts';

/** What of its hints the contract lets a resource say; undefined when its table must not be made. */
export interface AllowedHints {
  readonly hints: TableHints;
  /** True for a table that this run makes, whose contract would hold back further columns. */
  readonly evolvesOnce: boolean;
}

/**
 * Holds the hints of a resource against the contract that it states, or else against that of the schema (section 6.1).
 * @throws `contract_violated` where the contract freezes what the hints would change
 */
export function allowedHints(schema: Schema, hinted: HintedTable, naming: NamingConvention): AllowedHints | undefined {
  const { hints, resource } = hinted;
  const contract = contractFrom(hints.contract ?? schema.settings.contract);
  if (contract === undefined) return { hints, evolvesOnce: false };
  const name = naming.table(hinted.table);
  const known = schema.tables.get(name);
  if (isNewTable(known)) {
    if (contract.tables === 'freeze') throw tableFrozen(name, resource);
    if (contract.tables !== 'evolve') return undefined;
    return { hints, evolvesOnce: contract.columns !== 'evolve' };
  }
  return { hints: heldHints({ name, resource, known, contract }, hints, naming), evolvesOnce: false };
}

/** Which table hints are for, and what may change in it. */
export interface HeldTable {
  readonly name: TableName;
  readonly resource: string;
  readonly known: TableSchema | undefined;
  readonly contract: Contract | undefined;
}

/** The hints without the columns that the contract does not let them change. @throws `contract_violated` */
export function heldHints<Hints extends ColumnHints>(held: HeldTable, hints: Hints, naming: NamingConvention): Hints {
  const { contract, known } = held;
  if (contract === undefined || isNewTable(known)) return hints;
  const refused = refusedColumns({ ...held, contract }, hintsByColumn(hints, naming));
  return refused.size === 0 ? hints : without(hints, refused, naming);
}

function refusedColumns(
  { name, resource, known: table, contract }: HeldTable & { readonly contract: Contract },
  hinted: ReadonlyMap<ColumnName, Partial<ColumnHint>>,
): ReadonlySet<ColumnName> {
  const refused = new Set<ColumnName>();
  for (const [column, hint] of hinted) {
    if (isSystemName(column)) continue;
    const known = table?.columns.get(column);
    const isNew = known?.dataType === undefined;
    const mode = known === undefined || isNew ? columnMode(contract, table) : typeMode(contract, known, hint);
    if (mode === 'evolve') continue;
    if (mode === 'freeze') throw (isNew ? columnFrozen : typeFrozen)({ table: name, column, resource });
    refused.add(column);
  }
  return refused;
}

function columnMode({ columns }: Contract, table: TableSchema | undefined): Contract['columns'] {
  return table?.evolvesOnce === true ? 'evolve' : columns;
}

const typeProperties = ['dataType', 'nullable', 'precision', 'scale', 'timezone'] as const;

function typeMode({ dataType }: Contract, known: ColumnSchema, hint: Partial<ColumnHint>): Contract['dataType'] {
  const differs = typeProperties.some((property) => hint[property] !== undefined && hint[property] !== known[property]);
  return differs ? dataType : 'evolve';
}

/** All that is said of a column, by hints of columns and of keys. */
function hintsByColumn(hints: ColumnHints, naming: NamingConvention): ReadonlyMap<ColumnName, Partial<ColumnHint>> {
  const byName = new Map<ColumnName, Partial<ColumnHint>>();
  for (const hint of hints.columns ?? []) {
    const name = naming.column(hint.name);
    const given = Object.fromEntries(Object.entries(hint).filter(([, value]) => value !== undefined));
    byName.set(name, { ...byName.get(name), ...given });
  }
  for (const raw of [...(hints.primaryKey ?? []), ...(hints.mergeKey ?? [])]) {
    const name = naming.column(raw);
    byName.set(name, { nullable: false, ...byName.get(name) });
  }
  if (hints.cursorColumn !== undefined) {
    const name = naming.column(hints.cursorColumn);
    byName.set(name, { ...byName.get(name) });
  }
  return byName;
}

function without<Hints extends ColumnHints>(
  hints: Hints,
  refused: ReadonlySet<ColumnName>,
  naming: NamingConvention,
): Hints {
  const isAllowed = (raw: string): boolean => !refused.has(naming.column(raw));
  const { cursorColumn } = hints;
  return {
    ...hints,
    columns: hints.columns?.filter(({ name }) => isAllowed(name)),
    primaryKey: hints.primaryKey?.filter(isAllowed),
    mergeKey: hints.mergeKey?.filter(isAllowed),
    cursorColumn: cursorColumn !== undefined && isAllowed(cursorColumn) ? cursorColumn : undefined,
  };
}
