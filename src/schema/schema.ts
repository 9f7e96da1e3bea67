import type { TableName } from '../core/names.ts';
import { snakeCase } from './naming/snake-case.ts';
import { loadsTable, versionTable } from './system-tables.ts';
import type { ColumnSchema, Schema, TableSchema } from './table.ts';

const mostNameCharacters = 64;

/** A schema that knows the engine's own tables only. */
export function newSchema(name: string): Schema {
  return {
    name,
    version: 0,
    previousHashes: [],
    tables: new Map([versionTable, loadsTable].map((table) => [table.name, table])),
    settings: { detections: ['iso_timestamp'] },
    rootKeyTables: new Set(),
  };
}

/**
 * A name that a schema may have: snake case, at most 64 characters (dataset-format section 1.1).
 * @throws `name_empty`
 */
export function schemaNameFrom(text: string): string {
  return snakeCase(mostNameCharacters).identifier(text);
}

/** The schema with this table instead of the one of its name, or behind all others. */
export function withTable(schema: Schema, table: TableSchema): Schema {
  return { ...schema, tables: new Map([...schema.tables, [table.name, table]]) };
}

/** The schema without these tables. */
export function withoutTables(schema: Schema, names: ReadonlySet<TableName>): Schema {
  return {
    ...schema,
    tables: new Map([...schema.tables].filter(([name]) => !names.has(name))),
    rootKeyTables: new Set([...schema.rootKeyTables].filter((name) => !names.has(name))),
  };
}

/** The columns that are in the database: those that have a type, in the order of the table. */
export function completeColumns(table: TableSchema): readonly ColumnSchema[] {
  return [...table.columns.values()].filter(({ dataType }) => dataType !== undefined);
}

/** The table without a parent that a table hangs on; itself when it has none. */
export function rootOf(schema: Schema, table: TableSchema): TableSchema {
  let root = table;
  for (let next = parentOf(schema, root); next !== undefined; next = parentOf(schema, next)) root = next;
  return root;
}

function parentOf(schema: Schema, { parent }: TableSchema): TableSchema | undefined {
  return parent === undefined ? undefined : schema.tables.get(parent);
}

/** All tables nested in a root table, at any depth, in the order of the schema; without the root itself. */
export function descendantsOf(schema: Schema, root: TableName): readonly TableSchema[] {
  return [...schema.tables.values()].filter((table) => table.name !== root && rootOf(schema, table).name === root);
}
