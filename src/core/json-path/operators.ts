import { writeJson } from '../json-write.ts';
import { orderOf } from './compare.ts';
import { replaceFound } from './pattern-run.ts';
import type { PathOperator } from './tree.ts';
import { nothing, type PathNode, type Search, type Walk } from './walk.ts';
import { ExactNumber, isRow, type Value } from '../value.ts';

/** What an operator in backquotes finds; nothing where the value is not of its kind. */
export function operatorSearch(operator: PathOperator): Search {
  // The table pairs each name with the function for exactly that operator.
  const search = searches[operator.name] as (operator: PathOperator) => Search;
  return search(operator);
}

const searches: {
  readonly [N in PathOperator['name']]: (operator: Extract<PathOperator, { name: N }>) => Search;
} = {
  this: () => (node) => [node],
  parent:
    () =>
    ({ parent }) =>
      parent === undefined ? nothing : [parent],
  len: () => lengthOf,
  keys:
    () =>
    ({ value }, walk) =>
      isRow(value) ? spent(Object.keys(value), walk).map((key) => ({ value: key })) : nothing,
  path: () => (node) => [{ value: pathOf(node), parent: node }],
  sorted:
    () =>
    ({ value }, walk) =>
      sorted(value, walk),
  str:
    () =>
    ({ value }) => [{ value: textOf(value) }],
  sub: (operator) => (node, walk) => substituted(node, operator, walk),
  split: (operator) => (node, walk) => splitted(node, operator, walk),
};

function lengthOf({ value }: PathNode, walk: Walk): readonly PathNode[] {
  if (Array.isArray(value)) return [{ value: value.length }];
  if (isRow(value)) return [{ value: Object.keys(value).length }];
  return typeof value === 'string' ? [{ value: spent(Array.from(value), walk).length }] : nothing;
}

/** The last part of the way, as it is written in a path. */
function pathOf({ at }: PathNode): string {
  if (at === undefined) return '$';
  if (typeof at === 'number') return `[${at}]`;
  return /[*.[\]()$,:|&~]/.test(at) ? `'${at}'` : at;
}

function sorted(value: Value, walk: Walk): readonly PathNode[] {
  const list = isRow(value) ? Object.keys(value) : value;
  // What is an array is a list of values.
  if (!Array.isArray(list)) return nothing;
  const copy = [...spent(list as readonly Value[], walk)];
  return [{ value: copy.sort((left, right) => orderOf(left, right, walk) ?? 0) }];
}

/** Numbers as they came, JSON for what is nested, and Python's words for the rest. */
function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof ExactNumber) return value.text;
  return writeJson(value);
}

function substituted(
  { value }: PathNode,
  { pattern, replacement }: Extract<PathOperator, { name: 'sub' }>,
  walk: Walk,
): readonly PathNode[] {
  if (typeof value !== 'string') return nothing;
  const text = replaceFound(pattern, value, replacement, walk);
  return text === value ? nothing : [{ value: text }];
}

function splitted(
  { value }: PathNode,
  { separator, part, mostSplits }: Extract<PathOperator, { name: 'split' }>,
  walk: Walk,
): readonly PathNode[] {
  if (typeof value !== 'string') return nothing;
  const all = spent(value.split(separator), walk);
  const isWhole = mostSplits < 0 || all.length <= mostSplits + 1;
  const parts = isWhole ? all : [...all.slice(0, mostSplits), all.slice(mostSplits).join(separator)];
  if (part === '*') return [{ value: parts }];
  const found = parts.at(part);
  return found === undefined ? nothing : [{ value: found }];
}

function spent<T>(list: readonly T[], walk: Walk): readonly T[] {
  walk.spend(list.length);
  return list;
}
