/**
 * Where the parts of a JSON text in UTF-8 end (RFC 8259). Nothing is decoded and nothing is made: each function takes the
 * place where something begins and gives the place behind its end, or -1 where it is not what JSON allows. The bytes must
 * be UTF-8; what they say is looked at once.
 */
export const quote = 34;
export const backslash = 92;
export const comma = 44;
export const colon = 58;
export const openBrace = 123;
export const closeBrace = 125;
export const openBracket = 91;
export const closeBracket = 93;
export const minus = 45;
export const dot = 46;
export const zero = 48;
export const nine = 57;
export const letterE = 69;
export const smallE = 101;
export const smallF = 102;
export const smallN = 110;
export const smallT = 116;
const plus = 43;
const smallU = 117;

/** Levels of lists and objects, and digits, beyond which a text is left to the reader that has limits of its own. */
const deepest = 100;
const longestNumber = 300;

/**
 * Where the objects of a list begin, and behind the last one where the list ends; undefined for a list with anything else
 * in it or with nothing. @param start behind the bracket. @param depth of the objects
 */
export function rowPlaces(bytes: Uint8Array, start: number, depth: number): Int32Array | undefined {
  let places: Int32Array = new Int32Array(64);
  let count = 0;
  let at = spaceEnd(bytes, start);
  while (bytes[at] === openBrace) {
    if (count + 2 > places.length) places = grown(places);
    places[count] = at;
    count += 1;
    at = objectEnd(bytes, at + 1, depth);
    if (at < 0) return undefined;
    at = spaceEnd(bytes, at);
    if (bytes[at] === closeBracket) {
      places[count] = at + 1;
      return places.subarray(0, count + 1);
    }
    if (bytes[at] !== comma) return undefined;
    at = spaceEnd(bytes, at + 1);
  }
  return undefined;
}

function grown(places: Int32Array): Int32Array {
  const larger = new Int32Array(places.length * 2);
  larger.set(places);
  return larger;
}

/** The place of the next byte that is no white space; the length where there is none. */
export function spaceEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte > 32 || (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9)) return at;
    at += 1;
  }
  return at;
}

/** @param start of anything but white space. @param depth levels above */
export function valueEnd(bytes: Uint8Array, start: number, depth: number): number {
  switch (bytes[start]) {
    case quote:
      return textEnd(bytes, start + 1);
    case openBrace:
      return objectEnd(bytes, start + 1, depth + 1);
    case openBracket:
      return listEnd(bytes, start + 1, depth + 1);
    case smallT:
      return wordEnd(bytes, start, 'true');
    case smallF:
      return wordEnd(bytes, start, 'false');
    case smallN:
      return wordEnd(bytes, start, 'null');
    default:
      return numberEnd(bytes, start);
  }
}

/** @param start behind the brace. @param depth this object counted */
export function objectEnd(bytes: Uint8Array, start: number, depth: number): number {
  let at = spaceEnd(bytes, start);
  if (bytes[at] === closeBrace) return at + 1;
  if (depth > deepest) return -1;
  for (;;) {
    at = memberStart(bytes, at);
    if (at < 0) return -1;
    at = valueEnd(bytes, at, depth);
    if (at < 0) return -1;
    at = spaceEnd(bytes, at);
    if (bytes[at] === closeBrace) return at + 1;
    if (bytes[at] !== comma) return -1;
    at = spaceEnd(bytes, at + 1);
  }
}

/** Where the value of a member begins. @param start of its key, quote included */
function memberStart(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== quote) return -1;
  let at = textEnd(bytes, start + 1);
  if (at < 0) return -1;
  at = spaceEnd(bytes, at);
  return bytes[at] === colon ? spaceEnd(bytes, at + 1) : -1;
}

/** @param start behind the bracket. @param depth this list counted */
export function listEnd(bytes: Uint8Array, start: number, depth: number): number {
  let at = spaceEnd(bytes, start);
  if (bytes[at] === closeBracket) return at + 1;
  if (depth > deepest) return -1;
  for (;;) {
    at = valueEnd(bytes, at, depth);
    if (at < 0) return -1;
    at = spaceEnd(bytes, at);
    if (bytes[at] === closeBracket) return at + 1;
    if (bytes[at] !== comma) return -1;
    at = spaceEnd(bytes, at + 1);
  }
}

/** @param start behind the quote */
export function textEnd(bytes: Uint8Array, start: number): number {
  const { length } = bytes;
  let at = start;
  for (;;) {
    while (at < length && isPlain[bytes[at] ?? 0] === 1) at += 1;
    if (bytes[at] === quote) return at + 1;
    if (bytes[at] !== backslash) return -1;
    at = escapeEnd(bytes, at + 1);
    if (at < 0) return -1;
  }
}

/** By byte, 1 for what stands for itself in a text: quicker than to compare. */
const isPlain: Uint8Array = new Uint8Array(256).fill(1, 32);
isPlain[quote] = 0;
isPlain[backslash] = 0;

/** @param start behind the backslash */
function escapeEnd(bytes: Uint8Array, start: number): number {
  const byte = bytes[start] ?? 0;
  if (byte !== smallU) return simpleEscapes.includes(byte) ? start + 1 : -1;
  for (let at = start + 1; at < start + 5; at += 1) if (!isHex(bytes[at] ?? 0)) return -1;
  return start + 5;
}

const simpleEscapes: Uint8Array = Buffer.from('"\\/bfnrt');

function isHex(byte: number): boolean {
  return isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);
}

/** Also for what is no number at all, which is -1. */
export function numberEnd(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === minus ? start + 1 : start;
  const digits = digitsEnd(bytes, at);
  if (digits === at || (bytes[at] === zero && digits > at + 1)) return -1;
  at = digits;
  if (bytes[at] === dot) {
    const end = digitsEnd(bytes, at + 1);
    if (end === at + 1) return -1;
    at = end;
  }
  if (at - start > longestNumber) return -1;
  if (bytes[at] !== letterE && bytes[at] !== smallE) return at;
  const sign = bytes[at + 1] === plus || bytes[at + 1] === minus ? 1 : 0;
  const end = digitsEnd(bytes, at + 1 + sign);
  return end === at + 1 + sign ? -1 : end;
}

function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && isDigit(bytes[at] ?? 0)) at += 1;
  return at;
}

export function isDigit(byte: number): boolean {
  return byte >= zero && byte <= nine;
}

function wordEnd(bytes: Uint8Array, start: number, word: string): number {
  for (let index = 0; index < word.length; index += 1) if (bytes[start + index] !== word.charCodeAt(index)) return -1;
  return start + word.length;
}
