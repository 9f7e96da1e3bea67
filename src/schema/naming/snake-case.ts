import type { ColumnName, TableName } from '../../core/names.ts';
import { nameEmpty } from '../errors.ts';
import type { NamingConvention } from './naming.ts';
import { shorten } from './shorten.ts';
import { isBlank, strip } from './white-space.ts';

/**
 * The default convention: lower-case words with `_` between, as dlt 1.26 makes them (reference sections 1.2 to 1.5).
 * @param maxLength longest name that the destination takes, in code points. @default no limit
 */
export function snakeCase(maxLength?: number): NamingConvention {
  const paths = remember((raw) => normalizePath(raw, maxLength));
  return {
    name: 'snake_case',
    column: (raw) => asColumn(isBlank(raw) ? '_empty' : present(paths(raw), raw)),
    table: (raw) => asTable(present(paths(raw), raw)),
    identifier: (raw) => present(normalizeIdentifier(raw, maxLength), raw),
    joinColumns: (fragments) => asColumn(join(fragments, maxLength)),
    joinTables: (fragments) => asTable(join(fragments, maxLength)),
  };
}

const separator = '__';

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

function normalizePath(raw: string, maxLength: number | undefined): string {
  if (!raw.includes(separator)) return normalizeIdentifier(raw, maxLength);
  const fragments = raw.split(separator).filter((fragment) => !isBlank(fragment));
  const normalized = fragments.map((fragment) => normalizeIdentifier(fragment, maxLength));
  return shorten(normalized.join(separator), raw, maxLength);
}

function join(fragments: readonly string[], maxLength: number | undefined): string {
  const joined = fragments.filter((fragment) => fragment !== '').join(separator);
  return shorten(joined, joined, maxLength);
}

/** The empty string for a blank name. Ten steps, as in section 1.2 of the reference. */
function normalizeIdentifier(raw: string, maxLength: number | undefined): string {
  const original = strip(raw);
  if (original === '') return '';
  const words = original
    .replace(/[+*\-@|]/g, (sign) => substitutes[sign] ?? '_')
    .replace(/[^A-Za-z0-9_\p{Nd}]+/gu, '_')
    .replace(/([^_])([A-Z][a-z]+)/gu, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/^\p{Nd}/u, '_$&');
  return shorten(markTrailing(words).replace(/_{2,}/g, '_'), original, maxLength);
}

const substitutes: Readonly<Record<string, string>> = { '+': 'x', '*': 'x', '-': '_', '@': 'a', '|': 'l' };

/** Each underscore at the end becomes an `x`. Counted by hand: `/_+$/` takes quadratic time on runs elsewhere (S10). */
function markTrailing(words: string): string {
  let end = words.length;
  while (end > 0 && words[end - 1] === '_') end -= 1;
  return words.slice(0, end) + 'x'.repeat(words.length - end);
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
