/** Single values: each function puts one on the tape and gives the place behind it, or `unknown`. */
import * as host from './host';
import { backslash, dot, isDigit, minus, nestedEnd, numberEnd, plainEnd, textEnd } from './json';
import {
  cellLength,
  columnClaimed,
  columnKind,
  fieldColumn,
  fieldIsNullable,
  fieldWay,
  kindBits,
  kindBytes,
  kindFixed8,
  kindNone,
  unknown,
  wayBool,
  wayDouble,
  wayInteger,
  wayMoment,
  wayText,
} from '../../src/normalize/json-rows/layout';
import { isMoment, momentMicros } from './moments';
import { putBool, putBytes, putDouble, putFixed, putInteger, side, useSide } from './tape';
import { unescape } from './texts';

/** Digits that a double, and 64 bits, hold whatever they are. */
const digitsOfDouble = 15;
const digitsOfInteger = 18;
/** Characters of the longest double in its shortest form, such as `-1.2345678901234567e-300`. */
const longestDouble = 24;

/** @param start behind the quote */
export function readText(field: i32, start: i32, row: i32, place: i32): i32 {
  const end = plainEnd(start);
  const way = load<i32>(field, fieldWay);
  if (load<u8>(end) == backslash) return readEscaped(field, start, row, place);
  const column = load<i32>(field, fieldColumn);
  if (way == wayText) {
    if (!claim(column, row)) return unknown;
    putBytes(column, place, start, end - start);
    return end + 1;
  }
  if (way == wayMoment && isMoment(start, end)) {
    if (!claim(column, row)) return unknown;
    putInteger(column, place, momentMicros);
    return end + 1;
  }
  return readCell(field, start - 1, end + 1, row, place);
}

function readEscaped(field: i32, start: i32, row: i32, place: i32): i32 {
  if (load<i32>(field, fieldWay) != wayText) return readCell(field, start - 1, textEnd(start), row, place);
  const column = load<i32>(field, fieldColumn);
  if (!claim(column, row)) return unknown;
  const from = side;
  const end = unescape(start);
  putBytes(column, place, from, side - from);
  return end;
}

/** A number of few digits is read here, for arithmetic on them is exact: one division rounds as reading the text would. */
export function readNumber(field: i32, start: i32, row: i32, place: i32): i32 {
  const isNegative = load<u8>(start) == minus;
  const whole = isNegative ? start + 1 : start;
  let at = whole;
  let digits: i64 = 0;
  let power = 0;
  let byte: i32 = load<u8>(at);
  while (isDigit(byte)) {
    digits = digits * 10 + (byte - 48);
    at += 1;
    byte = load<u8>(at);
  }
  let count = at - whole;
  const isInteger = byte != dot;
  if (!isInteger) {
    at += 1;
    byte = load<u8>(at);
    while (isDigit(byte)) {
      digits = digits * 10 + (byte - 48);
      at += 1;
      power += 1;
      byte = load<u8>(at);
    }
    count += power;
  }
  const way = load<i32>(field, fieldWay);
  const column = load<i32>(field, fieldColumn);
  if ((byte | 32) == 101) return readLongNumber(field, start, row, place);
  if (way == wayInteger && isInteger && count <= digitsOfInteger) {
    if (!claim(column, row)) return unknown;
    putInteger(column, place, isNegative ? -digits : digits);
    return at;
  }
  if (way != wayDouble || count > digitsOfDouble) return readLongNumber(field, start, row, place);
  if (!claim(column, row)) return unknown;
  const size = power == 0 ? <f64>digits : <f64>digits / powerOfTen(power);
  // `-0` is the integer 0, while `-0.0` is a double below it.
  putDouble(column, place, isNegative && !(isInteger && digits == 0) ? -size : size);
  return at;
}

function readLongNumber(field: i32, start: i32, row: i32, place: i32): i32 {
  const end = numberEnd(start);
  if (load<i32>(field, fieldWay) == wayDouble && end - start <= longestDouble) {
    const value = host.double(start, end);
    if (!isNaN<f64>(value)) {
      const column = load<i32>(field, fieldColumn);
      if (!claim(column, row)) return unknown;
      putDouble(column, place, value);
      return end;
    }
  }
  return readCell(field, start, end, row, place);
}

/** @param value 0 or 1 */
export function readBool(field: i32, start: i32, value: i32, row: i32, place: i32): i32 {
  const end = start + 5 - value;
  if (load<i32>(field, fieldWay) != wayBool) return readCell(field, start, end, row, place);
  const column = load<i32>(field, fieldColumn);
  if (!claim(column, row)) return unknown;
  putBool(column, place, value);
  return end;
}

/** A null writes nothing, where it may be one. */
export function readNull(field: i32, start: i32, row: i32): i32 {
  if (load<i32>(field, fieldIsNullable) == 0) return unknown;
  return claim(load<i32>(field, fieldColumn), row) ? start + 4 : unknown;
}

/** A list or an object that stays one value. */
export function readJson(field: i32, start: i32, row: i32, place: i32): i32 {
  return readCell(field, start, nestedEnd(start), row, place);
}

/** The long way: the host makes the value, for its column or for a variant of it. */
function readCell(field: i32, start: i32, end: i32, row: i32, place: i32): i32 {
  const own = load<i32>(field, fieldColumn);
  if (own == 0 || !claim(own, row)) return unknown;
  const from = side;
  const column = host.cell(field, start, end, from);
  if (column == 0 || (column != own && !claim(column, row))) return unknown;
  const length = load<i32>(cellLength);
  const kind = load<i32>(column, columnKind);
  if (kind == kindNone) return unknown;
  if (kind == kindBytes) putBytes(column, place, from, length);
  else if (kind == kindFixed8) putInteger(column, place, load<i64>(from));
  else if (kind == kindBits) putBool(column, place, load<u8>(from));
  else putFixed(column, place, from, length);
  useSide(from + length);
  return end;
}

/** True for the first value of a column in a row: two keys of one name are not for this way. */
function claim(column: i32, row: i32): bool {
  if (column == 0 || load<i32>(column, columnClaimed) == row) return false;
  store<i32>(column, row, columnClaimed);
  return true;
}

const powers: usize = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]);

function powerOfTen(power: i32): f64 {
  return load<f64>(powers + (power << 3));
}
