import { ExactNumber, type Row, type Value } from '../core/value.ts';

/** How deep a value may go. */
export interface Depth {
  /** Levels above the value. */
  readonly above: number;
  readonly most: number;
  readonly tooDeep: () => Error;
}

/** Compact JSON with the keys in their order and numbers in their own spelling. */
export function jsonText(value: Value, depth: Depth): string {
  return printed(value, depth.above, depth);
}

function printed(value: Value | undefined, above: number, depth: Depth): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (value instanceof ExactNumber) return value.text;
  if (above >= depth.most) throw depth.tooDeep();
  if (isList(value)) return `[${value.map((element) => printed(element, above + 1, depth)).join(',')}]`;
  const fields = Object.keys(value).map((key) => `${quoted(key)}:${printed(value[key], above + 1, depth)}`);
  return `{${fields.join(',')}}`;
}

/** A lone surrogate becomes U+FFFD, as in every other text: no database takes its escape. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return json.includes('\\ud') ? JSON.stringify(Buffer.from(text).toString()) : json;
}

function isList(value: readonly Value[] | Row): value is readonly Value[] {
  return Array.isArray(value);
}
