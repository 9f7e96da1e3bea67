/**
 * From the text of a JSONPath to its tree, with the strengths that `jsonpath-ng` gives its signs. A calculation binds
 * weakest and runs from right to left; a bracket behind a path belongs to all that stands before it (`a|b[0]` is
 * `(a|b)[0]`); then come `..`, `.`, `|`, `where` and `wherenot`, each from left to right.
 * @see section 3.3 of the REST reference
 */
import { readConditions } from './parse-filter.ts';
import { readOperator } from './parse-operator.ts';
import { PathReader } from './reader.ts';
import type { ArithmeticSign, JsonPathTree, Operand, PathJoint, SortKey } from './tree.ts';
import { ExactNumber } from '../value.ts';

/** @throws `config_invalid` with the position */
export function parseJsonPath(text: string): JsonPathTree {
  const reader = new PathReader(text);
  if (text.length > longestPath) throw reader.unreadable(`there are more than ${longestPath} characters`);
  const tree = readCalculation(reader);
  if (reader.looksLike(/&/y)) throw reader.unsupported('& outside a filter');
  if (!reader.atEnd()) throw reader.unexpected();
  return tree;
}

const longestPath = 1000;

/** A path, or a calculation with paths; `1 + 2 - 3` is `1 + (2 - 3)`. */
function readCalculation(reader: PathReader): JsonPathTree {
  const number = readNumberBeforeSign(reader);
  return continueCalculation(reader, number ?? readPath(reader, 0));
}

function continueCalculation(reader: PathReader, left: Operand): JsonPathTree {
  // The pattern finds one of the four signs.
  const sign = reader.match(/[-+*/]/y) as ArithmeticSign | undefined;
  if (sign === undefined) {
    if (left.kind === 'literal') throw reader.unexpected();
    return left;
  }
  const right = readRightOperand(reader);
  const tree = { kind: 'arithmetic', sign, operands: [asOperand(left), asOperand(right)] } as const;
  // No path begins with the number, so what follows goes on from the result: `a + 1|b` is `(a + 1)|b`.
  return right.kind === 'literal' ? continueCalculation(reader, continuePath(reader, tree, 0)) : tree;
}

function readNumberBeforeSign(reader: PathReader): Operand | undefined {
  return reader.looksLike(/-?\d+(?:\.\d+)?\s*[-+*/]/y) ? readNumber(reader) : undefined;
}

function readRightOperand(reader: PathReader): Operand {
  const number = readNumberBeforeSign(reader);
  if (number !== undefined) return continueCalculation(reader, number);
  return reader.looksLike(/-?\d/y) ? readNumber(reader) : readCalculation(reader);
}

function readNumber(reader: PathReader): Operand {
  const digits = reader.match(/-?\d+(?:\.\d+)?/y) ?? '';
  return digits.includes('.')
    ? { kind: 'literal', literal: { kind: 'decimal', value: new ExactNumber(digits) } }
    : { kind: 'literal', literal: { kind: 'whole', value: BigInt(digits) } };
}

function asOperand(operand: Operand): Operand {
  if (operand.kind !== 'members') return operand;
  const [name] = operand.names;
  if (name === undefined || operand.names.length > 1) return operand;
  return { kind: 'literal', literal: { kind: 'text', value: name } };
}

/** The weakest first. */
const joints: readonly { readonly sign: RegExp; readonly kind: PathJoint }[] = [
  { sign: /\.\./y, kind: 'descendants' },
  { sign: /\./y, kind: 'child' },
  { sign: /\|(?!\|)/y, kind: 'union' },
  { sign: /where(?![\w@-])/y, kind: 'where' },
  { sign: /wherenot(?![\w@-])/y, kind: 'where-not' },
];

/** Reads parts and the joints between them that bind at least as tightly as `weakest`. */
function readPath(reader: PathReader, weakest: number): JsonPathTree {
  return continuePath(reader, reader.peek('..') ? { kind: 'root' } : readStart(reader), weakest);
}

