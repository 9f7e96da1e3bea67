import { seededRandom } from '../random.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** How many characters stand behind the prefix, by prefix; as the vendor's own document says. */
const lengths: ReadonlyMap<string, number> = new Map([['src', 22]]);
const usualLength = 27;

/** An identity that sorts by `index`, as the vendor's identities sort by time: `app_2000001…`. */
export function idOf(prefix: string, index: number, seed: number): string {
  const ordered = `2${inLetters(index).padStart(6, '0')}`;
  const random = seededRandom(seed, index, ...Buffer.from(prefix));
  const length = (lengths.get(prefix) ?? usualLength) - ordered.length;
  const rest = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]);
  return `${prefix}_${ordered}${rest.join('')}`;
}

function inLetters(index: number): string {
  const higher = Math.floor(index / letters.length);
  return (higher > 0 ? inLetters(higher) : '') + (letters[index % letters.length] ?? '');
}

/** Minutes after the first of January 2025, with microseconds that differ from row to row. */
export function timestampOf(minutes: number): string {
  const microseconds = String((minutes * 7919 + 123_456) % 1_000_000).padStart(6, '0');
  const seconds = new Date(Date.UTC(2025, 0, 1, 0, minutes)).toISOString().slice(0, 19);
  return `${seconds}.${microseconds}Z`;
}
