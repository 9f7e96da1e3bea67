import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  openBrace,
  openBracket,
  quote,
  spaceEnd,
  valueEnd,
} from './json-bytes.ts';
import { unreadJson, type JsonRows } from './json-rows.ts';
import { parseJson } from './json.ts';
import type { Row } from './value.ts';

/**
 * The rows with at least these members, for those who want no others of them: of rows that are still JSON only these are
 * read. In the same order, and as many; a member that a row lacks is lacking here, too.
 */
export function withMembers(rows: readonly Row[], names: readonly string[]): readonly Row[] {
  const json = unreadJson(rows);
  if (json === undefined) return rows;
  const text = new MemberText(json, names).text();
  // Made of the same number of objects.
  return text === undefined ? rows : (parseJson(text) as readonly Row[]);
}

/** A list of the rows as JSON, with these members only: never longer than the rows are. */
class MemberText {
  readonly #bytes: Uint8Array;
  readonly #places: Int32Array;
  readonly #keys: readonly Uint8Array[];
  readonly #text: Uint8Array;
  #length = 0;

  constructor({ bytes, places }: JsonRows, names: readonly string[]) {
    this.#bytes = bytes;
    this.#places = places;
    this.#keys = names.map((name) => Buffer.from(JSON.stringify(name)));
    const [start = 0, end = 0] = [places[0], places.at(-1)];
    this.#text = Buffer.allocUnsafe(end - start + 2);
  }

  /** Undefined where a key is spelled in a way that must be read first. */
  text(): Uint8Array | undefined {
    this.#put(openBracket);
    for (let index = 0; index < this.#places.length - 1; index += 1) {
      if (index > 0) this.#put(comma);
      if (!this.#addRow((this.#places[index] ?? 0) + 1)) return undefined;
    }
    this.#put(closeBracket);
    return this.#text.subarray(0, this.#length);
  }

  /** @param start behind the brace of a row that was checked to be one */
  #addRow(start: number): boolean {
    const bytes = this.#bytes;
    let isFirst = true;
    let at = spaceEnd(bytes, start);
    this.#put(openBrace);
    while (bytes[at] === quote) {
      const end = keyEnd(bytes, at + 1);
      if (end < 0) return false;
      let value = spaceEnd(bytes, end);
      if (bytes[value] === colon) value = spaceEnd(bytes, value + 1);
      const next = valueEnd(bytes, value, 1);
      if (this.#isWanted(at, end)) {
        if (!isFirst) this.#put(comma);
        isFirst = false;
        this.#copy(at, end);
        this.#put(colon);
        this.#copy(value, next);
      }
      at = spaceEnd(bytes, next);
      if (bytes[at] === comma) at = spaceEnd(bytes, at + 1);
    }
    this.#put(closeBrace);
    return true;
  }

  #isWanted(start: number, end: number): boolean {
    return this.#keys.some((key) => {
      if (key.length !== end - start) return false;
      for (let index = 0; index < key.length; index += 1) if (key[index] !== this.#bytes[start + index]) return false;
      return true;
    });
  }

  #copy(start: number, end: number): void {
    for (let at = start; at < end; at += 1) this.#put(this.#bytes[at] ?? 0);
  }

  #put(byte: number): void {
    this.#text[this.#length] = byte;
    this.#length += 1;
  }
}

/** The place behind the quote that ends a key; -1 where the key has escapes. */
function keyEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] !== quote) {
    if (bytes[at] === backslash) return -1;
    at += 1;
  }
  return at + 1;
}
