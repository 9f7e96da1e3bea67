import type { Row, Value } from '../core/value.ts';
import type { ColumnSchema, Extra, Schema, TableSchema } from './table.ts';
import { contractDocument } from './contract.ts';
import { merged } from './unread.ts';

/** The version of the document format; dlt calls it the schema engine. */
export const engineVersion = 11;

/** What a schema says, without its version and hashes: what the version hash is made of. */
export function schemaContent(schema: Schema): Row {
  const { imported_version_hash: _notContent, ...extra }: Extra = schema.extra ?? {};
  const content = {
    engine_version: engineVersion,
    name: schema.name,
    tables: Object.fromEntries([...schema.tables].map(([name, table]) => [name, tableDocument(table)])),
    settings: present({
      detections: schema.settings.detections,
      default_hints: schema.settings.defaultHints ?? newDefaultHints,
      schema_contract: contractDocument(schema.settings.contract),
      preferred_types: schema.settings.preferredTypes,
    }),
    normalizers: present({
      names: schema.naming ?? 'snake_case',
      use_break_path_on_normalize: schema.breaksPaths,
      json: jsonNormalizer(schema),
    }),
  };
  return merged(content, extra);
}

/** The default hints of every new schema (section 4.4). */
export const newDefaultHints: Row = {
  not_null: ['_dlt_id', '_dlt_root_id', '_dlt_parent_id', '_dlt_list_idx', '_dlt_load_id'],
  parent_key: ['_dlt_parent_id'],
  root_key: ['_dlt_root_id'],
  unique: ['_dlt_id'],
  row_key: ['_dlt_id'],
};

function jsonNormalizer({ rootKeyTables, rootKeys, maxNesting }: Schema): Row {
  const tables = Object.fromEntries([...rootKeyTables].map((name) => [name, { _dlt_id: '_dlt_root_id' }]));
  const config = present({
    max_nesting: maxNesting,
    root_key_propagation: rootKeys,
    propagation: rootKeyTables.size === 0 ? undefined : { tables },
  });
  const module = 'dlt.common.normalizers.json.relational';
  return Object.keys(config).length === 0 ? { module } : { module, config };
}

export function tableDocument(table: TableSchema): Row {
  const normalizer = present({
    max_nesting: table.maxNesting,
    'evolve-columns-once': table.evolvesOnce,
    'seen-data': table.seenData ? true : undefined,
  });
  const said = present({
    name: table.name,
    columns: Object.fromEntries([...table.columns].map(([name, column]) => [name, columnDocument(column)])),
    write_disposition: table.writeDisposition,
    'x-merge-strategy': table.mergeStrategy,
    'x-stage-data-deduplicated': table.deduplicated,
    'x-boundary-timestamp': table.boundaryTimestamp,
    'x-on-missing-key': table.onMissingKey,
    file_format: table.fileFormat,
    resource: table.resource,
    parent: table.parent,
    schema_contract: contractDocument(table.contract),
    description: table.description,
    'x-normalizer': Object.keys(normalizer).length === 0 ? undefined : normalizer,
  });
  return merged(table.extra ?? {}, said);
}

export function columnDocument(column: ColumnSchema): Row {
  const said = present({
    name: column.name,
    data_type: column.dataType,
    nullable: column.isNullableByDefault ? undefined : column.nullable,
    precision: column.precision,
    scale: column.scale,
    timezone: column.timezone,
    description: column.description,
    variant: column.variant,
    unique: column.unique,
    primary_key: column.primaryKey,
    merge_key: column.mergeKey,
    row_key: column.rowKey,
    parent_key: column.parentKey,
    root_key: column.rootKey,
    hard_delete: column.hardDelete,
    dedup_sort: column.dedupSort,
    'x-row-version': column.rowVersion,
    'x-valid-from': column.validFrom,
    'x-valid-to': column.validTo,
    'x-active-record-timestamp': column.activeRecordTimestamp,
  });
  return merged(column.extra ?? {}, said);
}

/** Only what is said: a property that is not given is not in the document. */
function present(properties: { readonly [name: string]: Value | undefined }): Row {
  const given = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(given);
}
