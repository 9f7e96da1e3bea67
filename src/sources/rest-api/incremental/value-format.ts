import { ExactNumber, type Value } from '../../../core/value.ts';
import { cursorNotATime } from './errors.ts';
import { microsOf } from './cursor-order.ts';
import type { ValueFormat } from './vocabulary.ts';

type Spell = (millis: number) => Value;

const spellings: Readonly<Record<ValueFormat, Spell>> = {
  iso: (millis) => withoutZeros(millis),
  iso_no_zone: (millis) => withoutZeros(millis).slice(0, -1),
  date: (millis) => new Date(millis).toISOString().slice(0, 10),
  epoch_seconds: (millis) => Math.floor(millis / 1000),
  epoch_milliseconds: (millis) => millis,
};

/**
 * A point in time in the spelling that the API wants. A text that is spelled so already stays as it came.
 * @throws `cursor_invalid` for what is no point in time
 */
export function spelled(value: Value, format: ValueFormat | undefined, resource: string): Value {
  if (format === undefined) return value;
  if (format === 'iso' && typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(value))
    return value;
  const millis = millisOf(value);
  if (millis === undefined) throw cursorNotATime(resource, value, format);
  return spellings[format](millis);
}

/** Numbers are seconds since 1970, or milliseconds where they would be in the far future otherwise. */
function millisOf(value: Value): number | undefined {
  if (typeof value === 'string') {
    const micros = microsOf(value);
    return micros === undefined ? undefined : Math.floor(Number(micros) / 1000);
  }
  const number =
    value instanceof ExactNumber ? Number(value.text) : Number(typeof value === 'object' ? Number.NaN : value);
  if (!Number.isFinite(number) || typeof value === 'boolean') return undefined;
  return Math.abs(number) < 100_000_000_000 ? number * 1000 : number;
}

function withoutZeros(millis: number): string {
  return new Date(millis).toISOString().replace('.000Z', 'Z');
}
