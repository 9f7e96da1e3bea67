import type { TableName } from '../core/names.ts';
import type { Area, LoadStep } from '../destinations/destination.ts';
import type { LoadPackage, PackageFile } from '../load-package/load-package.ts';
import { needsWholeRun, rowIdKindOf } from '../schema/dispositions.ts';
import { descendantsOf } from '../schema/schema.ts';
import { occurrenceColumn } from '../schema/system-tables.ts';
import type { TableSchema } from '../schema/table.ts';

/** A root table that the package has to do with, and its descendants, in the order of the schema. */
export interface Chain {
  readonly root: TableSchema;
  readonly tables: readonly TableSchema[];
  /** True when the run replaces the table, whatever its hints said before. */
  readonly isReplaced: boolean;
  readonly copies: (into: Area) => readonly LoadStep[];
}

/** What of a package says which chains it has. */
export type ChainFacts = Pick<LoadPackage, 'schema' | 'replaced' | 'place' | 'files'>;

/**
 * The chains that have rows in the package or are replaced, and at both ends of a run of several packages those whose
 * rows wait for its end: staging is emptied for them first and merged last, also where a package brings them nothing.
 */
export function chainsOf(loadPackage: ChainFacts): readonly Chain[] {
  const { schema, replaced, place } = loadPackage;
  const files = filesByTable(loadPackage);
  const isEdge = place.first !== place.last;
  const roots = [...schema.tables.values()].filter(({ parent }) => parent === undefined);
  return roots.flatMap((root) => {
    const all = [root, ...descendantsOf(schema, root.name)];
    const isReplaced = replaced.includes(root.name);
    const hasRows = all.some(({ name }) => files.has(name));
    const isWaiting = isEdge && root.seenData && needsWholeRun(root);
    if (!isReplaced && !hasRows && !isWaiting) return [];
    // A table of which only hints are known is in no database.
    const tables = all.filter((table) => files.has(table.name) || (table.seenData && hasColumns(table)));
    const copies = (into: Area): readonly LoadStep[] =>
      tables.flatMap((table): readonly LoadStep[] => {
        const rows = files.get(table.name);
        return rows === undefined ? [] : [{ kind: 'copy', table: tableIn(into, root, table), files: rows, into }];
      });
    return tables.length === 0 ? [] : [{ root, tables, isReplaced, copies }];
  });
}

/** The tables of a chain as staging has them. */
export function stagingTables({ root, tables }: Chain): readonly TableSchema[] {
  return tables.map((table) => tableIn('staging', root, table));
}

function tableIn(area: Area, root: TableSchema, table: TableSchema): TableSchema {
  if (area === 'final' || rowIdKindOf(root) !== 'key_hash') return table;
  return { ...table, columns: new Map([...table.columns, [occurrenceColumn.name, occurrenceColumn]]) };
}

function filesByTable({ files }: ChainFacts): ReadonlyMap<TableName, readonly PackageFile[]> {
  const byTable = new Map<TableName, PackageFile[]>();
  for (const file of files) {
    const others = byTable.get(file.table);
    if (others === undefined) byTable.set(file.table, [file]);
    else others.push(file);
  }
  return byTable;
}

function hasColumns({ columns }: TableSchema): boolean {
  return [...columns.values()].some(({ dataType }) => dataType !== undefined);
}
