/**
 * Text from outside, fit for one line of a terminal, a log or an error: line breaks, control characters, and the marks
 * that change the direction of writing are escaped, and it is cut at `maxLength` characters, which `…` then shows (S16).
 */
export function printable(text: string, maxLength: number): string {
  const head = text.slice(0, maxLength);
  const cut = text.length > head.length ? `${head.replace(/[\uD800-\uDBFF]$/, '')}…` : head;
  return cut.replace(unsafeCharacters, escaped);
}

const unsafeCharacters = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|\p{Cs}/gu;

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  if (character === '\r') return '\\r';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
