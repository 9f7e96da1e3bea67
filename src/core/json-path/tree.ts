import type { Pattern } from './pattern.ts';
import type { ExactNumber } from '../value.ts';

/** A JSONPath, read but not yet compiled. */
export type JsonPathTree =
  | { readonly kind: 'root' }
  | { readonly kind: 'current' }
  | { readonly kind: 'members'; readonly names: readonly string[] }
  | { readonly kind: 'all-members' }
  | { readonly kind: 'element'; readonly index: number }
  | { readonly kind: 'slice'; readonly slice?: PathSlice | undefined }
  | { readonly kind: PathJoint; readonly left: JsonPathTree; readonly right: JsonPathTree }
  | { readonly kind: 'filter'; readonly conditions: readonly PathCondition[] }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'arithmetic'; readonly sign: ArithmeticSign; readonly operands: readonly [Operand, Operand] }
  | { readonly kind: 'operator'; readonly operator: PathOperator };

/** What stands between two paths: `.`, `..`, `|`, `where`, `wherenot`. */
export type PathJoint = 'child' | 'descendants' | 'union' | 'where' | 'where-not';

/** Python's `start:end:step`; an absent one is the end that the step starts from or goes to. */
export interface PathSlice {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly step: number;
}

/** One condition of a filter: without a test it holds where the path finds something. */
export interface PathCondition {
  readonly path: JsonPathTree;
  readonly test?: PathTest | undefined;
}

export type PathTest =
  { readonly sign: ComparisonSign; readonly literal: PathLiteral } | { readonly sign: '=~'; readonly pattern: Pattern };

export type ComparisonSign = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A `whole` is a whole number or a boolean, which counts as 1 or 0: Python's `int()` is what compares with it. */
export type PathLiteral =
  | { readonly kind: 'whole'; readonly value: bigint }
  | { readonly kind: 'decimal'; readonly value: ExactNumber }
  | { readonly kind: 'text'; readonly value: string };

export interface SortKey {
  readonly path: JsonPathTree;
  readonly isDescending: boolean;
}

export type ArithmeticSign = '+' | '-' | '*' | '/';

/** A bare name in a calculation is a text, as `jsonpath-ng` has it: `$.a + b` appends the letter. */
export type Operand = JsonPathTree | { readonly kind: 'literal'; readonly literal: PathLiteral };

/** What stands in backquotes. */
export type PathOperator =
  | { readonly name: 'this' | 'parent' | 'len' | 'keys' | 'path' | 'sorted' | 'str' }
  | { readonly name: 'sub'; readonly pattern: Pattern; readonly replacement: readonly (string | number)[] }
  | { readonly name: 'split'; readonly separator: string; readonly part: number | '*'; readonly mostSplits: number };
