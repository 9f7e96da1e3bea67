/**
 * JSONPath as `jsonpath-ng` reads it, which is not RFC 9535: names need no `$`, `a,b` are several members, `|` binds
 * tighter than a dot. A path becomes closures over the tree of its parts; they read own members only and do a bounded
 * number of steps, so neither a hostile path nor a hostile answer can do harm (S11).
 * @see section 3.3 of the REST reference
 */
import type { JsonPathTree } from './json-path-tree.ts';
import { parseJsonPath } from './json-path-tree.ts';
import { pathTooFar } from './json-path-errors.ts';
import { isRow, type Value } from './value.ts';

export interface JsonPath {
  /** As it was written. */
  readonly text: string;
  /** True when it can match one value at most: names and indexes only. */
  readonly isSingular: boolean;
  /** Set when it is one name, bare or quoted, without `$`. */
  readonly simpleName?: string | undefined;
  /**
   * All matches, in document order; a value may be in it more than once. What does not fit the body matches nothing.
   * @throws `config_invalid` after four million steps, which only nested `..` and unions can take
   */
  find(body: Value): readonly Value[];
  /** The first match; `undefined` where there is none, so that a `null` in the body can be told from it. */
  first(body: Value): Value | undefined;
}

/** @throws `config_invalid` with the position, for a path that cannot be read or uses what is not supported yet */
export function compileJsonPath(text: string): JsonPath {
  const search = compile(parseJsonPath(text));
  const find = (body: Value): readonly Value[] => search(body, new Walk(text, body));
  const tree = parseJsonPath(text);
  const simpleName = tree.kind === 'members' && tree.names.length === 1 ? tree.names[0] : undefined;
  return { text, isSingular: isSingular(tree), simpleName, find, first: (body) => find(body)[0] };
}

function isSingular(tree: JsonPathTree): boolean {
  if (tree.kind === 'child') return isSingular(tree.left) && isSingular(tree.right);
  return ['root', 'current', 'element'].includes(tree.kind) || (tree.kind === 'members' && tree.names.length === 1);
}

/** The path that leads to a member through objects, with each name quoted where it has to be: `meta.'next page'`. */
export function memberPath(names: readonly string[]): string {
  return names.map((name) => (/^@?[A-Za-z_][\w@-]*$/.test(name) ? name : quoted(name))).join('.');
}

function quoted(name: string): string {
  return `'${name.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

type Search = (value: Value, walk: Walk) => readonly Value[];

const nothing: readonly Value[] = [];
const mostSteps = 4_000_000;

/** One search through one body: where `$` is, and how much work is left. */
class Walk {
  readonly root: Value;
  readonly #text: string;
  #stepsLeft = mostSteps;

  constructor(text: string, root: Value) {
    this.#text = text;
    this.root = root;
  }

  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft < 0) throw pathTooFar(this.#text, mostSteps);
  }
}

const compilers: {
  readonly [K in JsonPathTree['kind']]: (tree: Extract<JsonPathTree, { kind: K }>) => Search;
} = {
  root: () => (_, walk) => [walk.root],
  current: () => (value) => [value],
  members: ({ names }) => members(names),
  'all-members': () => (value) => (isRow(value) ? Object.values(value) : nothing),
  element: ({ index }) => element(index),
  slice:
    ({ slice }) =>
    (value, walk) => {
      const list = asList(value);
      walk.spend(list.length);
      return slice === undefined ? list : sliced(list, slice);
    },
  child: ({ left, right }) => child(compile(left), compile(right)),
  union: ({ left, right }) => union(compile(left), compile(right)),
  descendants: ({ left, right }) => child(compile(left), everywhere(compile(right))),
};

function compile(tree: JsonPathTree): Search {
  // The table pairs each kind with the function for exactly that kind.
  const compiler = compilers[tree.kind] as (tree: JsonPathTree) => Search;
  return compiler(tree);
}

function members(names: readonly string[]): Search {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return (value) => member(value, only);
  return (value) => names.flatMap((name) => member(value, name));
}

function member(value: Value, name: string): readonly Value[] {
  if (!isRow(value) || !Object.hasOwn(value, name)) return nothing;
  const found = value[name];
  return found === undefined ? nothing : [found];
}

/** An element of a list, or a character of a text; negative ones count from the end. */
function element(index: number): Search {
  return (value, walk) => {
    if (typeof value === 'string') return characterAt(value, index, walk);
    const found = Array.isArray(value) ? (value.at(index) as Value | undefined) : undefined;
    return found === undefined ? nothing : [found];
  };
}

function characterAt(text: string, index: number, walk: Walk): readonly Value[] {
  walk.spend(text.length);
  const found = Array.from(text).at(index);
  return found === undefined ? nothing : [found];
}

/** What `[*]` and slices run over: what is not a list counts as a list of itself, and what is empty as an empty one. */
function asList(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  if (isRow(value)) return Object.keys(value).length === 0 ? nothing : [value];
  if (value === null || value === false || value === '' || value === 0 || value === 0n) return nothing;
  const isWhole = typeof value !== 'number' || Number.isInteger(value);
  return isWhole && typeof value !== 'object' ? [value] : nothing;
}

/** Python's `list[start:end:step]`. */
function sliced(list: readonly Value[], slice: { start?: number; end?: number; step: number }): readonly Value[] {
  const { length } = list;
  const { step } = slice;
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const bound = (given: number | undefined, otherwise: number): number =>
    given === undefined ? otherwise : Math.min(Math.max(given < 0 ? given + length : given, low), high);
  const start = bound(slice.start, step > 0 ? low : high);
  const end = bound(slice.end, step > 0 ? high : low);
  const found: Value[] = [];
  for (let at = start; step > 0 ? at < end : at > end; at += step) found.push(list[at] as Value);
  return found;
}

function child(left: Search, right: Search): Search {
  return (value, walk) => {
    const starts = left(value, walk);
    const [only] = starts;
    if (starts.length === 1 && only !== undefined) return right(only, walk);
    walk.spend(starts.length);
    const found: Value[] = [];
    for (const start of starts) append(found, right(start, walk), walk);
    return found;
  };
}

function union(left: Search, right: Search): Search {
  return (value, walk) => {
    const found = [...left(value, walk)];
    append(found, right(value, walk), walk);
    return found;
  };
}

/** Searches in the value itself, then in all that is below it, in document order. */
function everywhere(search: Search): Search {
  return (value, walk) => {
    const found: Value[] = [];
    const waiting: Value[] = [value];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      walk.spend(1);
      append(found, search(next, walk), walk);
      const below = Array.isArray(next) ? (next as readonly Value[]) : isRow(next) ? Object.values(next) : nothing;
      for (let at = below.length - 1; at >= 0; at -= 1) waiting.push(below[at] as Value);
    }
    return found;
  };
}

/** Not by spreading: a million matches do not fit on the stack. */
function append(found: Value[], more: readonly Value[], walk: Walk): void {
  walk.spend(more.length);
  for (const value of more) found.push(value);
}
