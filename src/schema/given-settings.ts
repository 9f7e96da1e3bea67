import { isDataType } from './data-type.ts';
import { newDefaultHints } from './document-content.ts';
import { detectionNames, isDetectionName } from './detections.ts';
import { settingInvalid } from './errors.ts';
import { namingOf } from './naming/conventions.ts';
import type { NamingConvention } from './naming/naming.ts';
import { looksLikeExpression, namePatternOf, normalizedPattern } from './patterns/name-pattern.ts';
import type { DataType, Schema, SchemaSettings } from './table.ts';

/** What a source says of columns that are new. */
export interface GivenSettings {
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
 * The settings of a schema with what a source says of them. What is said replaces what was stored, but the default
 * hints of the engine's own columns, which always stay.
 * @throws `config_invalid` for what is not known, or a pattern that is not safe or not clear
 */
export function givenSettings(schema: Schema, hints: GivenSettings): SchemaSettings {
  const { detections, preferredTypes, defaultHints } = hints;
  const naming = namingOf(schema.naming ?? 'snake_case', { breaksPaths: schema.breaksPaths });
  return {
    ...schema.settings,
    ...(detections === undefined ? {} : { detections: detections.map(checkedDetection) }),
    ...(preferredTypes === undefined ? {} : { preferredTypes: givenTypes(preferredTypes, naming) }),
    ...(defaultHints === undefined ? {} : { defaultHints: givenDefaults(defaultHints, naming) }),
  };
}

function checkedDetection(name: string): string {
  if (isDetectionName(name)) return name;
  throw settingInvalid(`detection ${shown(name)}`, 'it is not known', `Use one of ${detectionNames.join(', ')}`);
}

function givenTypes(
  types: NonNullable<GivenSettings['preferredTypes']>,
  naming: NamingConvention,
): NonNullable<SchemaSettings['preferredTypes']> {
  const entries = Object.entries(types).map(([pattern, type]) => {
    if (!isDataType(type)) throw settingInvalid(`preferredTypes ${shown(pattern)}`, `${shown(type)} is no type`);
    return [checkedPattern('preferredTypes', pattern, naming), type] as const;
  });
  return Object.fromEntries(entries);
}

function givenDefaults(
  hints: NonNullable<GivenSettings['defaultHints']>,
  naming: NamingConvention,
): NonNullable<SchemaSettings['defaultHints']> {
  const all = new Map<string, readonly string[]>();
  // The engine's own ones are lists of names.
  for (const [hint, names] of Object.entries(newDefaultHints)) all.set(hint, names as readonly string[]);
  for (const [hint, patterns] of Object.entries(hints)) {
    if (!Object.hasOwn(storedNames, hint)) {
      throw settingInvalid(`default hint ${shown(hint)}`, 'it is not known', `Use one of ${hintNames.join(', ')}`);
    }
    // See above.
    const stored = storedNames[hint as DefaultHintName];
    const checked = patterns.map((pattern) => checkedPattern(`defaultHints.${hint}`, pattern, naming));
    all.set(stored, [...new Set([...(all.get(stored) ?? []), ...checked])]);
  }
  return Object.fromEntries(all);
}

/** The pattern as it is stored: names in it follow the naming convention. */
function checkedPattern(place: string, text: string, naming: NamingConvention): string {
  const subject = `${place} pattern ${shown(text)}`;
  if (looksLikeExpression(text)) throw settingInvalid(subject, 'it is no name', `Write it as ${shown(`re:${text}`)}`);
  const pattern = namePatternOf(text);
  if (typeof pattern !== 'function') throw settingInvalid(subject, `it has ${pattern.problem}`);
  return normalizedPattern(text, naming);
}

const storedNames: Readonly<Record<DefaultHintName, string>> = {
  notNull: 'not_null',
  primaryKey: 'primary_key',
  mergeKey: 'merge_key',
  unique: 'unique',
  hardDelete: 'hard_delete',
  partition: 'partition',
  cluster: 'cluster',
  sort: 'sort',
};

const hintNames: readonly string[] = Object.keys(storedNames);

function shown(text: unknown): string {
  return JSON.stringify(String(text));
}
