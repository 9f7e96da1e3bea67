/** Comparisons as Python makes them, which is what a pasted path means; exact for numbers of any size. */
import { compareDecimals, decimalOf, truncated, type ExactDecimal } from './exact-decimal.ts';
import { isFound } from './pattern-run.ts';
import type { ComparisonSign, PathTest } from './tree.ts';
import type { Walk } from './walk.ts';
import { ExactNumber, isRow, type Value } from '../value.ts';

/**
 * Whether a value passes the test of a condition. With a whole number or a boolean the value is compared after Python's
 * `int()`, so that `"10"` equals 10 and 1.9 equals 1; what has no `int()`, a null too, does not pass.
 */
export function passes(value: Value, test: PathTest, walk: Walk): boolean {
  if (test.sign === '=~') return typeof value === 'string' && isFound(test.pattern, value, walk);
  const { literal, sign } = test;
  if (literal.kind === 'whole') {
    const number = Number(literal.value);
    if (typeof value === 'number' && Number.isSafeInteger(number)) return signs[sign](Math.trunc(value) - number);
    const whole = wholeOf(value);
    return whole !== undefined && signs[sign](compareDecimals(whole, { digits: literal.value, exponent: 0 }));
  }
  const order = orderOf(value, literal.value, walk);
  return order === undefined ? sign === '!=' : signs[sign](order);
}

const signs: Readonly<Record<ComparisonSign, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Python reads no more digits than these as one number. */
const mostDigits = 4300;

/** Python's `int()`. */
function wholeOf(value: Value): ExactDecimal | undefined {
  if (typeof value === 'string') {
    const isWhole = value.length <= mostDigits && /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value);
    return isWhole ? decimalOf(BigInt(value.replaceAll(/[\s_+]/g, ''))) : undefined;
  }
  const number = numberOf(value);
  return number === undefined ? undefined : truncated(decimalOf(number));
}

/** A number or a boolean, which is 1 or 0. */
export function numberOf(value: Value): number | bigint | ExactNumber | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof ExactNumber ? value : undefined;
}

/** How deep lists in lists are compared. */
const deepest = 100;

/** Below 0, 0 or above 0; `undefined` for two values that have no order, such as a number and a text. */
export function orderOf(left: Value, right: Value, walk: Walk, depth = 0): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return orderOfTexts(left, right, walk);
  if (isList(left) && isList(right)) return depth < deepest ? orderOfLists(left, right, walk, depth) : undefined;
  const [first, second] = [numberOf(left), numberOf(right)];
  if (first === undefined || second === undefined) return undefined;
  return compareDecimals(decimalOf(first), decimalOf(second));
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value) && !isRow(value);
}

function orderOfLists(left: readonly Value[], right: readonly Value[], walk: Walk, depth: number): number | undefined {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    walk.spend(1);
    // Both lists are longer than this.
    const order = orderOf(left[at] as Value, right[at] as Value, walk, depth + 1);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** By code points, where JavaScript goes by code units. */
function orderOfTexts(left: string, right: string, walk: Walk): number {
  if (left === right) return 0;
  const shared = Math.min(left.length, right.length);
  let at = 0;
  while (at < shared && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  walk.spend(at / 256);
  if (at === shared) return left.length - right.length;
  return rankOf(left.charCodeAt(at)) - rankOf(right.charCodeAt(at));
}

/** Surrogates stand for characters that come after all others. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x2800 : unit;
}
