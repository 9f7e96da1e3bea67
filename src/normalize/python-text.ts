import { strip } from '../schema/naming/white-space.ts';
import { ExactNumber } from '../core/value.ts';
import { JsonText, type Cell } from './cell.ts';

/** Longer texts are not read as numbers: reading digits takes time that grows with the square of their count. */
const longestNumber = 400;

/** A value as Python prints it: `1`, `1.0`, `1e+20`, `True` (reference section 2.4). */
export function textOf(cell: Exclude<Cell, Uint8Array>): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'boolean') return cell ? 'True' : 'False';
  if (typeof cell === 'bigint') return cell.toString();
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? String(cell) : floatText(cell);
  if (cell instanceof JsonText) return cell.text;
  const value = Number(cell.text);
  return Number.isFinite(value) ? floatText(value) : cell.text;
}

/** The shortest digits that read back as the same number, with Python's rule for when to use an exponent. */
function floatText(value: number): string {
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (Object.is(value, -0)) return '-0.0';
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** The integer in a text by Python's syntax, with `0x`, a sign and single underscores; undefined when it is none. */
export function integerInText(text: string): bigint | undefined {
  const digits = cleaned(text);
  if (digits === undefined) return undefined;
  if (hexadecimal.test(digits)) return BigInt(digits);
  if (!/^[+-]?\d+$/.test(digits)) return undefined;
  return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace('+', ''));
}

/**
 * The decimal number in a text by Python's syntax, as a number in JavaScript's: no underscores, no blanks. Undefined
 * when it is none, or is no finite number.
 */
export function decimalInText(text: string): string | undefined {
  const number = cleaned(text);
  if (number === undefined) return undefined;
  if (hexadecimal.test(number)) return BigInt(number).toString();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(number) ? number : undefined;
}

/** The number that a cell is, in decimal digits; undefined for what is no number. */
export function decimalOf(cell: Cell): string | undefined {
  if (typeof cell === 'number' || typeof cell === 'bigint') return cell.toString();
  if (typeof cell === 'string') return decimalInText(cell);
  return cell instanceof ExactNumber ? cell.text : undefined;
}

const hexadecimal = /^0x[0-9a-f]+$/i;

/** Python reads the digits of every script. */
function asciiDigits(text: string): string {
  return /[^\0-\x7F]/.test(text) ? text.replaceAll(/\p{Nd}/gu, digitOf) : text;
}

/** Digits of a script stand together, from zero to nine; where several scripts touch, each begins with its zero. */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let below = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - below - 1))) below += 1;
  return String(below % 10);
}

/** Without white space around it and without underscores between digits; undefined when there are others. */
function cleaned(text: string): string | undefined {
  if (text.length > longestNumber) return undefined;
  const stripped = asciiDigits(strip(text));
  if (!stripped.includes('_')) return stripped;
  const joined = stripped.replaceAll(/(?<=\d)_(?=\d)/g, '');
  return joined.includes('_') ? undefined : joined;
}
