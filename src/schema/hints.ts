import { isRow, type Value } from '../core/value.ts';
import { allowedHints } from './contract-hints.ts';
import { mergeStrategyOf } from './dispositions.ts';
import { rowsOverList } from './errors.ts';
import type { HintedTable } from './hinted-table.ts';
import { hintedColumns } from './hinted-columns.ts';
import { mergeFacts } from './merge-hints.ts';
import type { NamingConvention } from './naming/naming.ts';
import { withTable } from './schema.ts';
import { applyNestedHints } from './nested-hints.ts';
import type { Extra, Schema, TableHints, TableReference, TableSchema } from './table.ts';

/**
 * The schema with what a resource says about its table (dataset-format sections 2.6, 5.10, 6.2, 6.3): columns with a
 * type come first, in the order of the hints; others wait until a row tells their type. Keys replace the set of keys
 * before them and may not be null; where no key is given, the old ones stay. A write disposition that is not given is
 * `append`, whatever an earlier run said. Doing it twice is doing it once.
 * Where the contract does not let the table be made, the schema stays as it is.
 * @throws `contract_violated`, `name_empty`; `schema_conflict` when a column has another type already, or the table belongs to a list
 */
export function applyHints(schema: Schema, hinted: HintedTable, naming: NamingConvention): Schema {
  const { resource } = hinted;
  const name = naming.table(hinted.table);
  const known = schema.tables.get(name);
  if (known?.parent !== undefined) throw rowsOverList(name, known.parent, resource);
  const allowed = allowedHints(schema, hinted, naming);
  if (allowed === undefined) return schema;
  const { hints } = allowed;
  const table: TableSchema = {
    ...(known ?? { name, seenData: false }),
    columns: hintedColumns(known, hints, naming),
    resource: known?.resource ?? resource,
    writeDisposition: hints.writeDisposition ?? 'append',
    ...mergeFacts(known, hints),
    maxNesting: hints.maxTableNesting ?? known?.maxNesting,
    contract: hints.contract ?? known?.contract,
    fileFormat: hints.fileFormat ?? known?.fileFormat,
    extra: extraOf(known?.extra, hints, naming),
    evolvesOnce: allowed.evolvesOnce ? true : known?.evolvesOnce,
  };
  return applyNestedHints(withRootKey(withTable(schema, table), table), hinted, naming);
}

/** Rows that are merged are found again by the id of their root, but for those that nothing replaces (section 3.3). */
function withRootKey(schema: Schema, table: TableSchema): Schema {
  const { name } = table;
  const strategy = mergeStrategyOf(table);
  const isAsked = schema.rootKeys ?? (strategy !== undefined && strategy !== 'scd2');
  if (!isAsked || schema.rootKeyTables.has(name)) return schema;
  return { ...schema, rootKeyTables: new Set([...schema.rootKeyTables, name]) };
}

/**
 * The same as dlt has it between extraction and normalization, which is a step of its own to the schema's version:
 * a hint of how deep to nest replaces all that was noted of the table, rows included.
 */
export function applyHintsOfStep(schema: Schema, hinted: HintedTable, naming: NamingConvention): Schema {
  const applied = applyHints(schema, hinted, naming);
  const table = applied.tables.get(naming.table(hinted.table));
  const forgets = hinted.hints.maxTableNesting !== undefined && table?.seenData === true;
  return forgets ? withTable(applied, { ...table, seenData: false }) : applied;
}

/** Formats and references are kept for dlt's tools; nothing here reads them. */
function extraOf(known: Extra | undefined, hints: TableHints, naming: NamingConvention): Extra | undefined {
  const { tableFormat, references } = hints;
  if (tableFormat === undefined && references === undefined) return known;
  return {
    ...known,
    ...(tableFormat === undefined ? {} : { table_format: tableFormat }),
    ...(references === undefined ? {} : { references: referencesOf(known?.['references'], references, naming) }),
  };
}

/** One for each table that is referred to: the last word counts. */
function referencesOf(known: Value | undefined, given: readonly TableReference[], naming: NamingConvention): Value {
  const all = new Map<string, Value>();
  for (const reference of Array.isArray(known) ? (known as readonly Value[]) : []) {
    const table = isRow(reference) ? reference['referenced_table'] : undefined;
    if (typeof table === 'string') all.set(table, reference);
  }
  for (const reference of given) {
    const table = naming.table(reference.referencedTable);
    all.set(table, {
      referenced_table: table,
      columns: reference.columns.map((name) => naming.column(name)),
      referenced_columns: reference.referencedColumns.map((name) => naming.column(name)),
    });
  }
  return [...all.values()];
}
