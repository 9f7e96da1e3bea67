import { conventionOf, withoutTrailing, type NamingOptions, type NamingRule } from './convention.ts';
import type { NamingConvention } from './naming.ts';

/**
 * The default convention: lower-case words with `_` between, as dlt 1.26 makes them (reference sections 1.2 to 1.5).
 * @param maxLength longest name that the destination takes, in code points. @default no limit
 */
export function snakeCase(maxLength?: number, options: Omit<NamingOptions, 'maxLength'> = {}): NamingConvention {
  return conventionOf(snakeCaseRule, { ...options, maxLength });
}

/** Ten steps, as in section 1.2 of the reference; the first and the last are those of every convention. */
export const snakeCaseRule: NamingRule = {
  name: 'snake_case',
  separator: '__',
  normalize(text) {
    const words = text
      .replace(/[+*\-@|]/g, (sign) => substitutes[sign] ?? '_')
      .replace(/[^A-Za-z0-9_\p{Nd}]+/gu, '_')
      .replace(/([^_])([A-Z][a-z]+)/gu, '$1_$2')
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replace(/^\p{Nd}/u, '_$&');
    return markTrailing(words).replace(/_{2,}/g, '_');
  },
};

const substitutes: Readonly<Record<string, string>> = { '+': 'x', '*': 'x', '-': '_', '@': 'a', '|': 'l' };

/** Each underscore at the end becomes an `x`. */
function markTrailing(words: string): string {
  const kept = withoutTrailing(words);
  return kept + 'x'.repeat(words.length - kept.length);
}
