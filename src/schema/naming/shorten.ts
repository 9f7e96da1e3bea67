import { shake128Base64 } from '../../core/hash.ts';

/**
 * The name itself where it has at most `maxLength` code points; else its beginning and its end around a tag of six
 * characters that is made of `source` (reference section 1.5).
 */
export function shorten(name: string, source: string, maxLength: number | undefined): string {
  // A string never has more code points than code units.
  if (maxLength === undefined || name.length <= maxLength) return name;
  const characters = Array.from(name);
  if (characters.length <= maxLength) return name;
  const kept = Math.max(0, maxLength - tagLength);
  const endLength = Math.floor(kept / 2);
  const start = characters.slice(0, kept - endLength);
  const end = characters.slice(characters.length - endLength);
  return `${start.join('')}${tag(source)}${end.join('')}`;
}

const tagLength = 6;

function tag(source: string): string {
  return shake128Base64(source, 4).replaceAll('/', 'a').replaceAll('+', 'b').toLowerCase();
}
