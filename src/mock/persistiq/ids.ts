import { seededRandom } from '../random.ts';

/** A row as the list shows it. */
export type PersistIqRow = Readonly<Record<string, unknown>>;

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An identity that says of what it is, and nothing else: `l_4kT0a1`. */
export function idOf(prefix: string, index: number, seed: number): string {
  const random = seededRandom(seed, index, ...Buffer.from(prefix));
  const rest = Array.from({ length: 3 }, () => letters[Math.floor(random() * letters.length)]).join('');
  return `${prefix}_${rest}${index.toString(36).padStart(3, '0')}`;
}

/** Minutes after the first of January 2025, to the second. */
export function stampOf(minutes: number): string {
  return `${new Date(Date.UTC(2025, 0, 1, 0, minutes)).toISOString().slice(0, 19)}Z`;
}