function continuePath(reader: PathReader, start: JsonPathTree, weakest: number): JsonPathTree {
  let left = start;
  for (;;) {
    if (weakest === 0 && reader.peek('[')) left = { kind: 'child', left, right: readBracket(reader) };
    else {
      const strength = joints.findIndex(({ sign }) => reader.looksLike(sign));
      const joint = joints[strength];
      if (joint === undefined || strength < weakest) return left;
      reader.match(joint.sign);
      left = { kind: joint.kind, left, right: readPath(reader, strength + 1) };
    }
  }
}

/** A name, `$`, an operator, a first bracket, or a path in parentheses. */
function readStart(reader: PathReader): JsonPathTree {
  if (reader.peek('[')) return readBracket(reader);
  if (reader.take('$')) return { kind: 'root' };
  if (reader.take('*')) return { kind: 'all-members' };
  if (reader.peek('`')) return readOperator(reader);
  if (reader.take('(')) {
    const inner = readCalculation(reader);
    reader.expect(')');
    return inner;
  }
  const digits = reader.match(/\d+/y);
  // More digits are as many names, as in `jsonpath-ng`.
  if (digits !== undefined) return { kind: 'members', names: Array.from(digits) };
  const names = readNames(reader);
  if (names !== undefined) return membersOf(names);
  if (reader.take('@')) return { kind: 'current' };
  throw reader.unexpected();
}

function readBracket(reader: PathReader): JsonPathTree {
  reader.expect('[');
  const inner = readInsideBracket(reader);
  reader.expect(']');
  return inner;
}

function readInsideBracket(reader: PathReader): JsonPathTree {
  if (reader.take('*')) return { kind: 'slice' };
  if (reader.looksLike(/[/\\]/y)) return { kind: 'sort', keys: readSortKeys(reader) };
  if (!reader.take('?')) return readSubscript(reader);
  return { kind: 'filter', conditions: readConditions(reader, { readCalculation, continuePath, continueCalculation }) };
}

/** `/name` is ascending, `\name` is descending; a comma may stand between two. */
function readSortKeys(reader: PathReader): readonly SortKey[] {
  const keys: SortKey[] = [];
  for (let sign = reader.match(/[/\\]/y); sign !== undefined; sign = reader.match(/,?\s*[/\\]/y))
    keys.push({ path: readPath(reader, 0), isDescending: sign.endsWith('\\') });
  return keys;
}

function readSubscript(reader: PathReader): JsonPathTree {
  const names = readNames(reader);
  if (names !== undefined) return membersOf(names);
  const start = readInteger(reader);
  if (start !== undefined && !reader.peek(':')) return { kind: 'element', index: start };
  if (!reader.take(':')) throw reader.unexpected();
  const end = readInteger(reader);
  const step = reader.take(':') ? readInteger(reader) : undefined;
  if (step === 0) throw reader.unreadable('a step of 0');
  return { kind: 'slice', slice: { start, end, step: step ?? 1 } };
}

function readNames(reader: PathReader): readonly string[] | undefined {
  const first = readName(reader);
  if (first === undefined) return undefined;
  const names = [first];
  // A comma before a slash belongs to the next sort key.
  while (reader.looksLike(/,\s*(?![\s/\\])/y)) {
    reader.take(',');
    const next = readName(reader);
    if (next === undefined) throw reader.unexpected();
    names.push(next);
  }
  return names;
}

function readName(reader: PathReader): string | undefined {
  return reader.matchQuoted() ?? reader.match(/@?[A-Za-z_][\w@-]*/y);
}

/** `*` among the names means all of them, quoted too. */
function membersOf(names: readonly string[]): JsonPathTree {
  return names.includes('*') ? { kind: 'all-members' } : { kind: 'members', names };
}

function readInteger(reader: PathReader): number | undefined {
  const digits = reader.match(/-?\d+/y);
  return digits === undefined ? undefined : Number(digits);
}
