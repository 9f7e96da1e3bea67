import { parsePattern } from './pattern.ts';
import type { PathReader } from './reader.ts';
import type { ComparisonSign, JsonPathTree, PathCondition, PathLiteral, PathTest } from './tree.ts';
import { ExactNumber } from '../value.ts';

/** How the paths inside a filter are read: by the reader of paths, which is given to avoid a circle. */
export interface PathReading {
  readCalculation(reader: PathReader): JsonPathTree;
  continuePath(reader: PathReader, start: JsonPathTree, weakest: number): JsonPathTree;
  continueCalculation(reader: PathReader, left: JsonPathTree): JsonPathTree;
}

/** What follows `[?`: conditions with a single `&` between them, in parentheses or not. */
export function readConditions(reader: PathReader, reading: PathReading): readonly PathCondition[] {
  const conditions = [...readTerm(reader, reading)];
  refuseForeignSigns(reader);
  while (reader.take('&')) {
    conditions.push(...readTerm(reader, reading));
    refuseForeignSigns(reader);
  }
  return conditions;
}

/** Parentheses stand around conditions, or around the beginning of a path: `(@.a).b`. */
function readTerm(reader: PathReader, reading: PathReading): readonly PathCondition[] {
  refuseForeignSigns(reader);
  if (!reader.take('(')) return [readComparison(reader, reading.readCalculation(reader))];
  const inner = readConditions(reader, reading);
  reader.expect(')');
  const [only] = inner;
  if (only === undefined || inner.length > 1 || only.test !== undefined) return inner;
  const path = reading.continuePath(reader, only.path, 0);
  return [readComparison(reader, reading.continueCalculation(reader, path))];
}

function readComparison(reader: PathReader, path: JsonPathTree): PathCondition {
  const sign = reader.match(/=~|==?|<=|>=|!=|<|>/y);
  return sign === undefined ? { path } : { path, test: readTest(reader, sign) };
}

function readTest(reader: PathReader, sign: string): PathTest {
  const { position } = reader;
  const literal = readLiteral(reader);
  if (sign !== '=~') {
    // The pattern of readComparison finds these signs only.
    return { sign: sign === '=' ? '==' : (sign as ComparisonSign), literal };
  }
  if (literal.kind !== 'text') throw reader.unreadable('=~ needs a text', 'Write the pattern in quotes');
  return { sign, pattern: parsePattern(literal.value, { path: reader.text, position }) };
}

function readLiteral(reader: PathReader): PathLiteral {
  const quoted = reader.matchQuoted();
  if (quoted !== undefined) return { kind: 'text', value: quoted };
  const decimal = reader.match(/-?\d+\.\d+/y);
  if (decimal !== undefined) return { kind: 'decimal', value: new ExactNumber(decimal) };
  const whole = reader.match(/-?\d+/y);
  if (whole !== undefined) return { kind: 'whole', value: BigInt(whole) };
  const boolean = reader.match(/(?:true|false)(?![\w@-])/y);
  if (boolean !== undefined) return { kind: 'whole', value: boolean === 'true' ? 1n : 0n };
  const word = reader.match(/@?[A-Za-z_][\w@-]*/y);
  if (word !== undefined) return { kind: 'text', value: word };
  throw reader.unreadable(
    reader.atEnd() ? 'something is missing' : 'there is no value to compare with',
    'Compare with a number, true, false, a word, or a text in quotes',
  );
}

const foreignSigns: readonly (readonly [sign: RegExp, name: string])[] = [
  [/&&/y, '&&'],
  [/\|\|/y, '||'],
  [/\|/y, '|'],
  [/!(?!=)/y, '!'],
  [/and(?![\w@-])\s*[^\s=<>!&)\].[]/y, 'and'],
  [/or(?![\w@-])\s*[^\s=<>!&)\].[]/y, 'or'],
  [/not(?![\w@-])\s*[^\s=<>!&)\].[]/y, 'not'],
];

/** What other dialects write between conditions. */
function refuseForeignSigns(reader: PathReader): void {
  for (const [sign, name] of foreignSigns) {
    if (reader.looksLike(sign)) {
      const hint = 'Put a single & between conditions, and drop other rows with a filter in processing_steps';
      throw reader.unreadable(`a filter knows no "${name}"`, hint);
    }
  }
}
