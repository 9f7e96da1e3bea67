/** Which of two cursors is further (7.6). Texts that are both points in time are compared as such (W11). */
import { IsoReader, microsPerDay } from '../../../core/iso-time.ts';
import { byCodePoint } from '../../../core/sorted-json.ts';
import { ExactNumber, type Value } from '../../../core/value.ts';
import { cursorsDiffer } from './errors.ts';
import type { IncrementalConfig } from './vocabulary.ts';

/** What the walk of an incremental resource needs to know of an order. */
export interface CursorOrder {
  /** Above zero where `one` is further than `other`, zero where both are the same point. */
  compare(one: Value, other: Value): number;
}

/** @throws from `compare`: `cursor_invalid` for values that have no order */
export function cursorOrder(func: IncrementalConfig['last_value_func'], resource: string): CursorOrder {
  const compare = (one: Value, other: Value): number => {
    const order = inOrder(one, other);
    if (order === undefined) throw cursorsDiffer(resource, one, other);
    return order;
  };
  if (typeof func === 'function') return chosenBy(func, compare);
  return func === 'min' ? { compare: (one, other) => compare(other, one) } : { compare };
}

/** The value that code chooses of two is the further one. */
function chosenBy(func: (values: readonly Value[]) => Value, compare: CursorOrder['compare']): CursorOrder {
  return {
    compare(one, other) {
      if (isSame(one, other)) return 0;
      return isSame(func([one, other]), one) ? 1 : -1;
    },
  };

  function isSame(one: Value, other: Value): boolean {
    return typeof one === typeof other && compare(one, other) === 0;
  }
}

/** Undefined where the two are of different kinds. */
function inOrder(one: Value, other: Value): number | undefined {
  if (typeof one === 'string' && typeof other === 'string') return textOrder(one, other);
  if (typeof one === 'boolean' && typeof other === 'boolean') return Number(one) - Number(other);
  return isNumber(one) && isNumber(other) ? numberOrder(one, other) : undefined;
}

function textOrder(one: string, other: string): number {
  if (one === other) return 0;
  const [oneMicros, otherMicros] = [microsOf(one), microsOf(other)];
  if (oneMicros !== undefined && otherMicros !== undefined) return sign(oneMicros - otherMicros);
  return byCodePoint(one, other);
}

const reader = new IsoReader();

/** Microseconds since 1970 of a date-time or a date; undefined for any other text. */
export function microsOf(text: string): bigint | undefined {
  // A year alone, or digits without any sign between them, may as well be a number.
  if (!/^\d{4}-?\d{2}-?\d{2}|^\d{4}-(?:W|\d)/.test(text)) return undefined;
  const kind = reader.read(text);
  if (kind !== 'timestamp' && kind !== 'date') return undefined;
  return BigInt(reader.days) * BigInt(microsPerDay) + BigInt(reader.micros);
}

function isNumber(value: Value): value is number | bigint | ExactNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof ExactNumber;
}

function numberOrder(one: number | bigint | ExactNumber, other: number | bigint | ExactNumber): number {
  const [left, right] = [numeric(one), numeric(other)];
  // JavaScript compares integers of any size with doubles exactly.
  return left < right ? -1 : Number(left > right);
}

function numeric(value: number | bigint | ExactNumber): number | bigint {
  if (!(value instanceof ExactNumber)) return value;
  return /^-?\d+$/.test(value.text) ? BigInt(value.text) : Number(value.text);
}

function sign(difference: bigint): number {
  return difference < 0n ? -1 : Number(difference > 0n);
}
