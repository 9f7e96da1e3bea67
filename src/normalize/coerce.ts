/**
 * Which value fits which column, and as what (reference section 2.4). Each function takes a value of any type and
 * gives what the column keeps, or undefined when the value does not fit and must go to a variant column. Nothing here
 * rounds or cuts except where that section says so.
 */
import { ExactNumber } from '../core/value.ts';
import { isInt64, JsonText, type Cell } from './cell.ts';
import { IsoReader, microsPerDay } from '../core/iso-time.ts';
import { strip } from '../schema/naming/white-space.ts';
import { decimalInText, decimalOf, integerInText } from './python-text.ts';

const iso = new IsoReader();
const earliestSecond = -62_135_596_800;
const latestSecond = 253_402_300_800;

export function toBigint(cell: Cell): bigint | number | undefined {
  if (typeof cell === 'number' && Number.isSafeInteger(cell)) return cell;
  const integer = integerOf(cell);
  return integer !== undefined && isInt64(integer) ? integer : undefined;
}

function integerOf(cell: Cell): bigint | undefined {
  if (typeof cell === 'bigint') return cell;
  if (typeof cell === 'string') return integerInText(cell);
  const value = numberOf(cell);
  return value !== undefined && Number.isInteger(value) ? BigInt(value) : undefined;
}

export function toDouble(cell: Cell): number | undefined {
  const value = typeof cell === 'string' ? Number(decimalInText(cell) ?? Number.NaN) : numberOf(cell);
  return Number.isFinite(value) ? value : undefined;
}

/** Of a value that is a number, not of a text that spells one. */
function numberOf(cell: Cell): number | undefined {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'bigint') return Number(cell);
  return cell instanceof ExactNumber ? Number(cell.text) : undefined;
}

export function toBool(cell: Cell): boolean | undefined {
  if (typeof cell === 'boolean') return cell;
  if (typeof cell === 'string') return cell.length <= 5 ? boolWords.get(cell.toLowerCase()) : undefined;
  const value = numberOf(cell);
  return value === undefined ? undefined : value !== 0;
}

const boolWords: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'true', 't', 'y', '1'].map((word) => [word, true] as const),
  ...['no', 'false', 'f', 'n', '0'].map((word) => [word, false] as const),
]);

/** Microseconds since 1970, UTC; a bigint where a number would not be exact. */
export function toTimestamp(cell: Cell): bigint | number | undefined {
  if (typeof cell !== 'string') return microsOfEpoch(numberOf(cell));
  const kind = iso.read(cell);
  if (kind === 'time') return undefined;
  return kind === undefined ? microsOfEpoch(secondsInText(cell)) : microsOfMoment();
}

/** Epoch seconds are decimal digits; hexadecimal ones, which numbers may have, are not. */
function secondsInText(text: string): number | undefined {
  return strip(text).toLowerCase().startsWith('0x') ? undefined : toDouble(text);
}

function microsOfMoment(): bigint | number {
  const micros = iso.days * microsPerDay + iso.micros;
  if (Number.isSafeInteger(micros)) return micros;
  return BigInt(iso.days) * BigInt(microsPerDay) + BigInt(iso.micros);
}

function microsOfEpoch(seconds: number | undefined): bigint | number | undefined {
  if (seconds === undefined || !(seconds >= earliestSecond && seconds < latestSecond)) return undefined;
  const micros = Math.round(seconds * 1_000_000);
  return Number.isSafeInteger(micros) ? micros : BigInt(micros);
}

/** Days since 1970. */
export function toDate(cell: Cell): number | undefined {
  if (typeof cell === 'string') {
    const kind = iso.read(cell);
    if (kind === 'time') return undefined;
    if (kind !== undefined) return iso.days + Math.floor(iso.micros / microsPerDay);
  }
  const micros = microsOfEpoch(typeof cell === 'string' ? secondsInText(cell) : numberOf(cell));
  return micros === undefined ? undefined : Math.floor(Number(micros) / microsPerDay);
}

/** Microseconds since midnight, UTC. */
export function toTime(cell: Cell): number | undefined {
  if (typeof cell !== 'string' || iso.read(cell) !== 'time') return undefined;
  return ((iso.micros % microsPerDay) + microsPerDay) % microsPerDay;
}

/** The number in decimal digits, for the scale of the column. */
export function toDecimal(cell: Cell): string | undefined {
  return decimalOf(cell);
}

export function toBinary(cell: Cell): Uint8Array | undefined {
  if (typeof cell === 'string') return cell.startsWith('0x') ? bytesOfHex(cell.slice(2)) : bytesOfBase64(cell);
  if (typeof cell === 'number' && !Number.isSafeInteger(cell)) return undefined;
  return typeof cell === 'number' || typeof cell === 'bigint' ? bytesOfInteger(BigInt(cell)) : undefined;
}

function bytesOfHex(digits: string): Uint8Array | undefined {
  const isHex = digits.length % 2 === 0 && /^[0-9a-f]*$/i.test(digits);
  return isHex ? Buffer.from(digits, 'hex') : undefined;
}

function bytesOfBase64(text: string): Uint8Array | undefined {
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isBase64 ? Buffer.from(text, 'base64') : undefined;
}

/** As few bytes as hold it, the least significant first; none for 0. */
function bytesOfInteger(value: bigint): Uint8Array | undefined {
  if (value < 0n) return undefined;
  const hex = value === 0n ? '' : value.toString(16);
  return new Uint8Array(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')).toReversed();
}

export function toJson(cell: Cell): string | undefined {
  if (cell instanceof JsonText) return cell.text;
  return typeof cell === 'string' && isJson(cell) ? cell : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
