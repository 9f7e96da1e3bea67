import type { ColumnName, TableName } from '../core/names.ts';
import { isRow, type Value } from '../core/value.ts';
import { storedPattern } from './column-rules.ts';
import { namingOf } from './naming/conventions.ts';
import type { NamePattern } from './patterns/name-pattern.ts';
import type { Schema } from './table.ts';

/** True for a column of a table that rows must come without. */
export type TableFilters = (table: TableName, column: ColumnName) => boolean;

interface Filter {
  readonly excludes: readonly NamePattern[];
  readonly includes: readonly NamePattern[];
}

/**
 * The filters that tables of a stored schema carry (dataset-format section 3.5): `excludes` are looked for in the path
 * of a column below the table, and `includes` make exceptions. Rules of a table hold for all tables whose names begin
 * with its own. Undefined where there is none, so that nobody pays for what nobody asks for.
 * @throws `state_unreadable` for a pattern that cannot be obeyed
 */
export function tableFiltersOf({ tables, naming, breaksPaths }: Schema): TableFilters | undefined {
  const filters = new Map<string, Filter>();
  for (const { name, extra } of tables.values()) {
    const said = extra?.['filters'];
    if (!isRow(said)) continue;
    const filter = { excludes: patternsOf(said['excludes']), includes: patternsOf(said['includes']) };
    if (filter.excludes.length > 0) filters.set(name, filter);
  }
  if (filters.size === 0) return undefined;
  const { separator } = namingOf(naming ?? 'snake_case', { breaksPaths });
  return (table, column) => {
    const parts = table.split(separator).filter((part) => part.trim() !== '');
    return parts.some((_, index) => {
      const filter = filters.get(parts.slice(0, index + 1).join(separator));
      return filter !== undefined && isExcluded(filter, [...parts.slice(index + 1), column].join(separator));
    });
  };
}

function isExcluded({ excludes, includes }: Filter, path: string): boolean {
  return excludes.some((isMeant) => isMeant(path)) && !includes.some((isMeant) => isMeant(path));
}

function patternsOf(value: Value | undefined): readonly NamePattern[] {
  // `Array.isArray` forgets that the list cannot be changed.
  const list = Array.isArray(value) ? (value as readonly Value[]) : [];
  return list.filter((element) => typeof element === 'string').map(storedPattern);
}
