import type { PackageFile } from '../../load-package/load-package.ts';
import { asOf, formerTypes } from '../../schema/retyped.ts';
import type { ColumnSchema, TableSchema } from '../../schema/table.ts';
import type { LoadStep } from '../destination.ts';
import {
  comparable,
  type CopyTarget,
  type SqlDataset,
  type SqlDialect,
  type Statement,
  type TypeChange,
  type TypedColumn,
} from './dialect.ts';
import { typedColumns } from './typed-columns.ts';

/**
 * The columns that the database still has with a type which they had before. Only a type that the schema itself tells
 * counts: what somebody changed by hand is not put right.
 * @param present `comparable()` name to type, as the database spells it
 */
export function typeChanges(
  dialect: SqlDialect,
  columns: readonly TypedColumn[],
  present: ReadonlyMap<string, string>,
): readonly TypeChange[] {
  if (dialect.converted === undefined) return [];
  return columns.flatMap((column) => {
    const found = present.get(comparable(dialect, column.name));
    if (found === undefined || found === dialect.columnType(column)) return [];
    const from = formerTypes(column).findLast((former) => dialect.columnType({ ...column, ...former }) === found);
    return from === undefined ? [] : [{ from, to: column }];
  });
}

/** What gives the columns of a table their types of now. @param table quoted and qualified */
export function retypings(dialect: SqlDialect, table: string, changes: readonly TypeChange[]): readonly Statement[] {
  return changes.map((change) => {
    const name = dialect.quote(change.to.name);
    const type = dialect.columnType(change.to);
    const value = dialect.converted?.(name, change) ?? name;
    return { text: `ALTER TABLE ${table} ALTER COLUMN ${name} SET DATA TYPE ${type} USING ${value}` };
  });
}

type CopyStep = Extract<LoadStep, { readonly kind: 'copy' }>;

/** What brings rows into a table: a copy of files, or a statement beside it. */
export type CopyPart =
  | { readonly kind: 'copy'; readonly table: CopyTarget; readonly files: readonly PackageFile[] }
  | { readonly kind: 'run'; readonly statement: Statement };

/**
 * Appends the rows of files in their order. Those of a file that was written before a column got its type go through a
 * temporary table with the types of the file.
 */
export function copyParts(dataset: SqlDataset, step: CopyStep): readonly CopyPart[] {
  const target = { schema: step.table, name: dataset.table(step.into, step.table.name) };
  const parts: CopyPart[] = [];
  let asItIs: PackageFile[] = [];
  for (const file of step.files) {
    const { formerColumns: former } = file;
    if (former === undefined) {
      if (asItIs.push(file) === 1) parts.push({ kind: 'copy', table: target, files: asItIs });
      continue;
    }
    asItIs = [];
    parts.push(...copyThrough(dataset.dialect, { target, inFile: asOf(step.table, former), file }));
  }
  return parts;
}

interface Passage {
  readonly target: CopyTarget;
  /** The table with the types of the file. */
  readonly inFile: TableSchema;
  readonly file: PackageFile;
}

const waitingRoom = 'sluice copy';

function copyThrough(dialect: SqlDialect, { target, inFile, file }: Passage): readonly CopyPart[] {
  const { quote } = dialect;
  const room = quote(waitingRoom);
  const columns = typedColumns(inFile);
  const definitions = columns.map((column) => `${quote(column.name)} ${dialect.columnType(column)}`);
  const names = columns.map(({ name }) => quote(name));
  const values = columns.map((column) => converted(dialect, column, target.schema.columns.get(column.name)));
  return [
    run(`CREATE TEMPORARY TABLE ${room} (${definitions.join(', ')})`),
    { kind: 'copy', table: { schema: inFile, name: room }, files: [file] },
    run(`INSERT INTO ${target.name} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${room}`),
    run(`DROP TABLE ${room}`),
  ];
}

function run(text: string): CopyPart {
  return { kind: 'run', statement: { text } };
}

/** The value of a column of a file as the column of now has it. */
function converted(dialect: SqlDialect, column: TypedColumn, now: ColumnSchema | undefined): string {
  const name = dialect.quote(column.name);
  if (now?.dataType === undefined) return name;
  const to = { ...now, dataType: now.dataType };
  if (dialect.columnType(to) === dialect.columnType(column)) return name;
  const from = formerTypes(now).find(
    (type) => dialect.columnType({ ...column, ...type }) === dialect.columnType(column),
  );
  return from === undefined ? name : (dialect.converted?.(name, { from, to }) ?? name);
}
