/**
 * What SQL destinations share: statements made from schemas and steps, and a job client that runs them. SQL text is
 * made in this folder and in the folders of the databases, nowhere else. A name gets into a statement through
 * `quote()` only; a value goes as a parameter, or as a `literal()` where parameters are not possible (case S5).
 */
import type { PackageFile } from '../../load-package/load-package.ts';
import type { ColumnSchema, DataType } from '../../schema/table.ts';
import type { Area } from '../destination.ts';

/** What differs between two SQL databases, and nothing else. */
export interface SqlDialect {
  readonly quote: (identifier: string) => string;
  literal(value: string | number | bigint | boolean | null): string;
  /** Spelled as the database itself spells it in `information_schema.columns`. */
  columnType(column: TypedColumn): string;
  /** The statement that appends the rows of package files, in their order, to a table. */
  copy(table: string, files: readonly PackageFile[]): string;
  /** Whether a column that must have a value can be added to a table that is there. */
  readonly addsNotNull: boolean;
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
  /** Quoted and qualified. */
  table(area: Area, name: string): string;
}

/**
 * @param catalog name of the database, for where a dataset of the same name would make `a.b` ambiguous
 */
export function sqlDataset(dialect: SqlDialect, dataset: string, catalog?: string): SqlDataset {
  const prefix = catalog === undefined ? '' : `${dialect.quote(catalog)}.`;
  const schemaOf = (area: Area): string => (area === 'final' ? dataset : `${dataset}_staging`);
  const schema = (area: Area): string => prefix + dialect.quote(schemaOf(area));
  return { dialect, schemaOf, schema, table: (area, name) => `${schema(area)}.${dialect.quote(name)}` };
}

/** A live connection that runs one statement at a time. */
export interface SqlSession {
  /** Name of the database, where names need it. */
  readonly catalog: string | undefined;
  run(statement: Statement): Promise<void>;
  /** For results that are small; every column of the statement must be text. */
  rows(statement: Statement): Promise<readonly (readonly (string | null)[])[]>;
  /** Runs the work in one transaction, alone among those of this process that write to the same place. */
  transaction<Result>(work: () => Promise<Result>): Promise<Transacted<Result>>;
  close(): Promise<void>;
}

/**
 * `committed`: all of the work is done. `unknown`: it may or may not be, because the answer to COMMIT was an error.
 * When the work throws, nothing is done and the error goes on to the caller.
 */
export type Transacted<Result> =
  { readonly outcome: 'committed'; readonly result: Result } | { readonly outcome: 'unknown'; readonly error: unknown };
