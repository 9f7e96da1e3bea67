import { dayOfDate, dayOfOrdinal, dayOfWeekDate } from './calendar.ts';

export type IsoKind = 'timestamp' | 'date' | 'time';

export const microsPerDay = 86_400_000_000;
const microsPerSecond = 1_000_000;
const microsPerMinute = 60 * microsPerSecond;
const microsPerHour = 60 * microsPerMinute;

const colon = 58;
const dash = 45;
const plus = 43;
const slash = 47;
const space = 32;
const comma = 44;
const dot = 46;
const bar = 124;
const letterT = 84;
const letterW = 87;
const letterZ = 90;

/** Whether the fields of a date are kept apart by signs or not; a time of only an hour goes with both. */
type Style = 'extended' | 'compact';

/**
 * Reads the dates and times that dlt takes for such (reference section 2.3): first by the strict grammar of ISO 8601,
 * then by the common forms. Reads character by character into its own fields, so that a value costs no allocation.
 */
export class IsoReader {
  /** Days since 1970; 0 for a time. */
  days = 0;
  /** Microseconds since midnight of that day, UTC. An offset may push them out of the day. */
  micros = 0;
  #text = '';
  #at = 0;

  /** What the whole text is; undefined when it is none of the three, or out of the calendar. */
  read(text: string): IsoKind | undefined {
    // A digit or `T` comes first, and nothing that is longer than this is a time.
    const first = text.charCodeAt(0);
    if (text.length < 3 || text.length > 64 || !(isDigit(first) || first === letterT || first === space)) {
      return undefined;
    }
    this.#text = text;
    return this.#strict() ?? this.#common();
  }

