import { jsonOf } from '../../../core/json-rows.ts';
import { isRow, type Row, type Value } from '../../../core/value.ts';

/** Where the rows are: a path of keys. */
export interface Detected {
  readonly keys: readonly string[];
  /** True when the next answers of the walk may be trusted to have them at the same place. */
  readonly isSure: boolean;
}

/**
 * Looks for the list that is most like rows, through objects and three keys deep; without any list, the answer itself
 * is the row (3.2). Better than dlt: names of lists count in any letter case, an empty list or one of errors gives way
 * to one with objects, and odd keys do no harm (W7).
 */
export function detectRows(body: Value): Detected {
  if (!isRow(body)) return { keys: [], isSure: true };
  const lists = [...listsIn(body, [])];
  const best = ranks.map((rank) => lists.find(rank)).find((list) => list !== undefined);
  if (best === undefined) return { keys: [], isSure: false };
  return { keys: best.keys, isSure: isNamedLikeRows(best) || hasObjects(best) };
}

/** The value that a path of keys leads to. */
export function valueAt(body: Value, keys: readonly string[]): Value {
  let value: Value | undefined = body;
  for (const key of keys) value = isRow(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value ?? null;
}

/** True for an object that speaks of an error and of nothing else (W20). */
export function isErrorEnvelope(body: Value): boolean {
  const keys = isRow(body) ? Object.keys(body) : [];
  const known = /^(?:errors?|error_?(?:code|message)|message|code|status|detail|success|ok)$/i;
  return keys.some((key) => /^error/i.test(key)) && keys.every((key) => known.test(key));
}

interface FoundList {
  readonly keys: readonly string[];
  readonly values: readonly Value[];
}

const deepest = 3;
const rowNames = new Set([
  'data',
  'items',
  'results',
  'entries',
  'records',
  'rows',
  'entities',
  'payload',
  'content',
  'objects',
  'values',
]);

/** Best first; of several that are equally good the first in the answer wins. */
const ranks: readonly ((list: FoundList) => boolean)[] = [
  (list) => isNamedLikeRows(list) && hasObjects(list),
  isNamedLikeRows,
  (list) => hasObjects(list) && !isAside(list),
  (list) => !isAside(list),
  () => true,
];

function* listsIn(row: Row, above: readonly string[]): Generator<FoundList> {
  for (const [key, value] of Object.entries(row)) {
    const keys = [...above, key];
    // A list of values and nothing else: rows and exact numbers are no lists.
    if (Array.isArray(value)) yield { keys, values: value as readonly Value[] };
    else if (isRow(value) && keys.length < deepest) yield* listsIn(value, keys);
  }
}

function isNamedLikeRows({ keys }: FoundList): boolean {
  return rowNames.has(keys.at(-1)?.toLowerCase() ?? '');
}

function hasObjects({ values }: FoundList): boolean {
  return jsonOf(values) !== undefined || values.some(isRow);
}

function isAside({ keys }: FoundList): boolean {
  return /^(?:errors?|warnings?|messages?|links)$/i.test(keys.at(-1) ?? '');
}
