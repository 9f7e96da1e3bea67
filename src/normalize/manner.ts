import type { ColumnName, TableName } from '../core/names.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import type { ColumnHint, DataType, TableHints } from '../schema/table.ts';

/** What the destination can do to a column that is there. */
export interface Retyping {
  /** Types that columns can be widened to. */
  readonly widerTypes: readonly DataType[];
  /** Whether a column without any value can get any type. */
  readonly allNull: boolean;
}

/** How a resource wants rows turned into columns, where that is not dlt's way; for its table and all nested in it. */
export interface Manner {
  readonly widens: boolean;
  readonly keepsNulls: boolean;
  readonly retyping: Retyping | undefined;
  /** By table: columns whose type is a promise of a hint. */
  readonly promised: ReadonlyMap<TableName, ReadonlySet<ColumnName>>;
  /** Paths that stay JSON, joined as names of tables are, without the root. */
  readonly jsonPaths: ReadonlySet<string>;
}

/** Undefined where everything is as dlt has it, which costs the rows nothing. */
export function mannerOf(
  table: string,
  hints: TableHints,
  naming: NamingConvention,
  retyping: Retyping | undefined,
): Manner | undefined {
  const widens = hints.typeConflicts === 'widen';
  const keepsNulls = hints.nullColumns === 'keep';
  const jsonPaths = new Set((hints.jsonColumns ?? []).map((path) => pathName(path.split('.'), naming)));
  const isPlain = !widens && !keepsNulls && jsonPaths.size === 0 && hints.emptyTable !== 'create';
  if (isPlain) return undefined;
  return { widens, keepsNulls, retyping, promised: promisedColumns(table, hints, naming), jsonPaths };
}

/** The name of a path of keys. */
export function pathName(keys: readonly string[], naming: NamingConvention): string {
  return keys.map((key) => naming.table(key)).join('__');
}

function promisedColumns(
  root: string,
  hints: TableHints,
  naming: NamingConvention,
): ReadonlyMap<TableName, ReadonlySet<ColumnName>> {
  const promised = (columns: readonly ColumnHint[] = []): ReadonlySet<ColumnName> =>
    new Set(columns.filter(isPromise).map(({ name }) => naming.column(name)));
  const nested = (hints.nested ?? []).map(
    ({ path, columns }) => [naming.table([root, ...path].join(naming.separator)), promised(columns)] as const,
  );
  return new Map([[naming.table(root), promised(hints.columns)], ...nested]);
}

/** A hint that says what values look like. */
function isPromise({ dataType, precision, scale, timezone }: ColumnHint): boolean {
  return [dataType, precision, scale, timezone].some((said) => said !== undefined);
}
