/**
 * From the tree of a JSONPath to closures that search a body. They read own members only, keep to a number of steps, and
 * use no stack for the depth of a body, so neither a hostile path nor a hostile answer can do harm (S11).
 */
import { calculate } from './arithmetic.ts';
import { orderOf, passes } from './compare.ts';
import { operatorSearch } from './operators.ts';
import type { JsonPathTree, Operand, PathCondition, PathLiteral, PathSlice, SortKey } from './tree.ts';
import { nothing, type PathNode, type Search, type Walk } from './walk.ts';
import { ExactNumber, isRow, type Value } from '../value.ts';

export function searchOf(tree: JsonPathTree): Search {
  // The table pairs each kind with the function for exactly that kind.
  const compile = compilers[tree.kind] as (tree: JsonPathTree) => Search;
  return compile(tree);
}

const compilers: {
  readonly [K in JsonPathTree['kind']]: (tree: Extract<JsonPathTree, { kind: K }>) => Search;
} = {
  root: () => (node, walk) => [rootOf(node, walk)],
  current: () => (node) => [node],
  members: ({ names }) => members(names),
  'all-members': () => (node, walk) => (isRow(node.value) ? below(node, walk) : nothing),
  element: ({ index }) => element(index),
  slice:
    ({ slice }) =>
    (node, walk) =>
      sliced(asList(node), slice, walk),
  child: ({ left, right }) => child(searchOf(left), searchOf(right)),
  descendants: ({ left, right }) => child(searchOf(left), everywhere(searchOf(right))),
  union: ({ left, right }) => union(searchOf(left), searchOf(right)),
  where: ({ left, right }) => where(searchOf(left), searchOf(right), true),
  'where-not': ({ left, right }) => where(searchOf(left), searchOf(right), false),
  filter: ({ conditions }) => filter(conditions.map(conditionOf)),
  sort: ({ keys }) => sort(keys),
  arithmetic: ({ sign, operands }) => {
    const [left, right] = [operandOf(operands[0]), operandOf(operands[1])];
    return (node, walk) => {
      const pairs = paired(left(node, walk), right(node, walk));
      const results = pairs.map(([first, second]) => calculate(sign, first, second, walk));
      const found = results.filter((result) => result !== undefined);
      return found.length === results.length ? found.map((value) => ({ value })) : nothing;
    };
  },
  operator: ({ operator }) => operatorSearch(operator),
};

/** `$` is the body; in a filter the element, and behind a calculation its result. */
function rootOf(node: PathNode, walk: Walk): PathNode {
  let root = node;
  for (let { parent } = node; parent !== undefined; parent = parent.parent) {
    walk.spend(1);
    root = parent;
  }
  return root;
}

function members(names: readonly string[]): Search {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return (node, walk) => member(node, only, walk);
  return (node, walk) => names.flatMap((name) => member(node, name, walk));
}

function member(node: PathNode, name: string, walk: Walk): readonly PathNode[] {
  const { value } = node;
  if (!isRow(value) || !Object.hasOwn(value, name)) return nothing;
  const found = value[name];
  if (found === undefined) return nothing;
  walk.spend(1);
  return [{ value: found, parent: node, at: name }];
}

/** An element of a list, or a character of a text; negative ones count from the end. */
function element(index: number): Search {
  return (node, walk) => {
    const { value } = node;
    if (typeof value === 'string') walk.spend(value.length / 64);
    else if (!Array.isArray(value)) return nothing;
    // What is an array is a list of values.
    const list = typeof value === 'string' ? Array.from(value) : (value as readonly Value[]);
    const found = list.at(index);
    return found === undefined ? nothing : [{ value: found, parent: node, at: index }];
  };
}

/** What `[*]` and slices run over: what is not a list counts as a list of itself, and what is empty as an empty one. */
function asList(node: PathNode): PathNode {
  const { value } = node;
  if (Array.isArray(value)) return node;
  return { ...node, value: isEmpty(value) || isDecimal(value) ? [] : [value] };
}

function isEmpty(value: Value): boolean {
  if (isRow(value)) return Object.keys(value).length === 0;
  return value === null || value === false || value === '' || value === 0 || value === 0n;
}

function isDecimal(value: Value): boolean {
  return typeof value === 'number' ? !Number.isInteger(value) : value instanceof ExactNumber;
}

/** Python's `list[start:end:step]`; the whole list without a slice. */
function sliced(node: PathNode, slice: PathSlice | undefined, walk: Walk): readonly PathNode[] {
  if (slice === undefined) return below(node, walk);
  // Only lists come here.
  const list = node.value as readonly Value[];
  const { length } = list;
  const { step } = slice;
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const bound = (given: number | undefined, otherwise: number): number =>
    given === undefined ? otherwise : Math.min(Math.max(given < 0 ? given + length : given, low), high);
  const start = bound(slice.start, step > 0 ? low : high);
  const end = bound(slice.end, step > 0 ? high : low);
  const found: PathNode[] = [];
  for (let at = start; step > 0 ? at < end : at > end; at += step)
    found.push({ value: list[at] as Value, parent: node, at });
  walk.spend(found.length);
  return found;
}

