import type { TableName } from '../core/names.ts';
import { contractFrom, contractOf, isNewTable } from './contract.ts';
import { heldHints } from './contract-hints.ts';
import { tableFrozen } from './errors.ts';
import type { HintedTable } from './hinted-table.ts';
import { hintedColumns } from './hinted-columns.ts';
import type { NamingConvention } from './naming/naming.ts';
import { withRootKey } from './root-key.ts';
import { withTable } from './schema.ts';
import { withKeptHints } from './table-extra.ts';
import type { NestedHints, Schema, TableSchema } from './table.ts';

/**
 * The schema with what a resource says about tables nested in its own (dataset-format section 6.2). One with a key of
 * its own is nested no more: a table of the resource, whose rows have no parent.
 * @throws `contract_violated`, `name_empty`, `schema_conflict`
 */
export function applyNestedHints(schema: Schema, hinted: HintedTable, naming: NamingConvention): Schema {
  // Shorter paths first: a parent comes before what is nested in it.
  const nested = (hinted.hints.nested ?? []).toSorted((one, other) => one.path.length - other.path.length);
  return nested.reduce((grown, hints) => withNested(grown, { ...hinted, nested: hints }, naming), schema);
}

function withNested(
  schema: Schema,
  { table: root, resource, nested }: HintedTable & { readonly nested: NestedHints },
  naming: NamingConvention,
): Schema {
  const name = naming.table([root, ...nested.path].join(naming.separator));
  const parent = naming.table([root, ...nested.path.slice(0, -1)].join(naming.separator));
  const known = schema.tables.get(name);
  const above = contractOf(schema, known === undefined ? parent : name);
  const contract = nested.contract === undefined ? above : contractFrom(nested.contract);
  if (isNewTable(known) && contract?.tables === 'freeze') throw tableFrozen(name, resource);
  if (isNewTable(known) && contract !== undefined && contract.tables !== 'evolve') return schema;
  const hints = heldHints({ name, resource, known, contract }, nested, naming);
  const columns = hintedColumns(known, hints, naming);
  const isNested = ![...columns.values()].some(({ primaryKey, mergeKey }) => primaryKey === true || mergeKey === true);
  const isOpen = isNewTable(known) && contract !== undefined && contract.columns !== 'evolve';
  const table: TableSchema = {
    ...(known ?? { name, seenData: false }),
    columns,
    ...linkOf(isNested, parent, resource),
    writeDisposition: hints.writeDisposition ?? known?.writeDisposition,
    contract: hints.contract ?? known?.contract,
    fileFormat: hints.fileFormat ?? known?.fileFormat,
    extra: withKeptHints(known?.extra, hints, naming),
    evolvesOnce: isOpen ? true : known?.evolvesOnce,
  };
  const grown = withTable(schema, table);
  return isNested ? grown : withRootKey(grown, table);
}

function linkOf(isNested: boolean, parent: TableName, resource: string): Pick<TableSchema, 'parent' | 'resource'> {
  return isNested ? { parent } : { resource };
}
