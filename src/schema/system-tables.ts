/**
 * The engine's own tables, with dlt's names, columns and descriptions: they are part of every schema's version hash
 * (dataset-format section 4).
 */
import type { ColumnName, TableName } from '../core/names.ts';
import type { ColumnSchema, DataType, TableSchema } from './table.ts';

// These names are what the naming convention makes of themselves.
export const loadsTableName: TableName = '_dlt_loads' as TableName;
export const versionTableName: TableName = '_dlt_version' as TableName;
export const stateTableName: TableName = '_dlt_pipeline_state' as TableName;

/** True for the tables and columns of the engine. */
export function isSystemName(name: string): boolean {
  return name.startsWith('_dlt');
}

export const rowIdColumn: ColumnSchema = column('_dlt_id', 'text', { unique: true, rowKey: true });
export const loadIdColumn: ColumnSchema = column('_dlt_load_id', 'text');
export const parentIdColumn: ColumnSchema = column('_dlt_parent_id', 'text', { parentKey: true });
export const listIndexColumn: ColumnSchema = column('_dlt_list_idx', 'bigint');
export const rootIdColumn: ColumnSchema = column('_dlt_root_id', 'text', { rootKey: true });

/**
 * Which of the rows with the same id a row is, or belongs to: ids that are made of a key come again when the key does.
 * Package files and staging tables have it, the tables of a dataset do not. No naming convention yields the blank.
 */
export const occurrenceColumn: ColumnSchema = column('sluice occurrence', 'text', { nullable: true });

/** One row per completed load package (section 4.1). */
export const loadsTable: TableSchema = {
  ...table(loadsTableName, [
    column('load_id', 'text', { precision: 64 }),
    column('schema_name', 'text', { nullable: true }),
    column('status', 'bigint'),
    column('inserted_at', 'timestamp'),
    column('schema_version_hash', 'text', { nullable: true }),
  ]),
  writeDisposition: 'skip',
  description: 'Created by DLT. Tracks completed loads',
};

/** One row per schema version that the dataset has seen (section 4.2). */
export const versionTable: TableSchema = {
  ...table(versionTableName, [
    column('version', 'bigint'),
    column('engine_version', 'bigint'),
    column('inserted_at', 'timestamp'),
    column('schema_name', 'text'),
    column('version_hash', 'text'),
    column('schema', 'text'),
  ]),
  writeDisposition: 'skip',
  description: 'Created by DLT. Tracks schema updates',
};

/** One row per changed pipeline state (section 4.3). */
export const stateTable: TableSchema = {
  ...table(stateTableName, [
    column('version', 'bigint'),
    column('engine_version', 'bigint'),
    column('pipeline_name', 'text'),
    column('state', 'text'),
    column('created_at', 'timestamp'),
    column('version_hash', 'text', { nullable: true }),
    column('_dlt_load_id', 'text', { precision: 64 }),
    rowIdColumn,
  ]),
  writeDisposition: 'append',
  fileFormat: 'preferred',
};

/** All three, in the order in which a dataset gets them. */
export const bookkeepingTables: readonly TableSchema[] = [versionTable, loadsTable, stateTable];

function column(name: string, dataType: DataType, more: Partial<ColumnSchema> = {}): ColumnSchema {
  return { name: name as ColumnName, dataType, nullable: false, ...more };
}

function table(name: TableName, columns: readonly ColumnSchema[]): TableSchema {
  return {
    name,
    columns: new Map(columns.map((one) => [one.name, one])),
    resource: name,
    seenData: false,
  };
}
