/** Calculations as Python makes them: whole numbers of any size stay whole, `+` joins texts and lists, `*` repeats them. */
import { numberOf } from './compare.ts';
import type { ArithmeticSign } from './tree.ts';
import type { Walk } from './walk.ts';
import { ExactNumber, type Value } from '../value.ts';

/** The result; `undefined` where there is none, as for a null, a division by zero or what no double holds. */
export function calculate(sign: ArithmeticSign, left: Value, right: Value, walk: Walk): Value | undefined {
  const [first, second] = [numberOf(left), numberOf(right)];
  if (first !== undefined && second !== undefined) return calculateNumbers(sign, first, second);
  if (sign === '+') return join(left, right, walk);
  if (sign !== '*') return undefined;
  if (first !== undefined) return repeat(right, first, walk);
  return second === undefined ? undefined : repeat(left, second, walk);
}

function calculateNumbers(
  sign: ArithmeticSign,
  left: number | bigint | ExactNumber,
  right: number | bigint | ExactNumber,
): Value | undefined {
  const [first, second] = [wholeNumber(left), wholeNumber(right)];
  if (first !== undefined && second !== undefined && sign !== '/') return shortest(wholes[sign](first, second));
  return double(doubles[sign](doubleOf(left), doubleOf(right)));
}

const wholes: Readonly<Record<Exclude<ArithmeticSign, '/'>, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
};

const doubles: Readonly<Record<ArithmeticSign, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** A whole number that is written as one: `1.0` is not. */
function wholeNumber(number: number | bigint | ExactNumber): bigint | undefined {
  if (typeof number === 'bigint') return number;
  if (number instanceof ExactNumber) return /^-?\d+$/.test(number.text) ? BigInt(number.text) : undefined;
  return Number.isSafeInteger(number) ? BigInt(number) : undefined;
}

function doubleOf(number: number | bigint | ExactNumber): number {
  return Number(number instanceof ExactNumber ? number.text : number);
}

function shortest(whole: bigint): number | bigint {
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : whole;
}

/** A double stays one in the row, also where it is whole. */
function double(number: number): Value | undefined {
  if (!Number.isFinite(number)) return undefined;
  const text = String(number);
  return /[.e]/.test(text) && !Number.isInteger(number) ? number : new ExactNumber(/e/.test(text) ? text : `${text}.0`);
}

function join(left: Value, right: Value, walk: Walk): Value | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    walk.spend(left.length + right.length);
    return left + right;
  }
  if (!Array.isArray(left) || !Array.isArray(right)) return undefined;
  walk.spend(left.length + right.length);
  // Both are lists of values.
  return [...(left as readonly Value[]), ...(right as readonly Value[])];
}

function repeat(value: Value, times: number | bigint | ExactNumber, walk: Walk): Value | undefined {
  const whole = wholeNumber(times);
  if (whole === undefined) return undefined;
  const count = whole > 0n ? Number(whole) : 0;
  if (typeof value === 'string') {
    walk.spend(value.length * count);
    return value.length === 0 ? '' : value.repeat(count);
  }
  if (!Array.isArray(value)) return undefined;
  walk.spend(value.length * count);
  // A list of values.
  const list = value as readonly Value[];
  return list.length === 0 ? [] : Array.from({ length: count }, () => list).flat(1);
}
