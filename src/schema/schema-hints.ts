import type { ContractSetting } from './contract-setting.ts';
import type { Schema } from './table.ts';

/** What a source, or a run, says about all tables of a schema. */
export interface SchemaHints {
  /** What may change in tables that state no contract of their own. @default everything */
  readonly contract?: ContractSetting | undefined;
  /** Levels below which values stay JSON. @default as the schema says */
  readonly maxNesting?: number | undefined;
  /** True: the id of a root row goes to all that is nested in it; false: not even in a merge. @default only in merges */
  readonly rootKeys?: boolean | undefined;
  /** Which kinds of text get a type of their own. @default as the schema says; a new one has `iso_timestamp` */
  readonly detections?: readonly string[] | undefined;
}

/**
 * The schema as a run begins: what is said replaces what was stored. A contract that is not said is none, whatever an
 * earlier run said, as in dlt; everything else stays.
 */
export function withSchemaHints(schema: Schema, hints: SchemaHints): Schema {
  const { contract, detections = schema.settings.detections } = hints;
  return {
    ...schema,
    maxNesting: hints.maxNesting ?? schema.maxNesting,
    rootKeys: hints.rootKeys ?? schema.rootKeys,
    settings: { ...schema.settings, detections, contract },
  };
}
