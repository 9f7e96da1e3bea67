/**
 * JSON that is safe to print on a terminal: control characters and marks of direction are written as JSON escapes, so
 * that the value is exact and the text is harmless (cases S13, S16). Integers beyond 2^53 are text.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(
    value,
    (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part),
    indent,
  );
  return text.replace(unsafeInJson, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Those that `JSON.stringify` leaves as they are. */
const unsafeInJson = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g;
