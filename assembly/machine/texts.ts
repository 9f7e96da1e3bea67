import { backslash, plainEnd, quote } from './json';
import { side, useSide } from './tape';

const replacement = 0xfffd;
const smallU = 117;

/** Writes a text without its escapes to the side, in UTF-8; gives the place behind its quote. @param start behind the quote */
export function unescape(start: i32): i32 {
  let at = start;
  let out = side;
  while (true) {
    const end = plainEnd(at);
    memory.copy(out, at, end - at);
    out += end - at;
    if (load<u8>(end) == quote) {
      useSide(out);
      return end + 1;
    }
    if (load<u8>(end, 1) == smallU) {
      at = codeEnd(end);
      out = encoded(code, out);
    } else {
      store<u8>(out, simple(load<u8>(end, 1)));
      out += 1;
      at = end + 2;
    }
  }
}

/** The character of the escape that `codeEnd` went through. */
let code: i32 = 0;

/** Two escapes may be one character; half of such a pair is none. @param start of the backslash */
function codeEnd(start: i32): i32 {
  code = unit(start + 2);
  if ((code & 0xf800) != 0xd800) return start + 6;
  const high = code;
  code = replacement;
  if (high >= 0xdc00 || load<u8>(start, 6) != backslash || load<u8>(start, 7) != smallU) return start + 6;
  const low = unit(start + 8);
  if ((low & 0xfc00) != 0xdc00) return start + 6;
  code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  return start + 12;
}

function unit(start: i32): i32 {
  return (hex(start) << 12) | (hex(start + 1) << 8) | (hex(start + 2) << 4) | hex(start + 3);
}

function hex(at: i32): i32 {
  const byte: i32 = load<u8>(at);
  return byte <= 57 ? byte - 48 : (byte | 32) - 87;
}

/** What stands behind a backslash for a character that has a short escape. */
function simple(byte: i32): i32 {
  switch (byte) {
    case 98:
      return 8;
    case 102:
      return 12;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    default:
      return byte;
  }
}

/** Gives the place behind the character. */
function encoded(code: i32, out: i32): i32 {
  if (code < 0x80) {
    store<u8>(out, code);
    return out + 1;
  }
  if (code < 0x800) {
    store<u8>(out, 0xc0 | (code >> 6));
    store<u8>(out, 0x80 | (code & 63), 1);
    return out + 2;
  }
  if (code < 0x10000) {
    store<u8>(out, 0xe0 | (code >> 12));
    store<u8>(out, 0x80 | ((code >> 6) & 63), 1);
    store<u8>(out, 0x80 | (code & 63), 2);
    return out + 3;
  }
  store<u8>(out, 0xf0 | (code >> 18));
  store<u8>(out, 0x80 | ((code >> 12) & 63), 1);
  store<u8>(out, 0x80 | ((code >> 6) & 63), 2);
  store<u8>(out, 0x80 | (code & 63), 3);
  return out + 4;
}