/** All elements of a list, all members of an object. */
function below(node: PathNode, walk: Walk): readonly PathNode[] {
  const { value } = node;
  if (Array.isArray(value)) {
    walk.spend(value.length);
    return value.map((item: Value, at) => ({ value: item, parent: node, at }));
  }
  if (!isRow(value)) return nothing;
  const entries = Object.entries(value);
  walk.spend(entries.length);
  return entries.map(([at, item]) => ({ value: item, parent: node, at }));
}

function child(left: Search, right: Search): Search {
  return (node, walk) => {
    const starts = left(node, walk);
    const [only] = starts;
    if (starts.length === 1 && only !== undefined) return right(only, walk);
    const found: PathNode[] = [];
    for (const start of starts) append(found, right(start, walk));
    walk.spend(starts.length / 8);
    return found;
  };
}

function union(left: Search, right: Search): Search {
  return (node, walk) => {
    const found = [...left(node, walk)];
    append(found, right(node, walk));
    walk.spend(found.length);
    return found;
  };
}

/** Searches in the value itself, then in all that is below it, in document order. */
function everywhere(search: Search): Search {
  return (node, walk) => {
    const found: PathNode[] = [];
    const waiting: PathNode[] = [node];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      append(found, search(next, walk));
      for (const inside of below(next, walk).toReversed()) waiting.push(inside);
    }
    walk.spend(found.length);
    return found;
  };
}

/** Not by spreading: a million matches do not fit on the stack. */
function append(found: PathNode[], more: readonly PathNode[]): void {
  for (const node of more) found.push(node);
}

function where(left: Search, right: Search, wanted: boolean): Search {
  return (node, walk) => {
    const found = left(node, walk);
    walk.spend(found.length);
    return found.filter((candidate) => right(candidate, walk).length > 0 === wanted);
  };
}

type Condition = (node: PathNode, walk: Walk) => boolean;

function conditionOf({ path, test }: PathCondition): Condition {
  const search = searchOf(path);
  if (test === undefined) return (node, walk) => search(node, walk).length > 0;
  return (node, walk) => search(node, walk).some(({ value }) => passes(value, test, walk));
}

/** Each element that all conditions hold for, where it is `$` and `@`; of an object, each value. */
function filter(conditions: readonly Condition[]): Search {
  return (node, walk) => {
    const values = isRow(node.value) ? Object.values(node.value) : node.value;
    if (!Array.isArray(values)) return nothing;
    const list = { ...node, value: values as readonly Value[] };
    return below(list, walk).filter(({ value }) => conditions.every((holds) => holds({ value }, walk)));
  };
}

/** One list: the elements in the order of the first key that tells two of them apart. */
function sort(keys: readonly SortKey[]): Search {
  const searches = keys.map(({ path, isDescending }) => ({ search: searchOf(path), isDescending }));
  return ({ value }, walk) => {
    if (!Array.isArray(value)) return nothing;
    // What is an array is a list of values.
    const items = (value as readonly Value[]).map((item) => ({
      item,
      ranks: searches.map(({ search }) => onlyOf(search({ value: item }, walk))),
    }));
    items.sort((left, right) => {
      for (const [at, { isDescending }] of searches.entries()) {
        const order = rankOrder(left.ranks[at], right.ranks[at], walk);
        if (order !== 0) return isDescending ? -order : order;
      }
      return 0;
    });
    walk.spend(items.length);
    return [{ value: items.map(({ item }) => item) }];
  };
}

function onlyOf(found: readonly PathNode[]): Value | undefined {
  return found.length === 1 ? found[0]?.value : undefined;
}

function rankOrder(left: Value | undefined, right: Value | undefined, walk: Walk): number {
  return left === undefined || right === undefined ? 0 : (orderOf(left, right, walk) ?? 0);
}

type Factor = (node: PathNode, walk: Walk) => readonly Value[] | PathLiteral;

function operandOf(operand: Operand): Factor {
  if (operand.kind === 'literal') return () => operand.literal;
  const search = searchOf(operand);
  return (node, walk) => search(node, walk).map(({ value }) => value);
}

/** A literal goes with each match; two paths need as many matches each. */
function paired(
  left: readonly Value[] | PathLiteral,
  right: readonly Value[] | PathLiteral,
): readonly (readonly [Value, Value])[] {
  if ('kind' in left) return 'kind' in right ? [[left.value, right.value]] : right.map((value) => [left.value, value]);
  if ('kind' in right) return left.map((value) => [value, right.value]);
  // Both are of one length.
  return left.length === right.length ? left.map((value, at) => [value, right[at] as Value]) : [];
}
