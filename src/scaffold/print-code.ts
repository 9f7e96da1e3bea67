/**
 * Values as TypeScript, laid out as prettier does with its own defaults: 80 columns, two spaces, double quotes. What fits
 * a line is on one; an object that does not has a line for each member.
 */
import { widthOf } from '../core/text-width.ts';
import { Code, keyLiteral, scalarLiteral, textLiteral } from './literals.ts';

export type CodeValue =
  null | boolean | number | bigint | string | Code | readonly CodeValue[] | { readonly [key: string]: CodeValue };

/** Lines of comments that stand before the member or element at a path: `resources`, `0`, `endpoint`. */
export type CommentsAt = (path: readonly string[]) => readonly string[];

export const widest = 80;
/** Characters of a key that a text is never put on a line below. */
const shortKey = 4;

export interface Spot {
  /** Columns before the line that the value begins in. */
  readonly indent: number;
  /** Columns of that line that are taken before the value. */
  readonly before: number;
  readonly path?: readonly string[] | undefined;
  readonly comments?: CommentsAt | undefined;
}

/** The value from where its line is; a comma or semicolon behind it fits on its last line. */
export function printedValue(value: CodeValue, spot: Spot): string {
  const line = flat(value, spot);
  if (line !== undefined && (isScalar(value) || spot.before + widthOf(line) + 1 <= widest)) return line;
  if (value instanceof Code) return value.text.replaceAll('\n', `\n${spaces(spot.indent)}`);
  if (isList(value)) return printedList(value, spot);
  const lines = Object.entries(membersOf(value)).map(([key, member]) => printedMember(key, member, inside(spot, key)));
  return `{\n${lines.join('')}${spaces(spot.indent)}}`;
}

/** On one line, if it may be: not with a comment or lines of code in it. */
function flat(value: CodeValue, spot: Spot): string | undefined {
  const scalar = scalarLiteral(value);
  if (scalar !== undefined) return scalar.includes('\n') ? undefined : scalar;
  const members: readonly (readonly [string, CodeValue])[] = isList(value)
    ? value.map((one, index) => [String(index), one])
    : Object.entries(membersOf(value));
  const texts = members.map(([key, member]) => {
    const at = inside(spot, key);
    const text = commentLines(at) === '' ? flat(member, at) : undefined;
    return text === undefined || isList(value) || isShort(key, member) ? text : `${keyLiteral(key)}: ${text}`;
  });
  if (texts.includes(undefined) || (isList(value) && isMatrix(value))) return undefined;
  if (isList(value)) return `[${texts.join(', ')}]`;
  return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`;
}

/** A whole line, or several, with its comments above. */
function printedMember(key: string, value: CodeValue, spot: Spot): string {
  const comments = commentLines(spot);
  if (isShort(key, value)) return `${comments}${spaces(spot.indent)}${key},\n`;
  const start = `${spaces(spot.indent)}${keyLiteral(key)}:`;
  const text = printedValue(value, { ...spot, before: widthOf(start) + 1 });
  const isTooLong =
    typeof value === 'string' && widthOf(start) + widthOf(text) + 2 > widest && widthOf(keyLiteral(key)) > shortKey;
  return `${comments}${start}${isTooLong ? `\n${spaces(spot.indent + 2)}` : ' '}${text},\n`;
}

/** `token` for `token: token`. */
function isShort(key: string, value: CodeValue): boolean {
  return value instanceof Code && value.text === key;
}

function printedList(values: readonly CodeValue[], spot: Spot): string {
  const spots = values.map((_, index) => inside(spot, String(index)));
  const isCommented = spots.some((one) => commentLines(one) !== '');
  if (values.length > 1 && !isCommented && values.every(isNumber)) return filled(values, spot.indent);
  const lines = values.map((value, index) => {
    const at = spots[index] ?? spot;
    return `${commentLines(at)}${spaces(at.indent)}${printedValue(value, { ...at, before: at.indent })},\n`;
  });
  return `[\n${lines.join('')}${spaces(spot.indent)}]`;
}

/** Several lists with several elements each, or several objects with several members, are never on one line. */
function isMatrix(values: readonly CodeValue[]): boolean {
  if (values.length < 2) return false;
  return (
    values.every((value) => isList(value) && value.length > 1) ||
    values.every((value) => Object.keys(membersOf(value)).length > 1)
  );
}

/** Numbers stand side by side, as many as a line holds. */
function filled(values: readonly CodeValue[], indent: number): string {
  const lines: string[] = [];
  let line = spaces(indent + 2);
  for (const value of values) {
    const text = `${scalarLiteral(value) ?? ''},`;
    const isFirst = line.trim() === '';
    if (!isFirst && line.length + 1 + text.length > widest) {
      lines.push(line);
      line = spaces(indent + 2) + text;
    } else line += isFirst ? text : ` ${text}`;
  }
  return `[\n${[...lines, line].join('\n')}\n${spaces(indent)}]`;
}

function isScalar(value: CodeValue): boolean {
  return scalarLiteral(value) !== undefined;
}

function isNumber(value: CodeValue): boolean {
  return typeof value === 'number';
}

function isList(value: CodeValue): value is readonly CodeValue[] {
  return Array.isArray(value);
}

function membersOf(value: CodeValue): { readonly [key: string]: CodeValue } {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Code) ? value : {};
}

function inside({ indent, path = [], comments }: Spot, key: string): Spot {
  return { indent: indent + 2, before: indent + 2, path: [...path, key], comments };
}

function commentLines({ indent, path = [], comments }: Spot): string {
  return (comments?.(path) ?? []).map((comment) => wrappedComment(comment, indent)).join('');
}

/** `// …` lines. Whatever the text is, it ends no comment and speaks to no tool. */
export function wrappedComment(text: string, indent: number): string {
  const width = Math.max(30, widest - indent - 3);
  const harmless = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Z}]+/gu, ' ')
    .replaceAll(/@ts-|prettier-ignore|(?:es|ox)lint-/gi, quoted);
  const lines: string[] = [];
  let line = '';
  for (const word of harmless.trim().split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${spaces(indent)}// ${one}\n`).join('');
}

function quoted(directive: string): string {
  return `"${directive}"`;
}

export function spaces(count: number): string {
  return ' '.repeat(count);
}

/** `const name = call("a", "b");`, one level deep, broken where it is too long. */
export function printedConstant(name: string, callee: string, texts: readonly string[]): string {
  const literals = texts.map(textLiteral);
  const line = `  const ${name} = ${callee}(${literals.join(', ')});\n`;
  if (widthOf(line) - 1 <= widest) return line;
  return `  const ${name} = ${callee}(\n${literals.map((literal) => `    ${literal},\n`).join('')}  );\n`;
}
