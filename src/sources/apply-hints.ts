import type { Page } from '../core/page.ts';
import type { ColumnHint, TableHints, TableReference } from '../schema/table.ts';
import { hintsHideColumns, hintsOfUnknown } from './errors.ts';
import type { ChildResource, Resource, Source, TableOfRow } from './source.ts';

/** What is said of the table of a resource, its name included; what it hides is its source's to say. */
export interface ResourceHints extends Omit<TableHints, 'visibility'> {
  /** A name, or code that gives one for each row. An empty text: the table is called like the resource again. */
  readonly table?: string | TableOfRow | undefined;
}

/**
 * The source with other hints for one of its resources, as dlt's `apply_hints` (dataset-format section 6.2); the source
 * that was given stays as it is. What is not given stays. An empty value (`''`, `[]`, `{}`) takes a hint away, a column
 * goes over the column of its name hint by hint, a reference replaces the one to its table, and `nested` replaces all.
 * A write disposition comes with its `merge`: without it, what was said of merging is forgotten.
 * @throws `resource_unknown`, `config_invalid` for `visibility`: a source must know what it hides before it asks
 */
export function applyHints(source: Source, resourceName: string, hints: ResourceHints): Source {
  const known = source.resources.map(({ name }) => name);
  if (!known.includes(resourceName)) throw hintsOfUnknown(source.name, resourceName, known);
  // Code without types may give what the type leaves out.
  const { visibility }: TableHints = hints;
  if (visibility !== undefined) throw hintsHideColumns(resourceName);
  const resources = source.resources.map((one) => (one.name === resourceName ? hinted(one, hints) : one));
  return { ...source, resources };
}

function hinted(resource: Resource, { table, ...given }: ResourceHints): Resource {
  const hints = merged(resource.hints, given);
  if (table === undefined) return { ...resource, hints };
  return { ...withTable(resource, table === '' ? resource.name : table), hints };
}

/** Pages say themselves where they go; those that went to the table of the resource go to the new one. */
function withTable(resource: Resource, table: Resource['table']): Resource {
  const before = resource.table;
  if (typeof table !== 'string') return { ...resource, table };
  const moved = async function* (pages: AsyncIterable<Page>): AsyncGenerator<Page> {
    for await (const page of pages) {
      yield typeof before === 'string' && page.table !== before ? page : { ...page, table };
    }
  };
  if (resource.kind === 'root') return { ...resource, table, pages: (context) => moved(resource.pages(context)) };
  const walks: ChildResource['walks'] = (parent) =>
    resource.walks(parent).map((walk) => ({ ...walk, pages: (context) => moved(walk.pages(context)) }));
  return { ...resource, table, walks };
}

function merged(before: TableHints, given: Omit<ResourceHints, 'table'>): TableHints {
  const isDisposed = given.writeDisposition !== undefined;
  return {
    writeDisposition: given.writeDisposition ?? before.writeDisposition,
    merge: given.merge ?? (isDisposed ? undefined : before.merge),
    columns: columnsOf(before, given),
    primaryKey: given.primaryKey === undefined ? before.primaryKey : filled(given.primaryKey),
    mergeKey: given.mergeKey === undefined ? before.mergeKey : filled(given.mergeKey),
    maxTableNesting: given.maxTableNesting ?? before.maxTableNesting,
    contract: isEmpty(given.contract) ? undefined : (given.contract ?? before.contract),
    fileFormat: given.fileFormat === '' ? undefined : (given.fileFormat ?? before.fileFormat),
    tableFormat: given.tableFormat === '' ? undefined : (given.tableFormat ?? before.tableFormat),
    references: referencesOf(before.references, given.references),
    nested: given.nested === undefined ? before.nested : filled(given.nested),
    typeConflicts: given.typeConflicts ?? before.typeConflicts,
    nullColumns: given.nullColumns ?? before.nullColumns,
    emptyTable: given.emptyTable ?? before.emptyTable,
    jsonColumns: given.jsonColumns === undefined ? before.jsonColumns : filled(given.jsonColumns),
    visibility: before.visibility,
  };
}

/** An empty list takes all columns away; an empty key takes it from the columns, too. */
function columnsOf(before: TableHints, given: TableHints): TableHints['columns'] {
  const columns = new Map<string, ColumnHint>(given.columns?.length === 0 ? [] : byName(before.columns));
  for (const [name, column] of byName(given.columns)) {
    const known = columns.get(name);
    // A column that gets its type gets its place with it.
    if (known !== undefined && known.dataType === undefined && column.dataType !== undefined) columns.delete(name);
    columns.set(name, known === undefined ? column : overColumn(known, column));
  }
  if (columns.size === 0) return undefined;
  return [...columns.values()].map((column) => ({
    ...column,
    primaryKey: given.primaryKey === undefined ? column.primaryKey : undefined,
    mergeKey: given.mergeKey === undefined ? column.mergeKey : undefined,
  }));
}

function byName(columns: TableHints['columns'] = []): readonly (readonly [string, ColumnHint])[] {
  return columns.map((column) => [column.name, column]);
}

function overColumn(before: ColumnHint, given: ColumnHint): ColumnHint {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const extra =
    before.extra === undefined && given.extra === undefined ? undefined : { ...before.extra, ...given.extra };
  return { ...before, ...said, name: before.name, extra };
}

/** One for each table that is referred to; an empty list says nothing, as in dlt. */
function referencesOf(
  before: readonly TableReference[] = [],
  given: readonly TableReference[] = [],
): TableHints['references'] {
  const all = new Map([...before, ...given].map((reference) => [reference.referencedTable, reference]));
  return filled([...all.values()]);
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function isEmpty(contract: TableHints['contract']): boolean {
  return typeof contract === 'object' && Object.values(contract).every((mode) => mode === undefined);
}
