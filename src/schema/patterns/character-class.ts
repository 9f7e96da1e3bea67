import { isBlank } from '../naming/white-space.ts';
import { refused, type ExpressionReader } from './expression-reader.ts';

type Takes = (character: string) => boolean;

/** A character, or what stands for many; `single` is set where a range may begin or end. */
interface Member {
  readonly takes: Takes;
  readonly single?: string | undefined;
}

/** Letters, digits and the underscore, of all scripts: Python's `\w` (`str.isalnum`). */
export function isWordCharacter(character: string): boolean {
  return /^[\p{L}\p{N}_]$/u.test(character);
}

/** What is behind a backslash, backslash included, outside of brackets. */
export function oneCharacter(reader: ExpressionReader): Member {
  reader.take();
  const letter = reader.take();
  const kind = kinds.get(letter);
  if (kind !== undefined) return { takes: kind };
  return literal(escaped(reader, letter));
}

/** What is behind an opening bracket. A `]` right at its beginning is one of the characters, as in Python. */
export function readClass(reader: ExpressionReader): Takes {
  const isNegated = reader.skip('^');
  const members: Takes[] = [];
  while (members.length === 0 || !reader.isNext(']')) members.push(readRange(reader));
  reader.take();
  return (character) => members.some((takes) => takes(character)) !== isNegated;
}

function readRange(reader: ExpressionReader): Takes {
  const from = readMember(reader);
  if (!reader.isNext('-') || reader.isNext('-]')) return from.takes;
  reader.take();
  const to = readMember(reader);
  if (from.single === undefined || to.single === undefined) throw refused('a range that begins or ends with a class');
  const [least, most] = [pointOf(from.single), pointOf(to.single)];
  if (least > most) throw refused('a range that ends before it begins');
  return (character) => pointOf(character) >= least && pointOf(character) <= most;
}

function readMember(reader: ExpressionReader): Member {
  if (reader.isAtEnd()) throw refused('an opening bracket without a closing one');
  if (!reader.isNext('\\')) return literal(reader.take());
  return reader.skip('\\b') ? literal('\b') : oneCharacter(reader);
}

function literal(single: string): Member {
  return { takes: (character) => character === single, single };
}

function pointOf(character: string): number {
  return character.codePointAt(0) ?? -1;
}

/** The character that an escape stands for. Letters without a meaning are mistakes in Python, too. */
function escaped(reader: ExpressionReader, letter: string): string {
  const control = controls.get(letter);
  if (control !== undefined) return control;
  const width = hexWidths.get(letter);
  if (width !== undefined) return hexCharacter(reader, width);
  if (/^[0-9]$/.test(letter)) throw refused(`\\${letter}, which refers back or is an octal number`);
  if (/^[A-Za-z]$/.test(letter)) throw refused(`\\${letter}, which means nothing here`);
  return letter;
}

function hexCharacter(reader: ExpressionReader, width: number): string {
  const digits = Array.from({ length: width }, () => reader.take()).join('');
  const point = /^[0-9A-Fa-f]+$/.test(digits) ? Number.parseInt(digits, 16) : -1;
  if (point < 0 || point > 0x10ffff) throw refused(`\\${digits}, which is no character`);
  return String.fromCodePoint(point);
}

const isDigit: Takes = (character) => /^\p{Nd}$/u.test(character);
const isSpace: Takes = (character) => character !== '' && isBlank(character);

const kinds: ReadonlyMap<string, Takes> = new Map([
  ['d', isDigit],
  ['D', (character) => !isDigit(character)],
  ['w', isWordCharacter],
  ['W', (character) => !isWordCharacter(character)],
  ['s', isSpace],
  ['S', (character) => !isSpace(character)],
]);

const controls: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['f', '\f'],
  ['v', '\v'],
  ['a', '\u0007'],
]);

const hexWidths: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);
