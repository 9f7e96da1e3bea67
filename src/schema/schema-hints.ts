import { columnRulesOf } from './column-rules.ts';
import type { ContractSetting } from './contract-setting.ts';
import { givenSettings, type GivenSettings } from './given-settings.ts';
import { tableFiltersOf } from './table-filters.ts';
import type { Schema } from './table.ts';

/** What a source, or a run, says about all tables of a schema. */
export interface SchemaHints extends GivenSettings {
  /** What may change in tables that state no contract of their own. @default everything */
  readonly contract?: ContractSetting | undefined;
  /** Levels below which values stay JSON. @default as the schema says */
  readonly maxNesting?: number | undefined;
  /** True: the id of a root row goes to all that is nested in it; false: not even in a merge. @default only in merges */
  readonly rootKeys?: boolean | undefined;
}

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
