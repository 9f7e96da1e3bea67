/**
 * The patterns of `=~` and `sub()`: a subset of Python's regular expressions, compiled to a program of small steps that
 * `pattern-run.ts` runs in a time that grows with pattern times text, whatever the API sends. That is why the
 * engine of JavaScript is not used: it can be kept busy for years by one text. Look-around and back references, which
 * cannot be run so, are refused.
 */
import { pathNotReadable, pathNotSupported } from './errors.ts';
import { anyCharacter, classFrom, escapedCharacter, isWordEdge, type CharacterTest } from './pattern-class.ts';

/** A regular expression that cannot run away. */
export interface Pattern {
  /** How many groups it captures. */
  readonly groups: number;
  readonly steps: readonly PatternStep[];
}

export type PatternStep =
  | { readonly kind: 'character'; readonly fits: CharacterTest }
  | { readonly kind: 'assertion'; readonly holds: (text: readonly string[], at: number) => boolean }
  /** Goes on at `first`; at `second` where that fails. */
  | { readonly kind: 'fork'; readonly first: number; readonly second: number }
  | { readonly kind: 'mark'; readonly slot: number }
  | { readonly kind: 'end' };

/** Where in which path the pattern stands, for errors. */
export interface PatternPlace {
  readonly path: string;
  readonly position: number;
}

/**
 * Literal characters, `.`, classes, `\d \w \s \b` and their opposites, `^ $ \A \Z`, groups, `|`, the quantifiers and their
 * lazy forms, and `(?i)` at the beginning.
 * @throws `config_invalid` for what else Python knows, and for more than 1,000 steps
 */
export function parsePattern(text: string, place: PatternPlace): Pattern {
  const flag = /^\(\?i\)/.exec(text)?.[0] ?? '';
  const parser = new PatternParser(text.slice(flag.length), { ...place, ignoreCase: flag !== '' });
  return parser.pattern();
}

const mostSteps = 1000;

/** Code that is moved to where it goes: steps with addresses that count from its own beginning. */
type Code = readonly PatternStep[];

const quantifierToken = /([*+?])|\{(\d{0,4})(?:(,)(\d{0,4}))?\}/y;

class PatternParser {
  readonly #text: string;
  readonly #place: PatternPlace & { readonly ignoreCase: boolean };
  #at = 0;
  #groups = 0;

  constructor(text: string, place: PatternPlace & { readonly ignoreCase: boolean }) {
    this.#text = text;
    this.#place = place;
  }

  pattern(): Pattern {
    const code = this.#alternatives();
    if (this.#at < this.#text.length) throw this.#unreadable('")" is too many');
    const marked = inSequence([[{ kind: 'mark', slot: 0 }], code, [{ kind: 'mark', slot: 1 }, { kind: 'end' }]]);
    return { groups: this.#groups, steps: this.#checked(marked) };
  }

  #alternatives(): Code {
    const first = this.#sequence();
    if (!this.#take('|')) return first;
    const second = this.#alternatives();
    const behindFirst = first.length + 2;
    return this.#checked([
      { kind: 'fork', first: 1, second: behindFirst },
      ...moved(first, 1),
      jumpTo(behindFirst + second.length),
      ...moved(second, behindFirst),
    ]);
  }

  #sequence(): Code {
    const parts: Code[] = [];
    while (this.#at < this.#text.length && !/[|)]/.test(this.#text[this.#at] ?? '')) parts.push(this.#repeated());
    return this.#checked(inSequence(parts));
  }

  #repeated(): Code {
    const code = this.#atom();
    const range = this.#quantifier();
    if (range === undefined) return code;
    const isLazy = this.#take('?');
    if (this.#quantifier() !== undefined || this.#take('+'))
      throw this.#unreadable('a quantifier follows a quantifier');
    return this.#checked(repeat(code, { ...range, isLazy }, mostSteps));
  }

  #quantifier(): { least: number; most: number } | undefined {
    quantifierToken.lastIndex = this.#at;
    const found = quantifierToken.exec(this.#text);
    // A brace that is no quantifier is a character, as in Python.
    if (found === null || found[0] === '{}') return undefined;
    this.#at += found[0].length;
    const [, sign, least, comma, most] = found;
    if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    const start = Number(least ?? '');
    const end = comma === undefined ? start : most === '' ? Infinity : Number(most);
    if (end < start) throw this.#unreadable('a quantifier ends before it begins');
    return { least: start, most: end };
  }

