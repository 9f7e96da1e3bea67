import type { DecimalShape } from '../columnar/decimal-shape.ts';

/**
 * A decimal number as the integer that a column of this shape keeps: rounded half away from zero to its scale.
 * Undefined when it has more digits than the column.
 * @param text in JavaScript's syntax of numbers
 */
export function unscaledDecimal(text: string, shape: DecimalShape): bigint | undefined {
  const [, sign = '', whole = '', fraction = '', power = '0'] = decimalParts.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return 0n;
  const shift = Number(power) - fraction.length + shape.scale;
  if (digits.length + shift > shape.precision) return undefined;
  const size = shift < 0 ? rounded(digits, digits.length + shift) : BigInt(digits) * 10n ** BigInt(shift);
  // Rounding up may have brought one digit more.
  if (size >= 10n ** BigInt(shape.precision)) return undefined;
  return sign === '-' ? -size : size;
}

const decimalParts = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

/** The first so many digits, one more when the next is five or above; none are left below 0. */
function rounded(digits: string, count: number): bigint {
  if (count < 0) return 0n;
  const kept = BigInt(digits.slice(0, count) || '0');
  return (digits[count] ?? '0') >= '5' ? kept + 1n : kept;
}
