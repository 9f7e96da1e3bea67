import { isPlain, keyOf, type Place } from './reading.ts';

/** A spelling that guides use, and the key that is meant. */
export type RenamedKeys = Readonly<Record<string, string>>;

/**
 * An object with the keys that its guide means; each other spelling is remarked on (L1). A key that is there under its
 * own name keeps its value, and the other spelling stays and is told as unknown.
 */
export function withKnownKeys(value: unknown, renamed: RenamedKeys, place: Place): unknown {
  if (!isPlain(value)) return value;
  const meant = new Map(Object.entries(renamed));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const known = meant.get(key);
      if (known === undefined || Object.hasOwn(value, known)) return [key, member] as const;
      place.remarks?.push({ path: keyOf(place, key).path, message: `is taken for ${known}` });
      return [known, member] as const;
    }),
  );
}