  #strict(): IsoKind | undefined {
    this.#start(0);
    if (this.#skip(letterT) || this.#text.charCodeAt(2) === colon) return this.#strictTime() ? 'time' : undefined;
    const style = this.#strictDate();
    if (style === undefined) return undefined;
    if (this.#isAtEnd()) return 'date';
    if (!this.#skip(letterT) && !this.#skip(space)) return undefined;
    return this.#strictTime(style) ? 'timestamp' : undefined;
  }

  #strictDate(): Style | undefined {
    const year = this.#digits(4);
    if (year < 1) return undefined;
    const isExtended = this.#skip(dash);
    const day = this.#skip(letterW) ? this.#week(year, isExtended) : this.#monthOrOrdinal(year, isExtended);
    if (day === undefined) return undefined;
    this.days = day;
    return isExtended ? 'extended' : 'compact';
  }

  #week(year: number, isExtended: boolean): number | undefined {
    const week = this.#digits(2);
    const hasDay = isExtended ? this.#skip(dash) : this.#digitCount() > 0;
    return dayOfWeekDate(year, week, hasDay ? this.#digits(1) : 1);
  }

  #monthOrOrdinal(year: number, isExtended: boolean): number | undefined {
    const count = this.#digitCount();
    if (count === 3) return dayOfOrdinal(year, this.#digits(3));
    if (count !== (isExtended ? 2 : 4)) return undefined;
    const month = this.#digits(2);
    if (isExtended && !this.#skip(dash)) return dayOfDate(year, month, 1);
    return dayOfDate(year, month, this.#digits(2));
  }

  #strictTime(style?: Style): boolean {
    const hour = this.#digits(2);
    let minute = 0;
    let second = 0;
    let fraction = 0;
    const isExtended = this.#skip(colon);
    if (isExtended || this.#digitCount() > 0) {
      if (!isExtended && style === 'extended') return false;
      minute = this.#digits(2);
      if (isExtended ? this.#skip(colon) : this.#digitCount() > 0) {
        if (isExtended && style === 'compact') return false;
        second = this.#digits(2);
        fraction = this.#skip(dot) || this.#skip(comma) ? this.#fraction(64) : 0;
      }
    }
    return this.#setTime(hour, minute, second, fraction) && this.#zone() && this.#isAtEnd() && this.#isInCalendar();
  }

  /** False for an offset that is none; true where there is no offset, which means UTC. */
  #zone(): boolean {
    if (this.#skip(letterZ)) return true;
    const isWest = this.#skip(dash);
    if (!isWest && !this.#skip(plus)) return true;
    const hours = this.#digits(2);
    const minutes = this.#skip(colon) || this.#digitCount() > 0 ? this.#digits(2) : 0;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
    const offset = hours * microsPerHour + minutes * microsPerMinute;
    this.micros += isWest ? offset : -offset;
    return true;
  }

  /** `2024/01/02 3:04`, `2024 10:30`: whether four digits are a month and a day or a time shows only at the end. */
  #common(): IsoKind | undefined {
    this.#start(0);
    const year = this.#digits(4);
    if (year < 0) return this.#commonRest(0) === 'time' && this.micros >= 0 ? 'time' : undefined;
    const [month, day] = [this.#separatedDigits(), this.#separatedDigits()];
    const withDay = month < 0 || day < 0 ? undefined : this.#commonRest(this.#at);
    const rest = withDay ?? this.#commonRest(4);
    const days = withDay === undefined ? dayOfDate(year, 1, 1) : dayOfDate(year, month, day);
    if (rest === undefined || days === undefined || this.micros < 0) return undefined;
    this.days = days;
    return rest === 'time' ? 'timestamp' : 'date';
  }

  /** What stands from there to the end: nothing (`date`), or a time. Fields out of range leave `micros` negative. */
  #commonRest(from: number): 'date' | 'time' | undefined {
    this.#start(from);
    if (this.#isAtEnd()) return 'date';
    this.#skip(space);
    const hour = this.#digits(Math.min(this.#digitCount(), 2));
    if (hour < 0 || !this.#skip(colon)) return undefined;
    const minute = this.#digits(Math.min(this.#digitCount(), 2));
    const second = this.#skip(colon) ? this.#digits(Math.min(this.#digitCount(), 2)) : 0;
    const hasFraction = this.#skip(dot) || this.#skip(comma) || this.#skip(bar);
    const fraction = hasFraction ? this.#fraction(9) : 0;
    if (minute < 0 || second < 0 || fraction < 0 || !this.#isAtEnd()) return undefined;
    if (!this.#setTime(hour, minute, second, fraction)) this.micros = -1;
    return 'time';
  }

  #setTime(hour: number, minute: number, second: number, fraction: number): boolean {
    this.micros = hour * microsPerHour + minute * microsPerMinute + second * microsPerSecond + fraction;
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && fraction >= 0;
  }

  /** The years 1 to 9999, after the offset. */
  #isInCalendar(): boolean {
    const day = this.days + Math.floor(this.micros / microsPerDay);
    return this.micros > -microsPerDay && day >= -719_162 && day <= 2_932_896;
  }

  #start(at: number): void {
    this.#at = at;
    this.days = 0;
    this.micros = 0;
  }

  #isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  #skip(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }

  #digitCount(): number {
    let end = this.#at;
    while (isDigit(this.#text.charCodeAt(end))) end += 1;
    return end - this.#at;
  }

  /** The number in the next digits; -1 when there are fewer, or none are asked for. */
  #digits(count: number): number {
    let value = count === 0 ? -1 : 0;
    for (let index = 0; index < count; index += 1) {
      const code = this.#text.charCodeAt(this.#at + index);
      if (!isDigit(code)) return -1;
      value = value * 10 + code - 48;
    }
    this.#at += count;
    return value;
  }

  /** Two digits, after a sign if there is one. */
  #separatedDigits(): number {
    if (!this.#skip(slash)) this.#skip(colon);
    return this.#digits(2);
  }

  /** Microseconds of the next digits, cut after six; -1 when there are none or too many. */
  #fraction(most: number): number {
    const count = this.#digitCount();
    if (count === 0 || count > most) return -1;
    const kept = Math.min(count, 6);
    const value = this.#digits(kept) * 10 ** (6 - kept);
    this.#at += count - kept;
    return value;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
