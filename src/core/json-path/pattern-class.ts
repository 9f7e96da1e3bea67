/** Whether one character (a whole code point) belongs to what a pattern asks for. */
export type CharacterTest = (character: string) => boolean;

/** `.`: every character but a line feed, as in Python. */
export function anyCharacter(character: string): boolean {
  return character !== '\n';
}

/** `\b`: between a character of a word and one that is none, or the end of the text. */
export function isWordEdge(text: readonly string[], at: number): boolean {
  return isWord(text[at - 1] ?? ' ') !== isWord(text[at] ?? ' ');
}

/** Letters, digits and `_` of any script, as Python has it for texts. */
function isWord(character: string): boolean {
  return /^[\p{L}\p{N}_]$/u.test(character);
}

function isDigit(character: string): boolean {
  return /^\p{Nd}$/u.test(character);
}

function isSpace(character: string): boolean {
  // oxlint-disable-next-line no-control-regex -- Python counts these four as spaces
  return character !== '\uFEFF' && /^[\s\u001C-\u001F\u0085]$/u.test(character);
}

const classes: ReadonlyMap<string, CharacterTest> = new Map([
  ['d', isDigit],
  ['D', (character) => !isDigit(character)],
  ['w', isWord],
  ['W', (character) => !isWord(character)],
  ['s', isSpace],
  ['S', (character) => !isSpace(character)],
]);

const controls: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['f', '\f'],
  ['v', '\v'],
]);

/** What `\` and this letter stand for; `undefined` for a letter or digit that is not known. */
export function escapedCharacter(letter: string, ignoreCase: boolean): CharacterTest | undefined {
  const known = classes.get(letter);
  if (known !== undefined) return known;
  const literal = controls.get(letter) ?? (/[A-Za-z0-9]/.test(letter) ? undefined : letter);
  return literal === undefined ? undefined : between(literal, literal, ignoreCase);
}

/** A class without its brackets, such as `^a-z\d`; `undefined` where it cannot be read. */
export function classFrom(written: string, ignoreCase: boolean): CharacterTest | undefined {
  const isNegative = written.startsWith('^');
  const tokens = (isNegative ? written.slice(1) : written).match(/\\.|[^\\]/gsu) ?? [];
  const tests: CharacterTest[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const isRange = tokens[at + 1] === '-' && at + 2 < tokens.length;
    const test = isRange ? range(tokens[at], tokens[at + 2], ignoreCase) : member(tokens[at], ignoreCase);
    if (test === undefined) return undefined;
    tests.push(test);
    if (isRange) at += 2;
  }
  return (character) => tests.some((fits) => fits(character)) !== isNegative;
}

function member(token: string | undefined, ignoreCase: boolean): CharacterTest | undefined {
  if (token === undefined) return undefined;
  if (token.startsWith('\\')) return escapedCharacter(token.slice(1), ignoreCase);
  return between(token, token, ignoreCase);
}

function range(first: string | undefined, last: string | undefined, ignoreCase: boolean): CharacterTest | undefined {
  const [from, to] = [plain(first), plain(last)];
  if (from === undefined || to === undefined || codeOf(from) > codeOf(to)) return undefined;
  return between(from, to, ignoreCase);
}

/** The one character that the token stands for. */
function plain(token: string | undefined): string | undefined {
  if (token?.startsWith('\\') !== true) return token;
  const letter = token.slice(1);
  return controls.get(letter) ?? (/[A-Za-z0-9]/.test(letter) ? undefined : letter);
}

function between(first: string, last: string, ignoreCase: boolean): CharacterTest {
  const [from, to] = [codeOf(first), codeOf(last)];
  const fits = (character: string): boolean => codeOf(character) >= from && codeOf(character) <= to;
  if (!ignoreCase) return fits;
  return (character) => fits(character.toLowerCase()) || fits(character.toUpperCase());
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
