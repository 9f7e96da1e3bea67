import { dayOfDate } from '../../core/calendar.ts';
import { microsPerDay } from '../../core/iso-time.ts';

const dash = 45;
const plus = 43;
const dot = 46;
const colon = 58;
const space = 32;
const letterT = 84;
const letterZ = 90;
const microsPerMinute = 60_000_000;

/**
 * Microseconds since 1970, UTC, of a moment that is spelled the common way: `2026-01-31T12:34:56.789Z`, with up to six
 * digits of a second and an offset or none, in the years 1700 to 2250, whose microseconds are safe integers. Undefined
 * for all else, moments that are spelled in other ways included.
 */
export function momentIn(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start < 19 || end - start > 32) return undefined;
  const isDate = bytes[start + 4] === dash && bytes[start + 7] === dash;
  const between = bytes[start + 10];
  if (!isDate || (between !== letterT && between !== space)) return undefined;
  if (bytes[start + 13] !== colon || bytes[start + 16] !== colon) return undefined;
  const year = pair(bytes, start) * 100 + pair(bytes, start + 2);
  if (!(year >= 1700 && year <= 2250)) return undefined;
  const day = dayOfDate(year, pair(bytes, start + 5), pair(bytes, start + 8));
  const [hour, minute, second] = [pair(bytes, start + 11), pair(bytes, start + 14), pair(bytes, start + 17)];
  if (day === undefined || !(hour < 24 && minute < 60 && second < 60)) return undefined;
  const micros = ((hour * 60 + minute) * 60 + second) * 1_000_000;
  return behindSeconds(bytes, start + 19, end, day * microsPerDay + micros);
}

function behindSeconds(bytes: Uint8Array, start: number, end: number, whole: number): number | undefined {
  let at = start;
  let micros = whole;
  if (at < end && bytes[at] === dot) {
    let unit = 1_000_000;
    at += 1;
    for (let digit = digitAt(bytes, at); at < end && digit >= 0; digit = digitAt(bytes, at)) {
      unit /= 10;
      if (unit < 1) return undefined;
      micros += digit * unit;
      at += 1;
    }
    if (unit === 1_000_000) return undefined;
  }
  if (at === end || (bytes[at] === letterZ && at + 1 === end)) return micros;
  return withOffset(bytes, at, end, micros);
}

function withOffset(bytes: Uint8Array, at: number, end: number, micros: number): number | undefined {
  const sign = bytes[at];
  if ((sign !== plus && sign !== dash) || end - at !== 6 || bytes[at + 3] !== colon) return undefined;
  const [hours, minutes] = [pair(bytes, at + 1), pair(bytes, at + 4)];
  if (!(hours < 24 && minutes < 60)) return undefined;
  const offset = (hours * 60 + minutes) * microsPerMinute;
  return sign === dash ? micros + offset : micros - offset;
}

/** Not a number where there are no two digits. */
function pair(bytes: Uint8Array, at: number): number {
  const [tens, ones] = [digitAt(bytes, at), digitAt(bytes, at + 1)];
  return tens < 0 || ones < 0 ? Number.NaN : tens * 10 + ones;
}

/** -1 where there is none. */
function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}
