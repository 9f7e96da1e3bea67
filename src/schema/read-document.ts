import { writeJson } from '../core/json-write.ts';
import type { ColumnName, TableName } from '../core/names.ts';
import { printable } from '../core/printable.ts';
import { sortedJson } from '../core/sorted-json.ts';
import { isRow, type Row, type Value } from '../core/value.ts';
import { contractFromDocument } from './contract.ts';
import { dataTypes, isDataType } from './data-type.ts';
import { columnDocument, engineVersion, newDefaultHints, schemaContent, tableDocument } from './document-content.ts';
import { newerThanThis, unreadableSchema } from './errors.ts';
import { migratedDocument } from './migrate-document.ts';
import { isNamingName, namingNames } from './naming/conventions.ts';
import type { ColumnSchema, MergeStrategy, Moment, Schema, TableSchema, WriteDisposition } from './table.ts';
import { unread } from './unread.ts';

/**
 * Reads a stored schema, also one that dlt wrote, of engine 8 to 11.
 * @throws `state_unreadable` for a document of another engine, naming convention or shape
 */
export function schemaFromDocument(document: Value): Schema {
  const root = migratedDocument(rowOf(document, 'the document'));
  checkReadable(root);
  const tables = Object.entries(rowOf(root['tables'], 'tables')).map(([name, table]) => tableFrom(name, table));
  const byName = new Map(tables.map((table) => [table.name, table]));
  checkParents(byName);
  const schema: Schema = {
    name: textOf(root['name'], 'name'),
    version: versionOf(root['version']),
    previousHashes: listOf(root['previous_hashes']).filter(isText),
    tables: byName,
    settings: settingsFrom(rowOf(root['settings'], 'settings')),
    naming: namingFrom(rowIn(root, 'normalizers')['names']),
    breaksPaths: flagOf(rowIn(root, 'normalizers')['use_break_path_on_normalize']),
    ...normalizerFrom(rowIn(rowIn(rowIn(root, 'normalizers'), 'json'), 'config')),
  };
  const { version: _version, version_hash: _hash, previous_hashes: _hashes, tables: _tables, ...rest } = root;
  return { ...schema, extra: unread(rest, schemaContent(schema)) };
}

function checkReadable(root: Row): void {
  const engine = root['engine_version'];
  if (typeof engine === 'number' && engine > engineVersion) throw newerThanThis('schema', engine, engineVersion);
  if (engine !== engineVersion) {
    throw unreadableSchema(`its engine version is ${shown(engine)}, and ${engineVersion} can be read`);
  }
  const names = rowIn(root, 'normalizers')['names'];
  if (names !== undefined && !isNamingName(names)) {
    throw unreadableSchema(`its naming convention is ${shown(names)}, and those known are ${namingNames.join(', ')}`);
  }
}

/** Undefined for the default one, as a new schema has it. */
function namingFrom(names: Value | undefined): Schema['naming'] {
  return isNamingName(names) && names !== 'snake_case' ? names : undefined;
}

/** Every way up ends at a table without a parent. */
function checkParents(tables: ReadonlyMap<TableName, TableSchema>): void {
  const sound = new Set<TableName>();
  for (const table of tables.values()) {
    const way = new Set<TableName>();
    for (let at: TableSchema | undefined = table; at !== undefined && !sound.has(at.name);) {
      way.add(at.name);
      if (at.parent === undefined) break;
      if (way.has(at.parent)) throw unreadableSchema(`table ${shown(at.name)} is nested in itself`);
      at = tables.get(at.parent);
      if (at === undefined) throw unreadableSchema(`the parent of table ${shown(table.name)} is missing`);
    }
    for (const name of way) sound.add(name);
  }
}

function settingsFrom(settings: Row): Schema['settings'] {
  const hints = settings['default_hints'];
  return {
    detections: listOf(settings['detections']).filter(isText),
    defaultHints: isRow(hints) && sortedJson(hints) !== sortedJson(newDefaultHints) ? hints : undefined,
    preferredTypes: preferredTypesFrom(settings['preferred_types']),
    contract: contractFromDocument(settings['schema_contract']),
  };
}

function preferredTypesFrom(types: Value | undefined): Schema['settings']['preferredTypes'] {
  if (!isRow(types)) return undefined;
  const entries = Object.entries(types).map(([pattern, type]) => {
    if (!isDataType(type)) throw unreadableSchema(`the preferred type of ${shown(pattern)} is ${shown(type)}`);
    return [pattern, type] as const;
  });
  return Object.fromEntries(entries);
}

function normalizerFrom(config: Row): Pick<Schema, 'rootKeyTables' | 'rootKeys' | 'maxNesting'> {
  const propagated = Object.entries(rowIn(rowIn(config, 'propagation'), 'tables'));
  const rooted = propagated.filter(([, columns]) => isRow(columns) && columns['_dlt_id'] === '_dlt_root_id');
  return {
    rootKeyTables: new Set(rooted.map(([name]) => asTable(name))),
    rootKeys: flagOf(config['root_key_propagation']),
    maxNesting: numberOf(config['max_nesting']),
  };
}