  #atom(): Code {
    if (this.#quantifier() !== undefined) throw this.#unreadable('there is nothing to repeat');
    const sign = this.#next();
    if (sign === '(') return this.#group();
    if (sign === '^') return [{ kind: 'assertion', holds: (_, at) => at === 0 }];
    if (sign === '$') return [{ kind: 'assertion', holds: isAtEnd }];
    if (sign === '.') return [{ kind: 'character', fits: anyCharacter }];
    if (sign === '[') return [{ kind: 'character', fits: this.#class() }];
    return sign === '\\' ? this.#escape() : this.#literal(sign);
  }

  #group(): Code {
    const opening = /(?:\?:|\?P<[A-Za-z_]\w*>)?/y;
    opening.lastIndex = this.#at;
    const mark = opening.exec(this.#text)?.[0] ?? '';
    this.#at += mark.length;
    if (this.#text[this.#at] === '?') throw this.#unsupported('a "(?" group in a pattern');
    if (mark !== '?:') this.#groups += 1;
    const slot = this.#groups * 2;
    const code = this.#alternatives();
    if (!this.#take(')')) throw this.#unreadable('")" is missing');
    if (mark === '?:') return code;
    return inSequence([[{ kind: 'mark', slot }], code, [{ kind: 'mark', slot: slot + 1 }]]);
  }

  #class(): CharacterTest {
    const found = /\^?\]?(?:[^\]\\]|\\.)*\]/suy;
    found.lastIndex = this.#at;
    const written = found.exec(this.#text)?.[0];
    if (written === undefined) throw this.#unreadable('"]" is missing');
    this.#at += written.length;
    const fits = classFrom(written.slice(0, -1), this.#place.ignoreCase);
    if (fits === undefined) throw this.#unreadable('a class cannot be read');
    return fits;
  }

  #escape(): Code {
    const letter = this.#next();
    if (letter === 'A') return [{ kind: 'assertion', holds: (_, at) => at === 0 }];
    if (letter === 'Z') return [{ kind: 'assertion', holds: (text, at) => at === text.length }];
    if (letter === 'b') return [{ kind: 'assertion', holds: isWordEdge }];
    if (letter === 'B') return [{ kind: 'assertion', holds: isInsideWordOrGap }];
    const fits = escapedCharacter(letter, this.#place.ignoreCase);
    if (fits === undefined) throw this.#unsupported(`"\\${letter}" in a pattern`);
    return [{ kind: 'character', fits }];
  }

  #literal(sign: string): Code {
    if (!this.#place.ignoreCase) return [{ kind: 'character', fits: (character) => character === sign }];
    const small = sign.toLowerCase();
    return [{ kind: 'character', fits: (character) => character.toLowerCase() === small }];
  }

  #next(): string {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) throw this.#unreadable('it ends too early');
    const character = String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }

  #take(sign: string): boolean {
    const found = this.#text[this.#at] === sign;
    if (found) this.#at += 1;
    return found;
  }

  #checked(code: Code): Code {
    if (code.length > mostSteps) throw this.#unsupported('a pattern this large');
    return code;
  }

  #unreadable(why: string): Error {
    const hint = 'Write a simple regular expression, with two backslashes for one';
    return pathNotReadable(this.#place.path, this.#place.position, `the pattern is wrong (${why})`, hint);
  }

  #unsupported(what: string): Error {
    return pathNotSupported(this.#place.path, this.#place.position, what);
  }
}

/** `\B`: wherever `\b` is not, but nowhere in an empty text, as in Python. */
function isInsideWordOrGap(text: readonly string[], at: number): boolean {
  return text.length > 0 && !isWordEdge(text, at);
}

/** `$` is the end, or before a line feed at the end. */
function isAtEnd(text: readonly string[], at: number): boolean {
  return at === text.length || (at === text.length - 1 && text[at] === '\n');
}

function jumpTo(address: number): PatternStep {
  return { kind: 'fork', first: address, second: address };
}

function inSequence(parts: readonly Code[]): Code {
  const code: PatternStep[] = [];
  for (const part of parts) code.push(...moved(part, code.length));
  return code;
}

function moved(code: Code, by: number): Code {
  return code.map((step) =>
    step.kind === 'fork' ? { ...step, first: step.first + by, second: step.second + by } : step,
  );
}

interface Repetition {
  readonly least: number;
  readonly most: number;
  readonly isLazy: boolean;
}

/** The code `least` times, then as often as may be; stops copying once it is longer than `longest`. */
function repeat(code: Code, { least, most, isLazy }: Repetition, longest: number): Code {
  const fork = (inside: number, behind: number): PatternStep =>
    isLazy ? { kind: 'fork', first: behind, second: inside } : { kind: 'fork', first: inside, second: behind };
  const result: PatternStep[] = [];
  for (let count = 0; count < least && result.length <= longest; count += 1) result.push(...moved(code, result.length));
  if (most === Infinity) {
    const start = result.length;
    const end = start + code.length + 2;
    return [...result, fork(start + 1, end), ...moved(code, start + 1), jumpTo(start)];
  }
  for (let count = least; count < most && result.length <= longest; count += 1) {
    const start = result.length;
    result.push(fork(start + 1, start + code.length + 1), ...moved(code, start + 1));
  }
  return result;
}
