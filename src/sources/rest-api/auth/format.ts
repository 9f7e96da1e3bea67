import { refuse, text, type Place } from '../reading/reading.ts';

const hole = /\{[^{}]*\}/;

/** A text with one placeholder, whatever is in its braces (L2). */
export function readFormat(value: unknown, place: Place): string | undefined {
  const format = text(value, place);
  if (format === undefined || format.split(hole).length === 2) return format;
  return refuse(place, {
    message: 'must have one placeholder for the key',
    found: value,
    hint: 'Write it as Token {api_key}',
  });
}

/** The format with this in the place of its placeholder, taken as it is. */
export function formatted(format: string, value: string): string {
  const [before = '', after = ''] = format.split(hole);
  return before + value + after;
}
