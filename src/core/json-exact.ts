import { SluiceError } from './error.ts';
import { ExactNumber, type Value } from './value.ts';

/** Levels of nesting. */
export const deepest = 256;

/** Numbers of more characters are refused (case S9). */
export const mostDigits = 1000;

/**
 * A plain reader of JSON in one pass, which looks at the spelling of every number: what `parseJsonText` is measured
 * against, and what it asks where its shortcuts end.
 * @throws as `parseJsonText`
 */
export function parseExactly(text: string): Value {
  const reader = new Reader(text);
  return reader.document();
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Value {
    const value = this.#value();
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return value;
  }

  #value(): Value {
    this.#skipBlanks();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#list());
      case '"':
        return this.#string();
      case 't':
        return this.#literal('true', true);
      case 'f':
        return this.#literal('false', false);
      case 'n':
        return this.#literal('null', null);
      default:
        return this.#number();
    }
  }

  #nested(read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > deepest) throw tooDeep(this.#at);
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): Value {
    const object: { [key: string]: Value } = {};
    if (this.#ends('}')) return object;
    do {
      this.#skipBlanks();
      const key = this.#string();
      this.#skipBlanks();
      this.#expect(':');
      setOwn(object, key, this.#value());
    } while (this.#goesOn('}'));
    return object;
  }

  #list(): Value {
    const list: Value[] = [];
    if (this.#ends(']')) return list;
    do list.push(this.#value());
    while (this.#goesOn(']'));
    return list;
  }

  #ends(bracket: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== bracket) return false;
    this.#at += 1;
    return true;
  }

  /** True behind a comma, false behind the closing bracket. */
  #goesOn(bracket: string): boolean {
    if (this.#ends(bracket)) return false;
    this.#expect(',');
    return true;
  }

  #expect(character: string): void {
    if (this.#text[this.#at] !== character) throw this.#unexpected();
    this.#at += 1;
  }

  #literal(word: string, value: boolean | null): Value {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected();
    this.#at += word.length;
    return value;
  }

  #string(): string {
    const start = this.#at;
    this.#expect('"');
    let end = this.#text.indexOf('"', this.#at);
    while (end > 0 && isEscaped(this.#text, end)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw this.#unexpected();
    this.#at = end + 1;
    const quoted = this.#text.slice(start, end + 1);
    if (!isDifficult.test(quoted)) return quoted.slice(1, -1);
    return this.#unquote(quoted, start);
  }

  #unquote(quoted: string, start: number): string {
    try {
      const text: unknown = JSON.parse(quoted);
      if (typeof text === 'string') return text;
    } catch {
      this.#at = start;
    }
    throw this.#unexpected();
  }

  #number(): Value {
    numberToken.lastIndex = this.#at;
    const token = numberToken.exec(this.#text)?.[0];
    if (token === undefined) throw this.#unexpected();
    this.#at += token.length;
    return numberFrom(token);
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at += 1;
    }
  }

  #unexpected(): SyntaxError {
    const found = this.#text[this.#at];
    const what = found === undefined ? 'Unexpected end of the JSON text' : `Unexpected ${JSON.stringify(found)}`;
    return new SyntaxError(`${what} at position ${this.#at}`);
  }
}

/** True for a quote that does not end the string it stands in. */
export function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/** An escape, or a control character, which JSON does not allow in a string. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const isDifficult = /[\\\u0000-\u001F]/;

const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * As a JavaScript number where that is the whole truth, and as it was sent where it is not.
 * @throws `number_out_of_range`
 */
export function numberFrom(token: string): Value {
  if (token.length > mostDigits) throw tooLong(token);
  const number = Number(token);
  if (/^-?\d+$/.test(token)) return Number.isSafeInteger(number) ? number + 0 : BigInt(token);
  if (!Number.isFinite(number) || Number.isInteger(number)) return new ExactNumber(token);
  // A double holds any 15 digits; a sign only makes this look longer than it is.
  if (token.length <= 16 && !/[eE]/.test(token)) return number;
  return digitsOf(token) === digitsOf(String(number)) ? number : new ExactNumber(token);
}

/** The digits that count: without sign, point, exponent and the zeros at either end. */
function digitsOf(token: string): string {
  return token
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
}

/** Where `__proto__` is a key like any other (case S6). */
export function setOwn(object: { [key: string]: Value }, key: string, value: Value): void {
  if (key !== '__proto__') {
    object[key] = value;
    return;
  }
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function tooDeep(position: number): SluiceError {
  return new SluiceError(`Cannot read JSON: it is nested deeper than ${deepest} levels at position ${position}`, {
    code: 'json_too_deep',
    phase: 'extract',
    hint: 'Choose a data_selector that reaches the rows further inside, or exclude the resource.',
    details: { position, limit: deepest },
  });
}

function tooLong(token: string): SluiceError {
  return new SluiceError(`Cannot read JSON: a number has more than ${mostDigits} characters`, {
    code: 'number_out_of_range',
    phase: 'extract',
    hint: 'Ask the API for this value as text, or exclude the resource.',
    details: { begins: token.slice(0, 40), limit: mostDigits },
  });
}
