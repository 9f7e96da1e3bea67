/** When the world of moment 0 is looked at. */
const firstLookMs = Date.UTC(2026, 0, 20);
/** Between two moments, in minutes. */
export const minutesOfMoment = 360;

/** What the clock of the server says, in minutes before (negative) or after the first look. */
export function nowAt(moment: number): number {
  return moment * minutesOfMoment;
}

/**
 * A time in one of the two spellings that occur: `T` or a blank between date and time, microseconds, an offset.
 * @param minutes before (negative) or after the first look; fractions are seconds
 */
export function stampOf(minutes: number, separator: 'T' | ' ' = 'T'): string {
  const ms = firstLookMs + Math.round(minutes * 60_000);
  const micros = String(Math.abs(Math.round(minutes) * 7919 + 12_345) % 1000).padStart(3, '0');
  const text = new Date(ms).toISOString();
  return `${text.slice(0, 10)}${separator}${text.slice(11, 23)}${micros}+00:00`;
}

/** `00:09:10`. */
export function durationOf(minutes: number): string {
  const seconds = Math.max(0, Math.round(minutes * 60));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
