/** Values for made-up rows that are the same for the same seeds. */
import { pick, seededRandom } from './random.ts';

/** A random identity (RFC 9562, version 4). */
export function uuidOf(kind: string, index: number, seed: number): string {
  const random = seededRandom(seed, index, ...Buffer.from(kind));
  const eight = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const [first, second, third, last] = [eight(), eight(), eight(), eight()];
  const variant = pick(random, ['8', '9', 'a', 'b']);
  return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(0, 3)}-${third.slice(4)}${last}`;
}

/** Minutes after the first of January 2025, with milliseconds that differ from row to row. */
export function instantOf(minutes: number): string {
  const milliseconds = (minutes * 7919 + 123) % 1000;
  return new Date(Date.UTC(2025, 0, 1, 0, minutes, 0, milliseconds)).toISOString();
}

/** Days after the first of January 2025. */
export function dateOf(days: number): string {
  return new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10);
}

/** Texts as people write them. */
export function wordsOf(kind: string, index: number, seed: number): string {
  return pick(seededRandom(seed, index, ...Buffer.from(kind), 7), words);
}

const words = [
  'Harbour',
  'Meadow & Sons',
  'Łódź',
  'Ünïcode ☂',
  '数据',
  "O'Hara; --",
  'Quartz "Q"',
  'émoji 🚀',
  'مرحبا',
] as const;
