/**
 * Columns whose type changed in place: an option beyond dlt (`type_conflicts: widen`, `null_columns: keep`). A column
 * keeps the types that it had before, oldest first, in the stored schema, where dlt carries them along unread: they
 * are what allows a destination to change the type of a column that is there, and nothing else is.
 *
 * The lattice: `bigint` → `wei` → `text`, `bigint` → `decimal(38,18)` → `text`, everything else → `text`. No step loses
 * a digit. An integer column that meets a fraction does not become a double, as a double holds no integers beyond 2^53
 * and nobody knows any more which ones are stored; 38 digits of which 18 follow the point hold every integer of 64
 * bits, signed or not, and most fractions that are sent. What they do not hold makes the column text.
 */
import { isRow, type Row, type Value } from '../core/value.ts';
import { isDataType } from './data-type.ts';
import type { ColumnSchema, DataType, TableSchema } from './table.ts';

/** To which types a column of each type can be widened, the narrowest first. */
export const widerTypes: { readonly [Type in DataType]: readonly DataType[] } = {
  bigint: ['wei', 'decimal', 'text'],
  wei: ['text'],
  decimal: ['text'],
  double: ['text'],
  bool: ['text'],
  timestamp: ['text'],
  date: ['text'],
  time: ['text'],
  json: ['text'],
  binary: [],
  text: [],
};

/** A type that a column had. */
export interface FormerType extends Pick<ColumnSchema, 'precision' | 'scale' | 'timezone'> {
  readonly dataType: DataType;
  /** True where no row had a value then, so that the column may be of any type now. */
  readonly isOnlyNull: boolean;
}

const formerProperty = 'x-retyped-from';
const onlyNullProperty = 'x-only-null';

/** The column with another type; what was said of the size of the old one is of the old one alone. */
export function retyped(column: ColumnSchema, dataType: DataType): ColumnSchema {
  const { [onlyNullProperty]: _isOnlyNull, ...extra } = column.extra ?? {};
  const before = documentOf(column);
  const known = extra[formerProperty];
  const former: readonly Value[] = Array.isArray(known) ? (known as readonly Value[]) : [];
  const all = before === undefined ? former : [...former, before];
  return { ...withType(column, dataType), extra: { ...extra, [formerProperty]: all } };
}

/** The column with a type that it begins with. */
export function withType(column: ColumnSchema, dataType: DataType): ColumnSchema {
  const shape = dataType === 'decimal' ? { precision: 38, scale: 18 } : { precision: undefined, scale: undefined };
  return { ...column, dataType, ...shape, timezone: undefined };
}

/** The column as one that only ever was null; it is text until a value tells better. */
export function onlyNull(column: ColumnSchema): ColumnSchema {
  return { ...column, dataType: 'text', extra: { ...column.extra, [onlyNullProperty]: true } };
}

/** A column that only was null, by its first value; `begin` where no destination knows it yet. */
export function withFirstType(column: ColumnSchema, dataType: DataType, begin: boolean): ColumnSchema {
  if (!begin && dataType !== 'text') return retyped(column, dataType);
  const { [onlyNullProperty]: _isOnlyNull, ...extra } = column.extra ?? {};
  const plain = Object.keys(extra).length === 0 ? undefined : extra;
  return { ...(dataType === 'text' ? column : withType(column, dataType)), extra: plain };
}

/** True for a column that was kept though all its values are null. */
export function isOnlyNull({ extra }: ColumnSchema): boolean {
  return extra?.[onlyNullProperty] === true;
}

/** The types that the column had before, oldest first. */
export function formerTypes({ extra }: ColumnSchema): readonly FormerType[] {
  const stored = extra?.[formerProperty];
  return Array.isArray(stored) ? (stored as readonly Value[]).flatMap(formerType) : [];
}

/** True where values are kept in the same way. */
export function isSameType(one: ColumnSchema, other: ColumnSchema): boolean {
  const properties = ['dataType', 'precision', 'scale', 'timezone'] as const;
  return properties.every((property) => one[property] === other[property]);
}

/** Those of the columns that the table has with another type by now. */
export function formerColumns(
  columns: readonly ColumnSchema[],
  table: TableSchema | undefined,
): readonly ColumnSchema[] {
  return columns.filter((column) => {
    const now = table?.columns.get(column.name);
    return now !== undefined && formerTypes(now).length > 0 && !isSameType(now, column);
  });
}

/** The table as it was when some of its columns had these types. */
export function asOf(table: TableSchema, columns: readonly ColumnSchema[]): TableSchema {
  const before = new Map(columns.map((column) => [column.name, column]));
  if (before.size === 0) return table;
  return { ...table, columns: new Map([...table.columns].map(([name, now]) => [name, before.get(name) ?? now])) };
}

function documentOf(column: ColumnSchema): Row | undefined {
  const { dataType, precision, scale, timezone } = column;
  if (dataType === undefined) return undefined;
  const said = { data_type: dataType, precision, scale, timezone, only_null: isOnlyNull(column) ? true : undefined };
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function formerType(stored: Value): readonly FormerType[] {
  if (!isRow(stored)) return [];
  const { data_type: dataType, precision, scale, timezone, only_null: isNull } = stored;
  if (dataType === undefined || !isDataType(dataType)) return [];
  return [
    {
      dataType,
      precision: typeof precision === 'number' ? precision : undefined,
      scale: typeof scale === 'number' ? scale : undefined,
      timezone: typeof timezone === 'boolean' ? timezone : undefined,
      isOnlyNull: isNull === true,
    },
  ];
}
