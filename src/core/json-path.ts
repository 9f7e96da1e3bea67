/**
 * JSONPath as `jsonpath-ng` reads it, which is not RFC 9535: names need no `$`, `a,b` are several members, `|` binds
 * tighter than a dot, filters compare as Python does. The text becomes a tree (`json-path/parse.ts`), the tree becomes
 * closures that search a body (`json-path/search.ts`). Neither a hostile path nor a hostile body can do harm (S11).
 * @see section 3.3 of the REST reference
 */
import { parseJsonPath } from './json-path/parse.ts';
import { searchOf } from './json-path/search.ts';
import { isSingular, simpleName, stemOf } from './json-path/shape.ts';
import type { JsonPathTree } from './json-path/tree.ts';
import { Walk, type PathNode } from './json-path/walk.ts';
import type { Value } from './value.ts';

export interface JsonPath {
  /** As it was written. */
  readonly text: string;
  /** True where it matches one value at most, in any body: no `[*]`, slice, filter, `..`, `|` or second name in it. */
  readonly isSingular: boolean;
  /** The name, where the path is nothing but one, bare or quoted: a member of the row itself (section 7.5). */
  readonly simpleName?: string | undefined;
  /**
   * All matches, in document order; a value may be in it more than once. What does not fit the body matches nothing.
   * @throws `config_invalid` after four million steps: nested `..`, filters in filters, patterns over very long texts
   */
  find(body: Value): readonly Value[];
  /** The first match; `undefined` where there is none, so that a `null` in the body can be told from it. */
  first(body: Value): Value | undefined;
  /**
   * True where the body has not even what must be there when there are no matches: `data` of `data[?(@.x==1)].id`. A
   * filter, `[*]`, an index, `..` and what comes behind them may rightly find nothing.
   */
  misses(body: Value): boolean;
}

/** @throws `config_invalid` with the position, for a path that cannot be read or uses what is not supported */
export function compileJsonPath(text: string): JsonPath {
  const tree = parseJsonPath(text);
  const search = searchFor(text, tree);
  const stem = searchFor(text, stemOf(tree) ?? { kind: 'root' });
  return {
    text,
    isSingular: isSingular(tree),
    simpleName: simpleName(tree),
    find: (body) => search(body).map(({ value }) => value),
    first: (body) => search(body)[0]?.value,
    misses: (body) => stem(body).length === 0,
  };
}

function searchFor(text: string, tree: JsonPathTree): (body: Value) => readonly PathNode[] {
  const search = searchOf(tree);
  return (body) => search({ value: body }, new Walk(text));
}

/** The path that leads to a member through objects, with each name quoted where it has to be: `meta.'next page'`. */
export function memberPath(names: readonly string[]): string {
  return names.map((name) => (/^@?[A-Za-z_][\w@-]*$/.test(name) ? name : quoted(name))).join('.');
}

function quoted(name: string): string {
  return `'${name.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
