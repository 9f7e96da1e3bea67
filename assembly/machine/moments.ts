import { colon, dot, isDigit, minus, plus } from './json';

const letterT = 84;
const letterZ = 90;
const space = 32;
const microsPerSecond: i64 = 1000000;

/** Of the moment that `isMoment` found: microseconds since 1970, UTC. */
export let momentMicros: i64 = 0;

/**
 * True for a moment that is spelled the common way: `2026-01-31T12:34:56.789Z`, with up to six digits of a second and an
 * offset or none, in the years 1700 to 2250. Moments that are spelled in other ways are the host's.
 */
export function isMoment(start: i32, end: i32): bool {
  if (end - start < 19 || end - start > 32) return false;
  if (load<u8>(start, 4) != minus || load<u8>(start, 7) != minus) return false;
  const between = load<u8>(start, 10);
  if (between != letterT && between != space) return false;
  if (load<u8>(start, 13) != colon || load<u8>(start, 16) != colon) return false;
  const century = pair(start);
  const yearOfCentury = pair(start + 2);
  const hour = pair(start + 11);
  const minute = pair(start + 14);
  const second = pair(start + 17);
  if ((century | yearOfCentury | hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) return false;
  const day = dayOf(century * 100 + yearOfCentury, pair(start + 5), pair(start + 8));
  if (day == noDay) return false;
  momentMicros = (<i64>day * 86400 + ((hour * 60 + minute) * 60 + second)) * microsPerSecond;
  return isRest(start + 19, end);
}

/** What stands behind the seconds. */
function isRest(start: i32, end: i32): bool {
  let at = start;
  if (at < end && load<u8>(at) == dot) {
    let unit = microsPerSecond;
    at += 1;
    while (at < end && isDigit(load<u8>(at))) {
      unit /= 10;
      if (unit == 0) return false;
      momentMicros += unit * (load<u8>(at) - 48);
      at += 1;
    }
    if (unit == microsPerSecond) return false;
  }
  if (at == end || (load<u8>(at) == letterZ && at + 1 == end)) return true;
  return isOffset(at, end);
}

function isOffset(at: i32, end: i32): bool {
  const sign = load<u8>(at);
  if ((sign != plus && sign != minus) || end - at != 6 || load<u8>(at, 3) != colon) return false;
  const hours = pair(at + 1);
  const minutes = pair(at + 4);
  if ((hours | minutes) < 0 || hours > 23 || minutes > 59) return false;
  const offset = <i64>(hours * 60 + minutes) * 60 * microsPerSecond;
  momentMicros += sign == minus ? offset : -offset;
  return true;
}

const noDay = i32.MIN_VALUE;

/** Days since 1970, counted in years that begin in March. */
function dayOf(year: i32, month: i32, day: i32): i32 {
  if (year < 1700 || year > 2250 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return noDay;
  const shifted = month <= 2 ? year - 1 : year;
  const century = shifted / 400;
  const yearOfCentury = shifted - century * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return century * 146097 + yearOfCentury * 365 + yearOfCentury / 4 - yearOfCentury / 100 + dayOfYear - 719468;
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Two digits; below 0 where there are none. */
function pair(at: i32): i32 {
  const tens: i32 = load<u8>(at);
  const ones: i32 = load<u8>(at, 1);
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + (ones - 48) : -1;
}
