/** The parts of a text that is known to be JSON (RFC 8259): each function gives the place behind what begins at a place. */

export const quote = 34;
export const plus = 43;
export const comma = 44;
export const minus = 45;
export const dot = 46;
export const colon = 58;
export const openBracket = 91;
export const backslash = 92;
export const closeBracket = 93;
export const openBrace = 123;
export const closeBrace = 125;

/** The place of the next byte that is no white space. */
export function spaceEnd(start: i32): i32 {
  let at = start;
  let byte = load<u8>(at);
  while (byte <= 32 && (byte == 32 || byte == 10 || byte == 13 || byte == 9)) {
    at += 1;
    byte = load<u8>(at);
  }
  return at;
}

/** The place of the first quote or backslash. */
export function plainEnd(start: i32): i32 {
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const special = v128.or(i8x16.eq(bytes, i8x16.splat(<i8>quote)), i8x16.eq(bytes, i8x16.splat(<i8>backslash)));
    const mask = i8x16.bitmask(special);
    if (mask != 0) return at + ctz(mask);
    at += 16;
  }
}

/** @param start behind the quote */
export function textEnd(start: i32): i32 {
  let at = plainEnd(start);
  while (load<u8>(at) == backslash) at = plainEnd(at + 2);
  return at + 1;
}

export function isDigit(byte: i32): bool {
  return <u32>(byte - 48) <= 9;
}

export function numberEnd(start: i32): i32 {
  let at = start;
  let byte: i32 = load<u8>(at);
  while (isDigit(byte) || byte == minus || byte == plus || byte == dot || (byte | 32) == 101) {
    at += 1;
    byte = load<u8>(at);
  }
  return at;
}

/** Of a list or an object. */
export function nestedEnd(start: i32): i32 {
  let at = start;
  let depth = 0;
  while (true) {
    const byte: i32 = load<u8>(at);
    at += 1;
    if (byte == quote) at = textEnd(at);
    else if (byte == openBrace || byte == openBracket) depth += 1;
    else if (byte == closeBrace || byte == closeBracket) {
      depth -= 1;
      if (depth == 0) return at;
    }
  }
}
