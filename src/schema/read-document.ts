import { writeJson } from '../core/json-write.ts';
import type { ColumnName, TableName } from '../core/names.ts';
import { isRow, type Row, type Value } from '../core/value.ts';
import { dataTypes, isDataType } from './data-type.ts';
import { unreadableSchema } from './errors.ts';
import type { ColumnSchema, Extra, Schema, TableSchema, WriteDisposition } from './table.ts';

const readableEngine = 11;
const dispositions: readonly string[] = ['append', 'replace', 'merge', 'skip'] satisfies WriteDisposition[];

/**
 * Reads a stored schema, also one that dlt wrote.
 * @throws `state_unreadable` for a document of another engine or shape
 */
export function schemaFromDocument(document: Value): Schema {
  const root = rowOf(document, 'the document');
  if (root['engine_version'] !== readableEngine) {
    throw unreadableSchema(`its engine version is ${shown(root['engine_version'])}, and ${readableEngine} can be read`);
  }
  const tables = Object.entries(rowOf(root['tables'], 'tables')).map(([name, table]) => tableFrom(name, table));
  const settings = rowOf(root['settings'], 'settings');
  const normalizer = optionalRow(optionalRow(root['normalizers'])['json'])['config'];
  return {
    name: textOf(root['name'], 'name'),
    version: Number(root['version']),
    previousHashes: listOf(root['previous_hashes']).filter(isText),
    tables: new Map(tables.map((table) => [table.name, table])),
    settings: {
      detections: listOf(settings['detections']).filter(isText),
      extra: extraOf(settings, ['detections', 'default_hints']),
    },
    rootKeyTables: new Set(
      Object.keys(optionalRow(optionalRow(optionalRow(normalizer)['propagation'])['tables'])).map(asTable),
    ),
    maxNesting: numberOf(optionalRow(normalizer)['max_nesting']),
  };
}

const tableProperties: readonly string[] =
  'name columns write_disposition resource parent description file_format x-normalizer'.split(' ');

function tableFrom(name: string, document: Value): TableSchema {
  const table = rowOf(document, `table ${name}`);
  const columns = Object.entries(rowOf(table['columns'], `columns of ${name}`)).map(([key, column]) =>
    columnFrom(key, column),
  );
  const normalizer = optionalRow(table['x-normalizer']);
  const disposition = table['write_disposition'];
  const parent = optionalText(table['parent']);
  return {
    name: asTable(name),
    columns: new Map(columns.map((column) => [column.name, column])),
    parent: parent === undefined ? undefined : asTable(parent),
    resource: optionalText(table['resource']),
    // Held against the list of dispositions.
    writeDisposition:
      isText(disposition) && dispositions.includes(disposition) ? (disposition as WriteDisposition) : undefined,
    description: optionalText(table['description']),
    fileFormat: table['file_format'] === 'preferred' ? 'preferred' : undefined,
    maxNesting: numberOf(normalizer['max_nesting']),
    seenData: normalizer['seen-data'] === true,
    extra: extraOf(table, tableProperties),
  };
}

const flags = {
  variant: 'variant',
  unique: 'unique',
  primaryKey: 'primary_key',
  mergeKey: 'merge_key',
  rowKey: 'row_key',
  parentKey: 'parent_key',
  rootKey: 'root_key',
  hardDelete: 'hard_delete',
} as const;

const columnProperties: readonly string[] = [
  ...'name data_type nullable precision scale timezone description dedup_sort'.split(' '),
  ...Object.values(flags),
];

function columnFrom(name: string, document: Value): ColumnSchema {
  const column = rowOf(document, `column ${name}`);
  const type = column['data_type'];
  if (type !== undefined && !isDataType(type)) {
    throw unreadableSchema(`column ${name} has type ${shown(type)}, and the types are ${dataTypes.join(', ')}`);
  }
  const sort = column['dedup_sort'];
  const set = Object.entries(flags).filter(([, property]) => typeof column[property] === 'boolean');
  return {
    // Stored names went through the naming convention before they were stored.
    name: name as ColumnName,
    dataType: type,
    nullable: column['nullable'] !== false,
    precision: numberOf(column['precision']),
    scale: numberOf(column['scale']),
    timezone: typeof column['timezone'] === 'boolean' ? column['timezone'] : undefined,
    description: optionalText(column['description']),
    dedupSort: sort === 'asc' || sort === 'desc' ? sort : undefined,
    ...Object.fromEntries(set.map(([flag, property]) => [flag, column[property] === true])),
    extra: extraOf(column, columnProperties),
  };
}

function extraOf(row: Row, known: readonly string[]): Extra | undefined {
  const rest = Object.entries(row).filter(([name]) => !known.includes(name));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

function rowOf(value: Value | undefined, what: string): Row {
  if (value !== undefined && isRow(value)) return value;
  throw unreadableSchema(`${what} is not an object`);
}

function textOf(value: Value | undefined, what: string): string {
  if (isText(value)) return value;
  throw unreadableSchema(`${what} is not a text`);
}

function optionalRow(value: Value | undefined): Row {
  return value !== undefined && isRow(value) ? value : {};
}

function optionalText(value: Value | undefined): string | undefined {
  return isText(value) ? value : undefined;
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

function numberOf(value: Value | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isText(value: Value | undefined): value is string {
  return typeof value === 'string';
}

function shown(value: Value | undefined): string {
  return value === undefined ? 'missing' : writeJson(value).slice(0, 80);
}

/** Stored names went through the naming convention before they were stored. */
function asTable(name: string): TableName {
  return name as TableName;
}
