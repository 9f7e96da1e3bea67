/**
 * What the settings of a schema say of columns that are new, by their names alone (dataset-format sections 2.2 and 4.4):
 * the type that is preferred, and the hints that they begin with. It costs a search in each pattern, so ask once a name.
 */
import { sortedJson } from '../core/sorted-json.ts';
import { isRow, type Value } from '../core/value.ts';
import { newDefaultHints } from './document-content.ts';
import { detectionNames, isDetectionName } from './detections.ts';
import { unreadableSchema } from './errors.ts';
import { namePatternOf, type NamePattern } from './patterns/name-pattern.ts';
import { withTable } from './schema.ts';
import { rowIdColumn, stateTable } from './system-tables.ts';
import type { ColumnSchema, DataType, Schema, SchemaSettings } from './table.ts';

/** What a column begins with, beside its name and type. */
export type ColumnDefaults = Partial<Omit<ColumnSchema, 'name' | 'dataType'>>;

/** Undefined where no pattern matches. */
export interface ColumnRules {
  /** The first pattern in the order of the document decides. */
  readonly preferredType: (name: string) => DataType | undefined;
  readonly defaults: (name: string) => ColumnDefaults | undefined;
}

/**
 * The rules of a schema that was stored, or checked before.
 * @throws `state_unreadable` for a detection or a pattern that cannot be obeyed
 */
export function columnRulesOf({ detections, preferredTypes = {}, defaultHints }: SchemaSettings): ColumnRules {
  const unknown = detections.find((name) => !isDetectionName(name));
  if (unknown !== undefined) {
    throw unreadableSchema(`its detection "${unknown}" is not known, and those known are ${detectionNames.join(', ')}`);
  }
  const types = Object.entries(preferredTypes).map(([pattern, type]) => [storedPattern(pattern), type] as const);
  const hints = defaultHints === undefined || isOfNewSchema(defaultHints) ? [] : hintPatterns(defaultHints);
  return {
    preferredType: (name) => types.find(([isMeant]) => isMeant(name))?.[1],
    defaults: (name) => {
      const meant = hints.filter(([, isMeant]) => isMeant(name));
      return meant.length === 0 ? undefined : defaultsFrom(meant.map(([hint]) => hint));
    },
  };
}

/** A pattern of a stored schema. @throws `state_unreadable` for one that cannot be obeyed */
export function storedPattern(text: string): NamePattern {
  const pattern = namePatternOf(text);
  if (typeof pattern === 'function') return pattern;
  throw unreadableSchema(`its pattern "${text}" has ${pattern.problem}`);
}

/** Those of a new schema name the engine's own columns, which have these hints anyway. */
function isOfNewSchema(hints: NonNullable<SchemaSettings['defaultHints']>): boolean {
  return sortedJson(hints) === sortedJson(newDefaultHints);
}

function hintPatterns(
  hints: NonNullable<SchemaSettings['defaultHints']>,
): readonly (readonly [hint: string, isMeant: NamePattern])[] {
  return Object.entries(hints).flatMap(([hint, patterns]) =>
    textsOf(patterns).map((pattern) => [hint, storedPattern(pattern)] as const),
  );
}

function textsOf(value: Value): readonly string[] {
  // `Array.isArray` forgets that the list cannot be changed.
  const list = Array.isArray(value) ? (value as readonly Value[]) : [];
  return list.filter((element) => typeof element === 'string');
}

function defaultsFrom(hints: readonly string[]): ColumnDefaults {
  const known = hints.map((hint) => (Object.hasOwn(knownHints, hint) ? knownHints[hint] : undefined));
  const others = hints.filter((hint) => !Object.hasOwn(knownHints, hint)).map((hint) => [hint, true] as const);
  const said: ColumnDefaults = Object.assign({}, ...known);
  return others.length === 0 ? said : { ...said, extra: Object.fromEntries(others) };
}

/** Hints by their names in a stored document; others are kept for its readers. */
const knownHints: Readonly<Record<string, ColumnDefaults>> = {
  not_null: { nullable: false },
  // As a column is by default.
  nullable: {},
  primary_key: { primaryKey: true },
  merge_key: { mergeKey: true },
  row_key: { rowKey: true },
  parent_key: { parentKey: true },
  root_key: { rootKey: true },
  unique: { unique: true },
  hard_delete: { hardDelete: true },
};

/** The schema with the table for states, of which a row is written with every load; its row id is as the rules have it. */
export function withStateTable(schema: Schema): Schema {
  const id = rowIdColumn.name;
  const known = schema.tables.get(stateTable.name)?.columns.get(id);
  const column = known ?? { ...rowIdColumn, ...columnRulesOf(schema.settings).defaults(id) };
  return withTable(schema, { ...stateTable, columns: new Map([...stateTable.columns, [id, column]]), seenData: true });
}

/** The column with what its hints say over what it would be without them. Nothing said is nothing changed. */
export function withHints(column: ColumnSchema, hinted: ColumnSchema): ColumnSchema {
  const { isNullableByDefault, nullable, extra, ...rest } = hinted;
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...column,
    ...said,
    nullable: isNullableByDefault === true ? column.nullable : nullable,
    isNullableByDefault: undefined,
    extra: isRow(extra) && isRow(column.extra) ? { ...column.extra, ...extra } : (extra ?? column.extra),
  };
}
