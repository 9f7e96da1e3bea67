/**
 * The one place that reads JSON (RFC 8259). `JSON.parse` is fast and forgets how a number was spelled; so one scan
 * looks for numbers that would lose something, and where there are some, `JSON.parse` gets them as marked strings,
 * which become numbers again behind it.
 */
import { isUtf8 } from 'node:buffer';
import { deepest, isEscaped, mostDigits, numberFrom, parseExactly, setOwn } from './json-exact.ts';
import { ExactNumber, type Value } from './value.ts';

/**
 * The value of a JSON text in UTF-8, a byte order mark allowed: integers beyond 2^53 are `bigint`, numbers whose
 * spelling matters are `ExactNumber`. Of two equal keys the last wins, in the place of the first.
 * @throws SyntaxError with the position, for what is not JSON or not UTF-8; `json_too_deep` beyond 256 levels around a
 * number that JSON.parse would change (the normaliser holds the limit for all others); `number_out_of_range` beyond
 * 1,000 digits (case S9)
 */
export function parseJson(bytes: Uint8Array): Value {
  if (!isUtf8(bytes)) throw new SyntaxError('The text is not UTF-8');
  return parseJsonText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}

/** Like `parseJson`, for a text that is decoded already. */
export function parseJsonText(text: string): Value {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (bareNumber.test(plain)) return parseExactly(plain);
  const marked = markNumbers(plain, () => false);
  if (marked === 'none') return parseFast(plain);
  const value = readMarked(marked);
  if (value !== undefined) return value;
  const markedOutside = markNumbers(plain, textTracker(plain));
  if (markedOutside === 'none') return parseFast(plain);
  return readMarked(markedOutside) ?? parseExactly(plain);
}

/**
 * A number that JSON.parse might change: 16 digits and more, a fraction of zeros, an exponent, `-0`. Anchored behind what
 * stands before a number, and a fraction of zeros before what stands behind one, so that texts seldom count (the
 * `:00.000Z` of a timestamp does not); one pass, no backtracking beyond a token.
 */
const delicateNumber = /[:[,]\s*(-?\d(?:[\d.]{15}[\d.eE+-]*|[\d.]*(?:[eE][\d+-]*|\.0+(?=[\s,\]}])))|-0(?=[\s,\]}]))/g;

/** A text that is a number and nothing else. */
const bareNumber = /^\s*[-\d]/;

const wholeNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

interface MarkedText {
  readonly text: string;
  /** What the strings begin with that are numbers. */
  readonly mark: string;
  readonly count: number;
}

/**
 * Characters that no string of a sane API begins with. They are Latin-1, as most texts are; a wider one would double
 * the memory of the text.
 */
const marks = ['\u0091', '\u0092', '\u0087', '\u0080'] as const;

/**
 * Puts each number that JSON.parse would change into a marked string. What looks like such a number may stand in a text:
 * then the quotes end that text, the mark stands where JSON allows no such character, and JSON.parse refuses it all.
 * @param isInText asked for the end of each number that is to be marked, in order
 */
function markNumbers(text: string, isInText: (at: number) => boolean): MarkedText | 'none' | 'unclear' {
  const pieces: string[] = [];
  let mark: string | undefined;
  let from = 0;
  delicateNumber.lastIndex = 0;
  for (let match = delicateNumber.exec(text); match !== null; match = delicateNumber.exec(text)) {
    const token = match[1] ?? '';
    if (isWholeTruth(token) || isInText(delicateNumber.lastIndex)) continue;
    if (token.length > mostDigits || !wholeNumber.test(token)) return 'unclear';
    mark ??= unusedMark(text);
    if (mark === undefined) return 'unclear';
    const end = delicateNumber.lastIndex;
    pieces.push(text.slice(from, end - token.length), token);
    from = end;
  }
  if (mark === undefined) return 'none';
  return { text: joined(pieces, text.slice(from), mark), mark, count: pieces.length / 2 };
}

/** Tells whether a place is inside a text; each place must be behind the one before. Slower than hoping that none is. */
function textTracker(text: string): (at: number) => boolean {
  let isInside = false;
  let quote = text.indexOf('"');
  return (at) => {
    while (quote >= 0 && quote < at) {
      if (!isInside || !isEscaped(text, quote)) isInside = !isInside;
      quote = text.indexOf('"', quote + 1);
    }
    return isInside;
  };
}

