import { ExactNumber } from '../value.ts';

/** A number without loss: `digits` times ten to the power of `exponent`. */
export interface ExactDecimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Far beyond any number that counts something; keeps the sums of exponents whole. */
const mostExponent = 1e9;

/** The exact value of what a number says; for a JavaScript number that is the shortest text that stands for it. */
export function decimalOf(number: number | bigint | ExactNumber): ExactDecimal {
  if (typeof number === 'bigint') return { digits: number, exponent: 0 };
  const text = number instanceof ExactNumber ? number.text : String(number);
  const [mantissa = '0', power = '0'] = text.toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const exponent = Math.max(-mostExponent, Math.min(mostExponent, Number(power)));
  return { digits: BigInt(whole + fraction), exponent: exponent - fraction.length };
}

/** Below 0, 0 or above 0, as the left is smaller, equal or larger. */
export function compareDecimals(left: ExactDecimal, right: ExactDecimal): number {
  const sign = signOf(left.digits);
  if (sign !== signOf(right.digits)) return sign - signOf(right.digits);
  const size = sizeOf(left) - sizeOf(right);
  if (sign === 0 || size !== 0) return sign * size;
  // Of one size, so the powers differ by no more than the digits.
  const shift = left.exponent - right.exponent;
  return signOf(scaled(left.digits, shift) - scaled(right.digits, -shift));
}

/** Without what stands behind the point. */
export function truncated(decimal: ExactDecimal): ExactDecimal {
  const { digits, exponent } = decimal;
  if (exponent >= 0) return decimal;
  if (sizeOf(decimal) <= 0) return { digits: 0n, exponent: 0 };
  return { digits: digits / 10n ** BigInt(-exponent), exponent: 0 };
}

function scaled(digits: bigint, shift: number): bigint {
  return shift > 0 ? digits * 10n ** BigInt(shift) : digits;
}

/** How many digits stand before the point. */
function sizeOf({ digits, exponent }: ExactDecimal): number {
  return String(digits < 0n ? -digits : digits).length + exponent;
}

function signOf(digits: bigint): number {
  return digits === 0n ? 0 : digits > 0n ? 1 : -1;
}
