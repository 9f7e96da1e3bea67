/** Python's `!conversion` and `:format` of placeholders, as far as texts and numbers need them (2.3). */
import { ExactNumber, type Value } from '../../../core/value.ts';
import { textOf } from './value-text.ts';

/** How a value is spelled in a placeholder. */
export interface HoleFormat {
  readonly conversion?: 's' | 'r' | 'a' | undefined;
  readonly spec?: FormatSpec | undefined;
}

/** The parts of a format specification. */
export interface FormatSpec {
  readonly fill: string;
  readonly align?: '<' | '>' | '^' | '=' | undefined;
  readonly sign: '' | '+' | '-' | ' ';
  readonly width: number;
  readonly grouping: '' | ',' | '_';
  readonly precision?: number | undefined;
  readonly type: '' | 's' | 'd' | 'f' | 'F' | 'e' | 'E' | 'g' | 'G' | 'x' | 'X' | 'o' | 'b' | '%';
}

/** The name of a placeholder, and what stands behind it: `id!r:>5` is `id`, `r` and `>5`. */
export function splitFormat(written: string): { readonly name: string; readonly format: string } {
  let depth = 0;
  let quote = '';
  for (let index = 0; index < written.length; index += 1) {
    const character = written[index] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '[' || character === '(') depth += 1;
    else if (character === ']' || character === ')') depth -= 1;
    else if (depth === 0 && (character === '!' || character === ':')) {
      return { name: written.slice(0, index), format: written.slice(index) };
    }
  }
  return { name: written, format: '' };
}

const pattern =
  /^(?:!(?<conversion>[sra]))?(?::(?:(?<fill>.)?(?<align>[<>^=]))?(?<sign>[+\- ])?(?<zero>0)?(?<width>\d{1,3})?(?<grouping>[,_])?(?:\.(?<precision>\d{1,3}))?(?<type>[sdfFeEgGxXob%])?)?$/su;

/** Undefined for what is no format that can be used here. */
export function readFormat(written: string): HoleFormat | undefined {
  const parts = pattern.exec(written)?.groups;
  if (parts === undefined) return undefined;
  // The pattern lets only these letters through.
  const conversion = parts['conversion'] as HoleFormat['conversion'];
  if (!written.includes(':')) return { conversion };
  const isZero = parts['zero'] !== undefined;
  // The same.
  const { sign, grouping, type } = parts as Partial<Pick<FormatSpec, 'sign' | 'grouping' | 'type'>>;
  const align = (parts['align'] ?? (isZero ? '=' : undefined)) as FormatSpec['align'];
  const precision = parts['precision'] === undefined ? undefined : Number(parts['precision']);
  const spec: FormatSpec = {
    fill: parts['fill'] ?? (isZero ? '0' : ' '),
    align,
    sign: sign ?? '',
    width: Number(parts['width'] ?? 0),
    grouping: grouping ?? '',
    precision,
    type: type ?? '',
  };
  return { conversion, spec };
}

/** Undefined for null, lists and objects, as without a format; false for a format that does not go with the value. */
export function formatted(value: Value | undefined, { conversion, spec }: HoleFormat): string | undefined | false {
  const text = textOf(value);
  if (text === undefined || value === undefined) return undefined;
  const isText = typeof value === 'string' || conversion !== undefined;
  const represented = typeof value === 'string' && (conversion === 'r' || conversion === 'a') ? quoted(text) : text;
  const shown = conversion === 'a' ? inAscii(represented) : represented;
  if (spec === undefined) return shown;
  const body = isText ? textBody(shown, spec) : numberBody(value, spec);
  return body === undefined ? false : padded(body, spec, isText ? '<' : '>');
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', String.raw`\\`).replaceAll(quote, `\\${quote}`);
  return quote + escaped.replaceAll('\n', String.raw`\n`).replaceAll('\t', String.raw`\t`) + quote;
}

/** Letters beyond ASCII as escapes. */
function inAscii(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 0x80) return letter;
    const hex = code.toString(16);
    if (code <= 0xff) return `\\x${hex}`;
    return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  }).join('');
}

function textBody(text: string, { precision, type }: FormatSpec): string | undefined {
  if (type !== '' && type !== 's') return undefined;
  return precision === undefined ? text : Array.from(text).slice(0, precision).join('');
}

function numberBody(value: Value, spec: FormatSpec): string | undefined {
  const { type, precision = 6, sign, grouping } = spec;
  const number = value instanceof ExactNumber ? Number(value.text) : Number(value);
  const isDouble = value instanceof ExactNumber && /[.eE]/.test(value.text);
  const isInteger = typeof value === 'bigint' || (Number.isInteger(number) && !isDouble);
  const digits = digitsOf();
  if (digits === undefined) return undefined;
  const isNegative = digits.startsWith('-');
  const grouped = grouping === '' ? digits : digits.replaceAll(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, grouping);
  return !isNegative && (sign === '+' || sign === ' ') ? sign + grouped : grouped;

  function digitsOf(): string | undefined {
    if (type === 's') return undefined;
    if (type === '' && spec.precision === undefined) return textOf(value);
    if (type === '') return isInteger ? undefined : significant(number, precision, true);
    if (type === 'g' || type === 'G') return exponent(significant(number, precision, false), type === 'g' ? 'e' : 'E');
    if (type === 'f' || type === 'F') return number.toFixed(precision);
    if (type === '%') return `${(number * 100).toFixed(precision)}%`;
    if (type === 'e' || type === 'E') return exponent(number.toExponential(precision), type);
    if (!isInteger) return undefined;
    const integer = BigInt(typeof value === 'bigint' ? value : number);
    const radix = { d: 10, x: 16, X: 16, o: 8, b: 2 }[type];
    return type === 'X' ? integer.toString(radix).toUpperCase() : integer.toString(radix);
  }
}

/** So many digits that count, without zeros at the end; with `.0` where `needsPoint` (as Python's `str` of a double). */
function significant(number: number, precision: number, needsPoint: boolean): string {
  const digits = Math.max(1, precision);
  const [mantissa = '', power = '0'] = number.toExponential(digits - 1).split('e');
  const isLarge = Number(power) >= digits - (needsPoint ? 1 : 0);
  if (number !== 0 && (Number(power) < -4 || isLarge)) return exponent(`${shortened(mantissa)}e${power}`, 'e');
  const fixed = shortened(number.toFixed(Math.max(0, digits - 1 - Number(power))));
  return needsPoint && !fixed.includes('.') ? `${fixed}.0` : fixed;
}

function shortened(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** Two digits at least. */
function exponent(text: string, type: 'e' | 'E'): string {
  const padding = text.replace(/e([+-])(\d)$/, 'e$10$2');
  return type === 'E' ? padding.toUpperCase() : padding;
}

function padded(body: string, { fill, align, width }: FormatSpec, usual: '<' | '>'): string {
  const missing = Math.max(0, width - Array.from(body).length);
  const where = align ?? usual;
  if (where === '<') return body + fill.repeat(missing);
  if (where === '>') return fill.repeat(missing) + body;
  if (where === '^') return fill.repeat(Math.floor(missing / 2)) + body + fill.repeat(Math.ceil(missing / 2));
  const [, sign = '', rest = ''] = /^([+\- ]?)(.*)$/s.exec(body) ?? [];
  return sign + fill.repeat(missing) + rest;
}
