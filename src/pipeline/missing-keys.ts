import type { Emit } from '../core/event.ts';
import type { Schema, TableSchema } from '../schema/table.ts';

/**
 * Tells, once a run and table, of rows that came without the key by which they were to be merged: where
 * `on_missing_key` is `append` they are added beside those that are there (L15).
 * @returns what looks at the tables of a package that got rows
 */
export function missingKeyWatch(emit: Emit): (schema: Schema, received: ReadonlySet<string>) => void {
  const told = new Set<string>();
  return (schema, received) => {
    for (const table of schema.tables.values()) {
      const missing = received.has(table.name) && !told.has(table.name) ? missingKey(table) : [];
      if (missing.length === 0) continue;
      told.add(table.name);
      emit({ kind: 'notice', message: messageOf(table, missing) });
    }
  };
}

/** Columns of its key that no row ever had. */
function missingKey(table: TableSchema): readonly string[] {
  if (table.parent !== undefined || table.onMissingKey !== 'append' || table.writeDisposition !== 'merge') return [];
  return [...table.columns.values()]
    .filter(({ primaryKey, mergeKey, dataType }) => (primaryKey ?? mergeKey) === true && dataType === undefined)
    .map(({ name }) => name);
}

function messageOf({ name, resource = name }: TableSchema, missing: readonly string[]): string {
  const columns = missing.length === 1 ? 'its key' : 'part of its key';
  return `"${resource}": no row has ${missing.join(', ')}, ${columns}: rows are appended and not merged, so that every run adds them again; set the primary key that rows have`;
}
