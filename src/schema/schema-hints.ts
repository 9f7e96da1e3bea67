import { columnRulesOf } from './column-rules.ts';
import type { ContractSetting } from './contract-setting.ts';
import { givenSettings } from './given-settings.ts';
import { tableFiltersOf } from './table-filters.ts';
import type { DataType, Schema } from './table.ts';

/** What a source, or a run, says about all tables of a schema. */
export interface SchemaHints {
  /** What may change in tables that state no contract of their own. @default everything */
  readonly contract?: ContractSetting | undefined;
  /** Levels below which values stay JSON. @default as the schema says */
  readonly maxNesting?: number | undefined;
  /** True: the id of a root row goes to all that is nested in it; false: not even in a merge. @default only in merges */
  readonly rootKeys?: boolean | undefined;
  /**
   * Which values get a type of their own, the first that answers counting: `iso_timestamp`, `iso_date`, `timestamp` (a
   * number within five years of the start of the run, in seconds since 1970), `large_integer`, `wei_to_double`,
   * `hexbytes_to_text`. @default as the schema says; a new one has `iso_timestamp`
   */
  readonly detections?: readonly string[] | undefined;
  /**
   * The type of new columns by their names. A name means itself, and `re:` begins a regular expression that is looked
   * for in the name; the first that matches counts. Values that do not fit go to variant columns.
   * @default as the schema says
   */
  readonly preferredTypes?: Readonly<Record<string, DataType>> | undefined;
  /** Hints of new columns by their names, as patterns of the same kind. @default as the schema says */
  readonly defaultHints?: Readonly<Partial<Record<DefaultHintName, readonly string[]>>> | undefined;
}

/** Hints that columns may get by their names. */
export type DefaultHintName =
  'notNull' | 'primaryKey' | 'mergeKey' | 'unique' | 'hardDelete' | 'partition' | 'cluster' | 'sort';

/**
 * The schema as a run begins: what is said replaces what was stored. A contract that is not said is none, whatever an
 * earlier run said, as in dlt; everything else stays.
 * @throws `config_invalid` for a detection, type or pattern that cannot be obeyed; `state_unreadable` for a stored one
 */
export function withSchemaHints(schema: Schema, hints: SchemaHints): Schema {
  const hinted: Schema = {
    ...schema,
    maxNesting: hints.maxNesting ?? schema.maxNesting,
    rootKeys: hints.rootKeys ?? schema.rootKeys,
    settings: { ...givenSettings(schema, hints), contract: hints.contract },
  };
  // Known before the first request, and not with the first row.
  columnRulesOf(hinted.settings);
  tableFiltersOf(hinted);
  return hinted;
}
