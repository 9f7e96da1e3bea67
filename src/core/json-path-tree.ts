import { pathNotReadable, pathNotSupported } from './json-path-errors.ts';

/** A JSONPath, read but not yet compiled. */
export type JsonPathTree =
  | { readonly kind: 'root' }
  | { readonly kind: 'current' }
  | { readonly kind: 'members'; readonly names: readonly string[] }
  | { readonly kind: 'all-members' }
  | { readonly kind: 'element'; readonly index: number }
  | { readonly kind: 'slice'; readonly slice?: PathSlice | undefined }
  | { readonly kind: 'child'; readonly left: JsonPathTree; readonly right: JsonPathTree }
  | { readonly kind: 'union'; readonly left: JsonPathTree; readonly right: JsonPathTree }
  | { readonly kind: 'descendants'; readonly left: JsonPathTree; readonly right: JsonPathTree };

/** Python's `start:end:step`; an absent one is the end that the step starts from or goes to. */
export interface PathSlice {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly step: number;
}

/** @throws `config_invalid` with the position */
export function parseJsonPath(text: string): JsonPathTree {
  if (text.length > longestPath)
    throw pathNotReadable(text, longestPath, `it is longer than ${longestPath} characters`);
  const reader = new PathReader(text);
  const tree = readPath(reader, 0);
  if (!reader.atEnd()) throw unexpected(reader);
  return tree;
}

const longestPath = 1000;

/** The weakest first, as `jsonpath-ng` has it: `a.b|c` is `a.(b|c)`. */
const joints = [
  { sign: '..', kind: 'descendants' },
  { sign: '.', kind: 'child' },
  { sign: '|', kind: 'union' },
] as const;

/** Reads parts and the joints between them that bind at least as tightly as `weakest`. */
function readPath(reader: PathReader, weakest: number): JsonPathTree {
  let left = reader.peek('..') ? ({ kind: 'root' } as const) : readPart(reader);
  for (;;) {
    refuseUnsupported(reader);
    const strength = joints.findIndex(({ sign }) => reader.peek(sign));
    const joint = joints[strength];
    if (joint === undefined || strength < weakest) return left;
    reader.skip(joint.sign);
    left = { kind: joint.kind, left, right: readPath(reader, strength + 1) };
  }
}

/** A name, `$`, a bracket or a parenthesis, and the brackets that follow it. */
function readPart(reader: PathReader): JsonPathTree {
  let part = readStart(reader);
  while (reader.peek('[')) part = { kind: 'child', left: part, right: readBracket(reader) };
  return part;
}

function readStart(reader: PathReader): JsonPathTree {
  if (reader.peek('[')) return readBracket(reader);
  if (reader.take('$')) return { kind: 'root' };
  if (reader.take('*')) return { kind: 'all-members' };
  if (reader.take('(')) {
    const inner = readPath(reader, 0);
    reader.expect(')');
    return inner;
  }
  const digits = reader.match(/\d+/y);
  if (digits !== undefined) return { kind: 'members', names: [digits] };
  const names = readNames(reader);
  if (names !== undefined) return membersOf(names);
  if (reader.take('@')) return { kind: 'current' };
  refuseUnsupported(reader);
  throw unexpected(reader);
}

function readBracket(reader: PathReader): JsonPathTree {
  reader.expect('[');
  if (reader.peek('?') || reader.peek('(')) throw reader.unsupported('a filter');
  if (reader.peek('/') || reader.peek('\\')) throw reader.unsupported('sorting');
  const inner = reader.take('*') ? ({ kind: 'slice' } as const) : readSubscript(reader);
  reader.expect(']');
  return inner;
}

function readSubscript(reader: PathReader): JsonPathTree {
  const names = readNames(reader);
  if (names !== undefined) return membersOf(names);
  const start = readInteger(reader);
  if (start !== undefined && !reader.peek(':')) return { kind: 'element', index: start };
  if (!reader.take(':')) throw unexpected(reader);
  const end = readInteger(reader);
  const step = reader.take(':') ? readInteger(reader) : undefined;
  if (step === 0) throw pathNotReadable(reader.text, reader.position, 'a step of 0');
  return { kind: 'slice', slice: { start, end, step: step ?? 1 } };
}

function readNames(reader: PathReader): readonly string[] | undefined {
  const first = readName(reader);
  if (first === undefined) return undefined;
  const names = [first];
  while (reader.take(',')) {
    const next = readName(reader);
    if (next === undefined) throw unexpected(reader);
    names.push(next);
  }
  return names;
}

function readName(reader: PathReader): string | undefined {
  const quoted = reader.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy);
  if (quoted !== undefined) return quoted.slice(1, -1).replaceAll(/\\(.)/gs, '$1');
  return reader.match(/@?[A-Za-z_][\w@-]*/y);
}

/** `*` among the names means all of them, quoted too. */
function membersOf(names: readonly string[]): JsonPathTree {
  return names.includes('*') ? { kind: 'all-members' } : { kind: 'members', names };
}

function readInteger(reader: PathReader): number | undefined {
  const digits = reader.match(/-?\d+/y);
  return digits === undefined ? undefined : Number(digits);
}

const unsupportedSigns: readonly (readonly [sign: RegExp, what: string])[] = [
  [/(?:where|wherenot)\b/y, 'where'],
  [/`/y, 'an operator in backquotes'],
  [/[-+*/]/y, 'arithmetic'],
  [/&/y, '&'],
];

function refuseUnsupported(reader: PathReader): void {
  for (const [sign, what] of unsupportedSigns) if (reader.looksLike(sign)) throw reader.unsupported(what);
}

function unexpected(reader: PathReader): Error {
  return pathNotReadable(reader.text, reader.position, reader.atEnd() ? 'something is missing' : 'it is not a path');
}

/** A text and a place in it; spaces between the signs count for nothing. */
class PathReader {
  readonly text: string;
  #position = 0;

  constructor(text: string) {
    this.text = text;
    this.#skipSpace();
  }

  get position(): number {
    return this.#position;
  }

  atEnd(): boolean {
    return this.#position === this.text.length;
  }

  peek(sign: string): boolean {
    return this.text.startsWith(sign, this.#position);
  }

  take(sign: string): boolean {
    const found = this.peek(sign);
    if (found) this.skip(sign);
    return found;
  }

  skip(sign: string): void {
    this.#position += sign.length;
    this.#skipSpace();
  }

  expect(sign: string): void {
    if (!this.take(sign)) throw pathNotReadable(this.text, this.#position, `"${sign}" is missing`);
  }

  /** @param pattern sticky */
  looksLike(pattern: RegExp): boolean {
    pattern.lastIndex = this.#position;
    return pattern.test(this.text);
  }

  /** What the pattern, which must be sticky, finds here; moves behind it. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.skip(found);
    return found;
  }

  unsupported(what: string): Error {
    return pathNotSupported(this.text, this.#position, what);
  }

  #skipSpace(): void {
    while (/\s/.test(this.text[this.#position] ?? '')) this.#position += 1;
  }
}
