/** What a resource says about its table: read as it is spelled, then turned into the words of `schema/`. */
import type { ContractSetting } from '../../../schema/contract-setting.ts';
import { dataTypes } from '../../../schema/data-type.ts';
import type { Extra, NestedHints, TableHints, TableReference } from '../../../schema/table.ts';
import {
  bool,
  filledText,
  isPlain,
  listOf,
  mapOf,
  oneOf,
  orNull,
  refuse,
  shape,
  text,
  wholeNumber,
  type Place,
  type Read,
} from './reading.ts';
import type {
  ColumnConfig,
  ContractMode,
  NestedHintConfig,
  ReferenceConfig,
  SchemaContractConfig,
} from './hint-vocabulary.ts';
import { mergeHints, readWriteDisposition } from './read-disposition.ts';
import { visibilityOf } from './read-visibility.ts';
import type { ResourceConfig } from '../vocabulary.ts';

/** One column, or several that count together. */
export function readKey(value: unknown, place: Place): string | readonly string[] | undefined {
  return Array.isArray(value) ? listOf(filledText)(value, place) : filledText(value, place);
}

/** Levels of nested tables, from 0 on. */
export function readNesting(value: unknown, place: Place): number | undefined {
  const levels = wholeNumber(value, place);
  if (levels === undefined || levels >= 0) return levels;
  return refuse(place, { message: 'must not be negative', found: value });
}

const columnFields = {
  name: filledText,
  data_type: orNull(oneOf(dataTypes)),
  nullable: orNull(bool),
  precision: orNull(wholeNumber),
  scale: orNull(wholeNumber),
  timezone: orNull(bool),
  primary_key: orNull(bool),
  merge_key: orNull(bool),
  hard_delete: orNull(bool),
  dedup_sort: orNull(oneOf(['asc', 'desc'])),
  unique: orNull(bool),
  description: orNull(text),
  partition: orNull(bool),
  cluster: orNull(bool),
  sort: orNull(bool),
  'x-mask': orNull(bool),
};

/** A list of columns with names, or an object by name; both become the latter. */
export function readColumns(value: unknown, place: Place): Readonly<Record<string, ColumnConfig>> | undefined {
  if (!Array.isArray(value)) return mapOf(shape<ColumnConfig>(columnFields))(value, place);
  const columns = listOf(shape<ColumnConfig>(columnFields, { required: ['name'] }))(value, place) ?? [];
  return Object.fromEntries(columns.map((column) => [column.name ?? '', column]));
}

/** @param config merged with the defaults */
export function hintsOf(config: ResourceConfig): TableHints {
  const disposition = config.write_disposition ?? undefined;
  return {
    writeDisposition: typeof disposition === 'object' ? disposition.disposition : disposition,
    merge: typeof disposition === 'object' ? mergeHints(disposition) : undefined,
    primaryKey: listed(config.primary_key),
    mergeKey: listed(config.merge_key),
    columns: columnHints(config.columns),
    maxTableNesting: config.max_table_nesting ?? undefined,
    contract: contractOf(config.schema_contract),
    fileFormat: config.file_format ?? undefined,
    tableFormat: config.table_format ?? undefined,
    references: config.references?.map(referenceOf),
    nested: config.nested_hints ? Object.entries(config.nested_hints).map(nestedHints) : undefined,
    typeConflicts: config.type_conflicts ?? undefined,
    nullColumns: config.null_columns ?? undefined,
    emptyTable: config.empty_table ?? undefined,
    jsonColumns: config.json_columns ?? undefined,
    visibility: visibilityOf(config),
  };
}

function columnHints(columns: ResourceConfig['columns']): TableHints['columns'] {
  if (columns === null || columns === undefined) return undefined;
  return Object.entries(columns).map(([name, column]) => columnHint(column.name ?? name, column));
}

/** A key of `nested_hints` is a path below the table: one key of the rows, or several with `__` between them. */
function nestedHints([path, config]: readonly [string, NestedHintConfig]): NestedHints {
  const disposition = config.write_disposition ?? undefined;
  return {
    path: [path],
    writeDisposition: typeof disposition === 'object' ? disposition.disposition : disposition,
    primaryKey: listed(config.primary_key),
    mergeKey: listed(config.merge_key),
    columns: columnHints(config.columns),
    contract: contractOf(config.schema_contract),
    fileFormat: config.file_format ?? undefined,
    tableFormat: config.table_format ?? undefined,
    references: config.references?.map(referenceOf),
  };
}

function referenceOf(config: ReferenceConfig): TableReference {
  const { columns, referenced_table: referencedTable, referenced_columns: referencedColumns } = config;
  return { columns, referencedTable, referencedColumns };
}

function contractOf(config: SchemaContractConfig | null | undefined): ContractSetting | undefined {
  if (config === null || config === undefined || typeof config === 'string') return config ?? undefined;
  const { tables, columns, data_type: dataType } = config;
  const said = Object.entries({ tables, columns, dataType }).filter(([, mode]) => mode !== undefined && mode !== null);
  return Object.fromEntries(said);
}

/** Hints that are kept in the schema for others. */
function extraOf(column: ColumnConfig): Extra | undefined {
  const given = (['partition', 'cluster', 'sort', 'x-mask'] as const).flatMap((name) => {
    const value = column[name];
    return value === null || value === undefined ? [] : [[name, value] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function columnHint(name: string, column: ColumnConfig): NonNullable<TableHints['columns']>[number] {
  return {
    name,
    dataType: column.data_type ?? undefined,
    nullable: column.nullable ?? undefined,
    precision: column.precision ?? undefined,
    scale: column.scale ?? undefined,
    timezone: column.timezone ?? undefined,
    primaryKey: column.primary_key ?? undefined,
    mergeKey: column.merge_key ?? undefined,
    hardDelete: column.hard_delete ?? undefined,
    dedupSort: column.dedup_sort ?? undefined,
    unique: column.unique ?? undefined,
    description: column.description ?? undefined,
    extra: extraOf(column),
  };
}

function listed(key: string | readonly string[] | null | undefined): readonly string[] | undefined {
  if (key === null || key === undefined) return undefined;
  return typeof key === 'string' ? [key] : key;
}

const contractModes: readonly ContractMode[] = ['evolve', 'freeze', 'discard_row', 'discard_value'];
const readMode = oneOf(contractModes);
const readContractShape = shape<Exclude<SchemaContractConfig, string>>({
  tables: orNull(readMode),
  columns: orNull(readMode),
  data_type: orNull(readMode),
});

/** One word, or one for each level. */
export function readContract(value: unknown, place: Place): SchemaContractConfig | undefined {
  return isPlain(value) ? readContractShape(value, place) : readMode(value, place);
}

/** One element of `references`. */
export const readReference: Read<ReferenceConfig> = shape<ReferenceConfig>(
  { columns: listOf(filledText), referenced_table: filledText, referenced_columns: listOf(filledText) },
  { required: ['columns', 'referenced_table', 'referenced_columns'] },
);

/** How a destination may keep a table. */
export const tableFormats = ['iceberg', 'delta', 'hive', 'native'] as const;

/** One member of `nested_hints`. */
export const readNestedHint: Read<NestedHintConfig> = shape<NestedHintConfig>({
  write_disposition: orNull(readWriteDisposition),
  primary_key: orNull(readKey),
  merge_key: orNull(readKey),
  columns: orNull(readColumns),
  schema_contract: orNull(readContract),
  table_format: orNull(oneOf(tableFormats)),
  file_format: orNull(filledText),
  references: orNull(listOf(readReference)),
});
