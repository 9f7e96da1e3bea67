import type { Cell } from '../../schema/cell.ts';

/**
 * Reads values of one type, from the text of the server, as `cellTypes` says; what no column of a dataset has, such as
 * lists, is the server's own text.
 * @param type number of the type in the catalogue of every server
 */
export function cellReader(type: number): (text: string) => Cell {
  return readers.get(type) ?? ownText;
}

const readers: ReadonlyMap<number, (text: string) => Cell> = new Map<number, (text: string) => Cell>([
  [16, (text) => text === 't'],
  [17, (text) => new Uint8Array(Buffer.from(text.slice('\\x'.length), 'hex'))],
  [20, BigInt],
  [21, BigInt],
  [23, BigInt],
  [26, BigInt],
  [700, Number],
  [701, Number],
  [1083, fraction],
  [1114, (text) => fraction(text.replace(' ', 'T'))],
  [1184, pointInTime],
]);

function ownText(text: string): Cell {
  return text;
}

/** The session is in UTC. The infinities, and years before the first, are the server's own text. */
function pointInTime(text: string): string {
  return text.endsWith('+00') ? `${fraction(text.replace(' ', 'T').slice(0, -'+00'.length))}Z` : text;
}

/** The second has no fraction, or three or six digits: the least that say it all. */
function fraction(text: string): string {
  return text.replace(/\.(\d{1,6})$/, (_all, digits: string) => `.${digits.padEnd(digits.length > 3 ? 6 : 3, '0')}`);
}
