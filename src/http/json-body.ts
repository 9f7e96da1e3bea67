import { numberText } from '../core/number-text.ts';
import { ExactNumber, isRow, type Value } from '../core/value.ts';
import { bodyTooDeep } from './errors.ts';

/**
 * A value as the text of a JSON body, byte for byte as dlt sends it: `, ` and `: ` between the parts, everything outside
 * of ASCII escaped, numbers exact.
 * @throws `json_too_deep` beyond 256 levels
 */
export function jsonBody(value: Value): Uint8Array {
  return Buffer.from(written(value, 0), 'latin1');
}

const deepest = 256;

function written(value: Value, depth: number): string {
  if (depth > deepest) throw bodyTooDeep(deepest);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numberText(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof ExactNumber) return value.text;
  if (isRow(value)) {
    const members = Object.entries(value).map(([key, member]) => `${quoted(key)}: ${written(member, depth + 1)}`);
    return `{${members.join(', ')}}`;
  }
  // What is left of `Value` is a list.
  return `[${value.map((element) => written(element, depth + 1)).join(', ')}]`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007F-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
