import { pathNotReadable } from './errors.ts';
import { parsePattern, type PatternPlace } from './pattern.ts';
import { unquoted, type PathReader } from './reader.ts';
import type { JsonPathTree, PathOperator } from './tree.ts';

/** An operator in backquotes; inside them a backslash keeps the next character, so a pattern needs two. */
export function readOperator(reader: PathReader): JsonPathTree {
  const { position } = reader;
  const quoted = reader.match(/`(?:[^`\\]|\\.)*`/sy);
  if (quoted === undefined) throw reader.unreadable('"`" is missing');
  const written = unquoted(quoted);
  const place = { path: reader.text, position };
  const operator = plainOperator(written) ?? readSplit(written) ?? readSub(written, place);
  if (operator === undefined) {
    throw reader.unreadable('an unknown operator ends', `Use one of ${known} in backquotes`);
  }
  return { kind: 'operator', operator };
}

const known = 'this, parent, len, keys, path, sorted, str(), sub(/pattern/, text) and split(text, part, most)';

const plainOperators: ReadonlyMap<string, PathOperator> = new Map([
  ['this', { name: 'this' }],
  ['parent', { name: 'parent' }],
  ['len', { name: 'len' }],
  ['keys', { name: 'keys' }],
  ['path', { name: 'path' }],
  ['sorted', { name: 'sorted' }],
  ['str()', { name: 'str' }],
]);

function plainOperator(written: string): PathOperator | undefined {
  return plainOperators.get(written);
}

/** `split(',', 0, -1)`: the separator, which part or `*` for the list of all, and how often to split at most. */
function readSplit(written: string): PathOperator | undefined {
  const found = /^split\((.*),\s*(-?\d+|\*)\s*,\s*(-?\d+)\s*\)$/s.exec(written);
  if (found === null) return undefined;
  const [, first = '', part = '', most = ''] = found;
  const separator = /^(['"])(.+)\1$/s.exec(first.trim())?.[2] ?? first.trim();
  if (separator === '') return undefined;
  return { name: 'split', separator, part: part === '*' ? '*' : Number(part), mostSplits: Number(most) };
}

/** `sub(/pattern/, text)`: the text may have `\1` for what the first group of the pattern found. */
function readSub(written: string, place: PatternPlace): PathOperator | undefined {
  const found = /^sub\(\/(.*)\/,\s+(.*)\)$/s.exec(written);
  if (found === null) return undefined;
  const [, expression = '', replacement = ''] = found;
  const pattern = parsePattern(expression.trim(), place);
  const parts = replacement.trim().match(/\\\d{1,2}|\\g<\d{1,2}>|\\.|[^\\]+|\\/gs) ?? [];
  return { name: 'sub', pattern, replacement: parts.map((part) => replacementPart(part, pattern.groups, place)) };
}

const escapes: ReadonlyMap<string, string> = new Map([
  [String.raw`\n`, '\n'],
  [String.raw`\t`, '\t'],
  [String.raw`\r`, '\r'],
  [String.raw`\\`, '\\'],
]);

function replacementPart(part: string, groups: number, { path, position }: PatternPlace): string | number {
  if (!part.startsWith('\\')) return part;
  const group = /\d+/.exec(part)?.[0];
  if (group !== undefined && Number(group) <= groups) return Number(group);
  const text = escapes.get(part);
  if (text === undefined) throw pathNotReadable(path, position, `there is no group for "${part}" in the operator`);
  return text;
}
