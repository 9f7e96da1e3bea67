import { ExactNumber, type Value } from '../../../core/value.ts';
import { cursorNotShiftable } from './errors.ts';
import { microsOf, type CursorOrder } from './cursor-order.ts';

/** How a start is moved back. */
export interface Lag {
  /** In seconds for date-times, days for dates, else in the unit of the cursor. */
  readonly lag: number;
  /** The start never goes beyond it. */
  readonly floor: Value | undefined;
  readonly func: 'max' | 'min';
  readonly resource: string;
}

/**
 * A remembered value moved back by the lag, in the spelling that it has (7.12).
 * @throws `cursor_invalid` for a text that is no point in time
 */
export function withLag(value: Value, { lag, floor, func, resource }: Lag, order: CursorOrder): Value {
  const moved = shifted(value, func === 'max' ? -lag : lag);
  if (moved === undefined) throw cursorNotShiftable(resource, value);
  return floor !== undefined && floor !== null && order.compare(moved, floor) < 0 ? floor : moved;
}

function shifted(value: Value, by: number): Value | undefined {
  if (typeof value === 'bigint') return value + BigInt(Math.trunc(by));
  if (typeof value === 'number') return Number.isInteger(value) ? Math.trunc(value + by) : value + by;
  if (value instanceof ExactNumber) return shiftedExact(value.text, by);
  return typeof value === 'string' ? shiftedText(value, by) : undefined;
}

function shiftedExact(text: string, by: number): Value {
  const moved = Number(text) + by;
  return Number.isInteger(moved) ? new ExactNumber(`${moved}.0`) : moved;
}

const microsPerSecond = 1_000_000;
const secondsPerDay = 86_400;

function shiftedText(text: string, by: number): string | undefined {
  const micros = microsOf(text);
  const shape = shapes.find(({ pattern }) => pattern.test(text));
  if (micros === undefined || shape === undefined) return undefined;
  const seconds = shape.unit === 'days' ? by * secondsPerDay : by;
  return shape.render(micros + BigInt(Math.round(seconds * microsPerSecond)), text);
}

interface Shape {
  readonly pattern: RegExp;
  readonly unit: 'days' | 'seconds';
  render(micros: bigint, like: string): string;
}

const zone = String.raw`(?:Z|[+-]\d{2}:?\d{2})`;

/** Spellings that can be written again as they were read; a fraction gets six digits. */
const shapes: readonly Shape[] = [
  { pattern: /^\d{4}-\d{2}-\d{2}$/, unit: 'days', render: (micros) => iso(micros).slice(0, 10) },
  { pattern: /^\d{8}$/, unit: 'days', render: (micros) => iso(micros).slice(0, 10).replaceAll('-', '') },
  {
    pattern: new RegExp(String.raw`^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?${zone}?$`),
    unit: 'seconds',
    render: likeDateTime,
  },
  { pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, unit: 'seconds', render: (micros) => iso(micros).slice(0, 16) },
  { pattern: /^\d{4}-\d{2}-\d{2}T\d{2}$/, unit: 'seconds', render: (micros) => iso(micros).slice(0, 13) },
  { pattern: /^\d{4}-\d{2}$/, unit: 'seconds', render: (micros) => iso(micros).slice(0, 7) },
];

/** The same separator, offset and presence of a fraction. */
function likeDateTime(micros: bigint, like: string): string {
  const offset = new RegExp(`${zone}$`).exec(like)?.[0] ?? '';
  const local = iso(micros + BigInt(offsetMinutes(offset)) * 60n * BigInt(microsPerSecond));
  const fraction = /[.,]\d/.test(like) ? local.slice(19, 26) : '';
  return `${local.slice(0, 10)}${like[10] ?? 'T'}${local.slice(11, 19)}${fraction}${offset}`;
}

function offsetMinutes(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** `2024-03-01T12:00:00.000000`, in UTC. */
function iso(micros: bigint): string {
  const millis = micros >= 0n ? micros / 1000n : (micros - 999n) / 1000n;
  const rest = String(micros - millis * 1000n).padStart(3, '0');
  return `${new Date(Number(millis)).toISOString().slice(0, 23)}${rest}`;
}