function tableFrom(name: string, document: Value): TableSchema {
  const entry = rowOf(document, `table ${shown(name)}`);
  const columns = Object.entries(rowOf(entry['columns'], `columns of ${shown(name)}`)).map(([key, column]) =>
    columnFrom(key, column),
  );
  const normalizer = rowIn(entry, 'x-normalizer');
  const parent = optionalText(entry['parent']);
  const table: TableSchema = {
    name: asTable(name),
    columns: new Map(columns.map((column) => [column.name, column])),
    parent: parent === undefined ? undefined : asTable(parent),
    resource: optionalText(entry['resource']),
    writeDisposition: isDisposition(entry['write_disposition']) ? entry['write_disposition'] : undefined,
    mergeStrategy: isStrategy(entry['x-merge-strategy']) ? entry['x-merge-strategy'] : undefined,
    deduplicated: flagOf(entry['x-stage-data-deduplicated']),
    boundaryTimestamp: momentOf(entry['x-boundary-timestamp']),
    onMissingKey: entry['x-on-missing-key'] === 'append' ? 'append' : undefined,
    description: optionalText(entry['description']),
    fileFormat: optionalText(entry['file_format']),
    maxNesting: numberOf(normalizer['max_nesting']),
    contract: contractFromDocument(entry['schema_contract']),
    evolvesOnce: normalizer['evolve-columns-once'] === true ? true : undefined,
    seenData: normalizer['seen-data'] === true,
  };
  const { columns: _columns, ...rest } = entry;
  return { ...table, extra: unread(rest, tableDocument(table)) };
}

/** A column as it is stored. */
export function columnFrom(name: string, document: Value): ColumnSchema {
  const entry = rowOf(document, `column ${shown(name)}`);
  const type = entry['data_type'];
  if (type !== undefined && !isDataType(type)) {
    throw unreadableSchema(`column ${shown(name)} has type ${shown(type)}, and the types are ${dataTypes.join(', ')}`);
  }
  const sort = entry['dedup_sort'];
  const column: ColumnSchema = {
    // Stored names went through the naming convention before they were stored.
    name: name as ColumnName,
    dataType: type,
    nullable: entry['nullable'] !== false,
    isNullableByDefault: typeof entry['nullable'] === 'boolean' ? undefined : true,
    precision: numberOf(entry['precision']),
    scale: numberOf(entry['scale']),
    timezone: flagOf(entry['timezone']),
    description: optionalText(entry['description']),
    variant: flagOf(entry['variant']),
    unique: flagOf(entry['unique']),
    primaryKey: flagOf(entry['primary_key']),
    mergeKey: flagOf(entry['merge_key']),
    rowKey: flagOf(entry['row_key']),
    parentKey: flagOf(entry['parent_key']),
    rootKey: flagOf(entry['root_key']),
    hardDelete: flagOf(entry['hard_delete']),
    dedupSort: sort === 'asc' || sort === 'desc' ? sort : undefined,
    rowVersion: flagOf(entry['x-row-version']),
    validFrom: flagOf(entry['x-valid-from']),
    validTo: flagOf(entry['x-valid-to']),
    activeRecordTimestamp:
      entry['x-active-record-timestamp'] === null ? null : momentOf(entry['x-active-record-timestamp']),
  };
  return { ...column, extra: unread(entry, columnDocument(column)) };
}

function rowOf(value: Value | undefined, what: string): Row {
  if (isRow(value)) return value;
  throw unreadableSchema(`${what} is not an object`);
}

function textOf(value: Value | undefined, what: string): string {
  if (isText(value)) return value;
  throw unreadableSchema(`${what} is not a text`);
}

function versionOf(value: Value | undefined): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw unreadableSchema(`its version is ${shown(value)}, and it must be a whole number`);
}

function rowIn(row: Row, name: string): Row {
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  return isRow(value) ? value : {};
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

function flagOf(value: Value | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function isText(value: Value | undefined): value is string {
  return typeof value === 'string';
}

const dispositions: Readonly<Record<WriteDisposition, true>> = { append: true, replace: true, merge: true, skip: true };

function isDisposition(value: Value | undefined): value is WriteDisposition {
  return isText(value) && Object.hasOwn(dispositions, value);
}

const strategies: Readonly<Record<MergeStrategy, true>> = {
  'delete-insert': true,
  upsert: true,
  'insert-only': true,
  scd2: true,
};

function isStrategy(value: Value | undefined): value is MergeStrategy {
  return isText(value) && Object.hasOwn(strategies, value);
}

function momentOf(value: Value | undefined): Moment | undefined {
  return isText(value) || typeof value === 'number' ? value : undefined;
}

function shown(value: Value | undefined): string {
  if (value === undefined) return 'missing';
  return printable(isText(value) ? value : writeJson(value), 80);
}

/** Stored names went through the naming convention before they were stored. */
function asTable(name: string): TableName {
  return name as TableName;
}
