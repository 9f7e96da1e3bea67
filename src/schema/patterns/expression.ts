/**
 * The part of Python's regular expressions that name patterns may use, read into a tree. Whatever Python and this
 * folder would not surely understand alike is refused: groups that look around or back, flags, octal escapes, named and
 * atomic groups, possessive counts. The tree is never given to JavaScript's `RegExp`, so nothing can run away.
 */
import { oneCharacter, isWordCharacter, readClass } from './character-class.ts';
import { ExpressionReader, refused } from './expression-reader.ts';

/** What a pattern consists of. */
export type Expression =
  | { readonly kind: 'one'; readonly takes: (character: string) => boolean }
  | { readonly kind: 'at'; readonly holds: Position }
  | { readonly kind: 'all'; readonly parts: readonly Expression[] }
  | { readonly kind: 'either'; readonly parts: readonly Expression[] }
  | { readonly kind: 'times'; readonly part: Expression; readonly least: number; readonly most: number };

/** True where a place between two characters is the one that is meant. */
export type Position = (characters: readonly string[], index: number) => boolean;

/** Copies of a part that a count may ask for. */
const mostTimes = 100;

/** @throws `ExpressionRefused` with what is not understood */
export function readExpression(text: string): Expression {
  const reader = new ExpressionReader(text);
  const expression = readEither(reader);
  if (!reader.isAtEnd()) throw refused('a closing parenthesis without an opening one');
  return expression;
}

function readEither(reader: ExpressionReader): Expression {
  const parts = [readAll(reader)];
  while (reader.skip('|')) parts.push(readAll(reader));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'either', parts };
}

function readAll(reader: ExpressionReader): Expression {
  const parts: Expression[] = [];
  while (!reader.isAtEnd() && !reader.isNext('|') && !reader.isNext(')')) parts.push(readTimes(reader));
  return { kind: 'all', parts };
}

function readTimes(reader: ExpressionReader): Expression {
  const part = readPart(reader);
  const count = readCount(reader);
  if (count === undefined) return part;
  if (part.kind === 'at' || isNothing(part)) throw refused('a count with nothing before it to repeat');
  // Whether it takes much or little first makes no difference to whether there is a match.
  reader.skip('?');
  if (reader.isNext('+')) throw refused('a possessive count');
  if (readCount(reader) !== undefined) throw refused('a count of a count');
  return { kind: 'times', part, ...count };
}

/** What takes no step could be counted without end. */
function isNothing(expression: Expression): boolean {
  if (expression.kind === 'all') return expression.parts.every(isNothing);
  return expression.kind === 'times' && expression.most === 0;
}

function readCount(reader: ExpressionReader): { readonly least: number; readonly most: number } | undefined {
  if (reader.skip('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
  if (reader.skip('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
  if (reader.skip('?')) return { least: 0, most: 1 };
  if (!reader.skip('{')) return undefined;
  const least = reader.digits();
  const most = reader.skip(',') ? reader.digits() : least;
  if (!reader.skip('}') || (least === '' && most === '' && !reader.isAfter('{,}'))) {
    throw refused('a { that begins no count; write \\{ for the sign itself');
  }
  const [from, to] = [Number(least), most === '' ? Number.POSITIVE_INFINITY : Number(most)];
  if (from > mostTimes || (to !== Number.POSITIVE_INFINITY && to > mostTimes)) {
    throw refused(`a count above ${mostTimes}`);
  }
  if (from > to) throw refused('a count whose least is more than its most');
  return { least: from, most: to };
}

function readPart(reader: ExpressionReader): Expression {
  if (reader.skip('(')) return readGroup(reader);
  if (reader.skip('[')) return { kind: 'one', takes: readClass(reader) };
  if (reader.skip('.')) return { kind: 'one', takes: (character) => character !== '\n' };
  if (reader.skip('^')) return { kind: 'at', holds: isStart };
  if (reader.skip('$')) return { kind: 'at', holds: isEndOrLastLineBreak };
  for (const sign of ['*', '+', '?', '{']) {
    if (reader.isNext(sign))
      throw refused(`a ${sign} with nothing before it to repeat; write \\${sign} for the sign itself`);
  }
  if (!reader.isNext('\\')) return { kind: 'one', takes: only(reader.take()) };
  for (const [escape, holds] of places) if (reader.skip(escape)) return { kind: 'at', holds };
  return { kind: 'one', takes: oneCharacter(reader).takes };
}

function readGroup(reader: ExpressionReader): Expression {
  if (reader.isNext('?') && !reader.skip('?:')) {
    throw refused('a group that begins with (? and is not (?: … ), such as a look-around, a flag or a name');
  }
  reader.enter();
  const inner = readEither(reader);
  reader.leave();
  if (!reader.skip(')')) throw refused('an opening parenthesis without a closing one');
  // A group is a part of its own: a count behind it is of all of it.
  return { kind: 'all', parts: [inner] };
}

function only(expected: string): (character: string) => boolean {
  return (character) => character === expected;
}

const isStart: Position = (_, index) => index === 0;
const isEnd: Position = (characters, index) => index === characters.length;
/** As Python has it: a line break at the very end may follow. */
const isEndOrLastLineBreak: Position = (characters, index) =>
  index === characters.length || (index === characters.length - 1 && characters[index] === '\n');
const isWordEdge: Position = (characters, index) =>
  isWordCharacter(characters[index - 1] ?? '') !== isWordCharacter(characters[index] ?? '');

const places: readonly (readonly [escape: string, holds: Position])[] = [
  ['\\A', isStart],
  ['\\Z', isEnd],
  ['\\b', isWordEdge],
  // In Python 3.11 the inside of an empty text is no such place.
  ['\\B', (characters, index) => characters.length > 0 && !isWordEdge(characters, index)],
];