function joined(pieces: readonly string[], rest: string, mark: string): string {
  let text = '';
  for (let index = 0; index < pieces.length; index += 2)
    text += `${pieces[index] ?? ''}"${mark}${pieces[index + 1] ?? ''}"`;
  return text + rest;
}

/** True where JSON.parse gives what `numberFrom` gives. Most long doubles are spelled as JavaScript spells them. */
function isWholeTruth(token: string): boolean {
  // No double needs more than 17 digits to be told from all others.
  if (token.length > 20 && manyDigits.test(token)) return false;
  const number = Number(token);
  if (Number.isInteger(number)) return Number.isSafeInteger(number) && String(number) === token;
  const spelled = String(number);
  if (spelled === token) return true;
  if (token.length > mostDigits) return false;
  if (/e/i.test(token) || spelled.includes('e')) return typeof numberFrom(token) === 'number';
  return token.endsWith('0') && token.startsWith(spelled) && isZeros(token, spelled.length);
}

const manyDigits = /^-?[1-9][\d.]*[1-9]$/;

function isZeros(token: string, from: number): boolean {
  for (let at = from; at < token.length; at += 1) if (token[at] !== '0') return false;
  return true;
}

function unusedMark(text: string): string | undefined {
  return marks.find((mark) => !text.includes(mark) && !text.includes(`\\u00${mark.charCodeAt(0).toString(16)}`));
}

/** Undefined for what is not JSON, nested too deeply, or has a number where none may be or one that another replaced. */
function readMarked(marked: MarkedText | 'unclear'): Value | undefined {
  if (marked === 'unclear') return undefined;
  const { text, mark, count } = marked;
  let value: Value;
  try {
    value = parseFast(text);
  } catch {
    return undefined;
  }
  const unmarking = new Unmarking(mark);
  const unmarked = unmarking.unmarked(value, 0);
  return unmarking.count === count && !unmarking.isTooDeep ? unmarked : undefined;
}

/** Walks once over a value and puts numbers where marked strings are. */
class Unmarking {
  readonly #mark: number;
  count = 0;
  isTooDeep = false;

  constructor(mark: string) {
    this.#mark = mark.charCodeAt(0);
  }

  unmarked(value: Value, depth: number): Value {
    if (typeof value === 'string') return this.#isMarked(value) ? this.#number(value) : value;
    if (typeof value === 'object' && value !== null)
      this.#within(value as Value[] | { [key: string]: Value }, depth + 1);
    return value;
  }

  /** In place: the value is fresh from JSON.parse, and nobody else has it. */
  #within(value: Value[] | { [key: string]: Value }, depth: number): void {
    if (depth > deepest) this.isTooDeep = true;
    else if (Array.isArray(value)) this.#withinList(value, depth);
    else this.#withinObject(value, depth);
  }

  #withinList(list: Value[], depth: number): void {
    for (let index = 0; index < list.length; index += 1) {
      const item = list[index] ?? null;
      if (typeof item === 'string') {
        if (this.#isMarked(item)) list[index] = this.#number(item);
      } else if (typeof item === 'object' && item !== null) this.unmarked(item, depth);
    }
  }

  #withinObject(object: { [key: string]: Value }, depth: number): void {
    for (const key in object) {
      const item = object[key];
      if (typeof item === 'string') {
        if (this.#isMarked(item)) setOwn(object, key, this.#number(item));
      } else if (typeof item === 'object' && item !== null) this.unmarked(item, depth);
    }
  }

  #isMarked(text: string): boolean {
    return text.charCodeAt(0) === this.#mark;
  }

  #number(text: string): Value {
    this.count += 1;
    const token = text.slice(1);
    if (!isInteger.test(token)) return new ExactNumber(token);
    return token === '-0' ? 0 : BigInt(token);
  }
}

const isInteger = /^[-\d]+$/;

function parseFast(text: string): Value {
  // JSON.parse returns JSON values only, which is what Value is.
  return JSON.parse(text) as Value;
}
