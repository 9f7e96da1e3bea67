import { numberText } from '../../../core/number-text.ts';
import { ExactNumber, type Value } from '../../../core/value.ts';

/**
 * How a single value is spelled in an address, query or header: Python's way, so that requests are those of dlt
 * (section 2.2); a number keeps the spelling it came with. Undefined for null, lists and objects.
 */
export function textOf(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'bigint') return String(value);
  return value instanceof ExactNumber ? value.text : undefined;
}
