import { isRow, type Value } from '../core/value.ts';
import type { NamingConvention } from './naming/naming.ts';
import type { Extra, TableReference } from './table.ts';

/** Hints that are kept for dlt's tools; nothing here reads them. */
export interface KeptHints {
  readonly tableFormat?: string | undefined;
  readonly references?: readonly TableReference[] | undefined;
}

/** What a stored document says of a table beyond what is read of it, with these hints. */
export function withKeptHints(known: Extra | undefined, hints: KeptHints, naming: NamingConvention): Extra | undefined {
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
