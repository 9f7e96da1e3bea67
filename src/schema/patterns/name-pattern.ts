/**
 * Patterns for names of columns as dlt stores them ("simple regex", dataset-format section 4.4): a plain name means
 * itself, and `re:` begins a regular expression that is looked for anywhere in the name. Patterns come from users and
 * names from APIs: neither can make a search slow.
 */
import type { NamingConvention } from '../naming/naming.ts';
import { readExpression } from './expression.ts';
import { ExpressionRefused } from './expression-reader.ts';
import { searchFor } from './search.ts';

/** True for the names that are meant. */
export type NamePattern = (name: string) => boolean;

const prefix = 're:';
const mostPatternCharacters = 500;
/** Longer names match no regular expression, so that a name costs a few milliseconds at most. */
const mostNameCharacters = 1000;

/** The pattern; or what is wrong with it, as it follows "it has". */
export function namePatternOf(text: string): NamePattern | { readonly problem: string } {
  if (!text.startsWith(prefix)) return (name) => name === text;
  if (text.length > mostPatternCharacters) return { problem: `more than ${mostPatternCharacters} characters` };
  try {
    const search = searchFor(readExpression(text.slice(prefix.length)));
    return (name) => name.length <= mostNameCharacters && search(name);
  } catch (error) {
    if (error instanceof ExpressionRefused) return { problem: error.message };
    throw error;
  }
}

/** True for a plain text that was probably meant as an expression, which dlt refuses, too. */
export function looksLikeExpression(text: string): boolean {
  return !text.startsWith(prefix) && (text === '' || /^[^A-Za-z0-9_]/.test(text));
}

/** The pattern with a plain name in it as the naming convention has it; expressions stay as they are. */
export function normalizedPattern(text: string, naming: NamingConvention): string {
  const body = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  const isExact = body.length >= 2 && body.startsWith('^') && body.endsWith('$');
  const name = isExact ? body.slice(1, -1) : body;
  if (!isPlain.test(name)) return text;
  const normalized = naming.column(name);
  return `${text.startsWith(prefix) ? prefix : ''}${isExact ? `^${normalized}$` : normalized}`;
}

/** What Python's `re.escape` leaves alone. */
const isPlain = /^[^\t\n\v\f\r #$&()*+\-.?[\\\]^{|}~]+$/;
