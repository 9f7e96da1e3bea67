import { allowedHints } from './contract-hints.ts';
import { rowsOverList } from './errors.ts';
import type { HintedTable } from './hinted-table.ts';
import { hintedColumns } from './hinted-columns.ts';
import { mergeFacts } from './merge-hints.ts';
import type { NamingConvention } from './naming/naming.ts';
import { withRootKey } from './root-key.ts';
import { withTable } from './schema.ts';
import { applyNestedHints } from './nested-hints.ts';
import { withKeptHints } from './table-extra.ts';
import type { Schema, TableSchema } from './table.ts';

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
    extra: withKeptHints(known?.extra, hints, naming),
    evolvesOnce: allowed.evolvesOnce ? true : known?.evolvesOnce,
  };
  return applyNestedHints(withRootKey(withTable(schema, table), table), hinted, naming);
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
