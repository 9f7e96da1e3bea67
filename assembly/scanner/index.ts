/**
 * Checks lists of objects, 16 bytes at a time, byte for byte as `src/core/json-bytes.ts` does (RFC 8259): what one of
 * the two takes, the other takes. Each function gives the place behind what begins at a place, or -1 where it is not
 * what JSON allows. The text is UTF-8, and a zero stands behind it.
 */
const quote = 34;
const plus = 43;
const comma = 44;
const minus = 45;
const dot = 46;
const zero = 48;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const smallE = 101;
const smallF = 102;
const smallN = 110;
const smallT = 116;
const smallU = 117;
const openBrace = 123;
const closeBrace = 125;

/** Levels of lists and objects, and digits, beyond which a text is left to the reader that has limits of its own. */
const deepest = 100;
const longestNumber = 300;

/** What the host writes, and at most how much; and where rows begin, and behind the last one where the list ends. */
export const input: i32 = 65536;
export const mostBytes: i32 = 4194304;
export const places: i32 = 4325376;

/** Gives how many rows there are. @param start behind the bracket. @param depth of the objects */
export function scanRows(start: i32, depth: i32): i32 {
  let at = spaceEnd(start);
  let place = places;
  while (load<u8>(at) == openBrace) {
    store<i32>(place, at - input);
    place += 4;
    at = objectEnd(at + 1, depth);
    if (at < 0) return -1;
    at = spaceEnd(at);
    if (load<u8>(at) == closeBracket) {
      store<i32>(place, at + 1 - input);
      return (place - places) >> 2;
    }
    if (load<u8>(at) != comma) return -1;
    at = spaceEnd(at + 1);
  }
  return -1;
}

function spaceEnd(start: i32): i32 {
  let at = start;
  let byte: i32 = load<u8>(at);
  while (byte <= 32 && (byte == 32 || byte == 10 || byte == 13 || byte == 9)) {
    at += 1;
    byte = load<u8>(at);
  }
  return at;
}

function valueEnd(start: i32, depth: i32): i32 {
  switch (<i32>load<u8>(start)) {
    case quote:
      return textEnd(start + 1);
    case openBrace:
      return objectEnd(start + 1, depth + 1);
    case openBracket:
      return listEnd(start + 1, depth + 1);
    case smallT:
      return load<u32>(start) == 0x65757274 ? start + 4 : -1;
    case smallF:
      return load<u32>(start, 1) == 0x65736c61 ? start + 5 : -1;
    case smallN:
      return load<u32>(start) == 0x6c6c756e ? start + 4 : -1;
    default:
      return numberEnd(start);
  }
}

/** @param start behind the brace. @param depth this object counted */
function objectEnd(start: i32, depth: i32): i32 {
  let at = spaceEnd(start);
  if (load<u8>(at) == closeBrace) return at + 1;
  if (depth > deepest) return -1;
  while (true) {
    if (load<u8>(at) != quote) return -1;
    at = textEnd(at + 1);
    if (at < 0) return -1;
    at = spaceEnd(at);
    if (load<u8>(at) != colon) return -1;
    at = valueEnd(spaceEnd(at + 1), depth);
    if (at < 0) return -1;
    at = spaceEnd(at);
    if (load<u8>(at) == closeBrace) return at + 1;
    if (load<u8>(at) != comma) return -1;
    at = spaceEnd(at + 1);
  }
}

/** @param start behind the bracket. @param depth this list counted */
function listEnd(start: i32, depth: i32): i32 {
  let at = spaceEnd(start);
  if (load<u8>(at) == closeBracket) return at + 1;
  if (depth > deepest) return -1;
  while (true) {
    at = valueEnd(at, depth);
    if (at < 0) return -1;
    at = spaceEnd(at);
    if (load<u8>(at) == closeBracket) return at + 1;
    if (load<u8>(at) != comma) return -1;
    at = spaceEnd(at + 1);
  }
}

/** The zero behind the input ends a text that has no end. @param start behind the quote */
function textEnd(start: i32): i32 {
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const marks = v128.or(i8x16.eq(bytes, i8x16.splat(<i8>quote)), i8x16.eq(bytes, i8x16.splat(<i8>backslash)));
    const mask = i8x16.bitmask(v128.or(marks, i8x16.lt_u(bytes, i8x16.splat(32))));
    if (mask == 0) {
      at += 16;
      continue;
    }
    at += ctz(mask);
    const byte: i32 = load<u8>(at);
    if (byte == quote) return at + 1;
    if (byte != backslash) return -1;
    at = escapeEnd(at + 1);
    if (at < 0) return -1;
  }
}

/** @param start behind the backslash */
function escapeEnd(start: i32): i32 {
  switch (<i32>load<u8>(start)) {
    case quote:
    case backslash:
    case 47:
    case 98:
    case smallF:
    case smallN:
    case 114:
    case smallT:
      return start + 1;
    case smallU:
      for (let at = start + 1; at < start + 5; at += 1) if (!isHex(load<u8>(at))) return -1;
      return start + 5;
    default:
      return -1;
  }
}

function isHex(byte: i32): bool {
  return isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);
}

function isDigit(byte: i32): bool {
  return <u32>(byte - zero) <= 9;
}

/** Also for what is no number at all, which is -1. */
function numberEnd(start: i32): i32 {
  let at = load<u8>(start) == minus ? start + 1 : start;
  const digits = digitsEnd(at);
  if (digits == at || (load<u8>(at) == zero && digits > at + 1)) return -1;
  at = digits;
  if (load<u8>(at) == dot) {
    const end = digitsEnd(at + 1);
    if (end == at + 1) return -1;
    at = end;
  }
  if (at - start > longestNumber) return -1;
  if (((<i32>load<u8>(at)) | 32) != smallE) return at;
  const sign: i32 = load<u8>(at, 1);
  const first = sign == plus || sign == minus ? at + 2 : at + 1;
  const end = digitsEnd(first);
  return end == first ? -1 : end;
}

function digitsEnd(start: i32): i32 {
  let at = start;
  while (isDigit(load<u8>(at))) at += 1;
  return at;
}
