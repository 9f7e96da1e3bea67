/** Says what of a pattern is not understood; its message completes "it has …". */
export class ExpressionRefused extends Error {}

export function refused(what: string): ExpressionRefused {
  return new ExpressionRefused(what);
}

/** Groups in groups: as deep as the reader may call itself. */
const mostDepth = 20;

/** Where in a pattern its reader is. Characters are code points, as in Python. */
export class ExpressionReader {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#characters = Array.from(text);
  }

  isAtEnd(): boolean {
    return this.#at >= this.#characters.length;
  }

  isNext(text: string): boolean {
    return this.#characters.slice(this.#at, this.#at + text.length).join('') === text;
  }

  /** True right behind this text. */
  isAfter(text: string): boolean {
    return this.#characters.slice(Math.max(0, this.#at - text.length), this.#at).join('') === text;
  }

  /** Goes on behind the text where it is next. */
  skip(text: string): boolean {
    const isNext = this.isNext(text);
    if (isNext) this.#at += text.length;
    return isNext;
  }

  take(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw refused('an end where a character should be');
    this.#at += 1;
    return character;
  }

  /** All that are next, at most four. */
  digits(): string {
    let digits = '';
    while (digits.length < 4 && /^[0-9]$/.test(this.#characters[this.#at] ?? '')) digits += this.take();
    return digits;
  }

  enter(): void {
    this.#depth += 1;
    if (this.#depth > mostDepth) throw refused(`groups in groups deeper than ${mostDepth}`);
  }

  leave(): void {
    this.#depth -= 1;
  }
}
