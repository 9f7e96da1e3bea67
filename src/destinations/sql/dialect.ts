/**
 * What SQL destinations share: statements made from schemas and steps, and a job client that runs them. SQL text is
 * made in this folder and in the folders of the databases, nowhere else. A name gets into a statement through
 * `quote()` only; a value goes as a parameter, or as a `literal()` where parameters are not possible (case S5).
 */
import type { ColumnName, TableName } from '../../core/names.ts';
import type { PackageFile } from '../../load-package/load-package.ts';
import { dataTypes } from '../../schema/data-type.ts';
import type { FormerType } from '../../schema/retyped.ts';
import type { ColumnSchema, DataType, TableSchema } from '../../schema/table.ts';
import type { Area } from '../destination.ts';

/** What differs between two SQL databases, and nothing else. */
export interface SqlDialect {
  readonly quote: (identifier: string) => string;
  literal(value: string | number | bigint | boolean | null): string;
  /** Spelled as the database itself spells it, so that it can be compared. */
  columnType(column: TypedColumn): string;
  /** For people: how the rows of package files get into a table. */
  describeCopy(table: string, files: readonly PackageFile[]): string;
  /**
   * Asks for every column of a database schema, in the order of its tables: name of the table, name of the column, and
   * the type as `columnType()` spells it.
   */
  catalogue(schemaName: string, catalog: string | undefined): Statement;
  /** What ascends in the order in which rows were put into a staging table, as an expression over its columns. */
  readonly arrival: string;
  /** Whether a column that must have a value can be added to a table that is there. */
  readonly addsNotNull: boolean;
  /** Whether names that differ in case only are the same. */
  readonly foldsNames: boolean;
  /** Makes a database schema that may be there. @param name quoted and qualified @param bare its name */
  createSchema(name: string, bare: string): string;
  /** What stands behind the type of a column of a final table, beside NOT NULL; empty for nothing. */
  constraint(column: TypedColumn): string;
  /** Empties a staging table, which nobody reads meanwhile. */
  emptyStaging(table: string): string;
  /** What makes the planner know the rows of a staging table before they are merged. */
  analyze(table: string): readonly Statement[];
  /**
   * The value of a column as another type has it: an expression, for the change of a column that is there
   * (`ALTER TABLE … SET DATA TYPE … USING …`, before anything of the table is deleted in the transaction), and for the
   * rows of files that were written before the change. It gives the same everywhere: to `wei` and `decimal` the same
   * number; to text an integer in its digits, a decimal without zeros at the end of its fraction (`1.5`, `2`), a double
   * in the fewest digits that read back as it (`1.0`, `1e+20`), a bool as `true` or `false`, a timestamp as
   * `2024-01-02T03:04:05.000000Z` in UTC, a date and a time in ISO 8601, JSON as it is stored. Where a type was only
   * there because all values are null, every type can follow; the expression must fail for one that is not null.
   * Absent: a column keeps its type, and the capabilities have no `retyping`.
   * @param column quoted
   */
  converted?(column: string, change: TypeChange): string;
  /**
   * Where a database has no schemas of its own for a dataset: what the names of the tables of an area begin with. Then
   * `catalogue()` is asked for that beginning, gives names without it, and no schema is made.
   * @default schemas that are called `<dataset>` and `<dataset>_staging`
   */
  readonly tablePrefix?: ((dataset: string, area: Area) => string) | undefined;
  /** What stands behind the columns of a new table. @default nothing */
  readonly tableOptions?: string | undefined;
  /** The time of the statement, as a timestamp column keeps it. @default now() */
  readonly now?: string | undefined;
  /** A point in time in ISO 8601, UTC, as a timestamp column keeps it. @default a cast to TIMESTAMP WITH TIME ZONE */
  readonly moment?: ((text: string) => string) | undefined;
  /** Deletes the rows `d` of a table that match a row `s` of another. @default DELETE … USING */
  readonly deleteMatching?: ((table: string, other: string, match: string) => string) | undefined;
  /** What a column is sorted by. @default its name, quoted */
  readonly sortedBy?: ((column: ColumnSchema) => string) | undefined;
}

