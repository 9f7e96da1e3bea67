/** What a resource says about its table: read as it is spelled, then turned into the words of `schema/`. */
import type { DataType, TableHints } from '../../../schema/table.ts';
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
import type { ResourceConfig } from '../vocabulary.ts';

const dataTypes: readonly DataType[] = [
  'text',
  'double',
  'bool',
  'timestamp',
  'bigint',
  'binary',
  'json',
  'decimal',
  'wei',
  'date',
  'time',
];

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
    columns: config.columns
      ? Object.entries(config.columns).map(([name, column]) => columnHint(column.name ?? name, column))
      : undefined,
    maxTableNesting: config.max_table_nesting ?? undefined,
  };
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

/** One member of `nested_hints`. */
export const readNestedHint: Read<NestedHintConfig> = shape<NestedHintConfig>({
  write_disposition: orNull(readWriteDisposition),
  primary_key: orNull(readKey),
  merge_key: orNull(readKey),
  columns: orNull(readColumns),
});
