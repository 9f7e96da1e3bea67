/**
 * Where random row ids come from. An id is ASCII of a fixed length and is written to where the caller says, so that it gets
 * into its column without ever being a string.
 */
export interface RowIds {
  /** Length of every id. */
  readonly byteCount: number;
  write(target: Uint8Array): void;
  /** What the next ids are made of: eight bytes, and the first of at least `most` counts, spelled in four characters. */
  next(most: number): NextIds;
  /** Counts that were made ids of elsewhere. */
  use(count: number): void;
}

export interface NextIds {
  readonly prefix: Uint8Array;
  readonly count: number;
}

/** By six bits, their character. */
export const idAlphabet: Uint8Array = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const prefixLength = 8;
const idLength = 12;
const idsOfPrefix = 2 ** 24;

/**
 * Ids of 12 characters: eight random ones that all rows share, then a count in four. Unique by construction, they
 * compress well, and databases keep 12 bytes in place; 14 ns an id are 1/300 of asking for randomness each time.
 * @param randomBytes cryptographically random
 */
export function countedRowIds(randomBytes: (count: number) => Uint8Array): RowIds {
  let prefix = randomPrefix(randomBytes);
  let count = 0;
  const write = (target: Uint8Array): void => {
    if (count === idsOfPrefix) {
      prefix = randomPrefix(randomBytes);
      count = 0;
    }
    target.set(prefix);
    target[8] = idAlphabet[count >> 18] ?? 0;
    target[9] = idAlphabet[(count >> 12) & 63] ?? 0;
    target[10] = idAlphabet[(count >> 6) & 63] ?? 0;
    target[11] = idAlphabet[count & 63] ?? 0;
    count += 1;
  };
  const next = (most: number): NextIds => {
    if (count + most > idsOfPrefix) {
      prefix = randomPrefix(randomBytes);
      count = 0;
    }
    return { prefix, count };
  };
  const use = (used: number): void => {
    count += used;
  };
  return { byteCount: idLength, write, next, use };
}

function randomPrefix(randomBytes: (count: number) => Uint8Array): Uint8Array {
  return randomBytes(prefixLength).map((byte) => idAlphabet[byte & 63] ?? 0);
}