/** How a column changes. */
export interface TypeChange {
  readonly from: FormerType;
  readonly to: TypedColumn;
}

/** How a dialect keeps columns that have no hints but their type. */
export function plainTypes(dialect: Pick<SqlDialect, 'columnType'>): { readonly [Type in DataType]: string } {
  const typeOf = (dataType: DataType): string =>
    // A name of its own that is in no statement.
    dialect.columnType({ name: 'column' as ColumnName, dataType, nullable: true });
  // The entries are those of all types.
  return Object.fromEntries(dataTypes.map((dataType) => [dataType, typeOf(dataType)])) as {
    readonly [Type in DataType]: string;
  };
}

/** The name by which a database tells tables, or columns, apart. */
export function comparable({ foldsNames }: Pick<SqlDialect, 'foldsNames'>, name: string): string {
  return foldsNames ? name.toLowerCase() : name;
}

/** A column that tables have: its type is known. */
export type TypedColumn = ColumnSchema & { readonly dataType: DataType };

/** One statement, complete; `$1` is the first parameter. */
export interface Statement {
  readonly text: string;
  readonly parameters?: readonly (string | null)[] | undefined;
}

/** A dataset, and how its tables are called in statements. */
export interface SqlDataset {
  readonly dialect: SqlDialect;
  /** Name of the database schema, bare. */
  schemaOf(area: Area): string;
  /** Quoted and qualified. */
  schema(area: Area): string;
  /** Asks for the columns of an area, see `SqlDialect.catalogue()`. */
  catalogue(area: Area): Statement;
  /** Quoted and qualified. */
  table(area: Area, name: string): string;
}

/**
 * @param catalog name of the database, for where a dataset of the same name would make `a.b` ambiguous
 */
export function sqlDataset(dialect: SqlDialect, dataset: string, catalog?: string): SqlDataset {
  const { tablePrefix } = dialect;
  const within = catalog === undefined ? '' : `${dialect.quote(catalog)}.`;
  const schemaOf = (area: Area): string => (area === 'final' ? dataset : `${dataset}_staging`);
  if (tablePrefix !== undefined)
    return {
      dialect,
      schemaOf,
      schema: () => (catalog === undefined ? '' : dialect.quote(catalog)),
      catalogue: (area) => dialect.catalogue(tablePrefix(dataset, area), catalog),
      table: (area, name) => within + dialect.quote(tablePrefix(dataset, area) + name),
    };
  const schema = (area: Area): string => within + dialect.quote(schemaOf(area));
  return {
    dialect,
    schemaOf,
    schema,
    catalogue: (area) => dialect.catalogue(schemaOf(area), catalog),
    table: (area, name) => `${schema(area)}.${dialect.quote(name)}`,
  };
}

/** A table that takes rows. */
export interface CopyTarget {
  readonly schema: TableSchema;
  /** Quoted and qualified. */
  readonly name: string;
}

/** A live connection that runs one statement at a time. */
export interface SqlSession {
  /** Name of the database, where names need it. */
  readonly catalog: string | undefined;
  run(statement: Statement): Promise<void>;
  /** Appends the rows of package files, in their order, to a table that has all columns of theirs. */
  copy(table: CopyTarget, files: readonly PackageFile[]): Promise<void>;
  /** For results that are small; every column of the statement must be text. */
  rows(statement: Statement): Promise<readonly (readonly (string | null)[])[]>;
  /**
   * Runs the work in one transaction, alone among those of this process that write to the same place. Work may begin
   * anew, in a transaction of its own.
   * @param giveWay called where another transaction waits for this one, or this one would wait: work that takes its time
   * then throws
   */
  transaction<Result>(work: () => Promise<Result>, giveWay?: () => void): Promise<Transacted<Result>>;
  /** @param merged names of final tables that rows may be gone from, for databases that clear them away later */
  close(merged?: Iterable<TableName>): Promise<void>;
}

/**
 * `committed`: all of the work is done. `unknown`: it may or may not be, because the answer to COMMIT was an error.
 * When the work throws, nothing is done and the error goes on to the caller.
 */
export type Transacted<Result> =
  { readonly outcome: 'committed'; readonly result: Result } | { readonly outcome: 'unknown'; readonly error: unknown };
