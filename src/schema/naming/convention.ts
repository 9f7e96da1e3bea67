import type { ColumnName, TableName } from '../../core/names.ts';
import { nameEmpty } from '../errors.ts';
import type { NamingConvention } from './naming.ts';
import { shorten } from './shorten.ts';
import { isBlank, strip } from './white-space.ts';

/** What sets one convention apart from another. */
export interface NamingRule {
  readonly name: string;
  readonly separator: string;
  /** Makes a name of a text without white space around it, at any length. */
  readonly normalize: (text: string) => string;
  /** Goes over a name that was shortened. @default nothing */
  readonly finish?: ((name: string) => string) | undefined;
}

export interface NamingOptions {
  /** Longest name that the destination takes, in code points. @default no limit */
  readonly maxLength?: number | undefined;
  /** False for schemas that began before dlt took names apart at their separators (section 1.4). @default true */
  readonly breaksPaths?: boolean | undefined;
}

/** A convention by its rule: what all of them do alike, as dlt 1.26 does it (reference sections 1.4 and 1.5). */
export function conventionOf(rule: NamingRule, { maxLength, breaksPaths = true }: NamingOptions): NamingConvention {
  const { separator, finish = same } = rule;
  // The empty string for a blank name.
  const identifier = (raw: string): string => {
    const original = strip(raw);
    return original === '' ? '' : finish(shorten(rule.normalize(original), original, maxLength));
  };
  const join = (fragments: readonly string[]): string => {
    const joined = fragments.filter((fragment) => fragment !== '').join(separator);
    return shorten(joined, joined, maxLength);
  };
  const path = (raw: string): string => {
    if (!breaksPaths || !raw.includes(separator)) return identifier(raw);
    const fragments = raw.split(separator).filter((fragment) => !isBlank(fragment));
    const normalized = fragments.map(identifier).filter((fragment) => fragment !== '');
    return shorten(normalized.join(separator), raw, maxLength);
  };
  const paths = remember(path);
  return {
    name: rule.name,
    separator,
    column: (raw) => asColumn(isBlank(raw) ? '_empty' : present(paths(raw), raw)),
    columnPart: (raw) => asColumn(isBlank(raw) ? '_empty' : paths(raw)),
    table: (raw) => asTable(present(paths(raw), raw)),
    identifier: (raw) => present(identifier(raw), raw),
    joinColumns: (fragments) => asColumn(join(fragments)),
    joinTables: (fragments) => asTable(join(fragments)),
  };
}

function same(name: string): string {
  return name;
}

// The brands say "after the naming convention"; these two are called with its results only.
function asColumn(name: string): ColumnName {
  return name as ColumnName;
}

function asTable(name: string): TableName {
  return name as TableName;
}

function present(name: string, raw: string): string {
  if (name === '') throw nameEmpty(raw);
  return name;
}

/** Keeps the newest answers. Names come from the data, so their number and their length are bounded. */
function remember(normalize: (raw: string) => string): (raw: string) => string {
  const known = new Map<string, string>();
  return (raw) => {
    const found = known.get(raw);
    if (found !== undefined) return found;
    const name = normalize(raw);
    if (raw.length > longestRemembered) return name;
    if (known.size >= mostRemembered) known.clear();
    known.set(raw, name);
    return name;
  };
}

const mostRemembered = 10_000;
const longestRemembered = 200;

/** The name without the underscores at its end. Counted by hand: `/_+$/` takes quadratic time on runs elsewhere (S10). */
export function withoutTrailing(name: string): string {
  let end = name.length;
  while (end > 0 && name[end - 1] === '_') end -= 1;
  return name.slice(0, end);
}
