/** Days since 1970 of a day of the Gregorian calendar; undefined when there is no such day. */
export function dayOfDate(year: number, month: number, day: number): number | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return dayNumber(year, month, day);
}

/** The same of the nth day of a year. */
export function dayOfOrdinal(year: number, ordinal: number): number | undefined {
  if (year < 1 || ordinal < 1 || ordinal > (isLeapYear(year) ? 366 : 365)) return undefined;
  return dayNumber(year, 1, 1) + ordinal - 1;
}

/** The same of a week of ISO 8601: Monday is day 1, and 4 January lies in week 1. */
export function dayOfWeekDate(year: number, week: number, weekday: number): number | undefined {
  const start = firstMonday(year);
  const day = start + (week - 1) * 7 + weekday - 1;
  const isInYear = week >= 1 && day < firstMonday(year + 1) && day >= start;
  return year >= 1 && isInYear && weekday >= 1 && weekday <= 7 ? day : undefined;
}

function firstMonday(year: number): number {
  const fourth = dayNumber(year, 1, 4);
  // Day 0 was a Thursday; the remainder of a negative day is made positive.
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

/** Counts in years that begin in March, so that the leap day is the last; no table, no `Date`. */
function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const century = Math.floor(shifted / 400);
  const yearOfCentury = shifted - century * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfCentury / 4) - Math.floor(yearOfCentury / 100);
  return century * 146_097 + yearOfCentury * 365 + leapDays + dayOfYear - 719_468;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
