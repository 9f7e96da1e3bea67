import { pathNotReadable, pathNotSupported } from './errors.ts';

/** A text and a place in it; spaces between the signs count for nothing. */
export class PathReader {
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
    if (found) this.#skip(sign);
    return found;
  }

  expect(sign: string): void {
    if (!this.take(sign)) throw this.unreadable(`"${sign}" is missing`);
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
    if (found !== undefined) this.#skip(found);
    return found;
  }

  /** The text in quotes that starts here, without them; a backslash keeps the next character. */
  matchQuoted(): string | undefined {
    const quoted = this.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy);
    return quoted === undefined ? undefined : unquoted(quoted);
  }

  unexpected(): Error {
    return this.unreadable(this.atEnd() ? 'something is missing' : 'it is not a path');
  }

  unreadable(why: string, hint?: string): Error {
    return pathNotReadable(this.text, this.#position, why, hint);
  }

  unsupported(what: string): Error {
    return pathNotSupported(this.text, this.#position, what);
  }

  #skip(sign: string): void {
    this.#position += sign.length;
    this.#skipSpace();
  }

  #skipSpace(): void {
    while (/\s/.test(this.text[this.#position] ?? '')) this.#position += 1;
  }
}

/** What stands between the first and the last character, each backslash taken away. */
export function unquoted(quoted: string): string {
  return quoted.slice(1, -1).replaceAll(/\\(.)/gs, '$1');
}
