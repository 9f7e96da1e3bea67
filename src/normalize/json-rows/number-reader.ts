import { dot, letterE, minus, numberEnd, smallE } from '../../core/json-bytes.ts';

/** Digits that a double holds whatever they are. */
const mostDigits = 15;
const powersOfTen: Float64Array = Float64Array.from({ length: mostDigits + 1 }, (_, power) => 10 ** power);

/**
 * Reads a JSON number of so few digits that arithmetic on doubles is exact: the digits are one, the power of ten is one,
 * and a single division rounds as reading the text would. Its fields tell of the number that was read last.
 */
export class NumberReader {
  /** False for a number with an exponent or more than 15 digits; the other fields then say nothing. */
  isShort = false;
  isInteger = false;
  value = 0;

  /** @param start of a number in a text that is JSON. Gives the place behind it. */
  read(bytes: Uint8Array, start: number): number {
    const isNegative = bytes[start] === minus;
    let at = isNegative ? start + 1 : start;
    let digits = 0;
    const whole = at;
    for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
      digits = digits * 10 + digit;
      at += 1;
    }
    let count = at - whole;
    let power = 0;
    this.isInteger = bytes[at] !== dot;
    if (!this.isInteger) {
      at += 1;
      for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
        digits = digits * 10 + digit;
        at += 1;
        power += 1;
      }
      count += power;
    }
    this.isShort = count <= mostDigits && bytes[at] !== smallE && bytes[at] !== letterE;
    if (!this.isShort) return numberEnd(bytes, start);
    const size = power === 0 ? digits : digits / (powersOfTen[power] ?? 1);
    // `-0` is the integer 0, while `-0.0` is a double below it.
    this.value = isNegative && !(this.isInteger && size === 0) ? -size : size;
    return at;
  }
}

/** -1 where there is none. */
function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}
