import type { TableName } from '../../core/names.ts';
import type { Schema, TableSchema } from '../../schema/table.ts';
import type { Area } from '../destination.ts';
import { cannotAddNotNull, columnAltered, columnGone, tableGone } from '../errors.ts';
import { comparable, type SqlDataset, type SqlDialect, type Statement, type TypedColumn } from './dialect.ts';
import { typedColumns } from './typed-columns.ts';
import { retypings, typeChanges } from './widen.ts';

/** The tables that are there: `comparable()` name to columns to types. */
export type Catalogue = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** @param rows what `SqlDialect.catalogue()` asks for */
export function catalogueFrom(
  dialect: Pick<SqlDialect, 'foldsNames'>,
  rows: readonly (readonly (string | null)[])[],
): Catalogue {
  const tables = new Map<string, Map<string, string>>();
  for (const [table, column, type] of rows) {
    const name = comparable(dialect, table ?? '');
    const columns = tables.get(name) ?? new Map<string, string>();
    tables.set(name, columns.set(comparable(dialect, column ?? ''), type ?? ''));
  }
  return tables;
}

/** Makes the database schema of an area, where areas have one. */
export function createSchema(dataset: SqlDataset, area: Area): readonly Statement[] {
  const { dialect } = dataset;
  if (dialect.tablePrefix !== undefined) return [];
  return [{ text: dialect.createSchema(dataset.schema(area), dataset.schemaOf(area)) }];
}

/**
 * What makes the tables of an area fit: new tables, new columns at the end of those that are there, and another type
 * for columns that still have one which their schema says they had. Nothing is dropped, renamed or given another type
 * beyond that, and columns whose type is unknown are left out.
 * @throws `schema_conflict` when a column has another type, or needs a value in a table that has rows without it
 */
export function migration(
  dataset: SqlDataset,
  area: Area,
  tables: readonly TableSchema[],
  catalogue: Catalogue,
): readonly Statement[] {
  return tables.flatMap((table) => {
    const present = catalogue.get(comparable(dataset.dialect, table.name));
    if (present === undefined) return [createTable(dataset, area, table)];
    return addColumns(dataset, area, table, present);
  });
}

/** Drops tables; those that are not there must be left out by the caller. */
export function dropping(dataset: SqlDataset, area: Area, tables: readonly TableName[]): readonly Statement[] {
  return tables.map((name) => ({ text: `DROP TABLE ${dataset.table(area, name)}` }));
}

function createTable(dataset: SqlDataset, area: Area, table: TableSchema): Statement {
  const { dialect } = dataset;
  const columns = typedColumns(table).map((column) => definition(dialect, area, column));
  // Only a plan, which is made before there are rows, describes a table without columns.
  const body = columns.length === 0 ? '…' : columns.join(', ');
  return { text: `CREATE TABLE ${dataset.table(area, table.name)} (${body})${dialect.tableOptions ?? ''}` };
}

function addColumns(
  dataset: SqlDataset,
  area: Area,
  table: TableSchema,
  present: ReadonlyMap<string, string>,
): readonly Statement[] {
  const { dialect } = dataset;
  const place = `${dataset.schemaOf(area)}.${table.name}`;
  const changes = typeChanges(dialect, typedColumns(table), present);
  const isChanged = new Set(changes.map(({ to }) => to.name));
  checkTypes(
    dialect,
    place,
    typedColumns(table).filter(({ name }) => !isChanged.has(name)),
    present,
  );
  const added = typedColumns(table).filter(({ name }) => !present.has(comparable(dialect, name)));
  const demanding = added.find(({ nullable }) => !nullable);
  if (demanding !== undefined && !dialect.addsNotNull) throw cannotAddNotNull(place, demanding.name);
  return [
    ...retypings(dialect, dataset.table(area, table.name), changes),
    ...added.map((column) => ({
      text: `ALTER TABLE ${dataset.table(area, table.name)} ADD COLUMN ${definition(dialect, area, column)}`,
    })),
  ];
}

function definition(dialect: SqlDialect, area: Area, column: TypedColumn): string {
  const constraint = area === 'final' ? dialect.constraint(column) : '';
  return `${dialect.quote(column.name)} ${dialect.columnType(column)}${column.nullable ? '' : ' NOT NULL'}${constraint}`;
}

/**
 * Holds the tables of the dataset against the schema that was stored with its newest load (case F3.6).
 * @param dropped tables that the load drops: how they are is of no account
 * @throws `schema_conflict` when somebody dropped a table or a column, or changed a type
 */
export function checkUnaltered(
  dataset: SqlDataset,
  stored: Schema,
  catalogue: Catalogue,
  dropped: ReadonlySet<TableName> = new Set(),
): void {
  for (const table of stored.tables.values()) {
    if (!table.seenData || dropped.has(table.name)) continue;
    const columns = typedColumns(table);
    if (columns.length === 0) continue;
    const place = `${dataset.schemaOf('final')}.${table.name}`;
    const present = catalogue.get(comparable(dataset.dialect, table.name));
    if (present === undefined) throw tableGone(place);
    const missing = columns.find(({ name }) => !present.has(comparable(dataset.dialect, name)));
    if (missing !== undefined) throw columnGone(place, missing.name);
    checkTypes(dataset.dialect, place, columns, present);
  }
}

function checkTypes(
  dialect: SqlDialect,
  place: string,
  columns: readonly TypedColumn[],
  present: ReadonlyMap<string, string>,
): void {
  for (const column of columns) {
    const found = present.get(comparable(dialect, column.name));
    const expected = dialect.columnType(column);
    if (found !== undefined && found !== expected) throw columnAltered(place, column.name, { expected, found });
  }
}
